//! The rule language, construct by construct: `book/` holds rules that use each
//! operator, each function and each pair of types once, and cases with the
//! values that `docs/rules.md` gives them.

use crate::harness::{almoner, root, utf8};

fn book() -> String {
    utf8(&root().join("tests/language/book")).to_owned()
}

/// A screening with a confidential list and a confidential date.
fn illness(weight: &str, fell_ill: &str, more: &[&str]) -> String {
    let book = book();
    let weight = format!("weight={weight}");
    let plain = ["screen", "illness", "--book", &book, "--on", "2018-05-01"];
    let facts = ["--illnesses", &weight, "--fell-ill", fell_ill];
    let args: Vec<&str> = [&plain[..], &facts[..], more].concat();
    let finished = almoner(args).run();
    finished.text() + &finished.stderr
}

#[test]
fn language_book_has_no_errors_or_warnings() {
    let checked = almoner(["check", "--book", &book()]).run();
    assert!(
        checked.text().ends_with("no errors, no warnings\n"),
        "{}",
        checked.text()
    );
}

#[test]
fn every_construct_has_its_documented_value() {
    let tested = almoner(["test", "--book", &book()]).run();
    assert_eq!(tested.code, Some(0), "{}", tested.text());
    assert_eq!(tested.text(), "17 cases, none failed\n");
}

#[test]
fn confidential_list_is_in_no_answer() {
    for (more, outcome) in [
        (&["--why"][..], "Eligible on 1 May 2018"),
        (&["--format", "json"][..], r#""outcome":"eligible""#),
    ] {
        let text = illness("7713", "2018-04-03", more);
        assert!(text.contains(outcome), "{text}");
        assert!(!text.contains("7713"), "{text}");
    }
    assert_eq!(
        illness("9713", "2018-04-03", &[]),
        "error[invalid-value]: “weight” of illness 1 must be from 0 to 9000\n"
    );
}

#[test]
fn schedule_of_confidential_date_is_in_no_answer() {
    for (more, schedule, days) in [
        (
            &["--why"][..],
            "schedule visits — Visits (§1)",
            ["3 April", "10 April", "17 April"],
        ),
        (
            &["--format", "json"][..],
            r#""says":"Visits","dates":"withheld""#,
            ["2018-04-03", "2018-04-10", "2018-04-17"],
        ),
    ] {
        let text = illness("7713", "2018-04-03", more);
        assert!(text.contains(schedule), "{text}");
        assert!(!days.iter().any(|day| text.contains(day)), "{text}");
    }
}
