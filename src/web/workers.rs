//! Worker threads, one for each processor. A connection stays with one worker:
//! to hand it to another for each question would take as long as an answer
//! does.

use std::{
    io,
    sync::Arc,
    thread::{self, available_parallelism},
    time::Duration,
};

use tokio::{
    runtime::{Builder, Handle},
    sync::watch,
    time,
};

/// The workers. Dropping this shuts them down.
pub(super) struct Workers {
    all: Vec<Worker>,
    _end: watch::Sender<()>,
}

/// One thread with its runtime.
struct Worker {
    runtime: Handle,
    /// Cloned by every connection that it serves.
    load: Arc<()>,
}

impl Workers {
    /// Starts one for each processor.
    pub(super) fn start() -> io::Result<Workers> {
        let count = available_parallelism().map_or(1, usize::from);
        let (end, ended) = watch::channel(());
        let all = (0..count).map(|_| Worker::start(ended.clone()));
        Ok(Workers {
            all: all.collect::<io::Result<_>>()?,
            _end: end,
        })
    }

    /// The worker with the fewest connections, and the guard that counts one
    /// more.
    pub(super) fn least_loaded(&self) -> Option<(&Handle, Arc<()>)> {
        let load = |worker: &&Worker| Arc::strong_count(&worker.load);
        let idlest = self.all.iter().min_by_key(load)?;
        Some((&idlest.runtime, Arc::clone(&idlest.load)))
    }

    /// Sleeps on every worker, behind the connections that it was given before.
    pub(super) async fn sleep(&self, duration: Duration) {
        let wait = |worker: &Worker| {
            worker
                .runtime
                .spawn(async move { time::sleep(duration).await })
        };
        let waits: Vec<_> = self.all.iter().map(wait).collect();
        for waited in waits {
            drop(waited.await);
        }
    }
}

impl Worker {
    fn start(mut ended: watch::Receiver<()>) -> io::Result<Worker> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            // A new connection does not wait behind many busy ones.
            .global_queue_interval(1)
            // Tables are written one at a time.
            .max_blocking_threads(1)
            .build()?;
        let handle = runtime.handle().clone();
        let answering = thread::Builder::new().name("answers".to_owned());
        answering.spawn(move || {
            // `Err`: `Workers` was dropped.
            runtime.block_on(async { drop(ended.changed().await) });
        })?;
        Ok(Worker {
            runtime: handle,
            load: Arc::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_spread_evenly() {
        let workers = Workers::start().unwrap();
        let count = workers.all.len();
        let held: Vec<_> = (0..3 * count)
            .map(|_| workers.least_loaded().unwrap().1)
            .collect();
        for worker in &workers.all {
            assert_eq!(Arc::strong_count(&worker.load), 1 + 3);
        }
        drop(held);
        assert!(
            workers
                .all
                .iter()
                .all(|it| Arc::strong_count(&it.load) == 1)
        );
    }
}
