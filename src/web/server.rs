//! HTTP/1 accept loop with a connection limit, timeouts and graceful shutdown.
//! Excess connections wait in the accept queue until the idlest open one is closed.

use std::{
    convert::Infallible,
    future::Future,
    io, mem,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::header::{self, HeaderValue},
};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError},
    task, time,
};
use tokio_io_timeout::TimeoutStream;
use tower::Service as _;

use super::{
    connections::{Activity, AwaitedBody, Connections},
    peer::Peer,
    refused_head,
    shared_state::Service,
    watched_stream::WatchedStream,
    workers::Workers,
};

/// `listen(2)` backlog.
const BACKLOG: usize = 4096;

/// How long a connection may still send its next request while the service
/// stops.
const DRAIN_DELAY: Duration = Duration::from_millis(100);

/// Where all connections are taken, another idle one is closed in this time.
const ROOM_INTERVAL: Duration = Duration::from_millis(20);

/// A connection in the accept queue is accepted within this time.
const ACCEPT_TIMEOUT: Duration = Duration::from_millis(1);

/// A listener with the router of its requests.
pub(super) struct Server<'s> {
    listener: TcpListener,
    service: &'s Service,
    workers: &'s Workers,
    router: Router,
    /// One permit for each connection.
    room: Arc<Semaphore>,
    open: Arc<Connections>,
    /// Accepted, and waiting for room.
    waiting: Mutex<Option<(TcpStream, SocketAddr)>>,
    graceful: GracefulShutdown,
    /// New connections are closed after `DRAIN_DELAY`.
    is_closing: bool,
}

impl<'s> Server<'s> {
    pub(super) fn new(
        listener: TcpListener,
        service: &'s Service,
        workers: &'s Workers,
        router: Router,
    ) -> Server<'s> {
        Server {
            listener,
            service,
            workers,
            router,
            room: Arc::new(Semaphore::new(service.0.limits.connections)),
            open: Arc::new(Connections::new()),
            waiting: Mutex::default(),
            graceful: GracefulShutdown::new(),
            is_closing: false,
        }
    }

    /// Serves until `stop` ends; then drains. Whether all requests in flight
    /// finished in time.
    pub(super) async fn serve(self, stop: impl Future<Output = ()>) -> bool {
        let limits = self.service.0.limits;
        self.accept_until(stop).await;
        self.service.start_draining();
        self.accept_until(time::sleep(limits.linger)).await;
        time::timeout(limits.grace, self.drain()).await.is_ok()
    }

    async fn accept_until(&self, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            tokio::select! {
                biased;
                () = &mut end => return,
                accepted = self.accept() => if accepted.is_none() { return },
            }
        }
    }

    /// Closes idle connections, serves those in the accept queue as room is
    /// made, and waits until all requests are answered.
    async fn drain(mut self) {
        self.is_closing = true;
        let open = mem::take(&mut self.graceful);
        let workers = self.workers;
        let open = async {
            workers.sleep(DRAIN_DELAY).await;
            open.shutdown().await;
        };
        let queued = async {
            self.accept_queued().await;
            drop(self.listener);
            self.graceful.shutdown().await;
        };
        tokio::join!(open, queued);
    }

    /// Accepts the connections that are in the accept queue.
    async fn accept_queued(&self) {
        for _ in 0..BACKLOG {
            let waiting = self.waiting().take();
            let (stream, from) = match waiting {
                Some(accepted) => accepted,
                None => match time::timeout(ACCEPT_TIMEOUT, self.listener.accept()).await {
                    Ok(Ok(accepted)) => accepted,
                    Ok(Err(error)) => {
                        back_off(&error).await;
                        continue;
                    }
                    Err(_) => return,
                },
            };
            let Some(room) = self.room().await else {
                return;
            };
            self.start(stream, Peer(from.ip()), room);
        }
    }

    /// Waits for a permit for one more connection, and closes idle ones for it.
    async fn room(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            let room = Arc::clone(&self.room);
            match Arc::clone(&room).try_acquire_owned() {
                Ok(permit) => return Some(permit),
                Err(TryAcquireError::Closed) => return None,
                Err(TryAcquireError::NoPermits) => self.open.close_idlest(),
            }
            let permit = time::timeout(ROOM_INTERVAL, room.acquire_owned()).await;
            if let Ok(permit) = permit {
                return permit.ok();
            }
        }
    }

    /// Accepts the next connection, and starts it once there is room for it. It is
    /// kept while it waits, for this may be cancelled.
    async fn accept(&self) -> Option<()> {
        if self.waiting().is_none() {
            match self.listener.accept().await {
                Ok(accepted) => *self.waiting() = Some(accepted),
                Err(error) => {
                    back_off(&error).await;
                    return Some(());
                }
            }
        }
        let room = self.room().await?;
        let waiting = self.waiting().take();
        if let Some((stream, from)) = waiting {
            self.start(stream, Peer(from.ip()), room);
        }
        Some(())
    }

    fn waiting(&self) -> MutexGuard<'_, Option<(TcpStream, SocketAddr)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a connection to the worker that has the fewest.
    fn start(&self, stream: TcpStream, peer: Peer, room: OwnedSemaphorePermit) {
        // Nagle's algorithm would delay an answer until an acknowledgement.
        drop(stream.set_nodelay(true));
        let Some((worker, load)) = self.workers.least_loaded() else {
            return;
        };
        let (service, router) = (self.service.clone(), self.router.clone());
        let (watcher, is_closing) = (self.graceful.watcher(), self.is_closing);
        let stream = stream.into_std();
        let open = self.open.add();
        worker.spawn(async move {
            let _held = (service.0.metrics.connection(), load, room);
            match stream.and_then(TcpStream::from_std) {
                Ok(stream) => {
                    let activity = Arc::clone(&open.activity);
                    let connection = connection(stream, peer, service.clone(), router, activity);
                    let activity = &open.activity;
                    let ended = match is_closing {
                        // Boxed to keep the future of an open connection small.
                        true => Box::pin(serve_then_close(connection)).await,
                        false => activity.serve(watcher.watch(connection)).await,
                    };
                    if let Err(error) = ended {
                        refused_head::log(&service, peer, activity, &error);
                    }
                }
                Err(error) => tracing::warn!(%error, "a connection could not be taken over"),
            }
        });
    }
}

