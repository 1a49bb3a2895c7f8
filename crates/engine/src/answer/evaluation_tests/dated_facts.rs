//! Facts that were given with days: the answer for a day takes the value of
//! that day, and one for a period is split where a value that it reads changes.

use super::{book_of_files, day};
use crate::{
    answer::{Answer, Question, Refusal, verify::Saved},
    base::fingerprint::Fingerprint,
    book::Book,
    facts::{DatedValue, FactRecord},
};

/// The parental fee of a month, 10.7 % of the income above a limit, as a
/// family of three pays it; with a dated limit.
fn fee() -> Book {
    let limit = r#"Parameter(
        id: "limit", says: "Income limit", takes: [(id: "size", is: Whole, within: "2..3")],
        gives: Money, until: "2023-12-31", periods: [
            (from: "2022-01-01", cite: "s", rows: [(["2"], "£2102"), (["3"], "£2713")], decided: Adopted(on: "2022-01-01", by: "Cabinet")),
            (from: "2023-08-01", cite: "s", rows: [(["2"], "£2913"), (["3"], "£3754")], decided: Adopted(on: "2023-08-01", by: "Cabinet")),
        ],
    )"#;
    let rules = r#"Pricing(
        id: "fee", title: "Fee", in_force: "2020-01-01",
        decided: Adopted(on: "2020-01-01", by: "Cabinet"), source: "a paper",
        rounding: (mode: "half_up", to: "£1"),
        period: (from: "first_day", to: "last_day"),
        facts: [
            (id: "first_day", is: Date, ask: "First day?"),
            (id: "last_day", is: Date, ask: "Last day?"),
            (id: "income", is: Money, ask: "What is the income?"),
            (id: "size", is: Whole, within: "2..3", assume: "3", ask: "How many people?"),
            (id: "note", is: Text, ask: "A note?", confidential: true),
            (id: "children", ask: "Which children?", is: List([
                (id: "born", is: Date, ask: "Born?"),
                (id: "share", is: Percentage, assume: "100%", ask: "Which share of a full place?"),
            ])),
        ],
        values: [
            (id: "base", says: "Fee", is: "min(£289, 10.7% * max(£0, income - limit(size, on)))"),
        ],
        lines: [
            (id: "place", for_each: "children", says: "Place", cite: "1", each: "base * share", quantity: "1"),
            (id: "many", says: "Many children", cite: "2", when: "count children > 1", each: "£1", quantity: "1"),
        ],
    )"#;
    book_of_files(&[
        ("rules/limit.ron", limit),
        ("rules/fee/2020-01-01.ron", rules),
    ])
}

const MARCH: &str = r#""first_day": "2023-03-01", "last_day": "2023-03-31""#;
const CHILD: &str = r#""children": [{"born": "2020-01-01"}]"#;

fn ask<'b>(book: &'b Book, facts: &str) -> Result<Answer<'b>, Refusal> {
    book.answer(&Question::new("fee").on(day("2023-03-01")).json(facts))
}

/// The first day of each part with its total, and why it begins.
fn parts(book: &Book, facts: &str) -> Vec<String> {
    let answer = ask(book, facts).unwrap_or_else(|it| panic!("{it}\n{facts}"));
    let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
    let parts = json["parts"].as_array();
    let parts = parts.into_iter().flatten();
    parts
        .map(|part| {
            let total = part["total"].as_str().unwrap_or("none");
            let begins = part["begins"].as_array().into_iter().flatten();
            let begins: Vec<&str> = begins
                .map(|it| it["fact"].as_str().or(it["id"].as_str()).unwrap())
                .collect();
            format!(
                "{} {total} {}",
                part["first"].as_str().unwrap(),
                begins.join("+")
            )
        })
        .collect()
}

