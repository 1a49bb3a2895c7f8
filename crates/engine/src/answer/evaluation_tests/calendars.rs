//! Calendars: days in them, days counted, and days that they do not cover.

use super::{ask, book_of_files, day, rule_set, total};
use crate::{
    answer::{Question, Refusal},
    book::Book,
};

const TERMS: &str = r#"Calendar(
    id: "terms", says: "School terms", source: "Term dates", known: "2017-10-01",
    from: "2018-01-01", until: "2018-12-31",
    days: [
        (from: "2018-01-08", until: "2018-03-28", says: "Spring term"),
        (from: "2018-04-16", until: "2018-07-24", says: "Summer term"),
    ],
)"#;

const HOLIDAYS: &str = r#"Calendar(
    id: "bank_holidays", says: "Bank holidays", source: "Notice", known: "2017-10-01",
    from: "2018-04-01", until: "2018-12-31",
    days: [
        (from: "2018-04-02", says: "Easter Monday"),
        (from: "2018-05-07", says: "Early May bank holiday"),
        (from: "2018-05-28", says: "Spring bank holiday"),
    ],
)"#;

/// A line of £1 for each of what `quantity` counts.
fn counting(quantity: &str) -> Book {
    let rules = rule_set(
        "Pricing",
        &format!(
            r#"facts: [
                (id: "first", is: Date, ask: "?"),
                (id: "last", is: Date, ask: "?"),
                (id: "weekdays", is: AnyOf(["monday", "tuesday"]), ask: "?"),
            ],
            lines: [(id: "line", says: "Line", cite: "1", each: "£1", quantity: "{quantity}")],"#
        ),
    );
    book_of_files(&[
        ("rules/one/2017-04-01.ron", &rules),
        ("calendars/terms.ron", TERMS),
        ("calendars/bank-holidays.ron", HOLIDAYS),
    ])
}

