//! Answers of any length: limited in size, counted while they are sent, and long
//! ones sent in pieces.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use almoner_engine::answer::Answer;
use axum::{
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use hyper::body::{Frame, SizeHint};

use super::{
    budget::Taken, limits::Limits, negotiate::JSON, problem::Problem, problem_code::Code,
    shared_state::Service, snapshot::Snapshot,
};

/// The bytes of one piece.
pub(super) const PIECE: usize = 64 * 1024;

/// Sends an answer.
///
/// # Errors
/// 422 when it is longer than an answer may be, 503 when too much is being sent.
pub(super) fn respond(
    service: &Service,
    snapshot: &Snapshot,
    json: String,
) -> Result<Response, Problem> {
    check(&service.0.limits, json.len())?;
    let taken = service.0.budget.take(json.len())?;
    if taken.is_nothing() {
        return Ok(snapshot.respond(JSON, json));
    }
    let rest = Bytes::from(json);
    let pieces = Pieces {
        rest,
        _taken: taken,
    };
    Ok(snapshot.respond(JSON, Body::new(pieces)))
}

/// Checks the length of an answer.
///
/// # Errors
/// 422 when it is longer than an answer may be.
pub(super) fn check(limits: &Limits, length: usize) -> Result<(), Problem> {
    if length <= limits.answer {
        return Ok(());
    }
    let says = format!("one answer has {} bytes at most", limits.answer);
    let problem = Problem::new(Code::AnswerTooLarge, says);
    Err(problem.help("ask with `?trace=no`, or ask about fewer records at once"))
}

/// Checks before an answer is written that its trace alone is not longer than an answer
/// may be: written, it takes more memory than the trace.
///
/// # Errors
/// 422 when it is.
pub(super) fn check_trace(limits: &Limits, answer: &Answer<'_>) -> Result<(), Problem> {
    check(limits, answer.min_json_bytes())
}

/// An answer that is being sent.
struct Pieces {
    rest: Bytes,
    _taken: Taken,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.rest.len()).unwrap_or(u64::MAX))
    }
}
