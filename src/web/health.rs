//! Whether the service is alive, and whether it should be sent requests.

use hyper::{
    StatusCode,
    header::{self, HeaderValue},
};

use super::{
    asking,
    body::{Body, Response},
    negotiate::JSON,
    problem::Problem,
    service::Service,
};

/// Alive: something answers.
pub(super) fn live() -> Response {
    text("text/plain; charset=utf-8", "alive\n".to_owned())
}

/// Ready: there is a book and the service is not stopping. A book that was
/// refused since is told of; the one before it still answers.
pub(super) fn ready(service: &Service) -> Result<Response, Problem> {
    let books = &service.0.books;
    if books.is_stopping() {
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the service is stopping");
        return Err(problem.retry_after(5));
    }
    let shelf = books.current();
    let mut written = format!("{{\"ready\":true,\"book\":\"{}\"", shelf.fingerprint);
    if let Some(refused) = books.refused() {
        written.push_str(",\"refused\":");
        written.push_str(&refused);
    }
    written.push_str("}\n");
    Ok(asking::respond(JSON, Body::of(written), &shelf))
}

/// What was counted.
pub(super) fn counts(service: &Service) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    text(kind, service.0.meters.text())
}

fn text(kind: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::of(text));
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
