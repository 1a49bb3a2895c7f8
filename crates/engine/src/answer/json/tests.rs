//! What is written is what the types say, key for key and in their order.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Diagnostics, Fault, Letter, NotAnswered, OrderedObject, Problems, Quote, Ranking, Screening,
};
use crate::{
    answer::{
        Detail, Question, Refusal,
        ranking::{Candidate, Ranker, Vacancies},
    },
    base::{
        date,
        source_text::{SourceFile, SourceSet},
    },
    book::{Book, open},
    check::{
        check,
        model::{Case, Kind},
    },
    facts::{GivenFacts, Intake},
    load::BookFrom,
    program, source,
};

fn built_in() -> Book {
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    opened.into_book().unwrap()
}

fn of_one(text: &str) -> Book {
    let file = SourceFile::new("rules/one/2017-04-01.ron", text.into()).unwrap();
    let sources = SourceSet::new(vec![file]);
    let checked = check(&sources, source::parse(&sources));
    program::compile(checked.book.unwrap()).into()
}

/// Any JSON with its keys in order. A number has the digits that a double has:
/// programs that read answers see no more of a third.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Any {
    Null,
    YesNo(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Any>),
    Object(OrderedObject<Any>),
}

fn rewritten<T: Serialize + DeserializeOwned>(written: &str) -> String {
    let read: T = serde_json::from_str(written).unwrap_or_else(|it| panic!("{it}: {written}"));
    serde_json::to_string(&read).unwrap()
}

/// Holds a text against what the type reads of it.
fn same<T: Serialize + DeserializeOwned>(written: &str) {
    let (expected, read) = (rewritten::<Any>(written), rewritten::<T>(written));
    let pairs = expected.bytes().zip(read.bytes());
    let differs = pairs.take_while(|(one, other)| one == other).count();
    let near = |text: &str| {
        let from = &text.as_bytes()[differs.saturating_sub(80)..];
        String::from_utf8_lossy(&from[..from.len().min(200)]).into_owned()
    };
    assert!(expected == read, "{}\n{}", near(&expected), near(&read));
}

/// The JSON of a case and whether it is a fault; none where it is refused.
fn asked(book: &Book, set: &str, case: &Case, detail: Detail) -> Option<(bool, String)> {
    let mut question = Question::new(set).on(case.on).detail(detail);
    if let Some(known) = case.known {
        question = question.known(known);
    }
    for (name, given) in &case.facts {
        question = question.given(&**name, given.clone());
    }
    match book.answer(&question) {
        Ok(answer) => Some((false, answer.to_json())),
        Err(Refusal::Fault(faulted)) => Some((true, super::fault(&faulted.in_book(book).unwrap()))),
        Err(_) => None,
    }
}

#[test]
fn every_case_reads_into_the_types_and_writes_the_same() {
    let book = built_in();
    let (mut answered, mut in_parts, mut with_totals) = (0, 0, 0);
    for set in &book.contents().rule_sets {
        for case in &set.cases {
            for detail in [Detail::Traced, Detail::Silent] {
                let Some((is_fault, json)) = asked(&book, &set.id, case, detail) else {
                    continue;
                };
                match (is_fault, set.kind()) {
                    (true, _) => same::<Fault>(&json),
                    (false, Kind::Pricing) => same::<Quote>(&json),
                    (false, _) => same::<Screening>(&json),
                }
                answered += 1;
                in_parts += usize::from(json.contains(",\"parts\":["));
                with_totals += usize::from(json.contains(",\"totals\":["));
            }
        }
    }
    assert!(
        answered > 200 && in_parts > 2 && with_totals > 2,
        "{answered}, {in_parts}, {with_totals}"
    );
}

#[test]
fn faults_read_into_the_types_and_write_the_same() {
    let book = of_one(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            facts: [(id: "people", is: Whole, ask: "?")],
            lines: [(id: "help", says: "Help", cite: "1", each: "£10 / people", quantity: "1")],
        )"#,
    );
    for detail in [Detail::Traced, Detail::Silent] {
        let question = Question::new("one")
            .on(date::parse("2018-05-01").unwrap())
            .json(r#"{"people": 0}"#)
            .detail(detail);
        let Err(Refusal::Fault(faulted)) = book.answer(&question) else {
            panic!("a fault");
        };
        same::<Fault>(&super::fault(&faulted.in_book(&book).unwrap()));
    }
}

