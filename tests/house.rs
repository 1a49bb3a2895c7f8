//! The house rules that no lint can hold: who may import whom, who alone may
//! name a library, and how long a file may grow.
#![expect(
    clippy::expect_used,
    reason = "a test stops where its ground is missing"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms from the ground up: each may import only those before it.
const FLOORS: [&[&str]; 14] = [
    &["base"],
    &["load", "source"],
    &["check"],
    &["program"],
    &["open"],
    &["eval"],
    &["facts"],
    &["cases"],
    &["answer"],
    &["sheets"],
    &["finance"],
    &["tables", "text"],
    &["web"],
    &["cli"],
];

/// Libraries that only one room, or one file, may name.
const OWNERS: [(&str, &[&str]); 18] = [
    ("ron", &["source"]),
    ("calamine", &["sheets"]),
    ("csv", &["sheets", "tables"]),
    ("rust_xlsxwriter", &["tables"]),
    ("zip", &["tables"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("annotate_snippets", &["text"]),
    ("comfy_table", &["text"]),
    ("hyper", &["web"]),
    ("hyper_util", &["web"]),
    ("percent_encoding", &["web"]),
    ("prometheus_client", &["web"]),
    ("tokio", &["web"]),
    ("tower", &["web"]),
    ("tower_http", &["web"]),
    ("tracing", &["web"]),
];

/// The most lines of a file, tests included; what is longer is two things.
const MOST_LINES: usize = 650;

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    for entry in entries {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// Every file of the product with its room and its text without tests.
fn house() -> Vec<(String, PathBuf, String)> {
    let mut house = Vec::new();
    for root in ["crates/engine/src", "src"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
        let mut found = Vec::new();
        files(&root, &mut found);
        house.extend(found.into_iter().map(|path| {
            let text = fs::read_to_string(&path).expect("the file is text");
            let inside = path.strip_prefix(&root).expect("the file is inside");
            let first = inside.iter().next().expect("the path has a part");
            let room = first.to_string_lossy().replace(".rs", "");
            (room, path, text)
        }));
    }
    house
}

/// The part of a file before its tests.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

/// The rooms that a file imports from its own crate, in `use crate::x` and
/// in `use crate::{x, y::z}`.
fn imported(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = text.get(at + "crate::".len()..).unwrap_or("");
        let Some(group) = rest.strip_prefix('{') else {
            rooms.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
            continue;
        };
        let (mut depth, mut name) = (0, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => rooms.push(std::mem::take(&mut name)),
                _ if depth == 0 && !c.is_whitespace() => name.push(c),
                _ => {}
            }
        }
        rooms.push(name);
    }
    let first = |path: String| path.split("::").next().unwrap_or("").to_owned();
    rooms
        .into_iter()
        .map(first)
        .filter(|it| !it.is_empty())
        .collect()
}

#[test]
fn imports_go_down() {
    for (room, path, text) in house() {
        let Some(own) = floor(&room) else { continue };
        for other in imported(product(&text)) {
            let Some(below) = floor(&other) else { continue };
            let downward = below < own || room == other;
            assert!(
                downward,
                "{} imports {other}, which stands above it",
                path.display()
            );
        }
    }
}

#[test]
fn a_library_has_one_owner() {
    for (room, path, text) in house() {
        for (library, owners) in OWNERS {
            let named = text.lines().map(str::trim).any(|line| {
                line.starts_with(&format!("use {library}::"))
                    || line.contains(&format!(" {library}::"))
            });
            let allowed = !named || owners.contains(&room.as_str());
            assert!(allowed, "{} names {library}", path.display());
        }
    }
}

#[test]
fn evaluation_is_pure() {
    for (room, path, text) in house() {
        if room != "eval" {
            continue;
        }
        for word in [
            "std::fs",
            "std::env",
            "std::time",
            "SystemTime",
            "serde",
            "println!",
            "HashMap",
        ] {
            assert!(
                !product(&text).contains(word),
                "{} names {word}",
                path.display()
            );
        }
    }
}

#[test]
fn files_stay_short() {
    for (_, path, text) in house() {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn names_say_what_things_are() {
    let empty = [
        "util", "utils", "helper", "helpers", "common", "manager", "misc",
    ];
    for (_, path, _) in house() {
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let Some(stem) = stem else {
            panic!("{} has no name", path.display())
        };
        assert!(!empty.contains(&stem.as_str()), "{}", path.display());
    }
}
