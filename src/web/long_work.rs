//! Work that takes much time or memory: off the threads that serve connections, and
//! one at a time in the whole process, so that memory does not grow with the number of
//! callers or of processors.

use tokio::sync::Semaphore;

use super::problem::Problem;

/// A question up to this size is short, and answered where it arrives.
pub(super) const MAX_SHORT: usize = 2 * 1024;

static TURN: Semaphore = Semaphore::const_new(1);

/// Does long work once what was begun before has ended. It is not begun for a caller
/// who is gone by then.
///
/// # Errors
/// Those of the work.
pub(super) async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let turn = TURN.acquire().await.map_err(|_| Problem::internal())?;
    // The turn ends with the work, even if the caller leaves earlier.
    let working = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    working.await.unwrap_or_else(|_| Err(Problem::internal()))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn one_runs_at_a_time_and_a_panic_ends_its_turn() {
        static RUNNING: AtomicUsize = AtomicUsize::new(0);
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.build().unwrap();
        runtime.block_on(async {
            let works = (0..8).map(|number| {
                tokio::spawn(run(move || {
                    assert_ne!(number, 0, "the first panics");
                    let others = RUNNING.fetch_add(1, Ordering::SeqCst);
                    std::thread::yield_now();
                    RUNNING.fetch_sub(1, Ordering::SeqCst);
                    Ok(others)
                }))
            });
            for (number, work) in works.collect::<Vec<_>>().into_iter().enumerate() {
                let done = work.await.unwrap();
                assert_eq!(done.ok(), (number > 0).then_some(0), "{number}");
            }
        });
    }
}