#[test]
fn rankings_and_letters_read_into_the_types_and_write_the_same() {
    let book = built_in();
    let on = date::parse("2018-05-01").unwrap();
    for detail in [Detail::Traced, Detail::Silent] {
        let mut ranker = Ranker::new(&book, "head-start", on, None, detail).unwrap();
        for (row, text) in [
            r#"{"date_of_birth": "1999-06-15", "in_care_or_care_leaver": null}"#,
            r#"{"date_of_birth": "1950-01-01"}"#,
            r#"{"date_of_birth": "1999-06-15", "in_care_or_care_leaver": true,
            "in_education_employment_or_training": true, "unspent_convictions": "none",
            "references": [{"kind": "training"}, {"kind": "character", "relative": false}],
            "eligible_for_social_housing": true, "agrees_to_conditions": true, "supported_by_inspire": true}"#,
            r#"{"date_of_birth": "1999-06-15", "in_care_or_care_leaver": true,
            "in_education_employment_or_training": true,
            "references": [{"kind": "training"}, {"kind": "character", "relative": false}],
            "eligible_for_social_housing": true, "agrees_to_conditions": true, "supported_by_inspire": true}"#,
        ]
        .into_iter()
        .enumerate()
        {
            let mut facts = GivenFacts::default();
            facts.json(text);
            ranker.add(Candidate {
                row: u64::try_from(row).unwrap(),
                reference: Some(row.to_string()),
                on: None,
                facts,
            });
        }
        let vacancies = Vacancies {
            of_kind: vec![(0, 1)],
            total: 1,
        };
        let ranking = ranker.finish(Some(vacancies)).unwrap();
        let written = super::ranking(&ranking);
        assert!(written.contains(r#""place":"open""#), "{written}");
        assert!(
            written.contains(r#""refer":[{"ref":"3","answer":"#),
            "{written}"
        );
        assert!(!written.contains(r#""trace":["#), "{written}");
        same::<Ranking>(&written);
    }
    let question = Question::new("head-start").on(on);
    let answer = book.answer(&question).unwrap();
    for letter in [None, Some("Dear applicant")] {
        let outcome = answer.outcome().name();
        same::<Letter>(&super::letter(answer.asked(), outcome, letter));
    }
}

#[test]
fn remarks_read_into_the_types_and_write_the_same() {
    let book = built_in();
    let program = book.program();
    let refused = program.select("music", date::parse("1900-01-01").unwrap(), None);
    same::<NotAnswered>(&super::refused(&refused.unwrap_err()));

    let ruling = program
        .select("music", date::parse("2018-05-01").unwrap(), None)
        .unwrap();
    let mut intake = Intake::new(ruling.version);
    intake.json(r#"{"lesons": 1, "minutes": "no"}"#);
    same::<Problems>(&super::problems(&intake.finish(&ruling).unwrap_err()));

    let text = "Pricing(id: \"one\", lines: [(id: \"a\", says: \"{b}\"), (id: \"a\")])";
    let file = SourceFile::new("rules/one/2017-04-01.ron", text.into()).unwrap();
    let sources = SourceSet::new(vec![file]);
    let found = check(&sources, source::parse(&sources)).diagnostics;
    assert!(!found.is_empty());
    same::<Diagnostics>(&super::diagnostics(&sources, &found));
}

/// A warning in an earlier file comes after an error in a later one.
#[test]
fn diagnostics_are_written_errors_first() {
    let rules = |id: &str, holds: &str| {
        format!(
            r#"Eligibility(id: "{id}", title: "T", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            facts: [(id: "n", is: Whole, ask: "?")],
            criteria: [(id: "c", says: "C", cite: "1", holds: "{holds}")])"#
        )
    };
    let file = |id: &str, holds: &str| {
        let path = format!("rules/{id}/2017-04-01.ron");
        SourceFile::new(path, rules(id, holds).into_bytes()).unwrap()
    };
    let sources = SourceSet::new(vec![file("a", "yes"), file("b", "m > 1")]);
    let checked = check(&sources, source::parse(&sources));
    let json = super::diagnostics(&sources, &checked.diagnostics);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let listed: Vec<(&str, &str)> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["severity"].as_str().unwrap(),
                it["file"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(listed[0], ("error", "rules/b/2017-04-01.ron"));
    assert!(listed.len() > 1, "{listed:?}");
    assert!(
        listed[1..]
            .iter()
            .all(|(severity, _)| *severity == "warning"),
        "{listed:?}"
    );
}
