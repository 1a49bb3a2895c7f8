//! Threads that answer, one for each processor. A connection stays with the
//! thread it was given to: handing it from one to another for each question
//! would take as long as an answer does. Only a paper of finance's is written
//! beside them.

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

/// The threads that answer; when this goes, they are told to end.
pub(super) struct Threads {
    all: Vec<Thread>,
    _end: watch::Sender<()>,
}

/// One thread.
struct Thread {
    runtime: Handle,
    /// Held by every connection that it has.
    load: Arc<()>,
}

impl Threads {
    /// Starts as many as there are processors.
    pub(super) fn start() -> io::Result<Threads> {
        let count = available_parallelism().map_or(1, usize::from);
        let (end, ended) = watch::channel(());
        let all = (0..count).map(|_| Thread::start(ended.clone()));
        Ok(Threads {
            all: all.collect::<io::Result<_>>()?,
            _end: end,
        })
    }

    /// The one with the fewest connections, and what a connection holds while
    /// the thread has it.
    pub(super) fn idlest(&self) -> Option<(&Handle, Arc<()>)> {
        let load = |thread: &&Thread| Arc::strong_count(&thread.load);
        let idlest = self.all.iter().min_by_key(load)?;
        Some((&idlest.runtime, Arc::clone(&idlest.load)))
    }

    /// Waits for so long on each of them, from when it has begun with every
    /// connection that it was given before.
    pub(super) async fn wait(&self, duration: Duration) {
        let wait = |thread: &Thread| {
            thread
                .runtime
                .spawn(async move { time::sleep(duration).await })
        };
        let waits: Vec<_> = self.all.iter().map(wait).collect();
        for waited in waits {
            drop(waited.await);
        }
    }
}

impl Thread {
    fn start(mut ended: watch::Receiver<()>) -> io::Result<Thread> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            // A new connection does not wait behind many busy ones.
            .global_queue_interval(1)
            // What takes long is done beside it, one thing at a time.
            .max_blocking_threads(1)
            .build()?;
        let handle = runtime.handle().clone();
        let answering = thread::Builder::new().name("answers".to_owned());
        answering.spawn(move || {
            // An error says that whoever could give it work is gone.
            runtime.block_on(async { drop(ended.changed().await) });
        })?;
        Ok(Thread {
            runtime: handle,
            load: Arc::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thread_has_as_many_connections() {
        let threads = Threads::start().unwrap();
        let count = threads.all.len();
        let held: Vec<_> = (0..3 * count)
            .map(|_| threads.idlest().unwrap().1)
            .collect();
        for thread in &threads.all {
            assert_eq!(Arc::strong_count(&thread.load), 1 + 3);
        }
        drop(held);
        assert!(
            threads
                .all
                .iter()
                .all(|it| Arc::strong_count(&it.load) == 1)
        );
    }
}
