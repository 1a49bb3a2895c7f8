//! The service as a process: listeners, log and signals.

use std::{fmt, io, net::SocketAddr, panic, path::PathBuf};

use tokio::{
    net::TcpListener,
    runtime::Builder,
    signal::unix::{SignalKind, signal},
    sync::{mpsc, watch},
};
use tracing::Level;

use super::{
    reload::{self, Followed},
    routes,
    seals::KeyFiles,
    server::{self, Server},
    shared_state::Service,
    workers::Workers,
};

/// Where a service listens, and what it follows.
#[derive(Debug)]
pub struct Running {
    /// Where questions are answered; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The monitoring listener: metrics and health.
    pub metrics: Option<SocketAddr>,
    /// The book's directory; none for the built-in book, which never changes.
    pub followed: Option<Followed>,
    /// The file of tokens, reloaded on SIGHUP.
    pub tokens: Option<PathBuf>,
    /// The files of the council's keys, reloaded on SIGHUP.
    pub keys: KeyFiles,
}

/// Why a service cannot run.
#[derive(Debug)]
pub struct CannotRun {
    what: String,
    error: io::Error,
}

impl fmt::Display for CannotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.error)
    }
}

impl std::error::Error for CannotRun {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

fn cannot(what: impl Into<String>) -> impl FnOnce(io::Error) -> CannotRun {
    let what = what.into();
    move |error| CannotRun { what, error }
}

/// Logs to standard error from now on, one JSON object on each line: `error`,
/// `warn`, or anything else for every request as well.
pub fn log(level: &str) {
    let level = match level {
        "error" => Level::ERROR,
        "warn" => Level::WARN,
        _ => Level::INFO,
    };
    let log = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_max_level(level)
        .with_writer(io::stderr);
    // A second service in one process logs to where the first one does.
    let _ = log.try_init();
    // A panic message may quote a question: only its location is logged.
    panic::set_hook(Box::new(|fault| {
        let at = fault.location().map(ToString::to_string);
        tracing::error!(at, "internal error");
    }));
}

/// Runs until SIGTERM or SIGINT. `listening` is called once with the address,
/// when callers can connect. Whether all requests in flight were finished. The
/// calling thread accepts connections, follows the book and handles signals;
/// workers answer.
///
/// # Errors
/// When the workers cannot be started, an address cannot be listened on or
/// signals cannot be handled.
pub fn run(
    service: &Service,
    running: Running,
    listening: impl FnOnce(SocketAddr),
) -> Result<bool, CannotRun> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(cannot("the service cannot start"))?;
    runtime.block_on(until_stopped(service, running, listening))
}

async fn until_stopped(
    service: &Service,
    running: Running,
    listening: impl FnOnce(SocketAddr),
) -> Result<bool, CannotRun> {
    let listener = bound(running.listen)?;
    let metrics = match running.metrics {
        Some(address) => Some(bound(address)?),
        None => None,
    };
    let workers = Workers::start().map_err(cannot("the service cannot start"))?;
    let stop = stop().map_err(cannot("signals cannot be handled"))?;
    let asked = hang_ups(service.clone(), running.tokens, running.keys)
        .map_err(cannot("signals cannot be handled"))?;
    if let Some(followed) = running.followed {
        tokio::spawn(reload::follow(service.clone(), followed, asked));
    }
    let address = listener
        .local_addr()
        .map_err(cannot("there is no address"))?;
    let counting = metrics.as_ref().and_then(|it| it.local_addr().ok());
    let counting = counting.map(|address| address.to_string());
    tracing::info!(%address, metrics = counting, book = service.book(), "listening");
    listening(address);
    let counts = async {
        if let Some(metrics) = metrics {
            let is_loopback = metrics.local_addr().is_ok_and(|it| it.ip().is_loopback());
            let routes = routes::for_monitoring(service, is_loopback);
            let monitoring = Server::new(metrics, service, &workers, routes);
            monitoring.serve(stopped(stop.clone())).await;
        }
    };
    let answers = Server::new(listener, service, &workers, routes::for_callers(service));
    let answers = answers.serve(stopped(stop.clone()));
    let (finished, ()) = tokio::join!(answers, counts);
    if !finished {
        tracing::warn!("requests cut off by shutdown");
    }
    Ok(finished)
}

fn bound(address: SocketAddr) -> Result<TcpListener, CannotRun> {
    let what = format!("{address} cannot be listened on");
    server::listen(address).map_err(cannot(what))
}

/// Becomes true on SIGTERM or SIGINT.
fn stop() -> io::Result<watch::Receiver<bool>> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    let (say, stop) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        tracing::info!("stopping");
        let _ = say.send(true);
    });
    Ok(stop)
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    drop(stop.wait_for(|stopped| *stopped).await);
}

/// One message for each SIGHUP, after the tokens and keys are reloaded.
fn hang_ups(
    service: Service,
    tokens: Option<PathBuf>,
    keys: KeyFiles,
) -> io::Result<mpsc::Receiver<()>> {
    let mut hang_up = signal(SignalKind::hangup())?;
    let (say, asked) = mpsc::channel(1);
    tokio::spawn(async move {
        while hang_up.recv().await.is_some() {
            if let Some(path) = &tokens {
                reload::tokens(&service, path.clone()).await;
            }
            if keys.is_any() {
                reload::keys(&service, keys.clone()).await;
            }
            // A full channel already holds a message, which is enough for both.
            let _ = say.try_send(());
        }
    });
    Ok(asked)
}
