//! The engine needs no operating system beyond the standard library, so that it
//! can be compiled to WebAssembly and run in a page or a database.

use std::{env, process::Command};

use super::{MODULES, stage};
use crate::harness::root;

/// Crates that bind a program to an operating system, a clock or a JavaScript
/// host; a name that ends with `*` stands for all that begin so.
const OF_A_HOST: &[&str] = &[
    "cap-std",
    "dirs*",
    "errno",
    "getrandom",
    "hermit*",
    "home",
    "iana-time-zone*",
    "js-sys",
    "libc",
    "linux-raw-sys",
    "mio",
    "nix",
    "num_cpus",
    "rayon*",
    "rustix",
    "socket2",
    "tokio*",
    "tzdb*",
    "wasi*",
    "wasm-bindgen*",
    "web-sys",
    "web-time",
    "winapi*",
    "windows*",
    "wit-bindgen*",
];

/// Parts of the standard library that a page does not have.
const OF_A_SYSTEM: &[&str] = &[
    "std::env",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time",
    "Instant::now",
    "SystemTime",
];

/// The crates of the engine, compiled for WebAssembly.
fn crates() -> Vec<String> {
    let tree = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["tree", "--package", "almoner-engine", "--edges", "normal"])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "--prefix",
            "none",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&tree.stdout).into_owned();
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_of_a_host(name: &str) -> bool {
    OF_A_HOST.iter().any(|of| match of.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *of,
    })
}

#[test]
fn engine_depends_on_no_operating_system() {
    let crates = crates();
    assert!(crates.iter().any(|it| it == "rust_decimal"), "{crates:?}");
    let found: Vec<&String> = crates.iter().filter(|name| is_of_a_host(name)).collect();
    assert!(found.is_empty(), "the engine needs a host for {found:?}");
    assert!(is_of_a_host("tokio-util") && is_of_a_host("libc") && !is_of_a_host("serde"));
}

#[test]
fn engine_asks_nothing_of_the_system_but_files() {
    let engine = root().join("crates/engine/src");
    let mut looked = 0;
    for (path, module) in MODULES.iter() {
        let is_test = path.iter().any(|part| part.ends_with("tests"));
        if is_test || !root().join(&module.file).starts_with(&engine) {
            continue;
        }
        looked += 1;
        for word in OF_A_SYSTEM {
            let is_named = module.product().contains(word);
            assert!(!is_named, "{} names {word}", module.file.display());
        }
        // A page gives files that it has: only `load` reads them itself.
        let reads = module.product().contains("std::fs") || module.product().contains("fs::read");
        assert!(!reads || stage(path) == "load", "{}", module.file.display());
    }
    assert!(looked > 150, "{looked} files");
}
