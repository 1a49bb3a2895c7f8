//! The checker reports every problem of a book in one run, each at its place:
//! tested for every diagnostic code. `tests/check/` has a folder for each code,
//! with one small book in it or several, and next to each book what the checker
//! must say, as it is drawn. `ALMONER_RERECORD=1 cargo test --test tests check`
//! writes what it says now; the difference is then to be read.

mod mistakes;
mod mutated_files;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use almoner::text::diagnostics::draw;
use almoner_engine::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code},
    book::{Opened, open},
    load::BookFrom,
};

/// The folder of books that the checker has nothing to say about.
const CLEAN: &str = "clean";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_dir());
    paths.sort();
    paths
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

/// The books of a code: its folder, or the folders in it.
fn books_in(folder: &Path) -> Vec<PathBuf> {
    let is_book = |folder: &Path| {
        let mut parts = ["calendars", "rules", "tariffs"].iter();
        parts.any(|part| folder.join(part).is_dir())
    };
    if is_book(folder) {
        return vec![folder.to_owned()];
    }
    let books = folders_in(folder);
    for book in &books {
        assert!(is_book(book), "{} is not a book", book.display());
    }
    assert!(!books.is_empty(), "{} is empty", folder.display());
    books
}

/// What is wrong with the diagnostics on one book, if anything.
fn problem(book: &Path, code: Option<Code>) -> Option<String> {
    let Opened {
        sources,
        book: program,
        diagnostics,
        ..
    } = open(BookFrom::Directory(book)).unwrap();
    let drawn = draw(&sources, &diagnostics, false);
    let recorded = book.join("expected.txt");
    if env::var_os("ALMONER_RERECORD").is_some() {
        fs::write(&recorded, &drawn).unwrap();
    }
    let expected = fs::read_to_string(&recorded).unwrap_or_default();
    if drawn != expected {
        return Some(format!("says\n{drawn}\nand not\n{expected}"));
    }
    let occurs = |code: Code| diagnostics.iter().any(|it| it.code == code);
    if code.is_some_and(|code| !occurs(code)) {
        return Some("has no diagnostic of its own code".to_owned());
    }
    if code.is_none() && !diagnostics.is_empty() {
        return Some("is not clean".to_owned());
    }
    let wrong = diagnostics.iter().any(Diagnostic::is_error);
    (wrong == program.is_some())
        .then(|| format!("has errors: {wrong}, has a book: {}", program.is_some()))
}

#[test]
fn every_bad_book_gets_the_expected_diagnostics() {
    let mut problems = Vec::new();
    for folder in folders_in(&root()) {
        let name = name_of(&folder);
        let code = Code::ALL.iter().copied().find(|code| code.name() == name);
        if code.is_none() && name != CLEAN {
            problems.push(format!("{name} is not a code"));
        }
        for book in books_in(&folder) {
            let problem = problem(&book, code);
            problems.extend(problem.map(|problem| format!("{} {problem}", book.display())));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

#[test]
fn every_code_has_its_folder() {
    let folders: Vec<String> = folders_in(&root()).iter().map(|it| name_of(it)).collect();
    let without = Code::ALL.iter().map(|code| code.name());
    let without: Vec<&str> = without
        .filter(|name| !folders.iter().any(|folder| folder == name))
        .collect();
    assert!(without.is_empty(), "no folder for {without:?}");
}
