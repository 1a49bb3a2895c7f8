//! Books in a directory of their own.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// A copy of the council's book with one rule set, so that it opens quickly;
/// it is removed at the end.
pub(crate) struct Book(PathBuf);

impl Book {
    pub(crate) fn of(rule_set: &str) -> Book {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("almoner-book-{}-{number}", std::process::id());
        let to = std::env::temp_dir().join(name);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&root.join("tariffs"), &to.join("tariffs"));
        let rules = to.join("rules");
        copy(&root.join("rules").join(rule_set), &rules.join(rule_set));
        // Rates that rule sets share stand beside them.
        for path in entries(&root.join("rules")) {
            if path.is_file() {
                let name = path.file_name().expect("it has a name");
                fs::copy(&path, rules.join(name)).expect("it is copied");
            }
        }
        Book(to)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().expect("it is text")
    }

    pub(crate) fn change(&self, path: &str, from: &str, to: &str) {
        let path = self.0.join(path);
        let text = fs::read_to_string(&path).expect("it is there");
        assert!(text.contains(from));
        fs::write(&path, text.replacen(from, to, 1)).expect("it is written");
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is read");
    entries.map(|it| it.expect("it is there").path()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it is made");
    for path in entries(from) {
        let to = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("it is copied");
        }
    }
}
