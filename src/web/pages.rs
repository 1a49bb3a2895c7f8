//! Pages about the book, sent again only when they have changed.

use hyper::{
    StatusCode,
    header::{self, HeaderMap, HeaderValue},
};

use super::{
    body::{self, Body, Response},
    negotiate,
    problem::Problem,
    service::Service,
    shelf::Page,
};

/// The page at the request's own path.
pub(super) fn page(
    service: &Service,
    path: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let shelf = service.shelf();
    let path = path.replace("%2F", "-").replace("%2f", "-");
    let page = shelf.page(&path).ok_or_else(missing)?;
    negotiate::choose(headers, &[page.kind])?;
    Ok(send(page, headers))
}

/// Nothing is at this path.
pub(super) fn missing() -> Problem {
    let says = "nothing is at this address";
    let problem = Problem::new(StatusCode::NOT_FOUND, says);
    problem.help("/v1/rule-sets and /v1/tariffs list what there is; / explains the rest")
}

pub(super) fn send(page: &Page, headers: &HeaderMap) -> Response {
    let known = headers.get_all(header::IF_NONE_MATCH);
    let is_known = known
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| names(value, &page.tag));
    let mut response = if is_known {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        body::sent(page.kind, Body::of(page.body.clone()))
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, page.tag.clone());
    let cache = HeaderValue::from_static("private, no-cache");
    headers.insert(header::CACHE_CONTROL, cache);
    response
}

/// Whether `If-None-Match` names a tag, both taken as weak.
fn names(value: &str, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = tag.to_str().map(bare).unwrap_or_default();
    value.trim() == "*" || value.split(',').any(|part| bare(part) == tag)
}
