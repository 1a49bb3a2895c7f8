//! What is written is what the types say, key for key and in their order.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Diagnostics, Fault, Letter, Named, NotAnswered, Problems, Quote, Ranking, Screening, Told,
    answer_in_parts,
};
use crate::{
    answer::{
        Asked,
        ranking::{Screened, Together, Vacancies},
    },
    base::{
        date,
        source_text::{SourceFile, SourceSet},
    },
    check::{
        check,
        model::{Case, Kind},
    },
    eval::{
        order::{self, Applicant},
        screen::screen_traced,
    },
    facts::{Intake, parts},
    load::BookFrom,
    open::open,
    program::{self, model::Program},
    source,
};

fn built_in() -> Program {
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    opened.program.unwrap()
}

fn of_one(text: &str) -> Program {
    let file = SourceFile::new("rules/one/2017-04-01.ron", text.into()).unwrap();
    let sources = SourceSet::new(vec![file]);
    let checked = check(&sources, source::parse(&sources));
    program::compile(checked.book.unwrap())
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
    Object(Named<Any>),
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

/// What came of a case; none where it is refused.
fn asked(program: &Program, set: &str, case: &Case, told: Told) -> Option<(Kind, super::Whole)> {
    let ruling = program.choose(set, case.on, case.known).ok()?;
    let give = |intake: &mut Intake<'_>| {
        for (name, given) in &case.facts {
            intake.give(name, given);
        }
    };
    let mut intake = Intake::new(ruling.version);
    give(&mut intake);
    let facts = intake.finish(&ruling).ok()?;
    let parts = parts::parts(program, (&ruling, &facts), &give).ok()?;
    let asked = Asked {
        ruling: &ruling,
        facts: &facts,
    };
    Some((ruling.version.kind, answer_in_parts(asked, &parts, told)))
}

#[test]
fn every_case_reads_into_the_types_and_writes_the_same() {
    let program = built_in();
    let (mut answered, mut in_parts, mut with_totals) = (0, 0, 0);
    for set in &program.book().rule_sets {
        for case in &set.cases {
            for told in [Told::Traced, Told::Silent] {
                let Some((kind, whole)) = asked(&program, &set.id, case, told) else {
                    continue;
                };
                match (whole.outcome, kind) {
                    ("fault", _) => same::<Fault>(&whole.json),
                    (_, Kind::Pricing) => same::<Quote>(&whole.json),
                    (_, Kind::Eligibility) => same::<Screening>(&whole.json),
                }
                answered += 1;
                in_parts += usize::from(whole.json.contains(",\"parts\":["));
                with_totals += usize::from(whole.json.contains(",\"totals\":["));
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
    let program = of_one(
        r#"Pricing(
            id: "one", title: "One", in_force: "2017-04-01",
            decided: Adopted(on: "2017-04-01", by: "Cabinet"), source: "a paper",
            rounding: (mode: "half_up", to: "£0.01"),
            facts: [(id: "people", is: Whole, ask: "?")],
            lines: [(id: "help", says: "Help", cite: "1", each: "£10 / people", quantity: "1")],
        )"#,
    );
    let on = date::parse("2018-05-01").unwrap();
    let ruling = program.choose("one", on, None).unwrap();
    let mut intake = Intake::new(ruling.version);
    intake.json(r#"{"people": 0}"#);
    let facts = intake.finish(&ruling).unwrap();
    let asked = Asked {
        ruling: &ruling,
        facts: &facts,
    };
    let whole = super::answer(asked, Told::Silent);
    assert_eq!(whole.outcome, "fault");
    same::<Fault>(&whole.json);
}

#[test]
fn rankings_and_letters_read_into_the_types_and_write_the_same() {
    let program = built_in();
    let on = date::parse("2018-05-01").unwrap();
    let ruling = program.choose("head-start", on, None).unwrap();
    let screened = [
        (
            "A",
            r#"{"date_of_birth": "1999-06-15", "in_care_or_care_leaver": null}"#,
        ),
        ("B", r#"{"date_of_birth": "1950-01-01"}"#),
        (
            "C",
            r#"{"date_of_birth": "1999-06-15", "in_care_or_care_leaver": true,
            "in_education_employment_or_training": true, "unspent_convictions": "none",
            "references": [{"kind": "training"}, {"kind": "character", "relative": false}],
            "eligible_for_social_housing": true, "agrees_to_conditions": true}"#,
        ),
    ]
    .map(|(reference, facts)| {
        let mut intake = Intake::new(ruling.version);
        intake.json(facts);
        let facts = intake.finish(&ruling).unwrap();
        let (screening, trace) = screen_traced(&ruling, &facts).unwrap();
        let weights = order::weights(&ruling, &facts).unwrap();
        let asked = Asked {
            ruling: &ruling,
            facts: &facts,
        };
        for letter in [None, Some("Dear applicant")] {
            same::<Letter>(&super::letter(asked, screening.outcome.name(), letter));
        }
        Screened {
            reference: reference.to_owned(),
            applicant: Applicant {
                outcome: screening.outcome,
                weights,
            },
            facts,
            screening,
            trace,
        }
    });
    let vacancies = Vacancies {
        of_kind: vec![(0, 1)],
        total: 1,
    };
    let written = super::together(&Together::new(&ruling, screened.into(), Some(vacancies)));
    assert!(written.contains(r#""place":"open""#), "{written}");
    same::<Ranking>(&written);
}

#[test]
fn remarks_read_into_the_types_and_write_the_same() {
    let program = built_in();
    let refused = program.choose("music", date::parse("1900-01-01").unwrap(), None);
    same::<NotAnswered>(&super::refused(&refused.unwrap_err()));

    let ruling = program
        .choose("music", date::parse("2018-05-01").unwrap(), None)
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
