//! Every fact that is given is read, or named as not used.

use almoner_engine::{
    answer::{Asked, json},
    base::ids::FactId,
    check::{
        formula::Node,
        model::{Home, NamedDay, Version},
    },
    eval::trace::{Entry, Source, Trace},
    facts::Intake,
    program::model::Ruling,
};
use proptest::prelude::*;
use serde_json::Value;

use super::{answer::Answer, each_with_gaps, unless_divided_by_zero};

/// A fact, and the record it is of.
type Place = (FactId, Option<u16>);

#[test]
fn every_given_fact_is_read_or_named_as_not_used() {
    each_with_gaps(5, |ruling, case| {
        let version = ruling.version;
        let text = case.json(version, 0);
        let mut intake = Intake::new(version);
        intake.json(&text);
        let facts = intake.finish(ruling);
        let facts = facts.map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        let answered = unless_divided_by_zero(ruling, Answer::traced(ruling, &facts))?;
        let Some((answer, trace)) = answered else {
            return Ok(());
        };
        let prepared = json::Prepared::new(ruling.book);
        let asked = Asked {
            ruling,
            facts: &facts,
            fragments: prepared.fragments(ruling),
        };
        let answer = match &answer {
            Answer::Quote(quote) => json::quote(asked, quote, Some(&trace)),
            Answer::Screening(screening) => json::screening(asked, screening, Some(&trace)),
        };
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        let read = read(&trace);
        let not_used = not_used(version, &answer);
        for place in &not_used {
            prop_assert!(!read.contains(place), "{place:?} was read: {answer}");
        }
        let given: Value = serde_json::from_str(&text).expect("JSON");
        for place in given_places(ruling, &given) {
            let is_said = read.contains(&place) || not_used.contains(&place);
            prop_assert!(is_said, "{} {place:?}: {answer}", version.facts[place.0].id);
        }
        Ok(())
    });
}

/// What the formulas of the answer read.
fn read(trace: &Trace) -> Vec<Place> {
    let read = trace.entries().iter().filter_map(|entry| match entry {
        Entry::Read(Source::Fact(fact), ..) => Some((*fact, None)),
        Entry::Read(Source::Field(fact, record), ..) => Some((*fact, Some(*record))),
        _ => None,
    });
    read.collect()
}

/// What the answer names as not used; a list with all that its records have.
fn not_used(version: &Version, answer: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    for entry in answer["not_used"].as_array().into_iter().flatten() {
        let record = entry["record"]["number"].as_u64();
        let record = record.map(|number| u16::try_from(number - 1).expect("few records"));
        let list = entry["record"]["list"].as_str();
        let is_it = |number: &FactId| {
            let fact = &version.facts[*number];
            let of = match fact.home {
                Home::Record(list, _) => Some(version.list_name(list)),
                _ => None,
            };
            of == list && *fact.id == *entry["fact"].as_str().expect("a name")
        };
        let number = version.facts.ids().find(is_it).expect("a fact");
        places.push((number, record));
        if let Home::List(list) = version.facts[number].home {
            let fields = version.fields(list).map(|(field, _)| field);
            places.extend(fields.flat_map(|field| (0..9).map(move |it| (field, Some(it)))));
        }
    }
    places
}

/// The facts that were given and must be read or named: not those of which that
/// would show something confidential, nor those that assumptions and the days
/// of criteria rest on, which no entry of the trace reads.
fn given_places(ruling: &Ruling<'_>, given: &Value) -> Vec<Place> {
    let version = ruling.version;
    let mut places = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        if ruling.secrets.shown_by_unread(number) || is_of_no_step(version, number) {
            continue;
        }
        match fact.home {
            Home::Case if !given[&*fact.id].is_null() => places.push((number, None)),
            Home::Record(list, _) => {
                let records = given[version.list_name(list)].as_array();
                for (record, of) in (0..).zip(records.into_iter().flatten()) {
                    if !of[&*fact.id].is_null() {
                        places.push((number, Some(record)));
                    }
                }
            }
            _ => {}
        }
    }
    places
}

fn is_of_no_step(version: &Version, number: FactId) -> bool {
    let mut is_assumed_from = false;
    for assume in version.facts.iter().filter_map(|it| it.assume.as_ref()) {
        assume.expr.each(&mut |part| {
            is_assumed_from |= matches!(part.node, Node::Fact(fact) if fact == number);
        });
    }
    let is_day = |on: Option<NamedDay>| on == Some(NamedDay::Fact(number));
    is_assumed_from || version.criteria.iter().any(|it| is_day(it.on))
}
