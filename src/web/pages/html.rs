//! A template as a response.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::Response,
};

use crate::web::{problem::Problem, response};

/// The media type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// A page that nobody keeps.
///
/// # Errors
/// 500 when the template fails.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Result<Response, Problem> {
    let text = template.render().map_err(|_| Problem::internal())?;
    let mut response = response::ok(HTML, text);
    *response.status_mut() = status;
    let policy = response::PAGE_POLICY;
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