fn facts(first: &str, last: &str) -> String {
    format!(r#"{{"first": "{first}", "last": "{last}", "weekdays": ["monday", "tuesday"]}}"#)
}

/// What is counted, from when to when, and how many there are. Mondays and
/// Tuesdays of May 2018: 7 and 28 are bank holidays, all are in the summer term.
/// The two weeks before it have four of them, of which Easter Monday is one.
const COUNTED: [(&str, &str, &str, i64); 16] = [
    (
        "days_on(weekdays, first, last)",
        "2018-05-01",
        "2018-05-31",
        9,
    ),
    (
        "days_on(weekdays, first, last, except bank_holidays)",
        "2018-05-01",
        "2018-05-31",
        7,
    ),
    (
        "days_on(weekdays, first, last, in bank_holidays)",
        "2018-05-01",
        "2018-05-31",
        2,
    ),
    (
        "days_on(weekdays, first, last, except bank_holidays)",
        "2018-04-02",
        "2018-04-17",
        5,
    ),
    (
        "days_on(weekdays, first, last, in terms, except bank_holidays)",
        "2018-04-02",
        "2018-04-17",
        2,
    ),
    // From Tuesday 1 May to Monday 21 May: those of 7 and of 14 May.
    (
        "whole_weeks(weekdays, first, last)",
        "2018-05-01",
        "2018-05-21",
        2,
    ),
    // The weeks of 7 and of 28 May have a bank holiday.
    (
        "whole_weeks(weekdays, first, last, except bank_holidays)",
        "2018-05-07",
        "2018-06-05",
        3,
    ),
    // 1 May is a Tuesday, and 21 May is a Monday.
    (
        "whole_weeks(weekdays, first, last, except bank_holidays)",
        "2018-05-01",
        "2018-05-21",
        1,
    ),
    (
        "whole_weeks(weekdays, first, last, in terms)",
        "2018-03-26",
        "2018-04-23",
        2,
    ),
    (
        "days_in(bank_holidays, first, last)",
        "2018-04-02",
        "2018-05-07",
        2,
    ),
    ("days_in(terms, first, last)", "2018-03-27", "2018-04-16", 3),
    ("days_in(terms, first, last)", "2018-04-16", "2018-04-15", 0),
    (
        "count_days(last_day_of(terms, first) - first)",
        "2018-07-20",
        "2018-07-20",
        4,
    ),
    (
        "count_days(first - first_day_of(terms, first))",
        "2018-04-17",
        "2018-04-17",
        1,
    ),
    (
        "if first in terms then 2 else 3",
        "2018-03-28",
        "2018-03-28",
        2,
    ),
    (
        "if first not in terms then 2 else 3",
        "2018-03-29",
        "2018-03-29",
        2,
    ),
];

#[test]
fn days_are_counted_in_and_without_calendars() {
    for (quantity, first, last, count) in COUNTED {
        let expected = format!("£{count}.00");
        let found = total(&counting(quantity), &facts(first, last));
        assert_eq!(found, Some(expected), "{quantity} {first} {last}");
    }
}

#[test]
fn day_that_a_calendar_does_not_cover_is_a_fault() {
    for (quantity, first, last, outside) in [
        (
            "days_on(weekdays, first, last, except bank_holidays)",
            "2018-03-26",
            "2018-04-03",
            "26 March 2018",
        ),
        (
            "days_on(weekdays, first, last, in terms)",
            "2018-12-01",
            "2019-12-01",
            "1 January 2019",
        ),
        (
            "days_in(terms, first, last)",
            "2018-12-30",
            "2019-01-02",
            "1 January 2019",
        ),
        (
            "if first in terms then 1 else 2",
            "2017-12-31",
            "2018-01-01",
            "31 December 2017",
        ),
        (
            "count_days(last_day_of(terms, last) - first)",
            "2018-12-01",
            "2019-01-01",
            "1 January 2019",
        ),
    ] {
        let refusal = ask(&counting(quantity), &facts(first, last)).unwrap_err();
        assert!(
            matches!(refusal, Refusal::Fault(_)),
            "{quantity}: {refusal}"
        );
        let says = refusal.to_string();
        assert!(says.contains(&format!("not on {outside}")), "{says}");
    }
}

#[test]
fn day_in_no_span_of_a_calendar_has_no_last_day() {
    let book = counting("count_days(last_day_of(terms, first) - first)");
    assert_eq!(total(&book, &facts("2018-04-01", "2018-04-01")), None);
}

#[test]
fn unknown_day_is_asked_for() {
    let book = counting("if first in terms then 1 else 2");
    let answer = ask(&book, "{}").unwrap();
    assert!(
        answer.to_json().contains(r#""missing":[{"fact":"first""#),
        "{}",
        answer.to_json()
    );
}

#[test]
fn unknown_day_leaves_nothing_open_where_both_branches_are_the_same() {
    let book = counting("if first in terms then 2 else 2");
    assert_eq!(total(&book, "{}").as_deref(), Some("£2.00"));
}

#[test]
fn day_that_became_known_later_counts_from_then() {
    let rules = rule_set(
        "Pricing",
        r#"facts: [(id: "first", is: Date, ask: "?"), (id: "last", is: Date, ask: "?")],
           lines: [(id: "line", says: "Line", cite: "1", each: "£1", quantity: "days_in(bank_holidays, first, last)")],"#,
    );
    // A fourth day is proclaimed on 10 May.
    let proclaimed = HOLIDAYS.replace("2017-10-01", "2018-05-10").replace(
        "    ],",
        r#"        (from: "2018-06-19", says: "Mourning"), ],"#,
    );
    let book = book_of_files(&[
        ("rules/one/2017-04-01.ron", &rules),
        ("calendars/bank-holidays.ron", HOLIDAYS),
        ("calendars/bank-holidays-2.ron", &proclaimed),
    ]);
    let asked = |known: Option<&str>| {
        let mut question = Question::new("one").on(day("2018-05-01"));
        question = question.json(r#"{"first": "2018-04-02", "last": "2018-06-30"}"#);
        if let Some(known) = known {
            question = question.known(day(known));
        }
        book.answer(&question)
    };
    for (known, days) in [
        (None, "£4.00"),
        (Some("2018-05-10"), "£4.00"),
        (Some("2018-05-09"), "£3.00"),
        (Some("2017-10-01"), "£3.00"),
    ] {
        let answer = asked(known).unwrap();
        assert_eq!(answer.total().unwrap().to_string(), days, "{known:?}");
    }
    let refusal = asked(Some("2017-09-30")).unwrap_err().to_string();
    let says = "Bank holidays became known on 1 October 2017, after 30 September 2017";
    assert!(refusal.contains(says), "{refusal}");
}
