//! A page with an entity tag, sent again only when it has changed.

use almoner_engine::base::fingerprint::Fingerprint;
use axum::{
    body::Bytes,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
    response::{IntoResponse as _, Response},
};
use headers::{ETag, HeaderMapExt as _, IfNoneMatch};

use super::{negotiate::JSON, response};

/// A response body with its ETag, for conditional requests.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) media_type: &'static str,
    body: Bytes,
    /// The fingerprint of the body. It is weak because the same page may be
    /// sent compressed.
    tag: Option<ETag>,
}

impl Page {
    pub(super) fn new(media_type: &'static str, body: impl Into<Bytes>) -> Page {
        let body = body.into();
        let tag = format!("W/\"{}\"", Fingerprint::of_bytes(&body));
        Page {
            media_type,
            tag: tag.parse().ok(),
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
        let known = headers.typed_get::<IfNoneMatch>();
        let is_known = |tag: &ETag| known.is_some_and(|known| !known.precondition_passes(tag));
        let mut response = match self.tag.as_ref().is_some_and(is_known) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => response::ok(self.media_type, self.body.clone()),
        };
        let headers = response.headers_mut();
        if let Some(tag) = &self.tag {
            headers.typed_insert(tag.clone());
        }
        let cache = HeaderValue::from_static("private, no-cache");
        headers.insert(header::CACHE_CONTROL, cache);
        if self.media_type.starts_with("text/html") {
            headers.insert(header::CONTENT_SECURITY_POLICY, response::PAGE_POLICY);
        }
        response
    }
}
