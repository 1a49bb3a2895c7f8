//! Finance's papers, in the format the caller likes best.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use rust_decimal::Decimal;

use super::{
    named::Named,
    negotiate::{self, JSON},
    pages,
    problem::Problem,
    service::Service,
    shelf::Page,
};
use crate::{
    check::model::Book,
    finance::{
        appendix,
        compare::{self, Filter},
        side::Side,
        table::Paper,
    },
    report::tables,
    source::model::CategoryEntry,
};

/// The formats, the first where the caller does not say.
pub(super) const FORMATS: [&str; 5] =
    [JSON, "text/csv", "text/html", "text/markdown", "text/plain"];

/// `GET /v1/comparisons/{old}/{new}`.
pub(super) async fn comparison(
    State(service): State<Service>,
    Named((old, new)): Named<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = negotiate::choose(&headers, &FORMATS)?;
    let filter = filter(uri.query().unwrap_or(""))?;
    let shelf = service.shelf();
    let book = shelf.program.book();
    let paper = compare::paper(side(book, &old)?, side(book, &new)?, &filter);
    Ok(send(&paper, format, &headers))
}

/// `GET /v1/appendices/{year}`.
pub(super) async fn appendices(
    State(service): State<Service>,
    Named(year): Named<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let format = negotiate::choose(&headers, &FORMATS)?;
    let shelf = service.shelf();
    let book = shelf.program.book();
    let year = side(book, &year)?;
    Ok(send(
        &appendix::paper(year.before(book), year),
        format,
        &headers,
    ))
}

fn side<'b>(book: &'b Book, asked: &str) -> Result<Side<'b>, Problem> {
    Side::named(book, asked).map_err(|why| {
        let problem = Problem::new(StatusCode::NOT_FOUND, "there is no tariff of that name");
        problem.help(format!("there are: {}", why.years.join(", ")))
    })
}

/// What a query asks to be shown: `service=…&category=…&above=…`.
fn filter(query: &str) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    let wrong = |says: &str| Err(Problem::unreadable(says));
    for part in query.split('&').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("service", service)) => filter.service = Some(service.to_owned()),
            Some(("category", "discretionary")) => {
                filter.category = Some(CategoryEntry::Discretionary);
            }
            Some(("category", "statutory")) => filter.category = Some(CategoryEntry::Statutory),
            Some(("category", "regulatory")) => filter.category = Some(CategoryEntry::Regulatory),
            Some(("above", percent)) => match fraction(percent) {
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

fn fraction(percent: &str) -> Option<Decimal> {
    let percent = Decimal::from_str_exact(percent).ok()?;
    percent.checked_div(Decimal::ONE_HUNDRED)
}

fn send(paper: &Paper, format: &'static str, headers: &HeaderMap) -> Response {
    let (kind, text) = match format {
        "text/csv" => (
            "text/csv; charset=utf-8; header=present",
            tables::csv::paper(paper),
        ),
        "text/html" => ("text/html; charset=utf-8", tables::html::paper(paper)),
        "text/markdown" => (
            "text/markdown; charset=utf-8",
            tables::markdown::paper(paper),
        ),
        "text/plain" => {
            let text = tables::text::paper(paper);
            let plain = anstream::adapter::strip_str(&text).to_string();
            ("text/plain; charset=utf-8", plain)
        }
        _ => (JSON, tables::json(paper)),
    };
    let ended = if text.ends_with('\n') {
        text
    } else {
        text + "\n"
    };
    let mut response = pages::send(&Page::new(kind, ended), headers);
    let vary = HeaderValue::from_static("accept");
    response.headers_mut().append(header::VARY, vary);
    if format == "text/html" {
        // The page carries its own style, so that it can be saved and printed.
        let policy = HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
        );
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.map(Body::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_understood_in_full_or_refused() {
        let read = filter("service=nursery&category=statutory&above=2.5").unwrap();
        assert_eq!(read.service.as_deref(), Some("nursery"));
        assert_eq!(read.category, Some(CategoryEntry::Statutory));
        assert_eq!(read.above, Some(Decimal::new(25, 3)));
        for bad in ["above=lots", "category=odd", "colour=red", "service"] {
            assert!(filter(bad).is_err(), "{bad}");
        }
    }
}
