//! Threads that answer, one for each processor. A connection stays with the
//! thread it was given to: nothing of it is handed from one to another, which
//! would take as long as an answer does.

use std::{
    io,
    sync::Arc,
    thread::{self, available_parallelism},
};

use tokio::{
    runtime::{Builder, Handle},
    sync::watch,
};

/// The threads that answer; they end with this.
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
}

impl Thread {
    fn start(mut ended: watch::Receiver<()>) -> io::Result<Thread> {
        let runtime = Builder::new_current_thread()
            .enable_all()
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
