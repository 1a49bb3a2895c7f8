//! Work that takes long, kept off the threads that serve connections.

use axum::response::Response;

use crate::web::problem::Problem;

/// Runs what takes long on a thread of its own.
pub(super) async fn off_worker(
    work: impl FnOnce() -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(Problem::internal()))
}
