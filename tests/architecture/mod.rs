//! The rules of the code that no lint can hold: layers, import cycles, owners
//! of libraries, lengths and names of files, words, and that the paths in the
//! documents exist.

mod modules;
mod other_hosts;
mod paths;
mod words;

use std::{path::PathBuf, sync::LazyLock};

use self::modules::Modules;
use crate::harness::root;

/// The layers from the bottom up: each may import only those before it.
const LAYERS: &[&[&str]] = &[
    &["base"],
    &["load", "source"],
    &["check"],
    &["program"],
    &["eval"],
    &["facts"],
    &["answer"],
    &["columns"],
    &["explain"],
    &["present"],
    &["cases"],
    &["sheets"],
    &["finance"],
    &["changes"],
    &["tables"],
    &["text"],
    &["forms"],
    &["letters"],
    &["protected_file"],
    &["seal"],
    &["web"],
    &["mcp"],
    &["lsp"],
    &["cli"],
];

/// Libraries, and the stages that alone may name them.
const OWNERS: &[(&str, &[&str])] = &[
    ("ron", &["source"]),
    ("calamine", &["sheets"]),
    ("csv", &["sheets", "tables"]),
    ("rust_xlsxwriter", &["tables"]),
    ("zip", &["sheets", "tables"]),
    ("quick_xml", &["sheets"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("annotate_snippets", &["text"]),
    ("askama", &["web"]),
    ("axum", &["web"]),
    ("ed25519_dalek", &["seal"]),
    ("getrandom", &["seal", "web"]),
    ("headers_accept", &["web"]),
    ("http_body_util", &["web"]),
    ("hyper", &["web"]),
    ("hyper_util", &["web"]),
    ("inquire", &["cli"]),
    ("lsp_server", &["lsp"]),
    ("percent_encoding", &["forms", "lsp", "web"]),
    ("prometheus_client", &["web"]),
    ("rmcp", &["mcp"]),
    ("sha2", &["base"]),
    ("smallvec", &["eval"]),
    ("strsim", &["base"]),
    ("subtle", &["web"]),
    ("tokio", &["cli", "mcp", "web"]),
    ("tokio_io_timeout", &["web"]),
    ("tower", &["web"]),
    ("tower_http", &["web"]),
    ("tracing", &["web"]),
];

/// Lines of a file, tests included; a longer one holds two things.
const MAX_LINES: usize = 650;

fn layer(stage: &str) -> Option<usize> {
    LAYERS.iter().position(|stages| stages.contains(&stage))
}

static MODULES: LazyLock<Modules> = LazyLock::new(Modules::read);

/// The part of the product that a module is in: the first folder, or the file.
fn stage(path: &[String]) -> &str {
    path.get(1).map_or("", String::as_str)
}

#[test]
fn stages_import_only_lower_layers() {
    let mut found: Vec<String> = Vec::new();
    for (path, module) in MODULES.iter() {
        let Some(own) = layer(stage(path)) else {
            continue;
        };
        for other in MODULES.named_by(path) {
            let Some(below) = layer(stage(&other)) else {
                continue;
            };
            if below > own || (below == own && stage(path) != stage(&other)) {
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
fn files_have_no_import_cycles() {
    let mut found = String::new();
    for cycle in MODULES.cycles() {
        found += &format!("\na cycle of {} files:", cycle.len());
        for file in cycle {
            found += &format!(" {}", file.display());
        }
    }
    assert!(found.is_empty(), "{found}");
}

/// The stages that may name unchecked types; the others read the checked model.
const READ_SOURCE: &[&str] = &["source", "check"];

#[test]
fn only_the_checker_names_unchecked_types() {
    let mut found: Vec<String> = Vec::new();
    for (path, module) in MODULES.iter() {
        for other in MODULES.named_by(path) {
            let is_unchecked = stage(&other) == "source" && other.len() > 2;
            if is_unchecked && !READ_SOURCE.contains(&stage(path)) {
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
fn libraries_are_named_by_their_owners_only() {
    for (path, module) in MODULES.iter() {
        for (library, owners) in OWNERS {
            let named = module.text.lines().map(str::trim).any(|line| {
                line.starts_with(&format!("use {library}::"))
                    || line.contains(&format!(" {library}::"))
            });
            let allowed = !named || owners.contains(&stage(path));
            assert!(allowed, "{} names {library}", module.file.display());
        }
    }
}

#[test]
fn evaluation_is_pure() {
    for (path, module) in MODULES.iter() {
        if stage(path) != "eval" {
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
fn files_have_at_most_650_lines() {
    for (_, module) in MODULES.iter() {
        let lines = module.text.lines().count();
        assert!(
            lines <= MAX_LINES,
            "{} has {lines} lines",
            module.file.display()
        );
    }
}

#[test]
fn no_file_has_an_empty_name() {
    let empty = [
        "util", "utils", "helper", "helpers", "common", "manager", "misc",
    ];
    for (path, module) in MODULES.iter() {
        let name = path.last().map_or("", String::as_str);
        assert!(!empty.contains(&name), "{}", module.file.display());
    }
}

/// One style of modules: `a/mod.rs`, never `a.rs` next to `a/`.
#[test]
fn modules_with_a_folder_are_its_mod_rs() {
    let mut files = Vec::new();
    for folder in ["src", "crates", "tests", "benches"] {
        modules::rust_files(&root().join(folder), &mut files);
    }
    assert!(files.len() > 200, "{} files", files.len());
    files.retain(|file| file.with_extension("").is_dir());
    assert_eq!(files, Vec::<PathBuf>::new());
}
