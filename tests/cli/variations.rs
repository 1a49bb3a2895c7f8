//! Prices changed within the year: the day asked about and the day by which it
//! was known decide, and the tariff itself does not change.

use crate::harness::{almoner, root};
use almoner_engine::{Book, Question};

fn hall(args: &[&str]) -> String {
    let book = root().join("tests/cli/varied");
    almoner(args).book(book).run().success().text()
}

fn total(on: &str, more: &[&str]) -> bool {
    let quote = ["quote", "hire", "--hours", "1", "--on", on];
    let page = hall(&[&quote[..], more].concat());
    assert!(page.contains("£9.00") != page.contains("£10.00"), "{page}");
    page.contains("£9.00")
}

#[test]
fn variation_changes_the_price_from_its_day() {
    assert!(!total("2018-06-30", &[]));
    assert!(total("2018-07-01", &[]));
    assert!(total("2019-03-31", &[]));
}

#[test]
fn known_before_the_variation_gives_the_old_price() {
    assert!(!total("2018-07-01", &["--known", "2018-06-01"]));
    assert!(total("2018-07-01", &["--known", "2018-06-15"]));
}

#[test]
fn comparison_and_history_show_the_variation() {
    let compared = hall(&[
        "compare",
        "2018/19",
        "2018/19@2018-07-01",
        "--format",
        "csv",
    ]);
    assert!(compared.contains("10.00,9.00,-1.00"), "{compared}");
    let history = hall(&["history", "hall.hour"]);
    for words in ["£10.00", "£9.00", "2018-07-01", "Heating costs less"] {
        assert!(history.contains(words), "{history}");
    }
}

fn backdated(on: &str, known: &str) -> String {
    let question = [
        "quote",
        "hire",
        "--hours",
        "1",
        "--whole-days",
        "1",
        "--on",
        on,
    ];
    let known = if known.is_empty() {
        vec![]
    } else {
        vec!["--known", known]
    };
    let book = root().join("tests/cli/backdated");
    let page = almoner([&question[..], &known].concat())
        .book(book)
        .run()
        .success()
        .text();
    let total = page.lines().find(|line| line.starts_with("Total"));
    total.unwrap().split_whitespace().last().unwrap().to_owned()
}

/// `hall.hour` is £10.00, from 1 July £9.00 (decided 15 June); `hall.day` is £50.00,
/// from 1 June £45.00 (decided 1 August, after the other and beginning before it).
#[test]
fn backdated_variation_holds_from_its_day_once_known() {
    for (on, known, total) in [
        ("2018-05-15", "", "£60.00"),
        ("2018-06-15", "2018-07-15", "£60.00"),
        ("2018-06-15", "2018-08-01", "£55.00"),
        ("2018-07-20", "2018-06-01", "£60.00"),
        ("2018-07-20", "2018-07-15", "£59.00"),
        ("2018-07-20", "2018-08-01", "£54.00"),
        ("2018-08-15", "", "£54.00"),
    ] {
        assert_eq!(backdated(on, known), total, "on {on}, known {known}");
    }
}

const VARIED: &str = r#"Variation(
    year: "2018/19", in_force: "2018-09-01",
    decided: STATUS(on: "2018-08-20", by: "Director of the Service Area and Director of Commercial Services"),
    authority: "Children's Services Overview and Scrutiny Committee, 12 December 2017, item 12, §4.4",
    ground: "commercial", reason: "The caterer costs more.", source: "Delegated decision 18/77",
    charges: [(id: "music.tuition", price: Variable(60.00))],
)"#;

/// The council's files with a variation of music tuition, adopted or proposed.
fn council(status: &str) -> Book {
    let mut files = almoner_built_in::files().to_vec();
    let varied: &'static str = VARIED.replace("STATUS", status).leak();
    files.push(("tariffs/2018-19-varied.ron".to_owned(), varied.as_bytes()));
    Book::from_files(&files).unwrap()
}

fn asked(book: &Book, rule_set: &str, on: &str, facts: &str) -> serde_json::Value {
    let question = Question::new(rule_set).on(on.parse().unwrap()).json(facts);
    serde_json::from_str(&book.answer(&question).unwrap().to_json()).unwrap()
}

const LESSONS: &str = r#"{"lessons": 10, "minutes": 30, "pupils": 2, "free_school_meals": false,
    "pupil_premium": false, "key_stage": 2}"#;

/// The tariff of 2018/19 was only proposed: a variation that two directors adopted
/// makes its own price adopted, and no other.
#[test]
fn adopted_variation_changes_only_its_own_charges_status() {
    let book = council("Adopted");
    let varied = asked(&book, "music", "2018-10-01", LESSONS);
    assert_eq!(varied["status"], "adopted", "{varied}");
    assert_eq!(varied["prices"][0]["charge"], "music.tuition");
    assert_eq!(varied["prices"][0]["varied"]["ground"], "commercial");
    let before = asked(&book, "music", "2018-08-31", LESSONS);
    assert_eq!(before["status"], "indicative");
    assert_eq!(before["prices"][0]["known"], "2017-12-12");
}

/// A proposed variation of an adopted price makes the answers that use it indicative.
#[test]
fn proposed_variation_makes_its_own_quotes_indicative() {
    let book = council("Proposed");
    let varied = asked(&book, "music", "2018-10-01", LESSONS);
    assert_eq!(varied["status"], "indicative");
    assert_eq!(varied["prices"][0]["status"], "proposed");
    assert_eq!(varied["prices"][0]["known"], "2018-08-20");
}
