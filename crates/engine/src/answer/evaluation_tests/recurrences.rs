//! Schedules of several stretches, and days that are not known.

use serde_json::Value;

use super::{ask, book, rule_set};
use crate::book::Book;

fn scheduled() -> Book {
    book(&rule_set(
        "Eligibility",
        r#"facts: [(id: "meets", is: YesNo, ask: "?", assume: "yes"), (id: "starts", is: Date, ask: "?"), (id: "ends", is: Date, ask: "?")],
            criteria: [(id: "c", says: "C", cite: "1", holds: "meets")],
            schedules: [(id: "visits", says: "Visits", cite: "2", stretches: [
                (every: "7 days", from: "starts", until: "starts + 14 days"),
                (every: "1 month", until: "ends"),
            ])],"#,
    ))
}

fn schedule(facts: &str) -> Value {
    let book = scheduled();
    let json: Value = serde_json::from_str(&ask(&book, facts).unwrap().to_json()).unwrap();
    json["schedules"][0].clone()
}

/// The second stretch is counted from the end of the first.
#[test]
fn stretch_without_a_start_begins_where_the_one_before_it_ends() {
    let known = schedule(r#"{"starts": "2018-05-17", "ends": "2018-08-31"}"#);
    let days = known["dates"].as_array().unwrap();
    let expected = [
        "2018-05-24",
        "2018-05-31",
        "2018-06-30",
        "2018-07-31",
        "2018-08-31",
    ];
    assert_eq!(days, &expected, "{known}");
}

#[test]
fn days_are_not_known_while_an_end_is_not() {
    for facts in [
        "{}",
        r#"{"starts": "2018-05-17"}"#,
        r#"{"ends": "2018-05-17"}"#,
    ] {
        let open = schedule(facts);
        assert!(open["dates"].is_null(), "{facts}: {open}");
    }
}
