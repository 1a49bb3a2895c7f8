//! The real binary on a free port, and a book for it that can be broken.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::callers::Came;

/// A running service; it is killed at the end.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: String,
}

/// How the unit in `examples/service/` sets the allocator.
const ALLOCATOR: [(&str, &str); 3] = [
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_MMAP_THRESHOLD_", "131072"),
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
];

impl Service {
    pub(crate) fn start(args: &[&str]) -> Service {
        let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "error"])
            .args(args)
            .env_remove("ALMONER_BOOK")
            .envs(ALLOCATOR)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let said = child.stdout.take().expect("it speaks");
        let mut line = String::new();
        BufReader::new(said)
            .read_line(&mut line)
            .expect("it says where");
        let address = line.trim().trim_start_matches("http://").to_owned();
        Service { child, address }
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status();
        assert!(sent.expect("kill is there").success());
    }

    /// The exit code, once it has ended by itself.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// Says what came of a fault, and the most memory the service ever had.
    pub(crate) fn report(&self, what: &str, came: Came, took: Duration) {
        let Came {
            good,
            mixed,
            cut,
            unheard,
        } = came;
        println!(
            "{what:<50} {good:>6} answered, {mixed} mixed, {cut} cut off, {unheard} unheard, \
             {took:?}, at most {} MiB",
            self.peak_memory() / 1024
        );
    }

    /// The most memory it ever had, in KiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|it| it.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A copy of the council's book; it is removed at the end.
pub(crate) struct Book(PathBuf);

impl Book {
    pub(crate) fn new() -> Book {
        let to = std::env::temp_dir().join(format!("almoner-faults-{}", std::process::id()));
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["calendars", "rules", "tariffs"] {
            copy(&root.join(folder), &to.join(folder));
        }
        Book(to)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().expect("it is text")
    }

    pub(crate) fn change(&self, path: &str, from: &str, to: &str) {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).expect("it is there");
        fs::write(&path, text.replacen(from, to, 1)).expect("it is written");
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it is made");
    for entry in fs::read_dir(from).expect("it is read") {
        let path = entry.expect("it is there").path();
        let to = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("it is copied");
        }
    }
}
