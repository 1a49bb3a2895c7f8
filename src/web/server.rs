//! The server: it takes a listener that is bound and a signal to stop. The
//! number of connections, the size of bodies and every wait have a limit;
//! whoever comes beyond them waits outside.

use std::{
    convert::Infallible, future::Future, io, mem, net::SocketAddr, sync::Arc, time::Duration,
};

use hyper::{
    Response,
    body::{Body, Bytes},
    header::{self, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task, time,
};
use tower::BoxError;

use super::{body::Request, gate::Peer, patient::Patient, service::Service, threads::Threads};

/// Sizes and times.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most connections at once; more wait to be accepted.
    pub connections: usize,
    /// The most bytes of one question.
    pub body: usize,
    /// The most bytes of a request's head.
    pub head: usize,
    /// How long a request's head may take to arrive, and a connection may lie
    /// idle.
    pub header: Duration,
    /// How long a body, or the next part of a stream, may take to arrive.
    pub reading: Duration,
    /// How long a caller may take nothing of what is sent.
    pub writing: Duration,
    /// How long an answer may take to begin.
    pub total: Duration,
    /// How long, once told to stop, it still takes connections while it says
    /// that it is not ready, so that a proxy stops sending to it first.
    pub linger: Duration,
    /// How long requests in flight have to finish once the service stops.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 1024,
            body: 1024 * 1024,
            head: 16 * 1024,
            header: Duration::from_secs(10),
            reading: Duration::from_secs(10),
            writing: Duration::from_secs(10),
            total: Duration::from_secs(20),
            linger: Duration::ZERO,
            grace: Duration::from_secs(25),
        }
    }
}

/// How a request is answered, by a function of the service, of where the
/// caller is and of what it sends.
pub(super) trait Answer:
    Fn(Service, Peer, Request) -> Self::Answered + Clone + Send + 'static
{
    type Answered: Future<Output = Response<Self::Body>> + Send + 'static;
    type Body: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static;
}

impl<A, F, B> Answer for A
where
    A: Fn(Service, Peer, Request) -> F + Clone + Send + 'static,
    F: Future<Output = Response<B>> + Send + 'static,
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Answered = F;
    type Body = B;
}

/// The most that can wait at the door in the kernel.
const BACKLOG: usize = 4096;

/// How long callers who have just been answered, or let in, have to say what
/// else they want before their connection ends.
const LAST: Duration = Duration::from_millis(100);

/// Whoever stands at the door is let in within this time, where there is room.
const MOMENT: Duration = Duration::from_millis(1);

/// Serves until told to stop; then lets requests in flight finish. Whether all
/// of them did in time.
pub(super) async fn serve<A: Answer>(
    listener: TcpListener,
    (service, threads, answer): (&Service, &Threads, A),
    stop: impl Future<Output = ()>,
) -> bool {
    let limits = service.0.limits;
    let door = Door {
        room: Arc::new(Semaphore::new(limits.connections)),
        graceful: GracefulShutdown::new(),
        listener,
        service,
        threads,
        answer,
        is_closing: false,
    };
    door.open_until(stop).await;
    // From now on every answer is the last of its connection.
    service.stopping();
    door.open_until(time::sleep(limits.linger)).await;
    time::timeout(limits.grace, door.close()).await.is_ok()
}

struct Door<'s, A> {
    listener: TcpListener,
    service: &'s Service,
    threads: &'s Threads,
    answer: A,
    room: Arc<Semaphore>,
    graceful: GracefulShutdown,
    /// Whoever comes in now is one of the last.
    is_closing: bool,
}

