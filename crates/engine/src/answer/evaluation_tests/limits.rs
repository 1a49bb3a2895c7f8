//! Limits on what lines come to together over a period in which the rules or the facts
//! change.

use super::{book_of_files, book_with_range, day, rule_set, total};
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

/// The hall is £30 to £60. It and the kitchen together cost £100, which the kitchen bears:
/// £70 or £40. The hall is then free, and the light, £3 to £6, is £10: £80 where the hall
/// is £30, £50 where it is £60.
#[test]
fn limits_hold_each_end_of_a_range_by_itself_to_the_total() {
    let book = book_with_range(
        r#"Pricing(
            id: "one", title: "One", in_force: "2018-04-01",
            decided: Adopted(on: "2018-01-01", by: "Council"), source: "Paper",
            rounding: (mode: "half_up", to: "£0.01"),
            lines: [
                (id: "hall", says: "Hall", cite: "1", charge: "hall.hour"),
                (id: "kitchen", says: "Kitchen", cite: "1", each: "£5"),
                (id: "light", says: "Light", cite: "1", each: "charge hall.hour / 10"),
            ],
            limits: [
                (id: "both", says: "Both", cite: "2", lines: ["hall", "kitchen"], at_least: "£100"),
                (id: "free", says: "Free", cite: "3", lines: ["hall"], at_most: "£0"),
                (id: "lit", says: "Lit", cite: "4", lines: ["light"], at_least: "£10"),
            ],
        )"#,
    );
    assert_eq!(total(&book, "{}").as_deref(), Some("£50.00–£80.00"));
}

/// In May the price of a trip is missing. In June the least is £100 under both readings,
/// and what comes after it is the same.
#[test]
fn limit_that_readings_leave_the_same_is_known_while_another_month_is_not() {
    let rules = r#"Pricing(
        id: "one", title: "One", in_force: "2017-04-01",
        decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
        period: (from: "first_day", to: "last_day"),
        facts: [
            (id: "first_day", is: Date, ask: "First day?"), (id: "last_day", is: Date, ask: "Last day?"),
            (id: "trip_price", is: Money, ask: "What does the trip cost?"),
        ],
        lines: [
            (id: "place", says: "Place", cite: "1", alternatives: [
                (id: "each", reading: "it is for each", each: "£60"),
                (id: "all", reading: "it is for all", each: "£70"),
            ]),
            (id: "trip", says: "Trip", cite: "1", when: "month(first_day) = 5", each: "trip_price"),
        ],
        limits: [
            (id: "least", says: "Least", cite: "2", over: "month", at_least: "£100"),
            (id: "most", says: "Most", cite: "3", over: "month", at_most: "£20"),
        ],
    )"#;
    let book = super::book(rules);
    let facts = r#"{"first_day":"2018-05-01","last_day":"2018-06-30"}"#;
    let question = Question::new("one").on(day("2018-05-01")).json(facts);
    let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
    let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
    assert_eq!(json["outcome"], "undetermined");
    let limits = json["limits"].as_array().unwrap().iter();
    let states: Vec<&str> = limits
        .clone()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    let expected = ["undetermined", "undetermined", "alternatives", "changed"];
    assert_eq!(states, expected);
    let afters: Vec<&serde_json::Value> = limits.map(|it| &it["after"]).collect();
    assert_eq!(afters[3], "20.00");
}

#[test]
fn unknown_limit_of_a_quote_is_asked_for() {
    let book = super::book(&rule_set(
        "Pricing",
        r#"facts: [(id: "ceiling_of_stay", is: Money, ask: "What is the most?")],
        lines: [(id: "place", says: "Place", cite: "1", each: "£10", quantity: "3")],
        limits: [(id: "cap", says: "Cap", cite: "2", at_most: "ceiling_of_stay")],"#,
    ));
    assert_eq!(
        total(&book, r#"{"ceiling_of_stay": "25.00"}"#).as_deref(),
        Some("£25.00")
    );
    let answer = super::ask(&book, "{}").unwrap_or_else(|it| panic!("{it}"));
    let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
    assert_eq!(json["total"], serde_json::Value::Null);
    assert_eq!(json["missing"][0]["fact"], "ceiling_of_stay");
}
