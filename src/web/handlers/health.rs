//! Liveness, readiness and metrics.

use axum::{extract::State, response::Response};

use crate::web::{
    negotiate::JSON, problem::Problem, problem_code::Code, readiness::Ready, response,
    shared_state::Service,
};

/// Liveness: the process answers.
pub(crate) async fn live() -> Response {
    response::ok("text/plain; charset=utf-8", "alive\n")
}

/// Readiness: there is a book and the service is not stopping. A book that was
/// refused since is named; the one before it still answers.
pub(crate) async fn ready(State(service): State<Service>) -> Result<Response, Problem> {
    let books = &service.0.books;
    if books.is_draining() {
        return Err(Problem::new(Code::Stopping, "the service is stopping"));
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
    Ok(snapshot.respond(JSON, written))
}

/// Metrics in the OpenMetrics text format.
pub(crate) async fn metrics(State(service): State<Service>) -> Response {
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response::ok(media_type, service.0.metrics.text())
}
