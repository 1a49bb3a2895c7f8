//! Tariffs, comparisons and appendices, in the format that the caller accepts.

use hyper::{
    StatusCode,
    header::{self, HeaderMap, HeaderValue},
};

use crate::{
    finance::{appendix, compare, price_list, report::Report, tariff_ref::TariffRef},
    tables::Format,
    web::{
        comparison_query,
        negotiate::{self, TABLE_FORMATS},
        page::Page,
        problem::Problem,
        response::{Head, Response},
        routes::segment,
        service::Service,
    },
};
use almoner_engine::{answer::json, check::model::Contents};

/// `GET /v1/tariffs/{year}`.
pub(crate) fn tariff(service: &Service, head: &Head) -> Result<Response, Problem> {
    let asked = segment(head.uri().path(), 0)?;
    let wanted = format(head.headers())?;
    let snapshot = service.snapshot();
    let year = side(snapshot.book.contents(), &asked)?;
    let report = match wanted {
        Format::Json => (json::tariff(year.book, year.tariff, None) + "\n").into_bytes(),
        other => written(&price_list::report(year, None), other)?,
    };
    let name = format!("tariff-{}", plain(year));
    Ok(send(wanted, report, &name, head.headers()))
}

/// `GET /v1/comparisons/{old}/{new}`.
pub(crate) fn comparison(service: &Service, head: &Head) -> Result<Response, Problem> {
    let uri = head.uri();
    let years = [segment(uri.path(), 1)?, segment(uri.path(), 0)?];
    let wanted = format(head.headers())?;
    let snapshot = service.snapshot();
    let book = snapshot.book.contents();
    let shown = comparison_query::filter(book, uri.query().unwrap_or(""))?;
    let [old, new] = years.map(|year| side(book, &year));
    let (old, new) = (old?, new?);
    let report = written(&compare::report(old, new, &shown), wanted)?;
    let name = format!("comparison-{}-{}", plain(old), plain(new));
    Ok(send(wanted, report, &name, head.headers()))
}

/// `GET /v1/appendices/{year}`.
pub(crate) fn appendices(service: &Service, head: &Head) -> Result<Response, Problem> {
    let asked = segment(head.uri().path(), 0)?;
    let wanted = format(head.headers())?;
    let snapshot = service.snapshot();
    let book = snapshot.book.contents();
    let year = side(book, &asked)?;
    let report = written(&appendix::report(year.before(book), year), wanted)?;
    let name = format!("appendix-{}", plain(year));
    Ok(send(wanted, report, &name, head.headers()))
}

/// A year as it can stand in the name of a file.
fn plain(year: TariffRef<'_>) -> String {
    year.tariff.year.replace('/', "-")
}

/// The format that the caller prefers.
fn format(headers: &HeaderMap) -> Result<Format, Problem> {
    let chosen = negotiate::choose(headers, &TABLE_FORMATS.map(Format::media_type))?;
    let found = TABLE_FORMATS
        .into_iter()
        .find(|it| it.media_type() == chosen);
    Ok(found.unwrap_or(Format::Json))
}

fn written(report: &Report, format: Format) -> Result<Vec<u8>, Problem> {
    format.write(report).map_err(|says| {
        let problem = Problem::new(StatusCode::NOT_ACCEPTABLE, says);
        problem.help("ask for `text/csv`, which holds any number of rows")
    })
}

fn side<'b>(book: &'b Contents, asked: &str) -> Result<TariffRef<'b>, Problem> {
    TariffRef::named(book, asked).map_err(|why| {
        let problem = Problem::new(StatusCode::NOT_FOUND, "there is no tariff of that name");
        problem.help(format!("there are: {}", why.years.join(", ")))
    })
}

/// A table with the name under which a browser saves it.
fn send(format: Format, written: Vec<u8>, name: &str, headers: &HeaderMap) -> Response {
    let media_type = match format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Html => "text/html; charset=utf-8",
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Text => "text/plain; charset=utf-8",
        Format::Json | Format::Xlsx | Format::Docx => format.media_type(),
    };
    let mut response = Page::new(media_type, written).respond(headers);
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    if !format.is_text() {
        let name = format!("attachment; filename=\"{name}.{}\"", format.name());
        if let Ok(name) = HeaderValue::from_str(&name) {
            headers.insert(header::CONTENT_DISPOSITION, name);
        }
    }
    if format == Format::Html {
        // The page carries its own style, so that it can be saved and printed.
        let policy = HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
        );
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
