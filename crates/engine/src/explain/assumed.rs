//! For each assumption that an answer rests on, the values with which it is the same.

use std::cmp::Ordering;

use super::{
    candidates::{present, values},
    cut_points::ends,
    explanation::{AssumedRange, SameValues},
    narrow::halved,
    probe::Probe,
    prober::Prober,
};
use crate::{
    answer::changed_facts::{FactChange, NewValue, Spot},
    base::{
        bounds::{Bounds, order},
        ids::FactId,
        types::Type,
        value::Value,
    },
    check::model::{Fact, Home},
    program::secrets::is_secret,
};

/// The values of each fact that was assumed and read; none of a period in parts, and of
/// the facts for which the question could not be asked any more.
pub(super) fn ranges(prober: &mut Prober<'_>) -> Vec<AssumedRange> {
    let Some(now) = prober.ask(&[]).filter(|now| now.is_one_part) else {
        return Vec::new();
    };
    let mut ranges = Vec::new();
    for (spot, number) in assumed(prober, &now) {
        let value = present(prober, spot, now.facts.as_ref());
        let range = value.and_then(|value| {
            let same = same_values(prober, &now, (spot, number), value)?;
            Some(AssumedRange { spot, value, same })
        });
        ranges.extend(range);
    }
    ranges
}

/// The facts that were assumed and read, but for those that may not be named.
fn assumed(prober: &Prober<'_>, now: &Probe) -> Vec<(Spot, FactId)> {
    let version = prober.version;
    let Some(facts) = &now.facts else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        if !now.assumed.contains(number) || is_secret(version, fact) {
            continue;
        }
        match fact.home {
            Home::Case => found.push((Spot::Case(number), number)),
            Home::Record(list, column) => {
                let Some(records) = facts.records(list) else {
                    continue;
                };
                let own = records
                    .present()
                    .filter(|it| records.is_assumed(*it, column));
                found.extend(own.map(|record| (Spot::Record(number, record), number)));
            }
            Home::List(_) | Home::Completeness(_) => {}
        }
    }
    found
}

/// The values with which the answer is what it is now; none where that was not found
/// out.
fn same_values(
    prober: &mut Prober<'_>,
    now: &Probe,
    (spot, number): (Spot, FactId),
    value: Value,
) -> Option<SameValues> {
    let fact = &prober.version.facts[number];
    let others = values(prober, (number, None), Some(value), now);
    if fact.ty.is_ordered() {
        let high = end(
            prober,
            now,
            (spot, fact),
            (value, Ordering::Greater),
            &others,
        )?;
        let low = end(prober, now, (spot, fact), (value, Ordering::Less), &others)?;
        let [lowest, highest] = ends(fact);
        let is_lowest = low.is_none() && high == Some(value) && value == lowest;
        let is_highest = high.is_none() && low == Some(value) && value == highest;
        return Some(match is_lowest || is_highest {
            true => SameValues::Listed(vec![value]),
            false => SameValues::Between(Bounds { low, high }),
        });
    }
    if !matches!(fact.ty, Type::YesNo | Type::Choice(_)) {
        return None;
    }
    let mut same = vec![value];
    let count = others.len();
    for other in others {
        if is_same(prober, now, spot, other)? {
            same.push(other);
        }
    }
    Some(match same.len() > count {
        true => SameValues::Between(Bounds::default()),
        false => SameValues::Listed(same),
    })
}

/// The last value on one side with which the answer is the same, one of each cell and
/// then to the step; no end where all are.
fn end(
    prober: &mut Prober<'_>,
    now: &Probe,
    (spot, fact): (Spot, &Fact),
    (value, side): (Value, Ordering),
    cells: &[Value],
) -> Option<Option<Value>> {
    let cells = cells.iter().copied();
    let cells = cells.filter(|it| fact.within.contains(*it) && order(*it, value) == Some(side));
    let mut cells: Vec<Value> = cells.collect();
    cells.sort_by(|a, b| order(*a, *b).unwrap_or(Ordering::Equal));
    if side == Ordering::Less {
        cells.reverse();
    }
    let mut last = value;
    for cell in cells {
        if !is_same(prober, now, spot, cell)? {
            let last = halved(last, cell, fact, |value| {
                is_same(prober, now, spot, value).unwrap_or_default()
            });
            return (!prober.is_spent()).then_some(Some(last));
        }
        last = cell;
    }
    Some(None)
}

/// Whether the answer is the same with another value; none where the question cannot be
/// asked any more.
fn is_same(prober: &mut Prober<'_>, now: &Probe, spot: Spot, value: Value) -> Option<bool> {
    let to = NewValue::Value(value);
    let changes = [FactChange { spot, to }];
    let is_same = prober.outcome(&changes)? == prober.outcome(&[])?;
    Some(is_same && prober.ask(&changes)?.total == now.total)
}