#[test]
fn income_that_changes_gives_two_parts() {
    let book = fee();
    let income = r#""income": [{"until": "2023-03-15", "value": "4000"}, {"from": "2023-03-16", "value": "3000"}]"#;
    let facts = format!("{{{MARCH}, {income}, {CHILD}}}");
    assert_eq!(
        parts(&book, &facts),
        ["2023-03-01 138.00 ", "2023-03-16 31.00 income"]
    );
}

#[test]
fn limit_that_is_raised_gives_two_parts() {
    let book = fee();
    let days = r#""first_day": "2023-07-20", "last_day": "2023-08-10""#;
    let facts = format!(r#"{{{days}, "income": "5000", {CHILD}}}"#);
    let question = Question::new("fee").json(&facts);
    let answer = book.answer(&question).unwrap();
    let totals: Vec<String> = answer
        .parts()
        .map(|part| part.quote().unwrap().total.unwrap().to_string())
        .collect();
    assert_eq!(totals, ["£245.00", "£133.00"]);
}

#[test]
fn question_about_a_day_takes_the_value_of_that_day() {
    let book = fee();
    let facts = format!(
        r#"{{"income": [{{"from": "2023-03-01", "until": "2023-03-15", "value": "4000"}},
            {{"from": "2023-03-16", "value": "3000"}}], {CHILD}}}"#
    );
    for (on, total) in [
        ("2023-02-28", None),
        ("2023-03-01", Some("£138.00")),
        ("2023-03-15", Some("£138.00")),
        ("2023-03-16", Some("£31.00")),
    ] {
        let answer = book.answer(&Question::new("fee").on(day(on)).json(&facts));
        let actual = answer.unwrap().total().map(|total| total.to_string());
        assert_eq!(actual.as_deref(), total, "{on}");
    }
}

#[test]
fn days_without_a_value_are_not_settled_and_named() {
    let book = fee();
    let income = r#""income": [{"until": "2023-03-10", "value": "4000"}, {"from": "2023-03-21", "value": "3000"}]"#;
    let facts = format!("{{{MARCH}, {income}, {CHILD}}}");
    assert_eq!(
        parts(&book, &facts),
        [
            "2023-03-01 138.00 ",
            "2023-03-11 none income",
            "2023-03-21 31.00 income"
        ]
    );
    let answer = ask(&book, &facts).unwrap();
    let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
    let days = serde_json::json!([{"first": "2023-03-11", "last": "2023-03-20"}]);
    assert_eq!(json["outcome"], "undetermined");
    assert_eq!(json["missing"][0]["fact"], "income");
    assert_eq!(json["missing"][0]["days"], days);
    assert_eq!(json["parts"][1]["missing"][0]["days"], days);
}

#[test]
fn child_who_joins_counts_from_that_day() {
    let book = fee();
    let children = r#""children": [{"born": "2020-01-01"},
        {"from": "2023-03-10", "until": "2023-03-20", "value": {"born": "2021-01-01"}}]"#;
    let facts = format!(r#"{{{MARCH}, "income": "4000", {children}}}"#);
    assert_eq!(
        parts(&book, &facts),
        [
            "2023-03-01 138.00 ",
            "2023-03-10 277.00 children[1]",
            "2023-03-21 138.00 children[1]"
        ]
    );
}

#[test]
fn field_of_a_record_changes_for_that_record_alone() {
    let book = fee();
    let children = r#""children": [{"born": "2020-01-01"}, {"born": "2020-01-01",
        "share": [{"until": "2023-03-09", "value": "50%"}, {"from": "2023-03-20", "value": "50%"}]}]"#;
    let facts = format!(r#"{{{MARCH}, "income": "4000", {children}}}"#);
    // The days in between take what the rules assume.
    assert_eq!(
        parts(&book, &facts),
        [
            "2023-03-01 208.00 ",
            "2023-03-10 277.00 children[1].share",
            "2023-03-20 208.00 children[1].share"
        ]
    );
}

