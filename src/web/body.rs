//! Reading the body of a request, within a size and a time.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::{
    budget::{Budget, Taken},
    limits::Limits,
    problem::Problem,
    problem_code::Code,
};

/// The limits of one body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) max_bytes: usize,
    /// From the first byte to the last.
    timeout: Duration,
}

/// A body that was read.
pub(super) struct ReadBody {
    pub(super) bytes: Vec<u8>,
    _taken: Taken,
}

impl BodyLimits {
    pub(super) fn new(limits: &Limits) -> BodyLimits {
        BodyLimits {
            max_bytes: limits.body,
            timeout: limits.reading,
        }
    }

    /// The limits of a saved answer with what it withholds.
    pub(super) fn of_saved_answer(limits: &Limits) -> BodyLimits {
        BodyLimits {
            max_bytes: limits.body.saturating_add(limits.answer),
            timeout: limits.reading,
        }
    }

    /// Reads a whole body. What it takes is counted until it is dropped.
    ///
    /// # Errors
    /// 413, 408, 503 or 400: it is too long, too slow, there is no room for it, or
    /// it breaks off.
    pub(super) async fn read(self, body: Body, budget: &Budget) -> Result<ReadBody, Problem> {
        if self.is_declared_too_long(&body) {
            return Err(self.too_long());
        }
        match tokio::time::timeout(self.timeout, self.frames(body, budget)).await {
            Ok(read) => read,
            Err(_) => {
                let says = format!("the body did not arrive within {:?}", self.timeout);
                Err(Problem::new(Code::BodyTimeout, says))
            }
        }
    }

    async fn frames(self, body: Body, budget: &Budget) -> Result<ReadBody, Problem> {
        let mut body = Limited::new(body, self.max_bytes);
        let (mut bytes, mut taken) = (Vec::new(), Taken::default());
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| match error.is::<LengthLimitError>() {
                true => self.too_long(),
                false => Problem::malformed_body("the body broke off"),
            })?;
            if let Some(part) = frame.data_ref() {
                budget.grow(&mut taken, bytes.len() + part.len())?;
                bytes.extend_from_slice(part);
            }
        }
        Ok(ReadBody {
            bytes,
            _taken: taken,
        })
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
