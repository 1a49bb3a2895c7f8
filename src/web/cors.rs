//! The CORS allow-list; no wildcards.

use axum::http::{
    Method,
    header::{self, HeaderName, HeaderValue},
};
use tower_http::cors::CorsLayer;

/// A site, `https://council.example` (RFC 6454, §6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl Origin {
    /// Reads a scheme and a host, and a port if need be, as a browser sends
    /// them: without a path, in small letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Origin> {
        let (scheme, host) = text.split_once("://")?;
        let of_host = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
        };
        let is_good =
            matches!(scheme, "http" | "https") && !host.is_empty() && host.bytes().all(of_host);
        let value = HeaderValue::from_str(text).ok().filter(|_| is_good)?;
        Some(Origin(value))
    }
}

/// Lets pages of these origins call and read the request id; none for an empty
/// list.
pub(super) fn layer(origins: Vec<Origin>) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = origins.into_iter().map(|origin| origin.0).collect();
    if origins.is_empty() {
        return None;
    }
    let layer = CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([
            header::CONTENT_TYPE,
            header::AUTHORIZATION,
            header::IF_NONE_MATCH,
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("traceparent"),
        ])
        .expose_headers([
            header::ETAG,
            HeaderName::from_static("almoner-book"),
            HeaderName::from_static("x-request-id"),
        ]);
    Some(layer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcard_origin_is_refused() {
        for good in [
            "https://council.example",
            "http://localhost:8000",
            "http://[::1]:80",
        ] {
            assert!(Origin::parse(good).is_some(), "{good}");
        }
        for bad in [
            "*",
            "https://*",
            "https://*.council.example",
            "council.example",
            "https://",
            "https://council.example/",
            "https://Council.example",
            "file://x",
            "null",
        ] {
            assert!(Origin::parse(bad).is_none(), "{bad}");
        }
    }
}
