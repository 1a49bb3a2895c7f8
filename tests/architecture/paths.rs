//! The paths that CONTRIBUTING.md names.

use std::{fs, path::Path};

/// Where a path may begin.
const ROOTS: [&str; 3] = ["", "crates/engine/src", "src"];

/// A path with a folder in it. What varies from file to file ends it:
/// `rules/<id>/cases.ron` is `rules/`, `tests/cli/*.md` is `tests/cli/`.
fn path(code: &str) -> Option<&str> {
    let word = code.rsplit(' ').next()?;
    let fixed = match word.find(['<', '*']) {
        Some(varies) => &word[..=word[..varies].rfind('/')?],
        None => word,
    };
    let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let is_relative = fixed.contains('/') && !fixed.starts_with('/');
    (is_relative && fixed.bytes().all(is_path)).then_some(fixed)
}

#[test]
fn every_path_in_contributing_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("CONTRIBUTING.md")).expect("it is there");
    let paths: Vec<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(path)
        .collect();
    assert!(paths.len() > 40, "{paths:?}");
    let exists = |path: &&str| ROOTS.iter().any(|at| root.join(at).join(path).exists());
    let missing: Vec<&str> = paths.into_iter().filter(|path| !exists(path)).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md names {missing:?}");
}
