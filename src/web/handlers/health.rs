//! Liveness, readiness and metrics.

use hyper::StatusCode;

use crate::web::{
    negotiate::JSON,
    problem::Problem,
    readiness::Ready,
    response::{self, Body, Response},
    service::Service,
};

/// Liveness: the process answers.
pub(crate) fn live() -> Response {
    response::ok("text/plain; charset=utf-8", Body::full("alive\n"))
}

/// Readiness: there is a book and the service is not stopping. A book that was
/// refused since is named; the one before it still answers.
pub(crate) fn ready(service: &Service) -> Result<Response, Problem> {
    let books = &service.0.books;
    if books.is_draining() {
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "the service is stopping");
        return Err(problem.retry_after(5));
    }
    let snapshot = books.current();
    let refused = books.refused();
    let ready = Ready {
        ready: true,
        book: &snapshot.fingerprint,
        refused: refused.as_deref(),
    };
    let mut written = serde_json::to_string(&ready).unwrap_or_default();
    written.push('\n');
    Ok(snapshot.respond(JSON, Body::full(written)))
}

/// Metrics in the OpenMetrics text format.
pub(crate) fn metrics(service: &Service) -> Response {
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response::ok(media_type, Body::full(service.0.metrics.text()))
}
