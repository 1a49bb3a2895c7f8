//! What is settled while facts are missing holds for all values that they may have.

use super::{ask, book, rule_set};

/// The outcome for these facts.
fn outcome(rules: &str, facts: &str) -> String {
    let book = book(&rule_set("Eligibility", rules));
    let answer = ask(&book, facts).unwrap_or_else(|it| panic!("{it}"));
    answer.outcome().name().to_owned()
}

const FACTS: &str = r#"(id: "a", is: YesNo, ask: "?"), (id: "b", is: YesNo, ask: "?"),
    (id: "rooms", is: Whole, within: "0..9", ask: "?")"#;

/// Without `a`, and with no rooms, the share cannot be calculated, but with `b` it need
/// not be: then the second criterion is not met.
#[test]
fn fault_that_another_missing_fact_prevents_leaves_the_outcome_open() {
    let rules = format!(
        r#"facts: [{FACTS}],
        criteria: [
            (id: "share", says: "Share", cite: "1", holds: "if a then yes else b or 100 / rooms > 1"),
            (id: "second", says: "Second", cite: "1", holds: "if a then yes else no"),
        ],"#
    );
    assert_eq!(outcome(&rules, r#"{"rooms": 0}"#), "undetermined");
    assert_eq!(
        outcome(&rules, r#"{"rooms": 0, "a": false, "b": true}"#),
        "not_eligible"
    );
    assert_eq!(outcome(&rules, r#"{"rooms": 0, "a": true}"#), "eligible");
}

/// With `b` or without, the criterion is met once the fault is none.
#[test]
fn outcome_is_settled_where_values_without_a_fault_all_have_it() {
    let rules = format!(
        r#"facts: [{FACTS}],
        criteria: [
            (id: "share", says: "Share", cite: "1", holds: "if a then yes else b or 100 / rooms > 1"),
        ],"#
    );
    assert_eq!(outcome(&rules, r#"{"rooms": 0}"#), "eligible");
}

/// Of a text nothing is concluded: with one, the criterion holds without the share.
#[test]
fn fault_that_a_text_would_prevent_leaves_the_outcome_open() {
    let rules = format!(
        r#"facts: [{FACTS}, (id: "why", is: Text, ask: "?")],
        criteria: [
            (id: "share", says: "Share", cite: "1",
                holds: "if a then yes else stated(why) or 100 / rooms > 1"),
            (id: "second", says: "Second", cite: "1", holds: "if a then yes else no"),
        ],"#
    );
    assert_eq!(outcome(&rules, r#"{"rooms": 0}"#), "undetermined");
}

/// With a record that is older than 3 the share is not calculated.
#[test]
fn fault_that_a_further_record_prevents_leaves_the_outcome_open() {
    let rules = format!(
        r#"facts: [{FACTS}, (
            id: "children", one: "child", complete: "Are these all?", is: List([(id: "years", is: Whole, ask: "?")]),
        )],
        criteria: [
            (id: "share", says: "Share", cite: "1",
                holds: "if a then yes else (any children where years > 3) or 100 / rooms > 1"),
            (id: "second", says: "Second", cite: "1", holds: "if a then yes else no"),
        ],"#
    );
    let open = r#"{"rooms": 0, "children": [], "children_complete": false}"#;
    assert_eq!(outcome(&rules, open), "undetermined");
    let all = r#"{"rooms": 0, "children": [], "children_complete": true}"#;
    assert_eq!(outcome(&rules, all), "eligible");
}
