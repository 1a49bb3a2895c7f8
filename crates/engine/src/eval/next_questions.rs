//! What to ask next, when an answer depends on facts that were not given.

use super::{
    evaluator::Evaluator,
    facts::Facts,
    quote_model::{LineState, Quote},
    records::Records,
    trace::Silent,
};
use crate::{
    base::{
        ids::{FactId, RecordId},
        value::{Missing, Value},
    },
    check::model::{Fact, Home},
    program::model::Ruling,
};

/// A fact that would help to settle the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NextQuestion {
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
pub fn next_questions(ruling: &Ruling<'_>, facts: &Facts, missing: Missing) -> Vec<NextQuestion> {
    let mut all = Vec::new();
    if missing.is_empty() {
        return all;
    }
    for number in missing.facts() {
        add_missing(ruling, facts, number, &mut all);
    }
    let declared = |wanted: &NextQuestion| &ruling.version.facts[wanted.fact];
    let conditional = |wanted: &NextQuestion| declared(wanted).when.is_some();
    if !all.iter().any(conditional) {
        return all;
    }
    let mut it = Evaluator::new(ruling, facts, Silent);
    let mut relevant: Vec<NextQuestion> = Vec::new();
    let mut visited: Vec<NextQuestion> = Vec::new();
    let mut pending = all.clone();
    while let Some(next) = pending.pop() {
        if visited.contains(&next) {
            continue;
        }
        visited.push(next);
        match relevance(&mut it, declared(&next), next) {
            Relevance::Relevant => relevant.push(next),
            Relevance::Irrelevant => {}
            Relevance::Undetermined(first) => {
                for number in first.facts() {
                    add_missing(ruling, facts, number, &mut pending);
                }
            }
        }
    }
    relevant.sort_by_key(|wanted| (wanted.fact, wanted.record));
    if relevant.is_empty() { all } else { relevant }
}

/// The one fact to ask for first: no line applies yet, and the fact decides
/// which of several do. Until it is given, those lines do not help a reader.
#[must_use]
pub fn first_question(ruling: &Ruling<'_>, facts: &Facts, quote: &Quote) -> Option<FactId> {
    let states = || quote.lines.iter().map(|line| &line.state);
    let settled = |state: &LineState| matches!(state, LineState::Applies(_) | LineState::Refer(_));
    if states().any(settled) {
        return None;
    }
    let next = next_questions(ruling, facts, quote.missing);
    let first = next.first()?.fact;
    let waiting = states().filter(|state| waits_for(state, first)).count();
    (waiting > 1 && next.iter().all(|wanted| wanted.fact == first)).then_some(first)
}

/// Whether it is open whether a line applies, and the fact could settle it.
#[must_use]
pub fn waits_for(state: &LineState, fact: FactId) -> bool {
    matches!(state, LineState::Unknown(missing) if missing.intersects(Missing::fact(fact)))
}

/// The facts that are not worth asking for in this case, as their rules say. One
/// for which that is still open is not among them.
#[must_use]
pub fn not_worth_asking(ruling: &Ruling<'_>, facts: &Facts) -> Vec<NextQuestion> {
    let mut it = Evaluator::new(ruling, facts, Silent);
    let mut found = Vec::new();
    for (number, fact) in ruling.version.facts.iter_ids() {
        let records: Vec<Option<u16>> = match fact.home {
            Home::Record(list, _) => {
                let records = facts.records(list).into_iter();
                records.flat_map(Records::present).map(Some).collect()
            }
            _ => vec![None],
        };
        for record in records {
            let wanted = NextQuestion {
                fact: number,
                record,
            };
            if matches!(relevance(&mut it, fact, wanted), Relevance::Irrelevant) {
                found.push(wanted);
            }
        }
    }
    found
}

/// Whether a fact is worth asking for.
enum Relevance {
    Relevant,
    Irrelevant,
    /// It is not known before these are.
    Undetermined(Missing),
}

fn relevance(it: &mut Evaluator<'_, Silent>, fact: &Fact, wanted: NextQuestion) -> Relevance {
    let Some(when) = &fact.when else {
        return Relevance::Relevant;
    };
    let record = match (fact.home, wanted.record) {
        (Home::Record(list, _), number) => RecordId::of(Some(list), number),
        _ => None,
    };
    match it.evaluate(when, record) {
        Ok(Value::YesNo(false) | Value::DoesNotApply(_)) => Relevance::Irrelevant,
        Ok(Value::Unknown(first)) if !first.is_empty() => Relevance::Undetermined(first),
        _ => Relevance::Relevant,
    }
}

/// Adds a missing fact; a record's fact once for each record that lacks it.
fn add_missing(ruling: &Ruling<'_>, facts: &Facts, number: FactId, wanted: &mut Vec<NextQuestion>) {
    let version = ruling.version;
    if !matches!(version.facts[number].home, Home::Record(..)) {
        wanted.push(NextQuestion {
            fact: number,
            record: None,
        });
        return;
    }
    let lacking = facts.lacking(version, ruling.on, number).into_iter();
    wanted.extend(lacking.map(|record| NextQuestion {
        fact: number,
        record: Some(record),
    }));
}