#[test]
fn change_that_changes_nothing_is_no_part() {
    let book = fee();
    for income in [
        // Both are above the highest fee.
        r#"[{"until": "2023-03-10", "value": "9000"}, {"from": "2023-03-11", "value": "9500"}]"#,
        r#"[{"until": "2023-03-10", "value": "4000"}, {"from": "2023-03-11", "value": "4000"}]"#,
    ] {
        let facts = format!(r#"{{{MARCH}, "income": {income}, {CHILD}}}"#);
        assert_eq!(parts(&book, &facts), <[&str; 0]>::default(), "{income}");
    }
}

#[test]
fn facts_in_the_answer_can_be_asked_again() {
    let book = fee();
    let facts = format!(
        r#"{{{MARCH}, "income": [{{"from": "2023-03-16", "value": "3000"}}, {{"until": "2023-03-15", "value": 4000}}],
        "children": [{{"from": "2023-03-05", "value": {{"born": "2020-01-01",
            "share": [{{"until": "2023-03-20", "value": "50%"}}]}}}}]}}"#
    );
    let saved = ask(&book, &facts).unwrap().to_json();
    let json: serde_json::Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(
        json["facts"],
        serde_json::json!({
            "first_day": "2023-03-01", "last_day": "2023-03-31",
            "income": [{"until": "2023-03-15", "value": "4000.00"}, {"from": "2023-03-16", "value": "3000.00"}],
            "children": [{"from": "2023-03-05", "value": {"born": "2020-01-01",
                "share": [{"until": "2023-03-20", "value": "50%"}]}}],
        })
    );
    let verdict = book.verify(&Saved::read(&saved).unwrap(), None).unwrap();
    assert_eq!(verdict, crate::answer::verify::Verdict::Identical);
    let typed: crate::answer::json::Quote = serde_json::from_str(&saved).unwrap();
    assert_eq!(
        serde_json::to_value(&typed.tail.facts).unwrap(),
        json["facts"]
    );
}

