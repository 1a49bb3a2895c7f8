//! Changes that lead nowhere else: of those that differ in the value of one ordered fact
//! alone, and with which every criterion stands the same, the lowest and the highest are
//! enough. What lies between them is found again from either: a change that came later
//! revises the values before it, and every value is narrowed at last.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{changes::Changes, prober::Prober};
use crate::{
    answer::changed_facts::{NewValue, Spot},
    base::{bounds::order, value::Value},
};

/// Changes without those that lie between two others. All were asked already.
pub(super) fn without_interior(prober: &mut Prober<'_>, all: &[Changes]) -> Vec<Changes> {
    let mut ends: BTreeMap<String, (Value, Value)> = BTreeMap::new();
    let mut keyed: Vec<(&Changes, Vec<(String, Value)>)> = Vec::with_capacity(all.len());
    for changes in all {
        let places = places(prober, changes);
        for (key, value) in &places {
            let (low, high) = ends.entry(key.clone()).or_insert((*value, *value));
            if order(*value, *low) == Some(Ordering::Less) {
                *low = *value;
            }
            if order(*value, *high) == Some(Ordering::Greater) {
                *high = *value;
            }
        }
        keyed.push((changes, places));
    }
    let is_end = |(key, value): &(String, Value)| {
        let ends = ends.get(key);
        ends.is_none_or(|(low, high)| value == low || value == high)
    };
    let kept = keyed.into_iter().filter(|it| it.1.iter().all(is_end));
    kept.map(|(changes, _)| changes.clone()).collect()
}

/// Each ordered value of changes, with what all changes have in common that differ in
/// it alone and come to the same.
fn places(prober: &mut Prober<'_>, changes: &Changes) -> Vec<(String, Value)> {
    let Some(probe) = prober.ask(changes) else {
        return Vec::new();
    };
    let comes_to = format!("{:?} {:?}", probe.standings, probe.blocking);
    let version = prober.version;
    let mut places = Vec::new();
    for (number, change) in changes.iter().enumerate() {
        let (Spot::Case(fact) | Spot::Record(fact, _), NewValue::Value(value)) =
            (change.spot, &change.to)
        else {
            continue;
        };
        if !version.facts[fact].ty.is_ordered() {
            continue;
        }
        let others = changes.iter().enumerate().filter(|(it, _)| *it != number);
        let others: Vec<_> = others.map(|(_, it)| it).collect();
        places.push((format!("{:?} {others:?} {comes_to}", change.spot), *value));
    }
    places
}
