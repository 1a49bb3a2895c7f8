//! The library's examples run, and say what their comments promise.

use std::{path::Path, process::Command};

/// What an example prints.
fn printed(example: &str) -> String {
    let command = Path::new(env!("CARGO_BIN_EXE_almoner"));
    let built = command.with_file_name("examples").join(example);
    let ran = Command::new(built).output().expect("the example is built");
    assert!(ran.status.success(), "{example}: {ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn quote_prints_what_is_missing_and_then_the_total() {
    let printed = printed("quote");
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(
        lines[0], "Still needed: Which key stage is the pupil in?",
        "{printed}"
    );
    assert!(printed.contains("\n£25.00 for ten lessons\n"), "{printed}");
}

#[test]
fn screen_prints_each_criterion_with_its_reason() {
    let printed = printed("screen");
    assert!(printed.contains("✗ Aged 25 or under (§2.3)"), "{printed}");
    assert!(
        printed.contains("Age: 27. It must be at most 25."),
        "{printed}"
    );
}

#[test]
fn own_book_answers_and_names_its_mistake() {
    let printed = printed("own_book");
    assert!(
        printed.contains("Three hours for a resident: £54.00"),
        "{printed}"
    );
    assert!(
        printed.contains("rules/hall/2026-04-01.ron:15:"),
        "{printed}"
    );
}

#[test]
fn rank_puts_the_care_leaver_first() {
    let printed = printed("rank");
    let place = |reference: &str| printed.find(reference).expect("each is there");
    assert!(printed.starts_with("2 places are free"), "{printed}");
    assert!(place("2018-015") < place("2018-014"), "{printed}");
    assert!(place("2018-014") < place("2018-016"), "{printed}");
}
