//! Facts that were given and not used: which, and when they matter.

use almoner_engine::{
    Book, Question,
    answer::Answer,
    present::{self, AnswerView},
};
use serde_json::{Value, json};

fn book(rules: &str) -> Book {
    let rules: &'static [u8] = rules.as_bytes().to_vec().leak();
    let file = ("rules/one/2017-04-01.ron".to_owned(), rules);
    Book::from_files(&[file]).unwrap_or_else(|it| panic!("{it}"))
}

fn ask<'b>(book: &'b Book, facts: &str) -> Answer<'b> {
    let on = "2018-05-01".parse().expect("a day");
    let answer = book.answer(&Question::new("one").on(on).json(facts));
    answer.unwrap_or_else(|it| panic!("{it}"))
}

fn not_used(book: &Book, facts: &str) -> Value {
    let answer = ask(book, facts);
    let mut answer: Value = serde_json::from_str(&answer.to_json()).expect("JSON");
    answer["not_used"].take()
}

fn words(book: &Book, facts: &str) -> Vec<String> {
    let answer = ask(book, facts);
    match present::answer(&answer) {
        AnswerView::Quote(view) => view.footer.not_used,
        AnswerView::Screening(view) => view.footer.not_used,
        _ => Vec::new(),
    }
}

fn visit() -> Book {
    book(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            facts: [
                (id: "visit", is: OneOf([("day_visit", "a day visit"), "stay", "camp"]), ask: "?"),
                (id: "dogs", label: "number of dogs", is: Whole, ask: "?", when: "visit = stay"),
                (id: "board", is: YesNo, ask: "?", when: "visit = stay"),
                (id: "tents", is: Whole, ask: "?", when: "visit in [stay, camp] and not board"),
                (id: "lunches", is: Whole, ask: "?", when: "visit != day_visit or dogs > 1"),
                (id: "cars", is: Whole, ask: "?", when: "dogs + 1 > 2"),
                (id: "reason", is: Text, ask: "?"),
            ],
            lines: [(
                id: "line", says: "Line", cite: "1", when: "visit != camp", otherwise: "none: {reason}",
                each: "if visit = stay then £2 * dogs else £1",
                quantity: "if visit = stay and board then tents + lunches + cars else 1",
            )],
        )"#,
    )
}

#[test]
fn facts_that_no_formula_read_are_named_with_their_condition() {
    assert_eq!(
        words(
            &visit(),
            r#"{"visit": "day_visit", "dogs": 1, "board": true, "tents": 1, "lunches": 2, "cars": 1}"#
        ),
        [
            "number of dogs and board. They matter only if visit is stay.",
            "tents. It matters only if visit is stay or camp and “board” is no.",
            "lunches. It matters only if visit is not a day visit or number of dogs is more than 1.",
            "cars.",
        ]
    );
    assert_eq!(
        not_used(
            &visit(),
            r#"{"visit": "stay", "dogs": 4, "board": false, "cars": 1}"#
        ),
        json!([{"fact": "cars", "label": "cars"}])
    );
}

#[test]
fn condition_that_holds_is_no_reason_why_a_fact_was_not_used() {
    assert_eq!(
        words(
            &visit(),
            r#"{"visit": "stay", "dogs": 4, "board": false, "tents": 1, "lunches": 2, "cars": 1}"#
        ),
        ["tents, lunches and cars."]
    );
}

#[test]
fn fact_that_was_read_or_only_repeated_is_not_named() {
    let facts =
        r#"{"visit": "stay", "dogs": 4, "board": true, "tents": 1, "lunches": 2, "cars": 1}"#;
    assert_eq!(not_used(&visit(), facts), Value::Null);
    assert_eq!(
        not_used(&visit(), r#"{"visit": "camp", "reason": "rain"}"#),
        Value::Null
    );
}

#[test]
fn record_after_the_one_that_decides_is_named() {
    let book = book(
        r#"Eligibility(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Council"), source: "a paper",
            facts: [(id: "parents", ask: "?", is: List([
                (id: "works", is: YesNo, ask: "?"), (id: "cares", label: "caring", is: YesNo, ask: "?"),
            ])),
            (id: "pets", ask: "?", is: List([(id: "cats", is: Whole, ask: "?")])),
            (id: "keeps", is: YesNo, ask: "?")],
            criteria: [(id: "all", says: "All", cite: "1",
                holds: "every parents where works or cares"),
                (id: "pets", says: "Pets", cite: "2", when: "keeps", holds: "(sum cats of pets) < 3")],
        )"#,
    );
    let facts = r#"{"keeps": false, "pets": [{"cats": 2}], "parents": [{"works": false, "cares": false}, {"works": true, "cares": true}]}"#;
    assert_eq!(
        words(&book, facts),
        ["works for parent 2, caring for parent 2 and pets."]
    );
    let of_parent = json!({"list": "parents", "number": 2});
    assert_eq!(
        not_used(&book, facts),
        json!([
            {"fact": "works", "record": of_parent, "label": "works"},
            {"fact": "cares", "record": of_parent, "label": "caring"},
            {"fact": "pets", "label": "pets"},
        ])
    );
}

#[test]
fn fact_whose_absence_would_show_a_confidential_one_is_not_named() {
    let book = book(
        r#"Eligibility(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Council"), source: "a paper",
            facts: [(id: "convicted", is: YesNo, ask: "?", confidential: true),
                (id: "ill", is: YesNo, ask: "?", confidential: true, when: "aged"),
                (id: "young", is: YesNo, ask: "?"), (id: "aged", is: YesNo, ask: "?"),
                (id: "poor", is: YesNo, ask: "?")],
            values: [(id: "in_need", is: "young or poor")],
            criteria: [(id: "a", says: "A", cite: "1", holds: "convicted or in_need"),
                (id: "b", says: "B", cite: "2", holds: "aged or ill")],
        )"#,
    );
    let facts = |convicted| {
        format!(
            r#"{{"convicted": {convicted}, "young": true, "poor": false, "aged": true, "ill": true}}"#
        )
    };
    let ill = json!([{"fact": "ill", "label": "ill"}]);
    assert_eq!(not_used(&book, &facts(true)), ill);
    assert_eq!(not_used(&book, &facts(false)), ill);
}
