//! The council's calendars, rules and tariffs, built into a program, so that it answers
//! without any set-up: `Book::from_files` of `almoner-engine` takes them.
//!
//! ```
//! let files = almoner_built_in::files();
//! assert!(files.iter().any(|(path, _)| path == "tariffs/2018-19.ron"));
//! ```

use std::{path::Path, sync::LazyLock};

use include_dir::{Dir, include_dir};

static FOLDERS: [(&str, Dir<'static>); 3] = [
    (
        "calendars",
        include_dir!("$CARGO_MANIFEST_DIR/../../calendars"),
    ),
    ("rules", include_dir!("$CARGO_MANIFEST_DIR/../../rules")),
    ("tariffs", include_dir!("$CARGO_MANIFEST_DIR/../../tariffs")),
];

static FILES: LazyLock<Vec<(String, &'static [u8])>> = LazyLock::new(collect);

/// Every calendar, rule file and tariff: its path within the book, with `/` between the
/// parts, and its text.
#[must_use]
pub fn files() -> &'static [(String, &'static [u8])] {
    &FILES
}

fn collect() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    for (folder, dir) in &FOLDERS {
        let mut left = vec![dir];
        while let Some(dir) = left.pop() {
            left.extend(dir.dirs());
            let rule_files = dir.files().filter(|file| is_rule_file(file.path()));
            files.extend(rule_files.map(|file| {
                let path = format!("{folder}/{}", with_slashes(file.path()));
                (path, file.contents())
            }));
        }
    }
    files
}

fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "ron")
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
