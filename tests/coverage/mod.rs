//! What `almoner test --coverage` says of small books, one of which leaves out
//! something of each kind. The expected output is next to each book in
//! `tests/coverage/`; `ALMONER_RERECORD=1 cargo test --test tests coverage` writes
//! what is said now, to be read as a change.

use std::{env, fs, path::PathBuf};

use almoner_engine::{
    book::{Opened, open},
    cases::coverage::{Coverage, Kind, measure},
    load::BookFrom,
};

use crate::harness::{Finished, almoner, root, utf8};

fn book(name: &str) -> PathBuf {
    root().join("tests/coverage").join(name)
}

fn coverage(name: &str, more: &[&str]) -> Finished {
    let book = book(name);
    almoner(["test", "--coverage", "--book", utf8(&book)])
        .args(more)
        .run()
}

fn measured(name: &str) -> Vec<Coverage> {
    let Opened { sources, book, .. } = open(BookFrom::Directory(&book(name))).unwrap();
    let program = book.unwrap().into_program();
    let sets = &program.contents().rule_sets;
    sets.iter()
        .map(|set| measure(&program, &sources, set))
        .collect()
}

/// Held against the file, or written into it.
fn as_recorded(name: &str, file: &str, said: &str) {
    let path = book(name).join(file);
    if env::var_os("ALMONER_RERECORD").is_some() {
        fs::write(&path, said).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(said, expected, "{}", path.display());
}

#[test]
fn uncovered_parts_are_named_with_their_place() {
    for more in [&[][..], &["grant"], &["hall"]] {
        let said = coverage("gaps", more);
        assert_eq!(said.code, Some(3));
        let file = format!("{}.txt", more.first().unwrap_or(&"expected"));
        as_recorded("gaps", &file, &said.text());
    }
}

#[test]
fn coverage_json_matches_the_recorded_one() {
    let said = coverage("gaps", &["grant", "--format", "json"]);
    assert_eq!(said.code, Some(3));
    let json = said.json();
    let pretty = serde_json::to_string_pretty(&json).unwrap();
    as_recorded("gaps", "grant.json", &(pretty + "\n"));
}

/// Each kind of thing is left out somewhere and reached somewhere, so that the
/// recorded pages show every kind of sentence.
#[test]
fn every_kind_of_gap_is_found() {
    let measured = measured("gaps");
    for kind in Kind::ALL {
        let counts = measured.iter().map(|it| it.count(kind));
        let (reached, all) = counts.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        assert!(0 < reached && reached < all, "{}", kind.name());
    }
    assert!(measured.iter().all(|it| !it.beyond.is_empty()));
}

#[test]
fn book_without_gaps_is_complete() {
    let said = coverage("whole", &[]);
    as_recorded("whole", "expected.txt", &said.text());
    assert_eq!(said.code, Some(0));
}

/// No case is asked for a value that a count, a sum of amounts or how many
/// options there are can never have.
#[test]
fn impossible_targets_are_not_asked_for() {
    let said = coverage("bounded", &[]);
    as_recorded("bounded", "expected.txt", &said.text());
    assert_eq!(said.code, Some(0));
}

/// A failing case leaves a book incomplete, whatever it reaches.
#[test]
fn failing_case_leaves_coverage_incomplete() {
    let mut whole = measured("whole");
    assert!(whole.iter().all(Coverage::is_complete));
    whole[0].ran[0].differences = measured("gaps")
        .into_iter()
        .flat_map(|it| it.ran)
        .find_map(|ran| (!ran.passed()).then_some(ran.differences))
        .unwrap();
    assert!(!whole[0].is_complete());
}
