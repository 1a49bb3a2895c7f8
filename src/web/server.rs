//! The server: it takes a listener that is bound and a signal to stop. The
//! number of connections, the size of bodies and every wait have a limit;
//! whoever comes beyond them waits outside.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Service as _;

use super::{gate::Peer, patient::Patient, service::Service};

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
            grace: Duration::from_secs(25),
        }
    }
}

/// Serves until told to stop; then lets requests in flight finish. Whether all
/// of them did in time.
pub async fn serve(
    listener: TcpListener,
    (service, router): (&Service, Router),
    stop: impl Future<Output = ()>,
) -> bool {
    let limits = service.0.limits;
    let room = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let room = Arc::clone(&room).acquire_owned().await.ok()?;
            Some((listener.accept().await, room))
        };
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = next => accepted,
        };
        match accepted {
            Some((Ok((stream, from)), room)) => {
                let connection = Connection {
                    service,
                    stream,
                    from,
                    room,
                };
                connection.begin(router.clone(), &graceful);
            }
            Some((Err(error), _)) => {
                // Mostly too many open files: others must close first.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            None => break,
        }
    }
    drop(listener);
    service.stopping();
    tokio::time::timeout(limits.grace, graceful.shutdown())
        .await
        .is_ok()
}

struct Connection<'s> {
    service: &'s Service,
    stream: TcpStream,
    from: SocketAddr,
    room: OwnedSemaphorePermit,
}

impl Connection<'_> {
    fn begin(self, router: Router, graceful: &GracefulShutdown) {
        let limits = self.service.0.limits;
        let connections = self.service.0.meters.connections.clone();
        // Without it an answer may wait for the other side to speak.
        drop(self.stream.set_nodelay(true));
        let (peer, room) = (Peer(self.from.ip()), self.room);
        let answer = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header)
            .max_buf_size(limits.head.max(8192))
            .half_close(true)
            .serve_connection(
                TokioIo::new(Patient::new(self.stream, limits.writing)),
                answer,
            );
        let watched = graceful.watch(connection);
        connections.inc();
        tokio::spawn(async move {
            // A connection that breaks is the caller's own affair.
            drop(watched.await);
            connections.dec();
            drop(room);
        });
    }
}
