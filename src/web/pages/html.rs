//! A template as a response.

use askama::Template;
use axum::{
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    response::Response,
};

use crate::web::{problem::Problem, response};

/// The media type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// Who may keep a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cache {
    /// The browser of the person who asked, so that Back shows what was typed.
    Private,
    /// Nobody: the page is about confidential facts.
    Never,
}

/// A page.
///
/// # Errors
/// 500 when the template fails.
pub(super) fn page(
    status: StatusCode,
    template: &impl Template,
    cache: Cache,
) -> Result<Response, Problem> {
    let text = template.render().map_err(|_| Problem::internal())?;
    Ok(respond(status, text, cache))
}

/// A page, or a part of one, that is written.
pub(super) fn respond(status: StatusCode, text: String, cache: Cache) -> Response {
    let mut response = response::ok(HTML, text);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, response::PAGE_POLICY);
    let cache = match cache {
        Cache::Private => "private, no-cache",
        Cache::Never => "no-store",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}
