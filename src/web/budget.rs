//! The memory that bodies and answers in flight may take together, so that a few
//! callers who do not read, or do not finish, cannot take all of it.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{problem::Problem, problem_code::Code};

/// Bodies and answers up to this size are not counted: the limit on connections
/// bounds them.
const MAX_SMALL: usize = 32 * 1024;

/// What is larger than this leaves a quarter of the budget to the others.
const MAX_MEDIUM: usize = 256 * 1024;

/// The unit in which bytes are counted.
const UNIT: usize = 1024;

/// The bytes that are free, in units.
#[derive(Debug)]
pub(super) struct Budget {
    free: Arc<Semaphore>,
    kept_free: usize,
}

/// Bytes that are taken until this is dropped.
#[derive(Debug, Default)]
pub(super) struct Taken(Option<OwnedSemaphorePermit>);

impl Budget {
    pub(super) fn new(bytes: usize) -> Budget {
        Budget {
            free: Arc::new(Semaphore::new(bytes / UNIT)),
            kept_free: bytes / UNIT / 4,
        }
    }

    /// Takes as much as a body or an answer of this size needs.
    ///
    /// # Errors
    /// 503 when others have taken it.
    pub(super) fn take(&self, bytes: usize) -> Result<Taken, Problem> {
        let mut taken = Taken::default();
        self.grow(&mut taken, bytes)?;
        Ok(taken)
    }

    /// Takes more, up to this size in all.
    ///
    /// # Errors
    /// 503 when others have taken it.
    pub(super) fn grow(&self, taken: &mut Taken, bytes: usize) -> Result<(), Problem> {
        if bytes <= MAX_SMALL {
            return Ok(());
        }
        let held = taken
            .0
            .as_ref()
            .map_or(0, OwnedSemaphorePermit::num_permits);
        let more = bytes.div_ceil(UNIT).saturating_sub(held);
        let kept_free = if bytes > MAX_MEDIUM {
            self.kept_free
        } else {
            0
        };
        let full = || {
            let says = "the service is busy with long questions and answers";
            Problem::new(Code::Overloaded, says)
        };
        if self.free.available_permits() < more + kept_free {
            return Err(full());
        }
        let count = u32::try_from(more).map_err(|_| full())?;
        let got = Arc::clone(&self.free).try_acquire_many_owned(count);
        let got = got.map_err(|_| full())?;
        match &mut taken.0 {
            Some(held) => held.merge(got),
            none => *none = Some(got),
        }
        Ok(())
    }
}

impl Taken {
    /// Whether it is small, and not counted.
    pub(super) fn is_nothing(&self) -> bool {
        self.0.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_bodies_leave_room_for_smaller_ones() {
        let budget = Budget::new(4 * 1024 * 1024);
        let large: Vec<Taken> = (0..3).map(|_| budget.take(1024 * 1024).unwrap()).collect();
        assert!(budget.take(1024 * 1024).is_err());
        let medium: Vec<_> = (0..4).map(|_| budget.take(MAX_MEDIUM).unwrap()).collect();
        assert!(budget.take(MAX_MEDIUM).is_err());
        assert!(budget.take(MAX_SMALL).unwrap().is_nothing());
        drop((large, medium));
        let mut growing = budget.take(40 * 1024).unwrap();
        budget.grow(&mut growing, 3 * 1024 * 1024).unwrap();
        assert!(budget.take(1024 * 1024).is_err());
    }
}
