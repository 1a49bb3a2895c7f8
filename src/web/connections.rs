//! Which connections are idle, and for how long: where all are taken, the one idle
//! longest is closed. There are no limits by address, because behind a proxy all
//! callers have one.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::sync::Notify;

/// A connection on which nothing has happened for so long is idle. A request that
/// follows its connection at once has arrived by then.
const MIN_IDLE: Duration = Duration::from_millis(250);

/// The open connections of a listener.
#[derive(Debug)]
pub(super) struct Connections {
    started: Instant,
    next: AtomicU64,
    open: Mutex<BTreeMap<u64, Arc<Activity>>>,
}

/// What goes on on a connection.
#[derive(Debug)]
pub(super) struct Activity {
    started: Instant,
    /// Milliseconds from `started` to the last byte or answer.
    last: AtomicU64,
    /// Requests that are being answered.
    answering: AtomicU32,
    /// Whether the one that is being answered waits for its caller to send more, or
    /// out the delay of a refusal.
    is_waiting: AtomicBool,
    /// Whether bytes wait for the caller to read.
    is_blocked: AtomicBool,
    /// Whether a part of a request's head has arrived.
    has_partial_head: AtomicBool,
    /// Whether it has been asked to close.
    is_closing: AtomicBool,
    close: Notify,
}

/// How a connection is idle; what is closed first comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Idle {
    /// Nothing is asked.
    NoRequest,
    /// A request waits for the rest of its body, or out the delay of a refusal.
    Waiting,
}

/// An open connection, until it is dropped.
pub(super) struct Open {
    id: u64,
    connections: Arc<Connections>,
    pub(super) activity: Arc<Activity>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.connections.lock().remove(&self.id);
    }
}

