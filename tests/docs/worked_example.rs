//! The books that `docs/rules.md` writes file by file: they are checked, tested
//! and asked as the page prints.

use std::{fs, path::Path};

use super::read;
use crate::harness::{TempDir, root};

const PAGE: &str = "docs/rules.md";

/// The files that a page writes: a line with the path, then the text.
fn files(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("\nFile `").skip(1);
    let file = |part: &'_ str| -> Option<(usize, usize, usize)> {
        let path = part.find("`:\n\n```ron\n")?;
        let start = path + "`:\n\n```ron\n".len();
        Some((path, start, start + part[start..].find("\n```")? + 1))
    };
    parts
        .map(|part| {
            let (path, start, end) = file(part).expect("a file is followed by its text");
            (&part[..path], &part[start..end])
        })
        .collect()
}

#[test]
fn files_of_the_worked_example_answer_as_printed() {
    let page = read(PAGE);
    let folder = TempDir::new();
    // The commands of `rules.md` run in the folder `rules.in`.
    let book = folder.join("rules.in");
    let written = files(&page);
    assert_eq!(written.len(), 14, "{written:?}");
    for (path, text) in written {
        let path = book.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let copy = folder.join("rules.md");
    fs::write(&copy, &page).unwrap();
    run(&copy);
    let after = fs::read_to_string(&copy).unwrap();
    if after != page {
        // `TRYCMD=overwrite` has recorded what the commands print now.
        assert_eq!(refusals(&after), refusals(&page), "not recorded");
        fs::write(root().join(PAGE), after).unwrap();
    }
}

/// The errors that commands of a page print: to record another is a mistake.
fn refusals(page: &str) -> Vec<&str> {
    page.lines()
        .filter(|line| line.starts_with("error"))
        .collect()
}

fn run(page: &Path) {
    trycmd::TestCases::new()
        .env("ALMONER_BOOK", "")
        .env("COLUMNS", "100")
        .case(page);
}
