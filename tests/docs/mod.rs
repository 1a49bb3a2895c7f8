//! The README and the pages in `docs/` are true: examples answer as printed,
//! the reference has every field and function, and links lead somewhere.
use std::{fs, path::PathBuf};

use crate::harness::root;

mod generated;
mod links;
mod reference;
mod worked_example;

/// A file of the repository.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// The README and the pages in `docs/`, by their paths in the repository.
fn pages() -> Vec<PathBuf> {
    let listed = fs::read_dir(root().join("docs")).unwrap();
    let mut pages: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|it| it == "md"));
    pages.push(root().join("README.md"));
    pages.sort();
    assert!(pages.len() > 5, "{pages:?}");
    pages
}

/// The text between `<!-- NAME: begin -->` and `<!-- NAME: end -->`.
fn between<'t>(text: &'t str, name: &str) -> &'t str {
    let (_, rest) = text
        .split_once(&format!("<!-- {name}: begin -->\n"))
        .expect(name);
    rest.split_once(&format!("<!-- {name}: end -->"))
        .expect(name)
        .0
}

/// `docs/rules.md` runs on the book that it writes: `worked_example.rs`.
#[test]
fn examples_answer_as_printed() {
    let cases = trycmd::TestCases::new();
    cases.env("ALMONER_BOOK", "").env("COLUMNS", "100");
    for page in pages() {
        if !page.ends_with("docs/rules.md") {
            cases.case(page);
        }
    }
}

#[test]
fn readme_is_short() {
    assert!(read("README.md").len() <= 8 * 1024);
}
