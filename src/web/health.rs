//! Whether the service is alive, and whether it should be sent requests.

use axum::{body::Body, extract::State, http::StatusCode, response::Response};

use super::{asking, negotiate::JSON, problem::Problem, service::Service};

/// Alive: something answers.
pub(super) async fn live() -> &'static str {
    "alive\n"
}

/// Ready: there is a book and the service is not stopping. A book that was
/// refused since is told of; the one before it still answers.
pub(super) async fn ready(State(service): State<Service>) -> Result<Response, Problem> {
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
    Ok(asking::respond(
        JSON,
        Body::from(written),
        &shelf.fingerprint,
    ))
}
