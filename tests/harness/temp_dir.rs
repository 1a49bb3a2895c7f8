//! Folders and books of a test's own.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// An empty folder; it is removed at the end.
pub(crate) struct TempDir(PathBuf);

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A path as an argument of the command.
pub(crate) fn utf8<P: AsRef<Path> + ?Sized>(path: &P) -> &str {
    path.as_ref().to_str().expect("the path is UTF-8")
}

/// A copy of the council's book.
pub(crate) fn council_book() -> TempDir {
    let book = TempDir::new();
    for folder in ["calendars", "rules", "tariffs"] {
        copy(&root().join(folder), &book.join(folder));
    }
    book
}

impl TempDir {
    pub(crate) fn new() -> TempDir {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("almoner-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("the folder is made");
        TempDir(path)
    }

    /// A copy of the council's book with one of its rule sets, so that it opens
    /// quickly.
    pub(crate) fn of_rule_set(rule_set: &str) -> TempDir {
        let book = TempDir::new();
        for folder in ["calendars", "tariffs"] {
            copy(&root().join(folder), &book.join(folder));
        }
        let (from, rules) = (root().join("rules"), book.join("rules"));
        copy_with_used(rule_set, &from, &rules);
        // Files of `rules/` itself are rates that rule sets share.
        for path in entries(&from) {
            if path.is_file() {
                let name = path.file_name().expect("a file has a name");
                fs::copy(&path, rules.join(name)).expect("the file is copied");
            }
        }
        book
    }

    pub(crate) fn path(&self) -> &str {
        utf8(self)
    }

    pub(crate) fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.join(path)
    }

    /// Writes a file, and the folders that lead to it, and returns its path.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("made");
        fs::write(&path, bytes).expect("the file is written");
        path
    }

    /// Replaces the first occurrence of a text in a file.
    pub(crate) fn change(&self, path: &str, from: &str, to: &str) {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).expect("the file is there");
        assert!(text.contains(from), "{} has no {from}", path.display());
        fs::write(&path, text.replacen(from, to, 1)).expect("the file is written");
    }
}

impl AsRef<Path> for TempDir {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is read");
    entries
        .map(|it| it.expect("an entry is read").path())
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is made");
    for path in entries(from) {
        let to = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("the file is copied");
        }
    }
}

/// A rule set, and those whose values it takes.
fn copy_with_used(rule_set: &str, from: &Path, to: &Path) {
    let copied = to.join(rule_set);
    if copied.exists() {
        return;
    }
    copy(&from.join(rule_set), &copied);
    for file in entries(&copied) {
        if file.ends_with("cases.ron") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("the rules are text");
        for after in text.split("rule_set: \"").skip(1) {
            let used = after.split('"').next().expect("the name ends");
            copy_with_used(used, from, to);
        }
    }
}
