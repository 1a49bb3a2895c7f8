//! What to ask next, when an answer hangs on facts that were not given.

use super::{evaluator::Evaluator, facts::Facts, trace::Silent};
use crate::{
    base::{
        ids::{FactId, RecordId},
        value::{Missing, Value},
    },
    check::model::{Fact, Home, Version},
    program::model::Ruling,
};

/// A fact that would help to settle the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wanted {
    /// Its number.
    pub fact: FactId,
    /// The record that lacks it, when it is a record's.
    pub record: Option<u16>,
}

/// The facts to ask for, in the order of their declarations, and then of the
/// records that lack them. A fact that the rule set says is not worth asking
/// for in this case is left out, unless nothing else could settle the answer;
/// while it is open whether a fact is worth asking for, what settles that is
/// asked for in its place.
#[must_use]
pub fn wanted(ruling: &Ruling<'_>, facts: &Facts, missing: Missing) -> Vec<Wanted> {
    let mut all = Vec::new();
    if missing.is_empty() {
        return all;
    }
    for number in missing.facts() {
        lacking(ruling.version, facts, number, &mut all);
    }
    let declared = |wanted: &Wanted| &ruling.version.facts[wanted.fact];
    let conditional = |wanted: &Wanted| declared(wanted).when.is_some();
    if !all.iter().any(conditional) {
        return all;
    }
    let mut it = Evaluator::new(ruling, facts, Silent);
    let mut worth: Vec<Wanted> = Vec::new();
    let mut weighed: Vec<Wanted> = Vec::new();
    let mut waiting = all.clone();
    while let Some(next) = waiting.pop() {
        if weighed.contains(&next) {
            continue;
        }
        weighed.push(next);
        match weigh(&mut it, declared(&next), next) {
            Worth::Asking => worth.push(next),
            Worth::Nothing => {}
            Worth::HangsOn(first) => {
                for number in first.facts() {
                    lacking(ruling.version, facts, number, &mut waiting);
                }
            }
        }
    }
    worth.sort_by_key(|wanted| (wanted.fact, wanted.record));
    if worth.is_empty() { all } else { worth }
}

/// Whether a fact is worth asking for.
enum Worth {
    Asking,
    Nothing,
    /// It is not known before these are.
    HangsOn(Missing),
}

fn weigh(it: &mut Evaluator<'_, Silent>, fact: &Fact, wanted: Wanted) -> Worth {
    let Some(when) = &fact.when else {
        return Worth::Asking;
    };
    let record = match (fact.home, wanted.record) {
        (Home::Record(list, _), number) => RecordId::of(Some(list), number),
        _ => None,
    };
    match it.work(when, record) {
        Ok(Value::YesNo(false) | Value::DoesNotApply(_)) => Worth::Nothing,
        Ok(Value::Unknown(first)) if !first.is_empty() => Worth::HangsOn(first),
        _ => Worth::Asking,
    }
}

/// Adds a missing fact; a record's fact once for each record that lacks it.
fn lacking(version: &Version, facts: &Facts, number: FactId, wanted: &mut Vec<Wanted>) {
    let Home::Record(list, column) = version.facts[number].home else {
        wanted.push(Wanted {
            fact: number,
            record: None,
        });
        return;
    };
    let Some(records) = facts.records(list) else {
        return;
    };
    let lacks = |record: &u16| !records.cell(*record, column).is_settled();
    wanted.extend((0..records.count()).filter(lacks).map(|record| Wanted {
        fact: number,
        record: Some(record),
    }));
}
