//! Pages about the book, written once for each book.

use hyper::header::HeaderMap;

use crate::web::{negotiate, problem::Problem, response::Response, service::Service};

/// The page at this path.
pub(crate) fn page(
    service: &Service,
    path: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let snapshot = service.snapshot();
    let path = path.replace("%2F", "-").replace("%2f", "-");
    let page = snapshot.page(&path).ok_or_else(Problem::no_such_address)?;
    negotiate::choose(headers, &[page.media_type])?;
    Ok(page.respond(headers))
}
