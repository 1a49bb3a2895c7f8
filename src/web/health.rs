//! Whether the service is alive, whether it should be sent requests, and what
//! it has counted.

use hyper::StatusCode;

use super::{
    asking,
    body::{self, Body, Response},
    negotiate::JSON,
    problem::Problem,
    service::Service,
};

/// Alive: something answers.
pub(super) fn live() -> Response {
    body::sent("text/plain; charset=utf-8", Body::of("alive\n"))
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
    body::sent(kind, Body::of(service.0.meters.text()))
}
