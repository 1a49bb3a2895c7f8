//! The command line from outside the binary: what an officer types, what is
//! answered, and the exit code. The expected answers are in `tests/cli/`;
//! `TRYCMD=overwrite cargo test --test tests cli` records them again, to be reviewed
//! as a change.

mod ask;
mod batch;
mod batch_codes;
mod batch_tables;
mod broken_books;
mod changes;
mod confidential_lists;
mod issued;
mod letters;
mod new;
mod outside_text;
mod quote_file;
mod ranking;
mod reopen;
mod saved_files;
mod variations;

use std::process::{Command, Stdio};

use crate::harness::almoner;

const QUOTE: &[&str] = &[
    "quote",
    "music",
    "--on",
    "2018-05-01",
    "--minutes",
    "20",
    "--pupils",
    "2",
    "--lessons",
    "10",
    "--free-school-meals",
    "yes",
    "--key-stage",
    "2",
];

#[test]
fn recorded_sessions_match() {
    trycmd::TestCases::new()
        .env("ALMONER_BOOK", "")
        .env("COLUMNS", "100")
        .case("tests/cli/*.md");
}

#[test]
fn verify_proves_an_answer_and_finds_a_changed_total() {
    let saved = almoner(QUOTE).args(["--format", "json"]).run().text();
    almoner(["verify", "-"]).stdin(&*saved).run().success();

    let changed = saved.replace("\"total\":\"25.00\"", "\"total\":\"24.00\"");
    let differs = almoner(["verify", "-"])
        .stdin(changed)
        .run()
        .exits(5)
        .text();
    assert!(
        differs.contains("the total is £24.00 in the saved answer, and £25.00 when asked again"),
        "{differs}"
    );
}

#[test]
fn unreadable_facts_are_refused_with_their_reason() {
    let ask = ["quote", "music", "--on", "2018-05-01", "--facts", "-"];
    let refused = |facts: Vec<u8>| almoner(ask).stdin(facts).run().exits(4).stderr;
    let large = refused(vec![b' '; 17 * 1024 * 1024]);
    assert!(large.contains("more than 16 MiB"), "{large}");

    let not_text = refused(b"{\xff}".to_vec());
    assert!(not_text.contains("not UTF-8"), "{not_text}");

    refused(vec![b'['; 1_000_000]);

    let unknown = refused(br#"{"minuets": 20}"#.to_vec());
    assert!(unknown.contains("did you mean `minutes`?"), "{unknown}");
}

#[test]
fn flags_override_facts_in_the_file() {
    let facts = r#"{"minutes": 20, "pupils": 2, "lessons": 1,
        "free_school_meals": false, "pupil_premium": false}"#;
    let ask = ["quote", "music", "--on", "2018-05-01", "--facts", "-"];
    let minutes = ["--minutes", "60"];
    let says = almoner(ask).args(minutes).stdin(facts).run().text();
    assert!(says.contains("£15.00") && !says.contains("£5.00"), "{says}");
}

#[test]
fn quote_without_a_day_names_today_and_the_flag() {
    let says = almoner(["quote", "music"]).run().exits(4).stderr;
    assert!(
        says.contains("today") && says.contains("--on DATE"),
        "{says}"
    );
    assert!(says.contains("2017-04-01 to 2019-03-31"), "{says}");
}

#[test]
fn broken_pipe_exits_0() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn quote_into_a_pipe_has_no_escapes_and_80_columns() {
    let quote = almoner(QUOTE).args(["--why"]).run().success().text();
    assert!(!quote.contains('\u{1b}'));
    let widest = quote.lines().map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|widest| widest <= 80), "{widest:?}");
}
