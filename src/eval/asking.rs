//! What to ask next, when an answer hangs on facts that were not given.

use super::{evaluator::Evaluator, facts::Facts, trace::Silent};
use crate::{
    base::value::{Missing, Value},
    check::model::{Fact, Home, Version},
    program::model::Ruling,
};

/// A fact that would help to settle the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its number.
    pub fact: u16,
    /// The record that lacks it, when it is a record's.
    pub record: Option<u16>,
}

/// The facts to ask for, in the order of their declarations, and then of the
/// records that lack them. A fact that the rule set says is not worth asking
/// for in this case is left out, unless nothing else could settle the answer.
#[must_use]
pub fn wanted(ruling: &Ruling<'_>, facts: &Facts, missing: Missing) -> Vec<Wanted> {
    let mut all = Vec::new();
    if missing.is_none() {
        return all;
    }
    for number in missing.facts() {
        lacking(ruling.version, facts, number, &mut all);
    }
    let declared = |wanted: &Wanted| ruling.version.facts.get(usize::from(wanted.fact));
    let conditional = |wanted: &Wanted| declared(wanted).is_some_and(|fact| fact.when.is_some());
    if !all.iter().any(conditional) {
        return all;
    }
    let mut it = Evaluator::new(ruling, facts, Silent);
    let worth: Vec<Wanted> = all
        .iter()
        .copied()
        .filter(|wanted| declared(wanted).is_none_or(|fact| is_worth(&mut it, fact, *wanted)))
        .collect();
    if worth.is_empty() { all } else { worth }
}

fn is_worth(it: &mut Evaluator<'_, Silent>, fact: &Fact, wanted: Wanted) -> bool {
    let Some(when) = &fact.when else { return true };
    let record = match (fact.home, wanted.record) {
        (Home::Record(list, _), Some(record)) => Some((list, record)),
        _ => None,
    };
    !matches!(
        it.work(when, record),
        Ok(Value::YesNo(false) | Value::DoesNotApply(_))
    )
}

/// Adds a missing fact; a record's fact once for each record that lacks it.
fn lacking(version: &Version, facts: &Facts, number: u16, wanted: &mut Vec<Wanted>) {
    let home = version.facts.get(usize::from(number)).map(|fact| fact.home);
    let Some(Home::Record(list, column)) = home else {
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
