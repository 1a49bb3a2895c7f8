//! Lookups: the one row that is met, values between and beyond the rows, and
//! columns that a row leaves open.

use super::{ask, book, book_of_files, rule_set, total};
use crate::{answer::Refusal, book::Book};

fn priced_by(table: &str, each: &str) -> Book {
    book(&rule_set(
        "Pricing",
        &format!(
            r#"facts: [
                (id: "n", is: Whole, ask: "?"),
                (id: "kind", is: OneOf(["old", "new"]), ask: "?"),
            ],
            tables: [{table}],
            lines: [(id: "line", says: "Line", cite: "1", each: "{each}", quantity: "1", when: "n > -100 or kind = old")],"#
        ),
    ))
}

const BANDS: &str = r#"(
    id: "band", cite: "1",
    takes: [(id: "n", is: Whole, within: "1..9"), (id: "kind", is: OneOf(["old", "new"]))],
    gives: Money,
    rows: [(["1..3", "-"], "£1"), (["4..9", "old"], "£2"), (["4..9", "new"], "£3")],
)"#;

#[test]
fn row_that_is_met_gives_the_price() {
    let book = priced_by(BANDS, "band(n, kind)");
    for (n, kind, price) in [
        (1, "old", "£1.00"),
        (3, "new", "£1.00"),
        (4, "old", "£2.00"),
        (9, "new", "£3.00"),
    ] {
        let facts = format!(r#"{{"n": {n}, "kind": "{kind}"}}"#);
        assert_eq!(total(&book, &facts).as_deref(), Some(price), "{facts}");
    }
}

#[test]
fn column_that_the_row_leaves_open_need_not_be_known() {
    let book = priced_by(BANDS, "band(n, kind)");
    assert_eq!(total(&book, r#"{"n": 2}"#).as_deref(), Some("£1.00"));
    assert_eq!(total(&book, r#"{"n": 4}"#), None);
    assert_eq!(total(&book, r#"{"kind": "old"}"#), None);
}

#[test]
fn value_beyond_the_rows_is_a_fault() {
    let book = priced_by(BANDS, "band(n, kind)");
    for n in [0, 10] {
        let refusal = ask(&book, &format!(r#"{{"n": {n}, "kind": "old"}}"#)).unwrap_err();
        let Refusal::Fault(faulted) = refusal else {
            panic!("{refusal}");
        };
        let words = faulted.words();
        assert!(
            words.contains("the case lies outside the table band"),
            "{words}"
        );
    }
}

#[test]
fn value_between_the_rows_does_not_apply_where_the_table_says_why() {
    let table = r#"(
        id: "band", cite: "1", otherwise: "there is no price for it",
        takes: [(id: "n", is: Whole)], gives: Money,
        rows: [(["1..3"], "£1"), (["5.."], "£2")],
    )"#;
    let book = priced_by(table, "band(n)");
    for (n, price) in [(3, "£1.00"), (5, "£2.00")] {
        let facts = format!(r#"{{"n": {n}}}"#);
        assert_eq!(total(&book, &facts).as_deref(), Some(price), "{facts}");
    }
    for n in [0, 4] {
        let answer = ask(&book, &format!(r#"{{"n": {n}}}"#)).unwrap();
        let json = answer.to_json();
        assert!(
            json.contains(r#""reason":"there is no price for it""#),
            "{json}"
        );
    }
}

/// Rates from 2017-04-01 in two bands, from 2018-04-01 in one, until 2019-03-31.
fn rated() -> Book {
    let rules = r#"Pricing(
        id: "one", title: "One", in_force: "2016-04-01",
        decided: Adopted(on: "2016-04-01", by: "Cabinet"), source: "a paper",
        facts: [(id: "n", is: Whole, within: "0..99", ask: "?"), (id: "day_of", is: Date, ask: "?")],
        lines: [(id: "line", says: "Line", cite: "1", each: "rate(n, day_of)", quantity: "1")],
    )"#;
    let rates = r#"Parameter(
        id: "rate", says: "Rate", takes: [(id: "n", is: Whole, within: "0..99")], gives: Money,
        until: "2019-03-31",
        periods: [
            (from: "2017-04-01", cite: "SI 1", rows: [(["0..17"], "£1"), (["18.."], "£2")]),
            (from: "2018-04-01", cite: "SI 2", rows: [(["-"], "£3")]),
        ],
    )"#;
    book_of_files(&[
        ("rules/one/2016-04-01.ron", rules),
        ("rules/rate.ron", rates),
    ])
}

#[test]
fn rate_is_that_of_the_day_and_the_band() {
    let book = rated();
    for (n, day, price) in [
        (17, "2017-04-01", "£1.00"),
        (18, "2018-03-31", "£2.00"),
        (18, "2018-04-01", "£3.00"),
        (0, "2019-03-31", "£3.00"),
    ] {
        let facts = format!(r#"{{"n": {n}, "day_of": "{day}"}}"#);
        assert_eq!(total(&book, &facts).as_deref(), Some(price), "{facts}");
    }
    // A band that is open in the period need not be known.
    let facts = r#"{"day_of": "2018-04-01"}"#;
    assert_eq!(total(&book, facts).as_deref(), Some("£3.00"));
    assert_eq!(total(&book, r#"{"day_of": "2018-03-31"}"#), None);
}

#[test]
fn day_without_a_rate_is_a_fault() {
    let book = rated();
    for day in ["2017-03-31", "2019-04-01"] {
        let facts = format!(r#"{{"n": 1, "day_of": "{day}"}}"#);
        let refusal = ask(&book, &facts).unwrap_err();
        assert!(matches!(refusal, Refusal::Fault(_)), "{day}: {refusal}");
    }
}
