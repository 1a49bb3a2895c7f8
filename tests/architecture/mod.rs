//! The house rules that no lint can hold: who may import whom, that no files
//! stand in a circle, who alone may name a library, how long a file may grow,
//! and that the paths in CONTRIBUTING.md exist.

mod modules;
mod paths;

use std::sync::LazyLock;

use self::modules::Modules;

/// The rooms from the ground up: each may import only those before it.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["load", "source"],
    &["check"],
    &["program"],
    &["eval"],
    &["facts"],
    &["answer"],
    &["present"],
    &["cases"],
    &["sheets"],
    &["finance"],
    &["tables"],
    &["text"],
    &["web"],
    &["cli"],
];

/// Libraries that only one room, or one file, may name.
const OWNERS: &[(&str, &[&str])] = &[
    ("ron", &["source"]),
    ("calamine", &["sheets"]),
    ("csv", &["sheets", "tables"]),
    ("rust_xlsxwriter", &["tables"]),
    ("zip", &["tables"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("annotate_snippets", &["text"]),
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

static MODULES: LazyLock<Modules> = LazyLock::new(Modules::read);

/// The part of the product that a module is in: the first folder, or the file.
fn room(path: &[String]) -> &str {
    path.get(1).map_or("", String::as_str)
}

#[test]
fn imports_go_down() {
    let mut found: Vec<String> = Vec::new();
    for (path, module) in MODULES.iter() {
        let Some(own) = floor(room(path)) else {
            continue;
        };
        for other in MODULES.named_by(path) {
            let Some(below) = floor(room(&other)) else {
                continue;
            };
            if below > own || (below == own && room(path) != room(&other)) {
                found.push(format!(
                    "{} imports {}",
                    module.file.display(),
                    other.join("::")
                ));
            }
        }
    }
    assert!(
        found.is_empty(),
        "against the layers:\n{}",
        found.join("\n")
    );
}

#[test]
fn no_files_stand_in_a_circle() {
    let circles = MODULES.circles();
    let mut found = String::new();
    for circle in &circles {
        found += &format!("\na circle of {} files:", circle.len());
        for file in circle {
            found += &format!(" {}", file.display());
        }
    }
    assert!(found.is_empty(), "{found}");
}

/// Who may name what a file says word for word; everybody else reads what was
/// checked.
const READ_SOURCE: &[&str] = &["source", "check"];

#[test]
fn only_the_checker_names_unchecked_types() {
    let mut found: Vec<String> = Vec::new();
    for (path, module) in MODULES.iter() {
        for other in MODULES.named_by(path) {
            let is_unchecked = room(&other) == "source" && other.len() > 2;
            if is_unchecked && !READ_SOURCE.contains(&room(path)) {
                found.push(format!(
                    "{} names {}",
                    module.file.display(),
                    other.join("::")
                ));
            }
        }
    }
    assert!(found.is_empty(), "unchecked types:\n{}", found.join("\n"));
}

#[test]
fn a_library_has_one_owner() {
    for (path, module) in MODULES.iter() {
        for (library, owners) in OWNERS {
            let named = module.text.lines().map(str::trim).any(|line| {
                line.starts_with(&format!("use {library}::"))
                    || line.contains(&format!(" {library}::"))
            });
            let allowed = !named || owners.contains(&room(path));
            assert!(allowed, "{} names {library}", module.file.display());
        }
    }
}

#[test]
fn evaluation_is_pure() {
    for (path, module) in MODULES.iter() {
        if room(path) != "eval" {
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
                !module.product().contains(word),
                "{} names {word}",
                module.file.display()
            );
        }
    }
}

#[test]
fn files_stay_short() {
    for (_, module) in MODULES.iter() {
        let lines = module.text.lines().count();
        assert!(
            lines <= MOST_LINES,
            "{} has {lines} lines",
            module.file.display()
        );
    }
}

#[test]
fn names_say_what_things_are() {
    let empty = [
        "util", "utils", "helper", "helpers", "common", "manager", "misc",
    ];
    for (path, module) in MODULES.iter() {
        let name = path.last().map_or("", String::as_str);
        assert!(!empty.contains(&name), "{}", module.file.display());
    }
}
