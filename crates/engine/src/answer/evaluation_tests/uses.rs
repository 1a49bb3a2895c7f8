//! Values of other rule sets: of the version for the day, from facts that are
//! passed by name.

use super::{book_of_files, day};
use crate::{
    answer::{Answer, Outcome, Question},
    book::Book,
};

/// Free hours from the third birthday, from 2018 from the second.
fn hours(first: &str, known: &str, years: u8) -> String {
    format!(
        r#"Eligibility(
            id: "hours", title: "Free hours", in_force: "{first}",
            decided: Adopted(on: "{known}", by: "Cabinet"), source: "a paper",
            facts: [
                (id: "born", is: Date, within: "2010-01-01..", ask: "Born?"),
                (id: "income", is: Money, ask: "Which income?"),
            ],
            criteria: [(id: "low", says: "Low income", cite: "1", holds: "income < £100")],
            follows: [(id: "from", says: "First day", cite: "2", is: "birthday(born, {years})")],
        )"#
    )
}

/// A day of the nursery is £10 and free from the first free day on.
const NURSERY: &str = r#"Pricing(
    id: "nursery", title: "Nursery", in_force: "2017-01-01",
    decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
    period: (from: "first_day", to: "last_day"),
    facts: [
        (id: "first_day", is: Date, ask: "First day?"),
        (id: "last_day", is: Date, ask: "Last day?"),
        (id: "children", ask: "Which?", is: List([(id: "date_of_birth", is: Date, ask: "Born?")])),
    ],
    uses: [(
        id: "free", rule_set: "hours", for_each: "children",
        facts: { "born": "date_of_birth" }, values: ["from"],
    )],
    values: [(id: "is_free", each: "children", is: "on >= free.from")],
    lines: [(
        id: "place", says: "Place", cite: "1", for_each: "children",
        when: "not is_free", each: "£10",
        quantity: "count_days(last_day - first_day) + 1",
    )],
)"#;

fn book() -> Book {
    let old = hours("2017-02-01", "2017-01-01", 3);
    let new = hours("2018-01-01", "2017-12-01", 2);
    book_of_files(&[
        ("rules/hours/2017-02-01.ron", &old),
        ("rules/hours/2018-01-01.ron", &new),
        ("rules/nursery/2017-01-01.ron", NURSERY),
    ])
}

fn ask<'b>(book: &'b Book, first: &str, last: &str, children: &str) -> Answer<'b> {
    let facts = format!(r#"{{"first_day":"{first}","last_day":"{last}","children":[{children}]}}"#);
    let question = Question::new("nursery").on(day(first)).json(&facts);
    book.answer(&question).unwrap_or_else(|it| panic!("{it}"))
}

fn total(answer: &Answer<'_>) -> Option<String> {
    answer.total().map(|total| total.to_string())
}

#[test]
fn version_of_the_day_gives_the_value() {
    let book = book();
    let child = r#"{"date_of_birth":"2015-06-01"}"#;
    // Aged 2: free by the rules of 2018 alone.
    let before = ask(&book, "2017-12-31", "2017-12-31", child);
    assert_eq!(total(&before).as_deref(), Some("£10.00"));
    let after = ask(&book, "2018-01-01", "2018-01-01", child);
    assert_eq!(after.outcome(), Outcome::DoesNotApply);
}

#[test]
fn booking_is_split_where_a_version_of_the_other_rule_set_begins() {
    let book = book();
    let answer = ask(
        &book,
        "2017-12-30",
        "2018-01-03",
        r#"{"date_of_birth":"2015-06-01"}"#,
    );
    assert_eq!(total(&answer).as_deref(), Some("£20.00"));
    assert_eq!(answer.parts().count(), 2);
}

#[test]
fn booking_is_split_on_the_day_that_is_taken() {
    let book = book();
    let answer = ask(
        &book,
        "2018-05-30",
        "2018-06-05",
        r#"{"date_of_birth":"2016-06-01"}"#,
    );
    assert_eq!(total(&answer).as_deref(), Some("£20.00"));
    assert_eq!(answer.parts().count(), 2);
}

#[test]
fn version_that_was_not_known_gives_no_value() {
    let book = book();
    let facts = r#"{"first_day":"2018-01-01","last_day":"2018-01-01",
        "children":[{"date_of_birth":"2015-06-01"}]}"#;
    let question = Question::new("nursery").on(day("2018-01-01")).json(facts);
    let answer = book.answer(&question.known(day("2017-11-30"))).unwrap();
    // The rules of 2017: free from the third birthday.
    assert_eq!(total(&answer).as_deref(), Some("£10.00"));
}

#[test]
fn day_without_a_version_gives_no_value() {
    let book = book();
    let answer = ask(
        &book,
        "2017-01-15",
        "2017-01-15",
        r#"{"date_of_birth":"2010-06-01"}"#,
    );
    assert_eq!(answer.outcome(), Outcome::DoesNotApply);
    let json = answer.to_json();
    let read = r#"{"rule_set":"hours","version":null,"on":"2017-01-15","value":"#;
    assert!(json.contains(read), "{json}");
}