/// Waits after a failed accept: mostly too many files are open, and others must
/// close first.
async fn back_off(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    time::sleep(Duration::from_millis(50)).await;
}

/// Serves a connection, and closes it once it has had the time to send a
/// request.
async fn serve_then_close<C: GracefulConnection>(connection: C) -> Result<(), C::Error> {
    let graceful = GracefulShutdown::new();
    let served = graceful.watch(connection);
    let closed = async {
        time::sleep(DRAIN_DELAY).await;
        graceful.shutdown().await;
    };
    // Biased, so that requests that arrived within the delay are read first.
    tokio::join!(biased; served, closed).0
}

/// An HTTP connection.
fn connection(
    stream: TcpStream,
    peer: Peer,
    service: Service,
    router: Router,
    activity: Arc<Activity>,
) -> impl GracefulConnection<Error = hyper::Error> {
    let limits = service.0.limits;
    let mut stream = Box::pin(TimeoutStream::new(stream));
    let writing = Some(limits.writing);
    stream.as_mut().set_write_timeout_pinned(writing);
    let stream = WatchedStream::new(stream, Arc::clone(&activity));
    let handler = service_fn(move |mut request: Request<Incoming>| {
        let (service, mut router) = (service.clone(), router.clone());
        let version = request.version();
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(Arc::clone(&activity));
        let answering = activity.begin();
        let activity = Arc::clone(&activity);
        let request = request.map(|body| Body::new(AwaitedBody { body, activity }));
        // Boxed so that an idle connection holds no memory for it.
        Box::pin(async move {
            let mut response = router.call(request).await?;
            if service.is_draining() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
                // Otherwise hyper adds `keep-alive` for HTTP/1.0.
                *response.version_mut() = version;
            }
            // Requests that have arrived are handled before this is written:
            // responses go faster in a row, and a write wakes the caller.
            task::yield_now().await;
            Ok::<_, Infallible>(response.map(|body| answering.until_sent(body)))
        })
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(limits.head.max(8192))
        .half_close(true)
        .serve_connection(TokioIo::new(stream), handler)
}

/// Listens on an address.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // So that a restart finds its address free.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(u32::try_from(BACKLOG).unwrap_or(1024))
}
