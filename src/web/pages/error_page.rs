//! What went wrong, as a page, where the caller prefers HTML to JSON.

use askama::Template;
use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::html::{self, Cache};
use crate::web::{
    negotiate::{self, JSON},
    problem::Problem,
    trace_context::RequestId,
};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'p> {
    title: &'static str,
    says: &'static str,
    /// What exactly is wrong; nothing where that helps programs only.
    detail: Option<&'p str>,
    help: Option<&'p str>,
    request_id: Option<&'p str>,
}

/// Gives a response with problem details as a page to those who prefer that.
pub(in crate::web) async fn layer(request: Request, next: Next) -> Response {
    let chosen = negotiate::choose(request.headers(), &[JSON, "text/html"]);
    let prefers_html = chosen.is_ok_and(|it| it == "text/html");
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let problem = response.extensions().get::<Problem>();
    let Some(problem) = problem.filter(|_| prefers_html) else {
        return response;
    };
    let page = page(problem, id.as_ref());
    let Ok(mut page) = html::page(problem.status(), &page, Cache::Never) else {
        return response;
    };
    for name in [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    *page.extensions_mut() = response.extensions().clone();
    page
}

fn page<'p>(problem: &'p Problem, id: Option<&'p RequestId>) -> ErrorPage<'p> {
    let status = problem.status();
    let (title, says) = words(status);
    let is_plain = matches!(
        status,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::UNAUTHORIZED
    ) || status.is_server_error();
    ErrorPage {
        title,
        says,
        detail: (!is_plain).then(|| problem.detail()),
        help: problem.help_words().filter(|_| !is_plain),
        request_id: id.and_then(|id| id.0.to_str().ok()),
    }
}

/// What happened and what to do, for a person.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => (
            "Page not found",
            "Check that the web address is right. The start page leads to every page there is.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "This page cannot be used in that way",
            "Go back to the page you came from and try again from there.",
        ),
        StatusCode::UNAUTHORIZED => (
            "You need to sign in",
            "Open this page through your council’s sign-in. If you are signed in, ask the team that runs the service.",
        ),
        StatusCode::FORBIDDEN => (
            "You cannot do this here",
            "Start again from the start page. What you sent was not used.",
        ),
        StatusCode::MISDIRECTED_REQUEST => (
            "This address is not known to the service",
            "Ask the team that runs the service for the right address.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "What you sent took too long",
            "Go back and try again. What you typed is still on the page.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "What you sent is too long",
            "Go back and send less at once.",
        ),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => (
            "The service is busy",
            "Wait a few seconds, go back and try again. What you typed is still on the page.",
        ),
        status if status.is_server_error() => (
            "Sorry, there is a problem with the service",
            "The answer could not be calculated. Go back and try again. If it happens again, tell the team that runs the service.",
        ),
        _ => ("There is a problem", "What you sent could not be used."),
    }
}
