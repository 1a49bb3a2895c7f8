//! The paths that CONTRIBUTING.md, the README and `docs/` name.

use std::fs;

use crate::harness::root;

/// Where a path may begin.
const ROOTS: [&str; 3] = ["", "crates/engine/src", "src"];

/// Folders of this repository and of no reader's own book.
const OURS: [&str; 6] = [
    "benches/",
    "crates/",
    "docs/",
    "examples/",
    "src/",
    "tests/",
];

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

/// The text in backticks, outside blocks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2))
}

fn missing<'t>(paths: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let exists = |path: &&str| ROOTS.iter().any(|at| root().join(at).join(path).exists());
    paths.filter(|path| !exists(path)).collect()
}

#[test]
fn every_path_in_contributing_exists() {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).expect("it is there");
    let paths: Vec<&str> = code(&text).filter_map(path).collect();
    assert!(paths.len() > 40, "{paths:?}");
    assert_eq!(missing(paths.into_iter()), Vec::<&str>::new());
}

#[test]
fn every_own_path_in_readme_and_docs_exists() {
    let mut pages = vec![root().join("README.md")];
    // Pages of `docs/`, where there are any.
    for entry in fs::read_dir(root().join("docs")).into_iter().flatten() {
        pages.push(entry.expect("the entry can be read").path());
    }
    pages.retain(|page| page.extension().is_some_and(|it| it == "md"));
    for page in pages {
        let text = fs::read_to_string(&page).expect("the page is text");
        let paths = code(&text).filter_map(path);
        let ours = paths.filter(|path| OURS.iter().any(|folder| path.starts_with(folder)));
        assert_eq!(missing(ours), Vec::<&str>::new(), "{}", page.display());
    }
}