#[test]
fn missing_fact_is_that_of_the_rule_set_that_asks() {
    let book = book();
    let answer = ask(&book, "2018-05-01", "2018-05-01", "{}");
    let json = answer.to_json();
    assert!(json.contains("/children/0/date_of_birth"), "{json}");
    assert!(!json.contains("income"), "{json}");
}

#[test]
fn fact_outside_the_other_bounds_gives_no_value() {
    let book = book();
    let child = r#"{"date_of_birth":"2009-06-01"}"#;
    let answer = ask(&book, "2018-05-01", "2018-05-01", child);
    assert_eq!(answer.outcome(), Outcome::DoesNotApply);
}

#[test]
fn trace_holds_how_the_value_came_about() {
    let book = book();
    let child = r#"{"date_of_birth":"2016-06-01"}"#;
    let json = ask(&book, "2018-05-01", "2018-05-01", child).to_json();
    let read = r#"{"rule_set":"hours","version":"2018-01-01","on":"2018-05-01","value_of":"from","cite":"2","facts":{"born":"2016-06-01"},"trace":[{"step":"value","id":"from""#;
    assert!(json.contains(read), "{json}");
    assert!(json.contains(r#""rule_sets":{"hours":"sha256:"#), "{json}");
}

#[test]
fn answer_is_proved_until_the_other_rule_set_changes() {
    let child = r#"{"date_of_birth":"2016-06-01"}"#;
    let book = book();
    let saved = ask(&book, "2018-05-01", "2018-05-01", child).to_json();
    let old = hours("2017-02-01", "2017-01-01", 3);
    let changed = hours("2018-01-01", "2017-12-01", 1);
    let other = book_of_files(&[
        ("rules/hours/2017-02-01.ron", &old),
        ("rules/hours/2018-01-01.ron", &changed),
        ("rules/nursery/2017-01-01.ron", NURSERY),
    ]);
    let again = ask(&other, "2018-05-01", "2018-05-01", child).to_json();
    assert_ne!(saved, again);
    let prints = |json: &str| json.split("\"rule_sets\":").nth(1).map(str::to_owned);
    assert_ne!(prints(&saved), prints(&again));
}

#[test]
fn value_is_open_while_what_is_passed_may_lie_outside_the_other_rules() {
    // What follows does not depend on the number of years, and applies from 1 to 9 only.
    let other = r#"Eligibility(
        id: "pass", title: "Pass", in_force: "2017-01-01",
        decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
        facts: [(id: "years", is: Whole, within: "1..9", ask: "?")],
        criteria: [(id: "few", says: "Few", cite: "1", holds: "years < 9")],
        follows: [(id: "fee", says: "Fee", is: "£5")],
    )"#;
    let asks = |within: &str| {
        format!(
            r#"Pricing(
                id: "one", title: "One", in_force: "2017-01-01",
                decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
                facts: [(id: "years", is: Whole, {within} ask: "?")],
                uses: [(id: "pass", rule_set: "pass", facts: {{ "years": "years" }}, values: ["fee"])],
                lines: [(id: "fee", says: "Fee", cite: "1", each: "pass.fee")],
            )"#
        )
    };
    let outcome = |within: &str, facts: &str| {
        let rules = asks(within);
        let book = book_of_files(&[
            ("rules/pass/2017-01-01.ron", other),
            ("rules/one/2017-01-01.ron", &rules),
        ]);
        let question = Question::new("one").on(day("2018-05-01")).json(facts);
        let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
        answer.outcome()
    };
    assert_eq!(outcome("", "{}"), Outcome::Undetermined);
    assert_eq!(outcome("", r#"{"years":10}"#), Outcome::DoesNotApply);
    assert_eq!(outcome(r#"within: "0..9","#, "{}"), Outcome::Undetermined);
    assert_eq!(outcome(r#"within: "2..9","#, "{}"), Outcome::Quoted);
}

#[test]
fn option_of_another_rule_set_that_is_open_may_be_any_of_its_options() {
    let other = r#"Eligibility(
        id: "pass", title: "Pass", in_force: "2017-01-01",
        decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
        facts: [(id: "colour", is: OneOf(["red", "green", "blue"]), ask: "?")],
        criteria: [(id: "red", says: "Red", cite: "1", holds: "colour = red")],
        follows: [(id: "chosen", says: "Chosen", is: "colour")],
    )"#;
    let one = r#"Pricing(
        id: "one", title: "One", in_force: "2017-01-01",
        decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
        facts: [(id: "colour", is: OneOf(["red", "green", "blue"]), ask: "?")],
        uses: [(id: "pass", rule_set: "pass", facts: { "colour": "colour" }, values: ["chosen"])],
        lines: [(id: "fee", says: "Fee", cite: "1",
            each: "if pass.chosen = blue then £1 else £2")],
    )"#;
    let book = book_of_files(&[
        ("rules/pass/2017-01-01.ron", other),
        ("rules/one/2017-01-01.ron", one),
    ]);
    for (facts, expected) in [
        ("{}", None),
        (r#"{"colour": "blue"}"#, Some("£1.00")),
        (r#"{"colour": "red"}"#, Some("£2.00")),
    ] {
        let question = Question::new("one").on(day("2018-05-01")).json(facts);
        let answer = book.answer(&question).unwrap_or_else(|it| panic!("{it}"));
        assert_eq!(total(&answer).as_deref(), expected, "{facts}");
    }
}
