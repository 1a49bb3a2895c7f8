//! Bodies read whole, within a size and a time.

use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
};
use http_body_util::{BodyExt as _, Limited};

use super::{problem::Problem, server::Limits};

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

    /// The text of a body.
    ///
    /// # Errors
    /// 413, 408 or 400: it is too long, too slow or not UTF-8.
    pub(super) async fn text(self, headers: &HeaderMap, body: Body) -> Result<String, Problem> {
        if self.is_said_to_be_too_long(headers) {
            return Err(self.too_long());
        }
        let read = Limited::new(body, self.most_bytes).collect();
        let bytes = match tokio::time::timeout(self.time, read).await {
            Ok(Ok(collected)) => collected.to_bytes(),
            Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
                return Err(self.too_long());
            }
            Ok(Err(_)) => return Err(Problem::unreadable("the body broke off")),
            Err(_) => {
                let says = format!("the body did not arrive within {:?}", self.time);
                return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, says));
            }
        };
        String::from_utf8(bytes.into()).map_err(|error| not_text(&error.utf8_error()))
    }

    fn is_said_to_be_too_long(self, headers: &HeaderMap) -> bool {
        let said = headers.get(header::CONTENT_LENGTH);
        let said = said.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        let most = u64::try_from(self.most_bytes).unwrap_or(u64::MAX);
        said.is_some_and(|length| length > most)
    }

    pub(super) fn too_long(self) -> Problem {
        let says = format!("one question has {} bytes at most", self.most_bytes);
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, says)
    }
}

/// What is not UTF-8.
pub(super) fn not_text(error: &std::str::Utf8Error) -> Problem {
    let at = error.valid_up_to().saturating_add(1);
    Problem::unreadable(format!("the body is not UTF-8 text: byte {at} is not"))
}
