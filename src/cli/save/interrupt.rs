//! Ctrl-C and other requests to end: temporary files are removed first.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Mutex, MutexGuard, Once, PoisonError, mpsc},
    thread,
};

/// The temporary files of this run.
static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Keeps an interruption waiting for as long as it is held.
pub(super) struct Held {
    _files: MutexGuard<'static, Vec<PathBuf>>,
}

/// Makes an interruption wait.
pub(super) fn hold() -> Held {
    Held { _files: files() }
}

/// Creates a temporary file and notes it, so that no interruption comes between.
pub(super) fn created<T>(path: &Path, create: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let mut files = files();
    let created = create()?;
    files.push(path.to_owned());
    Ok(created)
}

/// Forgets a temporary file that is gone. While an interruption is held it stays
/// noted; its name is random, so that nothing else is removed in its place.
pub(super) fn forget(path: &Path) {
    if let Ok(mut files) = FILES.try_lock() {
        files.retain(|it| it != path);
    }
}

fn files() -> MutexGuard<'static, Vec<PathBuf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the thread that waits for a request to end. Once is enough; it returns
/// when the thread listens.
pub(super) fn watch() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let (ready, listens) = mpsc::channel::<()>();
        let spawned = thread::Builder::new()
            .name("interrupt".to_owned())
            .spawn(move || wait(ready).ok());
        if spawned.is_ok() {
            // It fails when the thread cannot listen: then the system's own way
            // of ending applies.
            listens.recv().ok();
        }
    });
}

fn wait(ready: mpsc::Sender<()>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    let code = runtime.block_on(signalled(ready))?;
    let files = files();
    for path in files.iter() {
        drop(fs::remove_file(path));
    }
    process::exit(code)
}

/// Waits for a request to end, and returns the exit code that shells use for it.
#[cfg(unix)]
async fn signalled(ready: mpsc::Sender<()>) -> io::Result<i32> {
    use tokio::signal::unix::{SignalKind, signal};
    /// The number of `SIGXFSZ` on Linux and macOS: a file beyond its limit.
    const FILE_SIZE: i32 = 25;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    // Caught and passed over, so that the write fails with an error instead.
    let _file_size = signal(SignalKind::from_raw(FILE_SIZE))?;
    drop(ready);
    let kind = tokio::select! {
        _ = interrupt.recv() => SignalKind::interrupt(),
        _ = terminate.recv() => SignalKind::terminate(),
    };
    Ok(128 + kind.as_raw_value())
}

#[cfg(not(unix))]
async fn signalled(ready: mpsc::Sender<()>) -> io::Result<i32> {
    drop(ready);
    tokio::signal::ctrl_c().await?;
    Ok(130)
}
