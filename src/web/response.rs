//! Responses and their headers.

use axum::{
    body::Body,
    http::header::{self, HeaderName, HeaderValue},
    response::{IntoResponse as _, Response},
};

const fn header(value: &'static str) -> HeaderValue {
    HeaderValue::from_static(value)
}

/// Set on every response that does not set them otherwise.
static DEFAULTS: [(HeaderName, HeaderValue); 8] = [
    (header::CACHE_CONTROL, header("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, header("nosniff")),
    (header::X_FRAME_OPTIONS, header("DENY")),
    (header::REFERRER_POLICY, header("no-referrer")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        header("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        header("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        header("camera=(), geolocation=(), microphone=()"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        header(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
        ),
    ),
];

/// What a page may load, and where its forms may go: to us alone. Nothing is
/// inline.
pub(super) const PAGE_POLICY: HeaderValue = header(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// A response of this media type.
pub(super) fn ok(media_type: &'static str, body: impl Into<Body>) -> Response {
    let content_type = [(header::CONTENT_TYPE, header(media_type))];
    (content_type, body.into()).into_response()
}

/// Adds the default headers that a response does not have. One table takes the
/// place of eight layers of tower-http's `set_header`.
pub(super) fn with_defaults(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.reserve(DEFAULTS.len());
    for (name, value) in &DEFAULTS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    response
}