impl<A: Answer> Door<'_, A> {
    async fn open_until(&self, over: impl Future<Output = ()>) {
        let mut over = std::pin::pin!(over);
        loop {
            tokio::select! {
                biased;
                () = &mut over => return,
                came = self.let_in() => if came.is_none() { return },
            }
        }
    }

    /// Ends what is idle, lets in whoever still stands at the door as the
    /// others make room, and waits until all are answered.
    async fn close(mut self) {
        self.is_closing = true;
        let inside = mem::take(&mut self.graceful);
        let threads = self.threads;
        let inside = async {
            threads.wait(LAST).await;
            inside.shutdown().await;
        };
        let outside = async {
            self.empty().await;
            drop(self.listener);
            self.graceful.shutdown().await;
        };
        tokio::join!(inside, outside);
    }

    /// Lets in whoever came before the door closes.
    async fn empty(&self) {
        for _ in 0..BACKLOG {
            let (stream, from) = match time::timeout(MOMENT, self.listener.accept()).await {
                Ok(Ok(came)) => came,
                Ok(Err(error)) => {
                    not_accepted(&error).await;
                    continue;
                }
                Err(_) => return,
            };
            let Some(room) = self.room().await else {
                return;
            };
            self.begin(stream, Peer(from.ip()), room);
        }
    }

    /// Room for one more, once there is; none when there will never be again.
    async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }

    /// Lets in the next connection once there is room for it.
    async fn let_in(&self) -> Option<()> {
        let room = self.room().await?;
        match self.listener.accept().await {
            Ok((stream, from)) => self.begin(stream, Peer(from.ip()), room),
            Err(error) => not_accepted(&error).await,
        }
        Some(())
    }

    /// Gives a connection to the thread that has the fewest.
    fn begin(&self, stream: TcpStream, peer: Peer, room: OwnedSemaphorePermit) {
        // Without it an answer may wait for the other side to speak.
        drop(stream.set_nodelay(true));
        let Some((thread, load)) = self.threads.idlest() else {
            return;
        };
        let (service, answer) = (self.service.clone(), self.answer.clone());
        let (watcher, is_last) = (self.graceful.watcher(), self.is_closing);
        let stream = stream.into_std();
        thread.spawn(async move {
            let _held = (service.0.meters.connection(), load, room);
            match stream.and_then(TcpStream::from_std) {
                Ok(stream) => {
                    let connection = |stream| connection(stream, peer, (service, answer));
                    // A connection that breaks is the caller's own affair.
                    match is_last {
                        // In a box, so that the others hold no room for it.
                        true => Box::pin(one_of_the_last(connection(stream))).await,
                        false => drop(watcher.watch(connection(stream)).await),
                    }
                }
                Err(error) => tracing::warn!(%error, "a connection could not be taken over"),
            }
        });
    }
}

/// Mostly too many files are open: others must close first.
async fn not_accepted(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    time::sleep(Duration::from_millis(50)).await;
}

/// Serves a connection that makes room for others once it has had the time to
/// say what it wants.
async fn one_of_the_last(connection: impl GracefulConnection) {
    let graceful = GracefulShutdown::new();
    let watched = graceful.watch(connection);
    let served = async { drop(watched.await) };
    let ended = async {
        time::sleep(LAST).await;
        graceful.shutdown().await;
    };
    // What it has said by now is heard first.
    tokio::join!(biased; served, ended);
}

/// A connection, which answers what it is asked until it is closed.
fn connection<A: Answer>(
    stream: TcpStream,
    peer: Peer,
    (service, answer): (Service, A),
) -> impl GracefulConnection {
    let limits = service.0.limits;
    // In a box, so that a connection that asks nothing holds no room for it.
    let answer = service_fn(move |request: Request| {
        let (service, answer) = (service.clone(), answer.clone());
        let version = request.version();
        Box::pin(async move {
            let mut answered = answer(service.clone(), peer, request).await;
            if service.is_stopping() {
                let close = HeaderValue::from_static("close");
                answered.headers_mut().insert(header::CONNECTION, close);
                // In HTTP/1.0 the connection is else said to be kept as well.
                *answered.version_mut() = version;
            }
            // Whoever has asked by now is answered before this is sent:
            // answers go faster in a row, and what is sent wakes a caller.
            task::yield_now().await;
            Ok::<_, Infallible>(answered)
        })
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(limits.head.max(8192))
        .half_close(true)
        .serve_connection(TokioIo::new(Patient::new(stream, limits.writing)), answer)
}

/// Listens on an address, with room at the door for a crowd.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // Started again at once, it finds its own address free.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(u32::try_from(BACKLOG).unwrap_or(1024))
}