impl Connections {
    pub(super) fn new() -> Connections {
        Connections {
            started: Instant::now(),
            next: AtomicU64::new(0),
            open: Mutex::default(),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Activity>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a connection.
    pub(super) fn add(self: &Arc<Self>) -> Open {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let activity = Arc::new(Activity {
            started: self.started,
            last: AtomicU64::new(millis(self.started)),
            answering: AtomicU32::new(0),
            is_waiting: AtomicBool::new(false),
            is_blocked: AtomicBool::new(false),
            has_partial_head: AtomicBool::new(false),
            is_closing: AtomicBool::new(false),
            close: Notify::new(),
        });
        self.lock().insert(id, Arc::clone(&activity));
        Open {
            id,
            connections: Arc::clone(self),
            activity,
        }
    }

    /// Asks the connection that has been idle longest to close, if any is idle: one
    /// without a request if there is one.
    pub(super) fn close_idlest(&self) {
        let min_idle = u64::try_from(MIN_IDLE.as_millis()).unwrap_or(u64::MAX);
        let latest = millis(self.started).saturating_sub(min_idle);
        let open = self.lock();
        let idle = open.values().filter_map(|it| {
            let last = it.last.load(Ordering::Relaxed);
            let is_open = !it.is_closing.load(Ordering::Relaxed);
            let kind = it.idle().filter(|_| is_open && last <= latest)?;
            Some((kind, last, it))
        });
        if let Some((.., idlest)) = idle.min_by_key(|(kind, last, _)| (*kind, *last)) {
            idlest.is_closing.store(true, Ordering::Relaxed);
            idlest.close.notify_one();
        }
    }
}

impl Activity {
    /// Notes that bytes have arrived.
    pub(super) fn has_read(&self) {
        self.touch();
        if self.answering.load(Ordering::Relaxed) == 0 {
            self.has_partial_head.store(true, Ordering::Relaxed);
        }
    }

    /// Notes whether bytes wait for the caller to read.
    pub(super) fn set_blocked(&self, is_blocked: bool) {
        self.is_blocked.store(is_blocked, Ordering::Relaxed);
    }

    /// Whether a request has begun to arrive and is not whole.
    pub(super) fn has_partial_head(&self) -> bool {
        self.has_partial_head.load(Ordering::Relaxed)
    }

    /// Notes a request, until the returned guard is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> Answering {
        self.has_partial_head.store(false, Ordering::Relaxed);
        self.answering.fetch_add(1, Ordering::Relaxed);
        Answering(Arc::clone(self))
    }

    /// Notes whether a request waits for its caller.
    fn set_waiting(&self, is_waiting: bool) {
        self.is_waiting.store(is_waiting, Ordering::Relaxed);
    }

    /// Waits out the delay of a refusal, in which the connection may make room.
    pub(super) async fn waiting<T>(&self, delayed: impl Future<Output = T>) -> T {
        self.set_waiting(true);
        let done = delayed.await;
        self.set_waiting(false);
        done
    }

    /// How it is idle, if it is.
    fn idle(&self) -> Option<Idle> {
        if self.is_blocked.load(Ordering::Relaxed) {
            return None;
        }
        match self.answering.load(Ordering::Relaxed) {
            0 => Some(Idle::NoRequest),
            _ if self.is_waiting.load(Ordering::Relaxed) => Some(Idle::Waiting),
            _ => None,
        }
    }

    fn touch(&self) {
        self.last.store(millis(self.started), Ordering::Relaxed);
    }

    /// Serves a connection until it ends, or is asked to close and still is idle.
    pub(super) async fn serve<E>(
        &self,
        connection: impl Future<Output = Result<(), E>>,
    ) -> Result<(), E> {
        let mut connection = std::pin::pin!(connection);
        loop {
            tokio::select! {
                // Biased, so that a request that has just arrived is read first.
                biased;
                ended = &mut connection => return ended,
                () = self.close.notified() => {
                    if self.idle().is_some() {
                        return Ok(());
                    }
                    self.is_closing.store(false, Ordering::Relaxed);
                }
            }
        }
    }
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// A request that is being answered, until this is dropped.
pub(super) struct Answering(Arc<Activity>);

impl Answering {
    /// Holds it until the whole body has been taken.
    pub(super) fn until_sent(self, body: Body) -> SentBody {
        SentBody {
            body,
            _answering: self,
        }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.touch();
        self.0.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of a request, which notes whether the caller is waited for.
pub(super) struct AwaitedBody<B> {
    pub(super) body: B,
    pub(super) activity: Arc<Activity>,
}

impl<B: HttpBody + Unpin> HttpBody for AwaitedBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        self.activity.set_waiting(polled.is_pending());
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B> Drop for AwaitedBody<B> {
    fn drop(&mut self) {
        self.activity.set_waiting(false);
    }
}

/// The body of an answer that is being sent.
pub(super) struct SentBody {
    body: Body,
    _answering: Answering,
}

impl HttpBody for SentBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idle_for(open: &Open, millis: u64) {
        let last = super::millis(open.activity.started).saturating_sub(millis);
        open.activity.last.store(last, Ordering::Relaxed);
    }

    fn is_closing(open: &Open) -> bool {
        open.activity.is_closing.load(Ordering::Relaxed)
    }

    #[test]
    fn idlest_connection_is_closed_first_and_busy_ones_never() {
        let connections = Connections {
            started: Instant::now() - Duration::from_secs(60),
            ..Connections::new()
        };
        let connections = Arc::new(connections);
        let open: Vec<Open> = (0..5).map(|_| connections.add()).collect();
        for (open, millis) in open.iter().zip([400, 3000, 900, 5000, 10]) {
            idle_for(open, millis);
        }
        let busy = open[3].activity.begin();
        let closing = || open.iter().map(is_closing).collect::<Vec<_>>();
        connections.close_idlest();
        assert_eq!(closing(), [false, true, false, false, false]);
        open[2].activity.set_blocked(true);
        connections.close_idlest();
        assert_eq!(closing(), [true, true, false, false, false]);
        connections.close_idlest();
        assert_eq!(closing(), [true, true, false, false, false]);
        drop(busy);
        idle_for(&open[3], 300);
        connections.close_idlest();
        assert_eq!(closing(), [true, true, false, true, false]);
        drop(open);
        assert!(connections.lock().is_empty());
    }

    #[test]
    fn requests_that_wait_for_their_caller_are_closed_after_idle_connections() {
        let connections = Connections {
            started: Instant::now() - Duration::from_secs(60),
            ..Connections::new()
        };
        let connections = Arc::new(connections);
        let [waiting, idle, busy] = [(); 3].map(|()| connections.add());
        for (open, millis) in [(&waiting, 9000), (&idle, 300), (&busy, 9000)] {
            idle_for(open, millis);
        }
        let requests = [&waiting, &busy].map(|it| it.activity.begin());
        waiting.activity.set_waiting(true);
        connections.close_idlest();
        assert!(is_closing(&idle) && !is_closing(&waiting));
        connections.close_idlest();
        assert!(is_closing(&waiting) && !is_closing(&busy));
        drop(requests);
    }
}
