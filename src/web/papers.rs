//! Finance's papers, in the format the caller likes best.

use hyper::{
    StatusCode,
    header::{self, HeaderMap, HeaderValue},
};

use super::{
    body::{Head, Response},
    negotiate, pages,
    problem::Problem,
    route::named,
    service::Service,
    shelf::Page,
};
use crate::{
    finance::{
        appendix,
        compare::{self, Filter},
        prices,
        side::{self, Side},
        table::Paper,
    },
    tables::Format,
};
use almoner_engine::{
    answer::json, base::decimal, check::model::Book, source::model::CategoryEntry,
};

/// The formats, the first where the caller does not say.
pub(super) const FORMATS: [Format; 7] = [
    Format::Json,
    Format::Csv,
    Format::Html,
    Format::Markdown,
    Format::Text,
    Format::Xlsx,
    Format::Docx,
];

/// `GET /v1/tariffs/{year}`.
pub(super) fn tariff(service: &Service, head: &Head) -> Result<Response, Problem> {
    let asked = named(head.uri().path(), 0)?;
    let wanted = format(head.headers())?;
    let shelf = service.shelf();
    let year = side(shelf.program.book(), &asked)?;
    let paper = match wanted {
        Format::Json => (json::tariff(year.book, year.tariff, None) + "\n").into_bytes(),
        other => written(&prices::paper(year, None), other)?,
    };
    let name = format!("tariff-{}", plain(year));
    Ok(send((wanted, paper), &name, head.headers()))
}

/// `GET /v1/comparisons/{old}/{new}`.
pub(super) fn comparison(service: &Service, head: &Head) -> Result<Response, Problem> {
    let uri = head.uri();
    let years = [named(uri.path(), 1)?, named(uri.path(), 0)?];
    let wanted = format(head.headers())?;
    let shelf = service.shelf();
    let book = shelf.program.book();
    let shown = filter(book, uri.query().unwrap_or(""))?;
    let [old, new] = years.map(|year| side(book, &year));
    let (old, new) = (old?, new?);
    let paper = written(&compare::paper(old, new, &shown), wanted)?;
    let name = format!("comparison-{}-{}", plain(old), plain(new));
    Ok(send((wanted, paper), &name, head.headers()))
}

/// `GET /v1/appendices/{year}`.
pub(super) fn appendices(service: &Service, head: &Head) -> Result<Response, Problem> {
    let asked = named(head.uri().path(), 0)?;
    let wanted = format(head.headers())?;
    let shelf = service.shelf();
    let book = shelf.program.book();
    let year = side(book, &asked)?;
    let paper = written(&appendix::paper(year.before(book), year), wanted)?;
    let name = format!("appendix-{}", plain(year));
    Ok(send((wanted, paper), &name, head.headers()))
}

/// A year as it can stand in the name of a file.
fn plain(year: Side<'_>) -> String {
    year.tariff.year.replace('/', "-")
}

/// The format the caller likes best.
fn format(headers: &HeaderMap) -> Result<Format, Problem> {
    let chosen = negotiate::choose(headers, &FORMATS.map(Format::media_type))?;
    let found = FORMATS.into_iter().find(|it| it.media_type() == chosen);
    Ok(found.unwrap_or(Format::Json))
}

fn written(paper: &Paper, format: Format) -> Result<Vec<u8>, Problem> {
    format.write(paper).map_err(|says| {
        let problem = Problem::new(StatusCode::NOT_ACCEPTABLE, says);
        problem.help("ask for `text/csv`, which holds any number of rows")
    })
}

fn side<'b>(book: &'b Book, asked: &str) -> Result<Side<'b>, Problem> {
    Side::named(book, asked).map_err(|why| {
        let problem = Problem::new(StatusCode::NOT_FOUND, "there is no tariff of that name");
        problem.help(format!("there are: {}", why.years.join(", ")))
    })
}

fn service(book: &Book, asked: &str) -> Result<String, Problem> {
    side::service_named(book, asked).map_err(|why| {
        let problem = Problem::unreadable("there is no service of that name");
        match &why.nearest {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("there are: {}", why.services.join(", "))),
        }
    })
}

/// What a query asks to be shown: `service=…&category=…&above=…`.
fn filter(book: &Book, query: &str) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    let wrong = |says: &str| Err(Problem::unreadable(says));
    for part in query.split('&').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("service", asked)) => filter.service = Some(service(book, asked)?),
            Some(("category", "discretionary")) => {
                filter.category = Some(CategoryEntry::Discretionary);
            }
            Some(("category", "statutory")) => filter.category = Some(CategoryEntry::Statutory),
            Some(("category", "regulatory")) => filter.category = Some(CategoryEntry::Regulatory),
            Some(("above", percent)) => match decimal::parse_percent(percent) {
                Some(above) => filter.above = Some(above),
                None => return wrong("`above` must be a percentage such as 5 or 2.5"),
            },
            _ => {
                return wrong(
                    "a comparison takes `service`, `category` (discretionary, statutory or \
                     regulatory) and `above`",
                );
            }
        }
    }
    Ok(filter)
}

/// Sends a paper under the name it is saved by.
fn send((format, written): (Format, Vec<u8>), name: &str, headers: &HeaderMap) -> Response {
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Html => "text/html; charset=utf-8",
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Text => "text/plain; charset=utf-8",
        Format::Json | Format::Xlsx | Format::Docx => format.media_type(),
    };
    let mut response = pages::send(&Page::new(kind, written), headers);
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

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    use almoner_engine::load::BookFrom;
    use almoner_engine::open::open;

    #[test]
    fn a_query_is_understood_in_full_or_refused() {
        let program = open(BookFrom::Files(almoner_built_in::files()))
            .unwrap()
            .program
            .unwrap();
        let filter = |query: &str| filter(program.book(), query);
        let read = filter("service=nursery&category=statutory&above=2.5").unwrap();
        assert_eq!(read.service.as_deref(), Some("nursery"));
        assert_eq!(read.category, Some(CategoryEntry::Statutory));
        assert_eq!(read.above, Some(Decimal::new(25, 3)));
        for bad in [
            "above=lots",
            "category=odd",
            "colour=red",
            "service",
            "service=nurser",
        ] {
            assert!(filter(bad).is_err(), "{bad}");
        }
    }
}
