//! Functions of dates: 29 February, ends of months, days of the week.

use super::{ask, pricing};
use crate::answer::Refusal;

/// The value of a formula over the dates `a` and `b`, as a number of pounds.
fn value(formula: &str, a: &str, b: &str) -> Option<String> {
    let book = pricing(
        r#"(id: "a", is: Date, ask: "?"), (id: "b", is: Date, ask: "?")"#,
        &format!(r#"each: "£1", quantity: "({formula}) + 0 * (day(a) + day(b))""#),
    );
    let total = super::total(&book, &format!(r#"{{"a": "{a}", "b": "{b}"}}"#))?;
    Some(
        total
            .replace('£', "")
            .replace(".00", "")
            .replace(',', "")
            .replace('−', "-"),
    )
}

fn check(formula: &str, a: &str, b: &str, expected: &str) {
    let value = value(formula, a, b);
    assert_eq!(value.as_deref(), Some(expected), "{formula} of {a} and {b}");
}

#[test]
fn born_on_29_february_is_a_year_older_on_1_march() {
    for (on, age) in [
        ("2017-02-28", "0"),
        ("2017-03-01", "1"),
        ("2020-02-28", "3"),
        ("2020-02-29", "4"),
    ] {
        check("age(a, b)", "2016-02-29", on, age);
    }
    check(
        "month(birthday(a, 1)) * 100 + day(birthday(a, 1))",
        "2016-02-29",
        "2018-01-01",
        "301",
    );
    check(
        "month(birthday(a, 4)) * 100 + day(birthday(a, 4))",
        "2016-02-29",
        "2018-01-01",
        "229",
    );
}

#[test]
fn age_rises_on_the_birthday() {
    check("age(a, b)", "2000-06-15", "2018-06-14", "17");
    check("age(a, b)", "2000-06-15", "2018-06-15", "18");
}

#[test]
fn month_after_the_last_day_of_a_month_ends_with_the_month() {
    for (start, months, expected) in [
        ("2018-01-31", 1, "228"),
        ("2016-01-31", 1, "229"),
        ("2018-08-31", 1, "930"),
        ("2018-11-30", 3, "228"),
        ("2016-02-29", 12, "228"),
    ] {
        let after = format!("a + months({months})");
        check(
            &format!("month({after}) * 100 + day({after})"),
            start,
            start,
            expected,
        );
    }
}

#[test]
fn days_between_are_counted_over_a_leap_day() {
    check("count_days(b - a)", "2016-02-28", "2016-03-01", "2");
    check("count_days(b - a)", "2017-02-28", "2017-03-01", "1");
    check("count_days(b - a)", "1900-02-28", "1900-03-01", "1");
    check("year(a + days(1))", "2018-12-31", "2018-12-31", "2019");
    // 1 May 2018 was a Tuesday; Monday is 1.
    check("weekday(a)", "2018-05-01", "2018-05-01", "2");
}

#[test]
fn day_that_does_not_exist_is_a_fault() {
    let book = pricing(
        r#"(id: "n", is: Whole, ask: "?")"#,
        r#"each: "£1", quantity: "day(date(n, 2, 29))""#,
    );
    assert_eq!(
        super::total(&book, r#"{"n": 2016}"#).as_deref(),
        Some("£29.00")
    );
    for year in ["2017", "1900", "99999"] {
        let answer = ask(&book, &format!(r#"{{"n": {year}}}"#));
        assert!(matches!(answer, Err(Refusal::Fault(_))), "{year}");
    }
}

#[test]
fn time_between_two_times_of_a_day_is_counted() {
    let book = |quantity: &str| {
        pricing(
            r#"(id: "from", is: Time, ask: "?"), (id: "to", is: Time, ask: "?")"#,
            &format!(r#"each: "£1", quantity: "{quantity}""#),
        )
    };
    let facts = r#"{"from": "09:15", "to": "11:45"}"#;
    for (quantity, expected) in [
        ("hours_between(from, to)", "£2.50"),
        ("minutes_between(from, to)", "£150.00"),
    ] {
        let found = super::total(&book(quantity), facts);
        assert_eq!(found.as_deref(), Some(expected), "{quantity}");
    }
}

#[test]
fn screening_says_when_a_birthday_of_29_february_falls() {
    let book = super::book(&super::rule_set(
        "Eligibility",
        r#"facts: [(id: "born", is: Date, ask: "?")],
        criteria: [(id: "c", says: "C", cite: "1", holds: "birthday(born, 10) <= on")],"#,
    ));
    let readings = |born: &str| {
        let answer = ask(&book, &format!(r#"{{"born": "{born}"}}"#)).unwrap();
        let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
        json["readings"].to_string()
    };
    assert!(readings("2004-02-29").contains("29 February"));
    assert!(!readings("2004-02-28").contains("29 February"));
}
