//! The command line from outside the binary: what an officer types, what is
//! answered, and the exit code. The expected answers stand in `tests/cli/`;
//! `TRYCMD=overwrite cargo test --test tests cli` records them anew, to be reviewed
//! as a change.
#![expect(
    clippy::expect_used,
    reason = "a test stops where its ground is missing"
)]

mod batch;
mod ranking;
mod variations;

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
    thread,
};

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

/// Runs the program on the built-in book with this on standard input.
fn almoner(args: &[&str], input: Vec<u8>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(args)
        .env_remove("ALMONER_BOOK")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it reads");
    // It may stop reading early, which is its right.
    let feeding = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    feeding.join().expect("it was fed");
    output
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn remarks(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn what_is_typed_is_answered_as_written() {
    trycmd::TestCases::new()
        .env("ALMONER_BOOK", "")
        .env("COLUMNS", "100")
        .case("tests/cli/*.md");
}

#[test]
fn an_answer_is_proved_and_a_changed_one_is_not() {
    let saved = almoner(&[QUOTE, &["--format", "json"]].concat(), Vec::new()).stdout;
    let proved = almoner(&["verify", "-"], saved.clone());
    assert_eq!(code(&proved), Some(0), "{}", remarks(&proved));

    let changed =
        String::from_utf8_lossy(&saved).replace("\"total\":\"25.00\"", "\"total\":\"24.00\"");
    let differs = almoner(&["verify", "-"], changed.into_bytes());
    let says = String::from_utf8_lossy(&differs.stdout).into_owned();
    assert_eq!(code(&differs), Some(5));
    assert!(
        says.contains("the total was £24.00, and is now £25.00"),
        "{says}"
    );
}

#[test]
fn facts_that_cannot_be_read_are_refused_in_words() {
    let ask = ["quote", "music", "--on", "2018-05-01", "--facts", "-"];
    let large = almoner(&ask, vec![b' '; 17 * 1024 * 1024]);
    assert_eq!(code(&large), Some(4));
    assert!(remarks(&large).contains("more than 16 MiB"));

    let not_text = almoner(&ask, b"{\xff}".to_vec());
    assert_eq!(code(&not_text), Some(4));
    assert!(remarks(&not_text).contains("not UTF-8"));

    let deep = almoner(&ask, vec![b'['; 1_000_000]);
    assert_eq!(code(&deep), Some(4), "{}", remarks(&deep));

    let unknown = almoner(&ask, br#"{"minuets": 20}"#.to_vec());
    assert_eq!(code(&unknown), Some(4));
    assert!(remarks(&unknown).contains("did you mean `minutes`?"));
}

#[test]
fn flags_take_the_place_of_facts_in_the_file() {
    let facts = br#"{"minutes": 20, "pupils": 2, "lessons": 1,
        "free_school_meals": false, "pupil_premium": false}"#;
    let ask = [
        "quote",
        "music",
        "--on",
        "2018-05-01",
        "--facts",
        "-",
        "--minutes",
        "60",
    ];
    let answer = almoner(&ask, facts.to_vec());
    let says = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(says.contains("£15.00") && !says.contains("£5.00"), "{says}");
}

#[test]
fn without_a_day_the_refusal_names_today_and_how_to_name_another() {
    let refused = almoner(&["quote", "music"], Vec::new());
    let says = remarks(&refused);
    assert_eq!(code(&refused), Some(4));
    assert!(
        says.contains("today") && says.contains("--on DATE"),
        "{says}"
    );
    assert!(says.contains("2017-04-01 to 2019-03-31"), "{says}");
}

#[test]
fn a_reader_that_stops_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), Some(0));
    assert_eq!(remarks(&output), "");
}

#[test]
fn an_answer_to_no_terminal_has_no_escapes() {
    let answer = almoner(&[QUOTE, &["--why"]].concat(), Vec::new());
    assert!(!answer.stdout.contains(&0x1b));
    let widest = String::from_utf8_lossy(&answer.stdout)
        .lines()
        .map(|line| line.chars().count())
        .max();
    assert!(widest.is_some_and(|widest| widest <= 80), "{widest:?}");
}
