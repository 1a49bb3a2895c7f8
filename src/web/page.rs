//! A page with an entity tag, sent again only when it has changed.

use almoner_engine::base::fingerprint::Fingerprint;
use hyper::{
    StatusCode,
    body::Bytes,
    header::{self, HeaderMap, HeaderValue},
};

use super::{
    negotiate::JSON,
    response::{self, Body, Response},
};

/// A page as it is sent.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) media_type: &'static str,
    body: Bytes,
    /// The fingerprint of the body. It is weak because the same page may be
    /// sent compressed.
    tag: HeaderValue,
}

impl Page {
    pub(super) fn new(media_type: &'static str, body: impl Into<Bytes>) -> Page {
        let body = body.into();
        let tag = format!("W/\"{}\"", Fingerprint::of_bytes(&body));
        Page {
            media_type,
            tag: HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"\"")),
            body,
        }
    }

    /// A page of one JSON text.
    pub(super) fn json(mut text: String) -> Page {
        text.push('\n');
        Page::new(JSON, text)
    }

    /// The page, or 304 where the caller has it.
    pub(super) fn respond(&self, headers: &HeaderMap) -> Response {
        let known = headers.get_all(header::IF_NONE_MATCH);
        let is_known = known
            .iter()
            .filter_map(|value| value.to_str().ok())
            .any(|value| matches(value, &self.tag));
        let mut response = match is_known {
            true => response::empty(StatusCode::NOT_MODIFIED),
            false => response::ok(self.media_type, Body::full(self.body.clone())),
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.tag.clone());
        let cache = HeaderValue::from_static("private, no-cache");
        headers.insert(header::CACHE_CONTROL, cache);
        response
    }
}

/// Whether `If-None-Match` names a tag, by weak comparison (RFC 9110, §8.8.3.2).
fn matches(value: &str, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let tag = tag.to_str().map(bare).unwrap_or_default();
    value.trim() == "*" || value.split(',').any(|part| bare(part) == tag)
}
