//! Liveness, readiness and metrics.

use axum::{Extension, extract::State, response::Response};
use serde::Serialize;

use crate::web::{
    negotiate::JSON,
    problem::Problem,
    problem_code::Code,
    readiness::{Ready, ReadyDetails},
    response,
    shared_state::Service,
};

/// Liveness: the process answers.
pub(crate) async fn live() -> Response {
    response::ok("text/plain; charset=utf-8", "alive\n")
}

/// Readiness: there is a book and the service is not stopping. Whether a book or
/// the token file was refused since; why is for the monitoring listener.
pub(crate) async fn ready(State(service): State<Service>) -> Result<Response, Problem> {
    let books = &service.0.books;
    if books.is_draining() {
        return Err(Problem::new(Code::Stopping, "the service is stopping"));
    }
    let snapshot = books.current();
    let ready = Ready {
        ready: true,
        book: &snapshot.fingerprint,
        refused: books.refused().is_some(),
        tokens_refused: service.0.auth.refused().is_some(),
        keys_refused: service.0.seals.refused().is_some(),
    };
    Ok(snapshot.respond(JSON, written(&ready)))
}

/// The same with the reasons, for callers who may see them.
pub(crate) async fn ready_in_detail(
    State(service): State<Service>,
    Extension(access): Extension<MonitoringAccess>,
) -> Result<Response, Problem> {
    let books = &service.0.books;
    if !access.has_details || books.is_draining() {
        return ready(State(service)).await;
    }
    let snapshot = books.current();
    let refused = books.refused();
    let details = ReadyDetails {
        ready: true,
        book: &snapshot.fingerprint,
        refused: refused.as_deref(),
        tokens_refused: service.0.auth.refused().map(|why| why.to_string()),
        keys_refused: service.0.seals.refused().map(|why| why.to_string()),
    };
    Ok(snapshot.respond(JSON, written(&details)))
}

fn written(ready: &impl Serialize) -> String {
    let mut written = serde_json::to_string(ready).unwrap_or_default();
    written.push('\n');
    written
}

/// What a caller of the monitoring listener may see.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MonitoringAccess {
    /// Metrics, and why a book or a token file was refused.
    pub(crate) has_details: bool,
}

/// Metrics in the OpenMetrics text format.
pub(crate) async fn metrics(
    State(service): State<Service>,
    Extension(access): Extension<MonitoringAccess>,
) -> Result<Response, Problem> {
    if !access.has_details {
        let says = "this needs a token with the scope `metrics`";
        return Err(Problem::new(Code::TokenRequired, says));
    }
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(response::ok(media_type, service.0.metrics.text()))
}
