//! Facts that cannot go together: each relation held, broken and not given.

use super::{ask, book};
use crate::{answer::Refusal, book::Book, facts::ProblemCode};

/// A stay with every relation, of the case and of a record.
fn stay() -> Book {
    book(
        r#"Eligibility(
            id: "one", title: "Stay", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Council"), source: "a paper",
            facts: [
                (id: "arrives", is: Date, label: "first night"),
                (id: "leaves", is: Date, label: "day you leave", not_before: "arrives"),
                (id: "caravan", is: YesNo, excludes: ["tents"]),
                (id: "tents", is: Whole),
                (id: "awning", is: YesNo, needs: ["caravan", "children"]),
                (id: "children", is: List([
                    (id: "attends", is: AnyOf(["monday", "tuesday"])),
                    (id: "lunches", is: AnyOf(["monday", ("tuesday", "Tuesdays")]), no_more_than: "attends"),
                    (id: "born", is: Date, confidential: true),
                    (id: "starts", is: Date, label: "start", not_before: "born"),
                    (id: "stays", is: Whole),
                    (id: "meals", is: Number, no_more_than: "stays"),
                    (id: "club", is: AnyOf(["monday", "tuesday"])),
                    (id: "snacks", is: AnyOf(["monday", "tuesday"]), no_more_than: "attends + club"),
                    (id: "extra", is: Whole),
                    (id: "drinks", is: Whole, no_more_than: "stays + extra"),
                ])),
            ],
            criteria: [(id: "all", says: "All", cite: "1",
                holds: "leaves >= arrives and (caravan or tents > 0) and awning and every children where attends includes monday or lunches includes monday or starts > born or meals > stays or snacks includes monday or club includes monday or drinks > extra")],
        )"#,
    )
}

/// Where each contradiction is, and what is said of it.
fn contradictions(facts: &str) -> Vec<String> {
    match ask(&stay(), facts) {
        Ok(_) => Vec::new(),
        Err(Refusal::Facts(problems)) => {
            let codes = problems.iter().map(|it| it.code);
            assert!(codes.clone().all(|it| it == ProblemCode::Contradiction));
            let problems = problems.into_iter();
            problems
                .map(|it| format!("{}: {}", it.at, it.says))
                .collect()
        }
        Err(other) => panic!("{other}"),
    }
}

fn one(facts: &str, expected: &str) {
    assert_eq!(contradictions(facts), [expected], "{facts}");
}

fn none(facts: &str) {
    assert_eq!(contradictions(facts), [""; 0], "{facts}");
}

