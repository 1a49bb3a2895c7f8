//! Nothing that an answer shows tells values of a confidential fact apart that
//! have the same outcome.

use super::{book, rule_set};
use crate::answer::{Detail, Outcome, Question};

/// The whole JSON of an answer, with its trace.
fn json(rules: &str, facts: &str) -> String {
    let book = book(rules);
    let question = Question::new("one").on(super::day("2018-05-01"));
    let question = question.json(facts).detail(Detail::Traced);
    book.answer(&question)
        .unwrap_or_else(|it| panic!("{it}"))
        .to_json()
}

#[test]
fn values_with_the_same_outcome_have_the_same_answer() {
    let rules = rule_set(
        "Eligibility",
        r#"facts: [
            (id: "kind", is: OneOf(["none", "theft", "fraud", "arson"]), confidential: true, ask: "?"),
            (id: "old", is: YesNo, ask: "?", when: "kind != none"),
            (id: "born", is: Date, ask: "?"),
        ],
        values: [
            (id: "is_theft", cite: "1", is: "kind = theft"),
            (id: "is_fraud", cite: "1", is: "kind = fraud"),
            (id: "years", cite: "1", is: "age(born)"),
            (id: "is_old_fraud", cite: "1", when: "is_fraud", is: "old and years > 20"),
        ],
        criteria: [
            (id: "clean", says: "Clean", cite: "2", holds: "kind = none or not (is_theft or is_fraud or kind = arson or years > 200)"),
            (id: "adult", says: "Adult", cite: "3", holds: "years >= 18"),
        ],
        follows: [(id: "severe", says: "Severe", cite: "4", is: "is_old_fraud")],"#,
    );
    let answers = ["theft", "fraud", "arson"].map(|kind| {
        let facts = format!(r#"{{"kind": "{kind}", "old": true, "born": "1990-05-01"}}"#);
        json(&rules, &facts)
    });
    assert!(
        answers[0].contains(r#""outcome":"not_eligible""#),
        "{}",
        answers[0]
    );
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}

#[test]
fn confidential_records_with_the_same_outcome_have_the_same_answer() {
    let rules = rule_set(
        "Eligibility",
        r#"facts: [
            (id: "offences", ask: "?", is: List([
                (id: "kind", is: OneOf(["minor", "theft", "fraud"]), confidential: true, ask: "?"),
            ])),
        ],
        criteria: [
            (id: "clean", says: "Clean", cite: "2", holds: "every offences where kind = minor"),
        ],"#,
    );
    let of = |kinds: [&str; 2]| {
        let [a, b] = kinds;
        json(
            &rules,
            &format!(r#"{{"offences": [{{"kind": "{a}"}}, {{"kind": "{b}"}}]}}"#),
        )
    };
    let answers = [["minor", "theft"], ["fraud", "minor"], ["fraud", "theft"]].map(of);
    assert!(
        answers[0].contains(r#""outcome":"not_eligible""#),
        "{}",
        answers[0]
    );
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[1], answers[2]);
}

/// A list leaves out criteria that rest on confidential facts, also where they contradict
/// others whatever the facts are.
#[test]
fn list_has_no_outcome_of_a_contradiction_with_what_it_leaves_out() {
    let outcome = |criteria: &str, facts: &str| {
        let rules = rule_set(
            "Eligibility",
            &format!(
                r#"facts: [
                    (id: "income", is: Whole, confidential: true, ask: "?"),
                    (id: "rooms", is: Whole, ask: "?"),
                ],
                criteria: [{criteria}],"#
            ),
        );
        let book = book(&rules);
        let question = Question::new("one").on(super::day("2018-05-01"));
        let listed = book.answer_for_list(&question.json(facts)).unwrap();
        assert!(!listed.to_json().contains("cannot_all_be_met"));
        listed.outcome()
    };
    let high = r#"(id: "high", says: "H", cite: "1", holds: "income + 7 > 9")"#;
    let low = r#"(id: "low", says: "L", cite: "2", holds: "income < 2")"#;
    let both = format!("{high}, {low}");
    // All else is met, and the confidential fact decides.
    assert_eq!(outcome(&both, r#"{"income": 1}"#), Outcome::Refer);
    let large = r#"(id: "large", says: "L", cite: "3", holds: "rooms > 5")"#;
    let small = r#"(id: "small", says: "S", cite: "4", holds: "income > 9 and rooms < 5")"#;
    let both = format!("{large}, {small}");
    assert_eq!(outcome(&both, r#"{"income": 1}"#), Outcome::Undetermined);
    assert_eq!(outcome(&both, r#"{"rooms": 9}"#), Outcome::Refer);
    assert_eq!(outcome(&both, r#"{"rooms": 5}"#), Outcome::NotEligible);
}
