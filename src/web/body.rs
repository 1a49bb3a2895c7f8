//! Bodies: of questions, read whole within a size and a time; of answers,
//! whole or as they are worked out.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::{
    StatusCode,
    body::{Body as _, Bytes, Frame, Incoming, SizeHint},
    header::{self, HeaderValue},
};

use super::{manners::HEADERS, problem::Problem, server::Limits, stream::Answers};

/// What came from a caller.
pub(super) type Request = hyper::Request<Incoming>;
/// The same without its body.
pub(super) type Head = hyper::Request<()>;
/// What goes back.
pub(super) type Response = hyper::Response<Body>;

/// The head of a request, and its body.
pub(super) fn parted(request: Request) -> (Head, Incoming) {
    let (parts, body) = request.into_parts();
    (Head::from_parts(parts, ()), body)
}

/// The body of an answer.
pub(super) enum Body {
    Whole(Full<Bytes>),
    Stream(Box<Answers>),
}

impl Body {
    pub(super) fn of(bytes: impl Into<Bytes>) -> Body {
        Body::Whole(Full::new(bytes.into()))
    }
}

impl Default for Body {
    fn default() -> Body {
        Body::of(Bytes::new())
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Body::Whole(whole) => Pin::new(whole).poll_frame(cx),
            Body::Stream(answers) => Pin::new(answers).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Body::Whole(whole) => whole.is_end_stream(),
            Body::Stream(answers) => answers.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Whole(whole) => whole.size_hint(),
            Body::Stream(answers) => answers.size_hint(),
        }
    }
}

/// A body on its way, with what every answer says in its head: that nobody
/// keeps it, among others.
pub(super) fn sent(kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    *headers = HEADERS.clone();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// How much of a body is read, and for how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// The most bytes.
    pub(super) most_bytes: usize,
    /// From the first byte to the last.
    pub(super) time: Duration,
}

impl Reading {
    pub(super) fn of(limits: &Limits) -> Reading {
        Reading {
            most_bytes: limits.body,
            time: limits.reading,
        }
    }

    /// A body, read whole.
    ///
    /// # Errors
    /// 413, 408 or 400: it is too long, too slow or breaks off.
    pub(super) async fn whole(self, body: Incoming) -> Result<Bytes, Problem> {
        if self.is_said_to_be_too_long(&body) {
            return Err(self.too_long());
        }
        let read = Limited::new(body, self.most_bytes).collect();
        match tokio::time::timeout(self.time, read).await {
            Ok(Ok(collected)) => Ok(collected.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(self.too_long()),
            Ok(Err(_)) => Err(Problem::unreadable("the body broke off")),
            Err(_) => {
                let says = format!("the body did not arrive within {:?}", self.time);
                Err(Problem::new(StatusCode::REQUEST_TIMEOUT, says))
            }
        }
    }

    fn is_said_to_be_too_long(self, body: &Incoming) -> bool {
        let most = u64::try_from(self.most_bytes).unwrap_or(u64::MAX);
        body.size_hint().lower() > most
    }

    pub(super) fn too_long(self) -> Problem {
        let says = format!("one question has {} bytes at most", self.most_bytes);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, says)
    }
}

/// The text of a body.
///
/// # Errors
/// 400 where it is not UTF-8.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to().saturating_add(1);
        Problem::unreadable(format!("the body is not UTF-8 text: byte {at} is not"))
    })
}
