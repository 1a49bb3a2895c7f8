//! Limits on what lines come to together over a period in which the rules or the facts
//! change.

use super::{book_of_files, day, rule_set};
use crate::{answer::Question, book::Book};

/// £10.00 a day, and a limit of the whole stay where its amounts are the same throughout.
fn book(later: &str) -> Book {
    let first = r#"Pricing(
        id: "stay", title: "Stay", in_force: "2018-01-01",
        decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
        period: (from: "first_day", to: "last_day"),
        facts: [
            (id: "first_day", is: Date, ask: "First day?"),
            (id: "last_day", is: Date, ask: "Last day?"),
            (id: "ceiling_of_stay", is: Money, ask: "What is the most?"),
        ],
        lines: [(id: "place", says: "Place", cite: "1", each: "£10", quantity: "count_days(last_day - first_day) + 1")],
        limits: [(id: "cap", says: "Cap", cite: "2", if_same: true, at_most: "ceiling_of_stay")],
    )"#;
    let later = format!(
        r#"Pricing(
            id: "stay", title: "Stay", in_force: "2018-05-03", based_on: "2018-01-01",
            decided: Adopted(on: "2018-01-01", by: "Cabinet"), source: "a paper", {later}
        )"#
    );
    book_of_files(&[
        ("rules/stay/2018-01-01.ron", first),
        ("rules/stay/2018-05-03.ron", &later),
    ])
}

/// The total of 1 to 4 May, and the answer as JSON.
fn ask(book: &Book, most: &str) -> (Option<String>, String) {
    let facts =
        format!(r#"{{"first_day":"2018-05-01","last_day":"2018-05-04","ceiling_of_stay":{most}}}"#);
    let question = Question::new("stay").on(day("2018-05-01")).json(&facts);
    let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
    let total = answer.total().map(|total| total.to_string());
    (total, answer.to_json())
}

#[test]
fn limit_that_a_later_version_takes_over_is_the_same_limit() {
    // Four days are £40.00, in two parts.
    let book = book("");
    assert_eq!(ask(&book, r#""£25""#).0.as_deref(), Some("£25.00"));
}

#[test]
fn limit_whose_amounts_a_later_version_changes_is_none() {
    let raised = r#"limits: [(id: "cap", says: "Cap", cite: "2", if_same: true, at_most: "ceiling_of_stay + £5")]"#;
    assert_eq!(ask(&book(raised), r#""£25""#).0.as_deref(), Some("£40.00"));
    assert_eq!(
        ask(&book(r#"drops: ["cap"]"#), r#""£25""#).0.as_deref(),
        Some("£40.00")
    );
}

#[test]
fn limit_that_is_unknown_on_some_of_its_days_leaves_the_total_open() {
    let most = r#"[{"until":"2018-05-02","value":"£25"}]"#;
    let (total, json) = ask(&book(""), most);
    assert_eq!(total, None);
    assert!(json.contains(r#""outcome":"undetermined""#), "{json}");
    let limit = json.split_once(r#""limits":["#).map(|(_, after)| after);
    let limit = limit.unwrap_or_else(|| panic!("{json}"));
    assert!(limit.starts_with(r#"{"id":"cap""#), "{limit}");
    let (limit, _) = limit.split_once('}').unwrap_or_default();
    assert!(limit.contains(r#""state":"undetermined""#), "{limit}");
}

#[test]
fn limit_of_all_lines_adds_up_lines_that_only_a_later_version_has() {
    let lunches = r#"lines: [(id: "lunch", says: "Lunch", cite: "3", each: "£3")]"#;
    // £40.00 for four days, and £3.00 for lunch from 3 May on.
    assert_eq!(ask(&book(lunches), r#""£50""#).0.as_deref(), Some("£43.00"));
    assert_eq!(ask(&book(lunches), r#""£25""#).0.as_deref(), Some("£25.00"));
}

#[test]
fn least_is_not_charged_under_a_reading_by_which_nothing_is() {
    let rules = r#"Pricing(
        id: "one", title: "One", in_force: "2017-04-01",
        decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
        period: (from: "first_day", to: "last_day"),
        facts: [
            (id: "first_day", is: Date, ask: "First day?"), (id: "last_day", is: Date, ask: "Last day?"),
        ],
        values: [(id: "winter_price", is: "£5", when: "month(on) < 3")],
        lines: [(id: "place", says: "Place", cite: "1", alternatives: [
            (id: "all", reading: "all pay", each: "£10"),
            (id: "winter", reading: "it is for winter", each: "winter_price"),
        ])],
        limits: [(id: "least", says: "Least", cite: "2", at_least: "£50")],
    )"#;
    let later = r#"Pricing(
        id: "one", title: "One", in_force: "2018-05-03", based_on: "2017-04-01",
        decided: Adopted(on: "2018-01-01", by: "Cabinet"), source: "a paper",
    )"#;
    let book = book_of_files(&[
        ("rules/one/2017-04-01.ron", rules),
        ("rules/one/2018-05-03.ron", later),
    ]);
    let facts = r#"{"first_day":"2018-05-01","last_day":"2018-05-04"}"#;
    let question = Question::new("one").on(day("2018-05-01")).json(facts);
    let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
    let json = answer.to_json();
    assert!(
        json.contains(r#"{"reading":"all pay","total":"50.00""#),
        "{json}"
    );
    assert!(
        json.contains(r#"{"reading":"it is for winter","total":null"#),
        "{json}"
    );
}

/// A limit acts on what the ones before it leave: while that is open, so is what it does.
#[test]
fn limit_after_one_that_is_unknown_is_unknown() {
    let rules = rule_set(
        "Pricing",
        r#"facts: [(id: "cap", is: Money, ask: "What is the most?")],
        lines: [(id: "a", says: "A", cite: "1", each: "£10"), (id: "b", says: "B", cite: "1", each: "£5")],
        limits: [
            (id: "first", says: "First", cite: "2", lines: ["a"], at_most: "cap"),
            (id: "both", says: "Both", cite: "2", at_least: "£20"),
            (id: "other", says: "Other", cite: "2", lines: ["b"], at_least: "£6"),
        ],"#,
    );
    let book = super::book(&rules);
    let states = |facts: &str| -> Vec<String> {
        let answer = super::ask(&book, facts).unwrap_or_else(|it| panic!("{it}"));
        let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
        let limits = json["limits"].as_array().unwrap().iter();
        limits
            .map(|it| it["state"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(states("{}"), ["undetermined"; 3]);
    // £4 and £5 are £9: £11 are added to the last line.
    assert_eq!(states(r#"{"cap": "4.00"}"#), ["changed", "changed", "kept"]);
}
