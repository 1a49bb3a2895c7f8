//! Reloading of a book in a directory, when its files change or on request. A
//! book is taken whole or not at all: files are compared before and after they
//! are read, and a book with mistakes is refused while the last good one keeps
//! answering.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use serde_json::value::RawValue;
use tokio::{sync::mpsc::Receiver, time};

use super::{readiness::RefusedBook, seals::KeyFiles, shared_state::Service, tokens::Tokens};
use crate::{protected_file::Unusable, text::diagnostics};
use almoner_engine::{
    answer::json,
    book::{self, Opened},
    load::{self, BookFrom},
};

/// How often the files are checked for changes. Polling works on every file
/// system; change notifications do not on network shares and mounted
/// configuration.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Folders deeper than this are ignored, and files beyond this number.
const MAX_DEPTH: usize = 16;
const MAX_FILES: usize = 20_000;

/// The most diagnostics, and the most bytes of them, that `/readyz` repeats.
const MAX_DIAGNOSTICS: usize = 20;
const MAX_DIAGNOSTICS_BYTES: usize = 64 * 1024;

/// Path, length and modification time of each file, to detect changes.
type Stamp = Vec<(PathBuf, u64, Option<SystemTime>)>;

/// A directory to watch, with the state of its files before the book was read.
#[derive(Debug)]
pub struct Followed {
    directory: PathBuf,
    taken: Stamp,
}

impl Followed {
    /// Records the state of the files. Call it before the book is opened, so
    /// that a change made while the book is read is not missed.
    #[must_use]
    pub fn new(directory: PathBuf) -> Followed {
        let taken = stamp(&directory);
        Followed { directory, taken }
    }

    /// The directory.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.directory
    }
}

/// Reloads the book when its files change, or on a message from `asked`, until
/// all senders of `asked` are dropped.
pub(super) async fn follow(service: Service, followed: Followed, mut asked: Receiver<()>) {
    let Followed {
        directory,
        mut taken,
    } = followed;
    let mut before = taken.clone();
    loop {
        let is_asked = tokio::select! {
            asked = asked.recv() => match asked {
                Some(()) => true,
                None => return,
            },
            () = time::sleep(POLL_INTERVAL) => false,
        };
        let now = stamp_of(&directory).await;
        // Wait until two polls see the same files: an upload may still run.
        let is_changed = now != taken && now == before;
        if is_asked || is_changed {
            take(&service, &directory).await;
            taken.clone_from(&now);
            if stamp_of(&directory).await != now {
                // The files changed during the reload: reload them again.
                taken.clear();
            }
        }
        before = now;
    }
}

async fn take(service: &Service, directory: &Path) {
    let (service, path) = (service.clone(), directory.to_owned());
    let taking = tokio::task::spawn_blocking(move || {
        let before = stamp(&path);
        let opened = book::open(BookFrom::Directory(&path));
        match (opened, before == stamp(&path)) {
            (Ok(opened), true) => settle(&service, opened),
            (Ok(_), false) => tracing::info!("book still being written"),
            (Err(error), _) => {
                tracing::error!(%error, "book unreadable");
                service.refuse(RefusedBook::Message {
                    says: "the book cannot be read",
                });
            }
        }
    });
    if taking.await.is_err() {
        tracing::error!("book reload failed");
    }
}

/// Reloads the token file; where it cannot be used, nobody may call.
pub(super) async fn tokens(service: &Service, path: PathBuf) {
    let read = tokio::task::spawn_blocking(move || Tokens::of_file(&path)).await;
    let read = read.unwrap_or_else(|error| Err(Unusable::Unreadable(error.to_string())));
    match &read {
        Ok(tokens) => tracing::info!(tokens = tokens.all().len(), "tokens reloaded"),
        Err(error) => tracing::error!(%error, "token file refused: nobody can call"),
    }
    service.set_tokens(read);
}

/// Reloads the council's keys; where they cannot be used, nothing is issued.
pub(super) async fn keys(service: &Service, files: KeyFiles) {
    let read = tokio::task::spawn_blocking(move || files.read()).await;
    let read = match read {
        Ok(Ok(keys)) => Ok(keys),
        Ok(Err((_, why))) => Err(why),
        Err(error) => Err(Unusable::Unreadable(error.to_string())),
    };
    match &read {
        Ok(_) => tracing::info!("keys reloaded"),
        Err(error) => tracing::error!(%error, "keys refused: nothing is issued"),
    }
    service.set_keys(read);
}

fn settle(service: &Service, opened: Opened) {
    match opened.book {
        Some(book) => {
            service.put(book, opened.sources);
            tracing::info!(book = service.book(), "book reloaded");
        }
        None => {
            let drawn = diagnostics::draw(&opened.sources, &opened.diagnostics, false);
            tracing::error!(diagnostics = drawn, "book refused");
            service.refuse(mistakes(&opened));
        }
    }
}

/// The mistakes of a book, as many as a reader of `/readyz` needs.
pub(crate) fn mistakes(opened: &Opened) -> RefusedBook {
    let all = &opened.diagnostics;
    let first = all.get(..MAX_DIAGNOSTICS).unwrap_or(all);
    let why = json::diagnostics(&opened.sources, first);
    let says = "the book has mistakes: run `almoner check` on it";
    let in_brief = RefusedBook::Message { says };
    if why.len() > MAX_DIAGNOSTICS_BYTES {
        return in_brief;
    }
    RawValue::from_string(why).map_or(in_brief, RefusedBook::Mistakes)
}

async fn stamp_of(directory: &Path) -> Stamp {
    let directory = directory.to_owned();
    let stamp = tokio::task::spawn_blocking(move || stamp(&directory));
    stamp.await.unwrap_or_default()
}

fn stamp(directory: &Path) -> Stamp {
    let mut stamp = Stamp::new();
    // A book that is not there is found out when it is read.
    let book = directory.canonicalize().unwrap_or_default();
    for folder in ["calendars", "rules", "tariffs"] {
        add(&mut stamp, &book, &directory.join(folder), MAX_DEPTH);
    }
    stamp.sort();
    stamp
}

fn add(stamp: &mut Stamp, book: &Path, folder: &Path, deep: usize) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        // Links within the book are followed: the files of a mounted configuration are links.
        let Ok(found) = fs::metadata(&path) else {
            continue;
        };
        if stamp.len() >= MAX_FILES || load::leads_out_of(book, &path) {
            continue;
        }
        if found.is_file() {
            stamp.push((path, found.len(), found.modified().ok()));
        } else if found.is_dir() && deep > 0 {
            add(stamp, book, &path, deep - 1);
        }
    }
}
