//! The facts that were given and that an answer did not use, in words.

use super::value_words::listed;
use crate::{
    answer::{
        Answer,
        not_used::{NotUsed, matters_when, path},
    },
    base::ids::{FactId, RecordId},
    check::model::Home,
};

/// A sentence or two for each condition under which some of them matter: `dogs
/// and board. They matter only if visit includes camping.`
pub(super) fn not_used(answer: &Answer<'_>) -> Vec<String> {
    let asked = answer.asked();
    let mut groups: Vec<(Option<String>, Vec<String>)> = Vec::new();
    for (fact, records) in by_fact(&answer.not_used()) {
        let name = name(answer, fact, &records);
        let first = records.first().copied();
        let when = matters_when(asked.ruling, asked.facts, fact, first);
        match groups.iter_mut().find(|(known, _)| *known == when) {
            Some((_, names)) => names.push(name),
            None => groups.push((when, vec![name])),
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|(when, names)| sentences(when, &names))
        .collect()
}

/// The facts that were given and not used, by name: `children.lunches`. Each
/// once, with a space between.
#[must_use]
pub fn not_used_cell(answer: &Answer<'_>) -> String {
    let version = answer.asked().ruling.version;
    let facts = by_fact(&answer.not_used()).into_iter();
    let names: Vec<String> = facts.map(|(fact, _)| path(version, fact)).collect();
    names.join(" ")
}

/// Each fact once, with its records.
fn by_fact(all: &[NotUsed]) -> Vec<(FactId, Vec<u16>)> {
    let mut facts: Vec<(FactId, Vec<u16>)> = Vec::new();
    for entry in all {
        match facts.last_mut().filter(|(fact, _)| *fact == entry.fact) {
            Some((_, records)) => records.extend(entry.record),
            None => facts.push((entry.fact, entry.record.into_iter().collect())),
        }
    }
    facts
}

/// How many records have a fact that was given.
fn records_with(answer: &Answer<'_>, number: FactId) -> usize {
    let fact = &answer.asked().ruling.version.facts[number];
    let Home::Record(list, _) = fact.home else {
        return 0;
    };
    let facts = answer.facts();
    let given = facts.records(list).map_or(0, |it| it.given());
    let have = (0..given).filter(|it| facts.is_given(fact, number, Some(*it)));
    have.count()
}

/// What a fact is called, with the records that it is of unless it is of all
/// that have it.
fn name(answer: &Answer<'_>, number: FactId, of: &[u16]) -> String {
    let version = answer.asked().ruling.version;
    let fact = &version.facts[number];
    let Home::Record(list, _) = fact.home else {
        return fact.words().into_owned();
    };
    if records_with(answer, number) == of.len() {
        return fact.words().into_owned();
    }
    let records = of.iter().map(|number| RecordId {
        list,
        number: *number,
    });
    let records: Vec<String> = records.map(|it| version.record_words(it)).collect();
    format!("{} for {}", fact.words(), listed(&records, "and"))
}

fn sentences(when: Option<String>, names: &[String]) -> String {
    let all = listed(names, "and");
    match (when, names.len()) {
        (None, _) => format!("{all}."),
        (Some(when), 1) => format!("{all}. It matters only {when}."),
        (Some(when), _) => format!("{all}. They matter only {when}."),
    }
}
