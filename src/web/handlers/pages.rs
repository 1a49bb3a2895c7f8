//! Pages about the book, written once for each book.

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::Response,
};

use crate::web::{negotiate, problem::Problem, shared_state::Service};

/// The page at this path.
pub(crate) async fn page(
    State(service): State<Service>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let path = uri.path().replace("%2F", "-").replace("%2f", "-");
    let page = snapshot.page(&path).ok_or_else(Problem::unknown_address)?;
    negotiate::choose(&headers, &[page.media_type])?;
    Ok(page.respond(&headers))
}
