//! Reading the body of a request, within a size and a time.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::{limits::Limits, problem::Problem, problem_code::Code};

/// The limits of one body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) max_bytes: usize,
    /// From the first byte to the last.
    timeout: Duration,
}

impl BodyLimits {
    pub(super) fn new(limits: &Limits) -> BodyLimits {
        BodyLimits {
            max_bytes: limits.body,
            timeout: limits.reading,
        }
    }

    /// Reads a whole body.
    ///
    /// # Errors
    /// 413, 408 or 400: it is too long, too slow or breaks off.
    pub(super) async fn read(self, body: Body) -> Result<Bytes, Problem> {
        if self.is_declared_too_long(&body) {
            return Err(self.too_long());
        }
        let read = Limited::new(body, self.max_bytes).collect();
        match tokio::time::timeout(self.timeout, read).await {
            Ok(Ok(collected)) => Ok(collected.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(self.too_long()),
            Ok(Err(_)) => Err(Problem::malformed_body("the body broke off")),
            Err(_) => {
                let says = format!("the body did not arrive within {:?}", self.timeout);
                Err(Problem::new(Code::BodyTimeout, says))
            }
        }
    }

    fn is_declared_too_long(self, body: &Body) -> bool {
        let max = u64::try_from(self.max_bytes).unwrap_or(u64::MAX);
        body.size_hint().lower() > max
    }

    pub(super) fn too_long(self) -> Problem {
        let says = format!("one question has {} bytes at most", self.max_bytes);
        Problem::new(Code::BodyTooLarge, says)
    }
}

/// The text of a body.
///
/// # Errors
/// 400 where it is not UTF-8.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to().saturating_add(1);
        Problem::malformed_body(format!("the body is not UTF-8 text: byte {at} is not"))
    })
}