#[test]
fn date_before_another_is_refused_by_both_labels() {
    one(
        r#"{"arrives": "2018-06-12", "leaves": "2018-06-11"}"#,
        "/leaves: “day you leave” is 11 June 2018, before “first night”, 12 June 2018",
    );
    none(r#"{"arrives": "2018-06-12", "leaves": "2018-06-12"}"#);
    none(r#"{"leaves": "2018-06-12"}"#);
}

#[test]
fn date_before_another_is_refused_on_the_days_it_is_so() {
    let arrives = r#"[{"until": "2018-04-30", "value": "2018-06-01"}, {"from": "2018-05-01", "value": "2018-06-12"}]"#;
    one(
        &format!(r#"{{"arrives": {arrives}, "leaves": "2018-06-11"}}"#),
        "/leaves: “day you leave” is 11 June 2018, before “first night”, 12 June 2018",
    );
    none(&format!(
        r#"{{"arrives": {arrives}, "leaves": "2018-06-12"}}"#
    ));
}

#[test]
fn fact_that_excludes_another_goes_with_none_of_it() {
    one(
        r#"{"caravan": true, "tents": 2}"#,
        "/caravan: “caravan” and “tents” cannot go together",
    );
    none(r#"{"caravan": true, "tents": 0}"#);
    none(r#"{"caravan": false, "tents": 2}"#);
    none(r#"{"caravan": true}"#);
}

#[test]
fn fact_that_needs_another_does_not_go_with_none_of_it() {
    one(
        r#"{"awning": true, "caravan": false}"#,
        "/awning: “awning” is given, but “caravan” is no",
    );
    one(
        r#"{"awning": true, "caravan": true, "children": []}"#,
        "/awning: “awning” is given, but “children” is none",
    );
    none(r#"{"awning": false, "caravan": false}"#);
    none(r#"{"awning": true, "caravan": true}"#);
    none(r#"{"awning": true}"#);
}

#[test]
fn fact_is_no_more_than_several_together() {
    let child = |facts: &str| format!(r#"{{"children": [{{{facts}}}]}}"#);
    one(
        &child(r#""stays": 2, "extra": 1, "drinks": 4"#),
        "/children/0/drinks: “drinks” of child 1 is 4, more than “stays” and “extra” together, 3",
    );
    none(&child(r#""stays": 2, "extra": 1, "drinks": 3"#));
    one(
        &child(r#""stays": 2, "drinks": 3"#),
        "/children/0/drinks: “drinks” of child 1 is 3, more than “stays” and “extra” together, 2",
    );
    none(&child(r#""extra": 1, "drinks": 3"#));
    one(
        &child(r#""attends": [], "club": ["monday"], "snacks": ["monday", "tuesday"]"#),
        "/children/0/snacks: “snacks” of child 1 has tuesday, and “attends” and “club” together do not",
    );
    none(&child(
        r#""attends": ["tuesday"], "club": ["monday"], "snacks": ["monday", "tuesday"]"#,
    ));
}

#[test]
fn fact_of_a_record_is_compared_within_its_record() {
    one(
        r#"{"children": [{"attends": ["tuesday"], "lunches": ["tuesday"]},
            {"attends": ["monday"], "lunches": ["monday", "tuesday"]}]}"#,
        "/children/1/lunches: “lunches” of child 2 has Tuesdays, and “attends” does not",
    );
    one(
        r#"{"children": [{"stays": 3, "meals": 3.5}]}"#,
        "/children/0/meals: “meals” of child 1 is 3.5, more than “stays”, 3",
    );
    none(r#"{"children": [{"stays": 3, "meals": 3}, {"stays": 1}, {"meals": 2}]}"#);
}

#[test]
fn confidential_date_is_not_repeated() {
    one(
        r#"{"children": [{"born": "2016-01-31", "starts": "2016-01-30"}]}"#,
        "/children/0/starts: “start” of child 1 is before “born”",
    );
}

#[test]
fn every_contradiction_is_named_at_once() {
    let all = contradictions(
        r#"{"arrives": "2018-06-12", "leaves": "2018-06-11", "caravan": true, "tents": 1}"#,
    );
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn fact_goes_with_nothing_of_what_it_excludes_whatever_the_type() {
    for (ty, nothing, something) in [
        ("YesNo", "false", "true"),
        ("Whole", "0", "1"),
        ("Number", "\"0.0\"", "\"0.5\""),
        ("Money", "\"0.00\"", "\"0.01\""),
        ("Percentage", "\"0%\"", "\"0.1%\""),
        ("OneOf([\"none\", \"some\"])", "\"none\"", "\"some\""),
        ("AnyOf([\"some\", \"more\"])", "[]", "[\"some\"]"),
    ] {
        let book = book(&super::rule_set(
            "Eligibility",
            &format!(
                r#"facts: [(id: "alone", is: YesNo, excludes: ["other"]), (id: "other", is: {ty})],
                criteria: [(id: "c", says: "C", cite: "1", holds: "alone and other is known")],"#
            ),
        ));
        for (alone, other, is_refused) in [
            ("true", nothing, false),
            ("true", something, true),
            ("false", something, false),
        ] {
            let facts = format!(r#"{{"alone": {alone}, "other": {other}}}"#);
            let refused = matches!(ask(&book, &facts), Err(Refusal::Facts(_)));
            assert_eq!(refused, is_refused, "{ty}: {facts}");
        }
    }
}
