//! Several applicants in order.

use almoner_engine::{
    Detail, GivenFacts,
    answer::{
        book::Book,
        ranking::{Candidate, Ranker},
    },
};
use serde_json::Value as Json;

use super::{Files, sources};
use crate::{
    book::Written, case::Case, days, formula::Evaluator, priority::Relation, value::Computed,
};

/// What the two disagree about in the order of several applicants on the day of the
/// first; nothing if they agree, or if one of them cannot be screened.
pub(crate) fn ranking_disagreement(
    book: &Book,
    files: &Files,
    cases: &[Case],
) -> Result<(), String> {
    let on = cases[0].on;
    let day = days::print(on).parse().expect("a day");
    let Ok(mut ranker) = Ranker::new(book, "one", day, None, Detail::default()) else {
        return Ok(());
    };
    for (row, case) in (1..).zip(cases) {
        let json = case.json();
        let mut facts = GivenFacts::default();
        facts.json(&json);
        ranker.add(Candidate::new(row, format!("a{row}"), facts));
    }
    let Ok(ranking) = ranker.finish(None) else {
        return Ok(());
    };
    let json: Json = serde_json::from_str(&ranking.to_json()).expect("JSON");
    let sources = sources(files);
    let parsed = almoner_engine::source::parse(&sources);
    let written = Written::new(&parsed);
    let book = written.at("one", on).expect("a version");
    let eligible: Vec<&Json> = json["eligible"].as_array().into_iter().flatten().collect();
    let found: Vec<Vec<Computed>> = eligible
        .iter()
        .map(|it| {
            let number: usize = it["ref"].as_str().expect("a name")[1..]
                .parse()
                .expect("a row");
            let case = Case {
                on,
                ..cases[number - 1].clone()
            };
            Evaluator::new(&book, &case).priority().unwrap_or_default()
        })
        .collect();
    for (number, (it, own)) in eligible.iter().zip(&found).enumerate() {
        let has = |key: &str, other: &Json| {
            let names = it[key].as_array().into_iter().flatten();
            names.clone().any(|name| *name == other["ref"])
        };
        let mut before = 0;
        let mut is_open = false;
        for (place, (other, theirs)) in eligible.iter().zip(&found).enumerate() {
            if place == number {
                continue;
            }
            let relation = Evaluator::new(&book, &cases[0]).relation(own, theirs);
            before += u64::from(relation == Relation::After);
            // The engine may know what the reference does not.
            let is_unknown =
                own.contains(&Computed::Unknown) || theirs.contains(&Computed::Unknown);
            if relation == Relation::Open && is_unknown {
                is_open = true;
                continue;
            }
            let is_right = match relation {
                Relation::Alike => has("alike", other),
                Relation::Open => has("open_beside", other),
                Relation::Before => number < place && !has("alike", other),
                Relation::After => place < number && !has("alike", other),
            };
            if !is_right {
                return Err(format!(
                    "{} to {}: not {relation:?}\n{own:?}\n{theirs:?}",
                    it["ref"], other["ref"]
                ));
            }
        }
        if !is_open && it["first"] != before + 1 {
            return Err(format!(
                "{} is first {}, not {}",
                it["ref"],
                it["first"],
                before + 1
            ));
        }
    }
    Ok(())
}
