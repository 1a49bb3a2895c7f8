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
fn language_book_has_no_errors() {
    let checked = almoner(["check", "--book", &book()]).run();
    assert_eq!(checked.code, Some(0), "{}", checked.text());
}

#[test]
fn every_construct_has_its_documented_value() {
    let tested = almoner(["test", "--book", &book()]).run();
    assert_eq!(tested.code, Some(0), "{}", tested.text());
    assert!(tested.text().contains("cases, none failed"));
}

#[test]
fn confidential_list_is_in_no_answer() {
    for more in [&["--why"][..], &["--format", "json"][..]] {
        let text = illness("7713", "2018-04-03", more);
        assert!(text.contains("ligible"), "{text}");
        assert!(!text.contains("7713"), "{text}");
    }
    let refused = illness("9713", "2018-04-03", &[]);
    assert!(
        refused.contains("9000") && !refused.contains("9713"),
        "{refused}"
    );
}

#[test]
fn schedule_of_confidential_date_is_in_no_answer() {
    for (more, days) in [
        (&["--why"][..], ["3 April", "10 April", "17 April"]),
        (
            &["--format", "json"][..],
            ["2018-04-03", "2018-04-10", "2018-04-17"],
        ),
    ] {
        let text = illness("7713", "2018-04-03", more);
        assert!(text.contains("isits"), "{text}");
        assert!(!days.iter().any(|day| text.contains(day)), "{text}");
    }
}