#[test]
fn value_that_always_holds_is_a_single_value() {
    let book = fee();
    let single = format!(r#"{{"income": "4000", {CHILD}}}"#);
    let dated = format!(r#"{{"income": [{{"value": "4000"}}], {CHILD}}}"#);
    let of = |facts: &str| Fingerprint::of(&ask(&book, facts).unwrap().to_json());
    assert_eq!(of(&single), of(&dated));
}

#[test]
fn programs_give_values_with_days() {
    let book = fee();
    let child = FactRecord::new().fact("born", day("2020-01-01"));
    let later = child
        .clone()
        .since(day("2023-03-10"))
        .until(day("2023-03-31"));
    let question = Question::new("fee")
        .fact("first_day", day("2023-03-01"))
        .fact("last_day", day("2023-03-31"))
        .fact(
            "income",
            vec![
                DatedValue::new(4000).until(day("2023-03-15")),
                DatedValue::new(3000).since(day("2023-03-16")),
            ],
        )
        .fact("children", vec![child, later]);
    let answer = book.answer(&question).unwrap();
    assert_eq!(answer.parts().count(), 3);
    // 138, then 2 × 138 + 1, then 2 × 31 + 1.
    assert_eq!(answer.total().unwrap().to_string(), "£478.00");
}

#[test]
fn wrong_days_are_refused_by_name() {
    let book = fee();
    for (facts, says) in [
        (
            r#"{"income": [{"until": "2023-03-15", "value": 1}, {"from": "2023-03-15", "value": 2}]}"#,
            "“income” has two values on the same day: one from the beginning to 15 March 2023, and one from 15 March 2023 on",
        ),
        (
            r#"{"income": [{"from": "2023-03-15", "until": "2023-03-14", "value": 1}]}"#,
            "“income” must be given with its days: one value ends before it begins",
        ),
        (
            r#"{"income": [{"from": "2023-02-30", "value": 1}]}"#,
            "one value has a `from` that is not a day",
        ),
        (
            r#"{"income": [{"form": "2023-02-03", "value": 1}]}"#,
            "one value has `form` next to its days",
        ),
        (
            r#"{"income": [{"from": "2023-02-03"}]}"#,
            "“income” must be values with their days",
        ),
        (
            r#"{"income": [{"value": "much"}]}"#,
            "“income” must be an amount of money, not `much`",
        ),
        (
            r#"{"size": [{"until": "2023-03-15", "value": 2}, {"from": "2023-03-16", "value": 9}]}"#,
            "“size” must be",
        ),
        (
            r#"{"first_day": [{"until": "2023-03-15", "value": "2023-03-01"}]}"#,
            "“first day” must be one day",
        ),
        (
            r#"{"children": [{"from": "2023-03-15", "until": "2023-03-14", "value": {}}]}"#,
            "child 1 ends before it begins",
        ),
        (
            r#"{"children": [{"form": "2023-03-15", "value": {}}]}"#,
            "child 1 has `form` next to its days",
        ),
    ] {
        let Err(Refusal::Facts(problems)) = ask(&book, facts) else {
            panic!("taken: {facts}");
        };
        let [problem] = problems.as_slice() else {
            panic!("{problems:?}");
        };
        assert!(problem.says.contains(says), "{}", problem.says);
    }
}

#[test]
fn confidential_values_are_not_repeated() {
    let book = fee();
    let facts = format!(
        r#"{{"note": [{{"until": "2023-03-15", "value": "ill"}}, {{"from": "2023-03-16", "value": "well"}}],
        "income": 4000, {CHILD}}}"#
    );
    let json = ask(&book, &facts).unwrap().to_json();
    assert!(json.contains(r#""withheld":["note"]"#), "{json}");
    assert!(
        !json.contains("ill\"") && !json.contains("2023-03-15"),
        "{json}"
    );
}

#[test]
fn later_facts_replace_those_with_days() {
    let book = fee();
    let dated = r#"{"income": [{"until": "2023-02-15", "value": 1}]}"#;
    let question = Question::new("fee").on(day("2023-03-01")).json(dated);
    let single = format!(r#"{{"income": 4000, {CHILD}}}"#);
    let answer = book.answer(&question.json(&single)).unwrap();
    assert_eq!(answer.total().unwrap().to_string(), "£138.00");
}

#[test]
fn day_without_a_rate_is_refused_by_the_name_of_the_rate() {
    let book = fee();
    let facts = |first: &str, last: &str| {
        format!(r#"{{"first_day": "{first}", "last_day": "{last}", "income": 4000, {CHILD}}}"#)
    };
    for (first, last, on) in [
        (
            "2023-12-20",
            "2024-01-10",
            "1 January 2024: the last in this book end on 31 December 2023",
        ),
        (
            "2021-12-20",
            "2022-01-10",
            "20 December 2021: the first in this book are in force from 1 January 2022",
        ),
    ] {
        let text = facts(first, last);
        let refusal = book.answer(&Question::new("fee").json(&text)).unwrap_err();
        assert!(matches!(refusal, Refusal::NotAvailable { .. }), "{refusal}");
        let says = format!("there are no rates of “Income limit” for {on}");
        assert!(refusal.to_string().starts_with(&says), "{refusal}");
    }
    let text = facts("2023-12-20", "2023-12-31");
    assert!(book.answer(&Question::new("fee").json(&text)).is_ok());
}

#[test]
fn everything_that_does_not_cover_a_day_is_named() {
    let limit = r#"Parameter(
        id: "limit", says: "Income limit", takes: [(id: "size", is: Whole, within: "1..1")],
        gives: Money, until: "2023-12-31",
        periods: [(from: "2022-01-01", cite: "s", rows: [(["1"], "£10")], decided: Adopted(on: "2022-01-01", by: "Cabinet"))],
    )"#;
    let rules = r#"Pricing(
        id: "fee", title: "Fee", in_force: "2020-01-01", until: "2023-12-31",
        decided: Adopted(on: "2020-01-01", by: "Cabinet"), source: "a paper",
        rounding: (mode: "half_up", to: "£1"), period: (from: "first_day", to: "last_day"),
        facts: [
            (id: "first_day", is: Date, ask: "First day?"),
            (id: "last_day", is: Date, ask: "Last day?"),
        ],
        lines: [(id: "place", says: "Place", cite: "1", each: "limit(1, on)", quantity: "1")],
    )"#;
    let book = book_of_files(&[
        ("rules/limit.ron", limit),
        ("rules/fee/2020-01-01.ron", rules),
    ]);
    let days = r#"{"first_day": "2023-12-20", "last_day": "2024-01-10"}"#;
    let refusal = book.answer(&Question::new("fee").json(days)).unwrap_err();
    let says = refusal.to_string();
    assert!(
        says.contains("there are no rules for Fee for 1 January 2024"),
        "{says}"
    );
    assert!(
        says.contains("and there are no rates of “Income limit”"),
        "{says}"
    );
}

/// A part that is not settled may be none of those that are added up: then the sum is 0.
#[test]
fn sum_is_open_while_the_only_part_without_the_value_is_not_settled() {
    let book = super::book(&super::rule_set(
        "Eligibility",
        r#"period: (from: "first_day", to: "last_day", outcome: "any_part"),
        facts: [
            (id: "first_day", is: Date, ask: "?"), (id: "last_day", is: Date, ask: "?"),
            (id: "n", is: Whole, ask: "?"), (id: "ok", is: YesNo, ask: "?"),
        ],
        criteria: [(id: "c", says: "C", cite: "1", holds: "ok", refer: "A person decides.")],
        follows: [(id: "total", says: "Total", when: "n > 5", is: "n", sum: "eligible_parts")],"#,
    ));
    let sum = |more: &str| {
        let facts = format!(r#"{{"first_day":"2018-05-01","last_day":"2018-05-04"{more}}}"#);
        let answer = super::ask(&book, &facts).unwrap_or_else(|it| panic!("{it}"));
        let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
        json["follows"][0]["value"].clone()
    };
    assert_eq!(sum(r#","n":3"#), serde_json::Value::Null);
    assert_eq!(sum(r#","n":6"#), serde_json::Value::Null);
    assert_eq!(sum(r#","n":6,"ok":true"#), 6);
    assert_eq!(sum(r#","n":3,"ok":false"#), 0);
    assert!(sum(r#","n":3,"ok":true"#).get("does_not_apply").is_some());
}

/// A part by a version in which the value does not apply adds nothing to the others.
#[test]
fn sum_passes_over_parts_by_another_version_without_the_value() {
    let version = |first: &str, when: &str| {
        format!(
            r#"Eligibility(id: "one", title: "One", in_force: "{first}",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            period: (from: "first_day", to: "last_day", outcome: "any_part"),
            facts: [
                (id: "first_day", is: Date, ask: "?"), (id: "last_day", is: Date, ask: "?"),
                (id: "n", is: Whole, ask: "?"),
            ],
            criteria: [(id: "c", says: "C", cite: "1", holds: "n > 1")],
            follows: [(id: "total", says: "Total", when: "{when}", is: "n", sum: "parts")],)"#
        )
    };
    for (before, after) in [("n > 5", "n > 2"), ("n > 2", "n > 5")] {
        let book = book_of_files(&[
            ("rules/one/2017-04-01.ron", &version("2017-04-01", before)),
            ("rules/one/2018-05-03.ron", &version("2018-05-03", after)),
        ]);
        let facts = r#"{"first_day": "2018-05-01", "last_day": "2018-05-04", "n": 3}"#;
        let answer = super::ask(&book, facts).unwrap_or_else(|it| panic!("{it}"));
        let json: serde_json::Value = serde_json::from_str(&answer.to_json()).unwrap();
        assert_eq!(json["follows"][0]["value"], 3, "{before}, {after}: {json}");
    }
}
