//! Requests and responses as hyper has them, and the headers of a response.

use std::{
    convert::Infallible,
    mem,
    pin::Pin,
    sync::LazyLock,
    task::{Context, Poll},
};

use http_body_util::{BodyExt as _, Full, combinators::UnsyncBoxBody};
use hyper::{
    StatusCode,
    body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint},
    header::{self, HeaderMap, HeaderValue},
};

/// A request with its body.
pub(super) type Request = hyper::Request<Incoming>;
/// A request without its body.
pub(super) type Head = hyper::Request<()>;
/// A response before compression.
pub(super) type Response = hyper::Response<Body>;

/// The head of a request, and its body.
pub(super) fn split(request: Request) -> (Head, Incoming) {
    let (parts, body) = request.into_parts();
    (Head::from_parts(parts, ()), body)
}

/// The body of a response.
pub(super) enum Body {
    /// Known whole.
    Full(Full<Bytes>),
    /// Written while it is sent.
    Stream(UnsyncBoxBody<Bytes, Infallible>),
}

impl Body {
    pub(super) fn full(bytes: impl Into<Bytes>) -> Body {
        Body::Full(Full::new(bytes.into()))
    }

    pub(super) fn stream(
        stream: impl HttpBody<Data = Bytes, Error = Infallible> + Send + 'static,
    ) -> Body {
        Body::Stream(stream.boxed_unsync())
    }
}

impl Default for Body {
    fn default() -> Body {
        Body::full(Bytes::new())
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Body::Full(full) => Pin::new(full).poll_frame(cx),
            Body::Stream(stream) => Pin::new(stream).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Body::Full(full) => full.is_end_stream(),
            Body::Stream(stream) => stream.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Full(full) => full.size_hint(),
            Body::Stream(stream) => stream.size_hint(),
        }
    }
}

/// The headers of every response that does not set them otherwise, with all
/// for those that most responses add.
static HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
    let headers = [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=()",
        ),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'",
        ),
    ];
    let mut all = HeaderMap::with_capacity(headers.len() + 6);
    for (name, value) in headers {
        all.insert(name, HeaderValue::from_static(value));
    }
    all
});

/// A response of this media type with the default headers.
pub(super) fn ok(media_type: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    *headers = HEADERS.clone();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// A response without a body.
pub(super) fn empty(status: StatusCode) -> Response {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// Adds the default headers that a response does not have.
pub(super) fn complete(headers: &mut HeaderMap) {
    // Most responses were made by `ok` and have them.
    if !headers.contains_key(header::X_FRAME_OPTIONS) {
        let own = mem::replace(headers, HEADERS.clone());
        headers.extend(own);
    }
}
