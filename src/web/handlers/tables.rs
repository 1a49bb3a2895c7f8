//! Tariffs, comparisons and appendices, in the format that the caller accepts.

use axum::{
    extract::{Path, RawQuery, State},
    http::header::{self, HeaderMap, HeaderValue},
    response::Response,
};
use tokio::task::JoinSet;

use crate::{
    finance::{appendix, price_list, report::Report, tariff_ref::TariffRef},
    tables::Format,
    web::{
        comparison_query,
        etag_page::Page,
        negotiate::{self, TABLE_FORMATS},
        paths::{tariff_named, tariffs_named},
        problem::Problem,
        problem_code::Code,
        shared_state::Service,
    },
};
use almoner_engine::answer::json;

/// `GET /v1/tariffs/{year}`.
pub(crate) async fn tariff(
    State(service): State<Service>,
    Path(year): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    run_blocking(move || {
        let wanted = format(&headers)?;
        let snapshot = service.snapshot();
        let year = tariff_named(snapshot.book.contents(), &year)?;
        let report = match wanted {
            Format::Json => (json::tariff(year.book, year.tariff, None) + "\n").into_bytes(),
            other => written(&price_list::report(year, None), other)?,
        };
        let name = format!("tariff-{}", plain(year));
        Ok(send(wanted, report, &name, &headers))
    })
    .await
}

/// `GET /v1/comparisons/{old}/{new}`.
pub(crate) async fn comparison(
    State(service): State<Service>,
    Path((old, new)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    run_blocking(move || {
        let wanted = format(&headers)?;
        let snapshot = service.snapshot();
        let book = snapshot.book.contents();
        let query = query.as_deref().unwrap_or_default();
        let years = tariffs_named(book, [&old, &new])?;
        let report = written(&comparison_query::report(years, query)?, wanted)?;
        let [old, new] = years.map(plain);
        let name = format!("comparison-{old}-{new}");
        Ok(send(wanted, report, &name, &headers))
    })
    .await
}

/// `GET /v1/appendices/{year}`.
pub(crate) async fn appendices(
    State(service): State<Service>,
    Path(year): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    run_blocking(move || {
        let wanted = format(&headers)?;
        let snapshot = service.snapshot();
        let book = snapshot.book.contents();
        let year = tariff_named(book, &year)?;
        let report = written(&appendix::report(year.before(book), year), wanted)?;
        let name = format!("appendix-{}", plain(year));
        Ok(send(wanted, report, &name, &headers))
    })
    .await
}

/// Writes a table off the worker thread: a workbook takes as long as hundreds
/// of quotes. Tables wait for each other; one whose request timed out before
/// its turn is not written.
async fn run_blocking(
    table: impl FnOnce() -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let mut writing = JoinSet::new();
    writing.spawn_blocking(table);
    let written = writing.join_next().await;
    written
        .and_then(Result::ok)
        .unwrap_or_else(|| Err(Problem::internal()))
}

/// A year for the name of a file: without a slash.
pub(in crate::web) fn plain(year: TariffRef<'_>) -> String {
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

/// A report as a file.
///
/// # Errors
/// 406 where the format cannot hold it.
pub(in crate::web) fn written(report: &Report, format: Format) -> Result<Vec<u8>, Problem> {
    format.write(report).map_err(|says| {
        let problem = Problem::new(Code::NotAcceptable, says);
        problem.help("ask for `text/csv`, which holds any number of rows")
    })
}

/// A format as `Content-Type`.
pub(in crate::web) fn content_type(format: Format) -> &'static str {
    match format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Html => "text/html; charset=utf-8",
        Format::Markdown => "text/markdown; charset=utf-8",
        Format::Text => "text/plain; charset=utf-8",
        Format::Json | Format::Xlsx | Format::Docx => format.media_type(),
    }
}

/// A table with the name under which a browser saves it.
fn send(format: Format, written: Vec<u8>, name: &str, headers: &HeaderMap) -> Response {
    let mut response = Page::new(content_type(format), written).respond(headers);
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
    use std::{
        pin::pin,
        sync::atomic::{AtomicUsize, Ordering},
        thread,
        time::Duration,
    };

    use axum::{http::StatusCode, response::IntoResponse as _};

    use super::*;

    #[tokio::test]
    async fn panic_in_table_gives_500() {
        let broken = run_blocking(|| panic!("a fault")).await;
        let status = broken.err().unwrap().into_response().status();
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    }

    /// Tables that were begun, and those that may end.
    static BEGUN: AtomicUsize = AtomicUsize::new(0);
    static MAY_END: AtomicUsize = AtomicUsize::new(0);

    fn slow() -> Result<Response, Problem> {
        let number = BEGUN.fetch_add(1, Ordering::Relaxed);
        while MAY_END.load(Ordering::Relaxed) <= number {
            thread::sleep(Duration::from_millis(1));
        }
        Ok(Response::default())
    }

    #[test]
    fn timed_out_table_is_not_begun() {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().max_blocking_threads(1).build();
        runtime.unwrap().block_on(async {
            let mut first = pin!(run_blocking(slow));
            let moment = Duration::from_millis(50);
            let first_is_late = tokio::time::timeout(moment, &mut first).await.is_err();
            let second = run_blocking(slow);
            let second_is_late = tokio::time::timeout(moment, second).await.is_err();
            MAY_END.store(3, Ordering::Relaxed);
            assert!(first_is_late && second_is_late);
            assert!(first.await.is_ok());
            assert!(run_blocking(slow).await.is_ok());
        });
        assert_eq!(BEGUN.load(Ordering::Relaxed), 2, "the first and the last");
    }
}
