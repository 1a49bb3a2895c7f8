//! Lookups: the one row that is met, values between and beyond the rows, and
//! columns that a row leaves open.

use super::{ask, book, book_of_files, day, rule_set, total};
use crate::{
    answer::{Answer, Question, Refusal},
    book::Book,
    check::model::Status,
};

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
            (from: "2017-04-01", cite: "SI 1", rows: [(["0..17"], "£1"), (["18.."], "£2")], decided: Adopted(on: "2017-04-01", by: "Cabinet")),
            (from: "2018-04-01", cite: "SI 2", rows: [(["-"], "£3")], decided: Adopted(on: "2018-04-01", by: "Cabinet")),
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

/// £1 from 2017-04-01; £3 from 2018-04-01, proposed on 1 February 2018 as £2 and
/// adopted as £3 on 1 March.
fn decided(lines: &str) -> Book {
    let rules = format!(
        r#"Pricing(
        id: "one", title: "One", in_force: "2016-04-01",
        decided: Adopted(on: "2016-04-01", by: "Cabinet"), source: "a paper",
        period: (from: "first_day", to: "last_day"),
        facts: [
            (id: "first_day", is: Date, ask: "First day?"), (id: "last_day", is: Date, ask: "Last day?"),
            (id: "free", is: YesNo, assume: "no", ask: "Is it free?"),
        ],
        lines: [(id: "line", says: "Line", cite: "1", {lines}, quantity: "count_days(last_day - first_day) + 1")],
    )"#
    );
    let rates = r#"Parameter(
        id: "rate", says: "Rate a day", gives: Money, until: "2019-03-31",
        periods: [
            (from: "2017-04-01", cite: "SI 1", rows: [([], "£1")], decided: Adopted(on: "2017-03-01", by: "Council")),
            (from: "2018-04-01", cite: "draft", rows: [([], "£2")], decided: Proposed(on: "2018-02-01", by: "Cabinet")),
            (from: "2018-04-01", cite: "SI 2", rows: [([], "£3")], decided: Adopted(on: "2018-03-01", by: "Council")),
        ],
    )"#;
    book_of_files(&[
        ("rules/one/2016-04-01.ron", &rules),
        ("rules/rate.ron", rates),
    ])
}

fn booked<'b>(book: &'b Book, known: Option<&str>, facts: &str) -> Answer<'b> {
    let question = Question::new("one").json(facts);
    let question = match known {
        Some(known) => question.known(day(known)),
        None => question,
    };
    book.answer(&question).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn rate_is_the_latest_that_was_known() {
    let book = decided(r#"each: "rate(on)""#);
    // Two days of March and three of April.
    let days = r#"{"first_day": "2018-03-30", "last_day": "2018-04-03"}"#;
    for (known, total, parts, status) in [
        (Some("2018-01-31"), "£5.00", 1, Status::Adopted),
        (Some("2018-02-01"), "£8.00", 2, Status::Proposed),
        (Some("2018-02-28"), "£8.00", 2, Status::Proposed),
        (Some("2018-03-01"), "£11.00", 2, Status::Adopted),
        (None, "£11.00", 2, Status::Adopted),
    ] {
        let answer = booked(&book, known, days);
        let found = answer.total().map(|it| it.to_string());
        assert_eq!(found.as_deref(), Some(total), "{known:?}");
        assert_eq!(answer.parts().count(), parts, "{known:?}");
        assert_eq!(answer.status(), status, "{known:?}");
    }
}

#[test]
fn proposed_rate_makes_an_answer_indicative_where_it_is_used() {
    let book = decided(r#"each: "if free then £0 else rate(on)""#);
    let known = Some("2018-02-01");
    let days = r#""first_day": "2018-04-02", "last_day": "2018-04-02""#;
    let paid = booked(&book, known, &format!("{{{days}}}"));
    let json = paid.to_json();
    assert!(json.contains(r#""status":"indicative""#), "{json}");
    let rates = r#""rates":[{"parameter":"rate","from":"2018-04-01","status":"proposed","known":"2018-02-01","by":"Cabinet","cite":"draft"}]"#;
    assert!(json.contains(rates), "{json}");
    let free = booked(&book, known, &format!(r#"{{"free": true, {days}}}"#)).to_json();
    assert!(free.contains(r#""status":"adopted""#), "{free}");
    assert!(!free.contains("\"rates\""), "{free}");
}

#[test]
fn days_before_any_rate_was_known_are_refused() {
    let book = decided(r#"each: "rate(on)""#);
    let days = r#"{"first_day": "2018-03-30", "last_day": "2018-04-03"}"#;
    let question = Question::new("one").json(days).known(day("2017-02-28"));
    let says = book.answer(&question).unwrap_err().to_string();
    assert_eq!(
        says,
        "there are no rates of “Rate a day” for 30 March 2018: those in force became known on 1 March 2017 (2017-03-01), after 28 February 2017 (2017-02-28)"
    );
}

#[test]
fn proposed_rate_that_may_be_used_makes_an_open_answer_indicative() {
    let rules = super::rule_set(
        "Pricing",
        r#"facts: [(id: "free", is: YesNo, ask: "Is it free?")],
        lines: [(id: "line", says: "Line", cite: "1", each: "if free then £0 else rate(on)")],"#,
    );
    let rates = r#"Parameter(
        id: "rate", says: "Rate a day", gives: Money, until: "2019-03-31",
        periods: [(from: "2018-04-01", cite: "draft", rows: [([], "£2")],
            decided: Proposed(on: "2018-02-01", by: "Cabinet"))],
    )"#;
    let book = book_of_files(&[
        ("rules/one/2017-04-01.ron", &rules),
        ("rules/rate.ron", rates),
    ]);
    for (facts, status) in [
        ("{}", Status::Proposed),
        (r#"{"free": false}"#, Status::Proposed),
        (r#"{"free": true}"#, Status::Adopted),
    ] {
        let answer = super::ask(&book, facts).unwrap_or_else(|it| panic!("{it}"));
        assert_eq!(answer.status(), status, "{facts}");
    }
}
