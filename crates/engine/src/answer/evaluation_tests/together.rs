//! One set of facts answered by several rule sets.

use super::{book_of_files, day};
use crate::{
    answer::{Question, Refusal, Shared, Use},
    book::Book,
    facts::ProblemCode,
};

fn rules(id: &str, facts: &str, uses: &str, holds: &str) -> String {
    format!(
        r#"Eligibility(
            id: "{id}", title: "{id}", in_force: "2017-01-01",
            decided: Adopted(on: "2017-01-01", by: "Cabinet"), source: "a paper",
            facts: [{facts}], uses: [{uses}],
            criteria: [(id: "only", says: "Only", cite: "1", holds: "{holds}")],
            follows: [(id: "next", says: "Next", is: "on + 1 day")],
        )"#
    )
}

fn book() -> Book {
    let born = r#"(id: "born", is: Date, ask: "Born?")"#;
    let one = format!(r#"{born}, (id: "income", is: Money, ask: "Income?")"#);
    let two = format!(r#"{born}, (id: "kind", is: YesNo, ask: "Kind?")"#);
    let three = r#"(id: "kind", is: Whole, ask: "Kind?")"#;
    let uses = r#"(id: "first", rule_set: "one", values: ["next"])"#;
    book_of_files(&[
        (
            "rules/one/2017-01-01.ron",
            &rules("one", &one, "", "income < £100 and born < on"),
        ),
        (
            "rules/two/2017-01-01.ron",
            &rules("two", &two, uses, "kind and born < first.next"),
        ),
        (
            "rules/three/2017-01-01.ron",
            &rules("three", three, "", "kind > 1"),
        ),
    ])
}

fn asked(facts: &str) -> Question<'_> {
    Question::default().on(day("2018-05-01")).json(facts)
}

#[test]
fn each_rule_set_gets_its_facts() {
    let book = book();
    let facts = asked(r#"{"born":"2000-01-01","income":"50.00","kind":true}"#);
    let together = book.answer_together(&["one", "two"], &facts).unwrap();
    let outcomes = together.answers().iter().map(|it| it.outcome().name());
    assert_eq!(outcomes.collect::<Vec<_>>(), ["eligible", "eligible"]);
    let born = Shared {
        fact: "born".to_owned(),
        rule_sets: vec!["one".to_owned(), "two".to_owned()],
    };
    assert_eq!(together.shared(), [born]);
    let uses = Use {
        rule_set: "two".to_owned(),
        uses: "one".to_owned(),
    };
    assert_eq!(together.uses(), [uses]);
    let json = together.to_json();
    let alone = Question::new("one").on(day("2018-05-01"));
    let alone = alone.json(r#"{"born":"2000-01-01","income":"50.00"}"#);
    let alone = book.answer(&alone).unwrap().to_json();
    assert!(
        json.starts_with(&format!("{{\"answers\":[{alone},")),
        "{json}"
    );
    let ends = r#"],"uses":[{"rule_set":"two","uses":"one"}],"shared":[{"fact":"born","rule_sets":["one","two"]}]}"#;
    assert!(json.ends_with(ends), "{json}");
}

#[test]
fn fact_of_no_rule_set_is_refused() {
    let book = book();
    let facts = asked(r#"{"born":"2000-01-01","incom":"50.00"}"#);
    let refused = book.answer_together(&["one", "two"], &facts).unwrap_err();
    let Refusal::Facts(problems) = refused else {
        panic!("{refused}");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, ProblemCode::UnknownFact);
    assert_eq!(problems[0].help.as_deref(), Some("did you mean `income`?"));
}

#[test]
fn fact_of_two_types_is_refused() {
    let book = book();
    let facts = asked(r#"{"kind":true}"#);
    let refused = book.answer_together(&["two", "three"], &facts).unwrap_err();
    let Refusal::Facts(problems) = refused else {
        panic!("{refused}");
    };
    assert_eq!(problems[0].code, ProblemCode::Contradiction);
    assert!(book.answer_together(&["two"], &facts).is_ok());
}
