//! Other ways to the same thing at a lower price, or more for no more. Every fact
//! that can be changed is tried one and two steps either way, with every option and
//! with a record more or less, alone and together with another.
//!
//! Less for less is no advice: a smaller number counts only where the price falls by
//! more than its share, and an option only where as many lines are priced as before.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    candidates::{can_change, found_by, present},
    changes::with,
    explanation::{Cheaper, Limit, NamedChange, Saving},
    probe::Prober,
};
use crate::{
    answer::changed_facts::{FactChange, NewValue, Spot},
    base::{
        ids::FactId,
        money::Money,
        step::{Side, distance, stepped},
        types::Type,
        value::Value,
    },
    check::model::Home,
    eval::facts::Facts,
};

/// The most savings that are named.
const MAX_SAVINGS: usize = 3;

/// How many steps each way a number is tried.
const STEPS: i64 = 2;

/// The most by which a number is raised to see how many more cost no more.
const MAX_MORE: i64 = 1 << 10;

/// A change of one fact, and whether it makes the booking smaller.
#[derive(Clone)]
struct Try {
    change: FactChange,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// More of something: `from` is what it is now.
    More,
    /// Less of something: to this share of what there is.
    Less(Decimal),
    /// Something else.
    Other,
}

/// A change that is cheaper, or more for no more.
struct Found {
    changes: Vec<FactChange>,
    total: Money,
    /// Whether it is more for less: nothing is given up.
    is_more: bool,
}

/// The largest savings of a quote with this total; none where the total is a range.
pub(super) fn cheaper(prober: &mut Prober<'_>, total: Money) -> Option<Cheaper> {
    let now = prober.ask(&[])?;
    let facts = now.facts.as_ref()?.clone();
    let lines = now.priced_lines;
    let mut tries = tries(prober, &facts);
    tries.retain(|it| now.reads.contains(&it.change.spot));
    let mut found: Vec<Found> = Vec::new();
    let mut matters: Vec<Try> = Vec::new();
    for it in &tries {
        let probe = prober.ask(std::slice::from_ref(&it.change));
        let Some(probe) = probe else { break };
        let Some(new) = probe.total else { continue };
        if new != total || !matches!(it.kind, Kind::Less(_)) {
            matters.push(it.clone());
        }
        if is_better(&[it], total, new, (lines, probe.priced_lines)) {
            found.push(Found {
                changes: vec![it.change.clone()],
                total: new,
                is_more: it.kind == Kind::More && new.min() < total.min(),
            });
        }
    }
    pairs(prober, &matters, total, lines, &mut found);
    let is_whole = !prober.is_spent();
    let savings = largest(found)
        .into_iter()
        .map(|it| saving(prober, it, &facts))
        .collect();
    Some(Cheaper { savings, is_whole })
}

/// Pairs of changes of different facts, of which neither is better alone.
fn pairs(
    prober: &mut Prober<'_>,
    tries: &[Try],
    total: Money,
    lines: usize,
    found: &mut Vec<Found>,
) {
    let alone: Vec<FactChange> = found.iter().flat_map(|it| it.changes.clone()).collect();
    let tries: Vec<&Try> = tries
        .iter()
        .filter(|it| !alone.contains(&it.change))
        .collect();
    for (number, first) in tries.iter().enumerate() {
        for second in tries.iter().skip(number + 1) {
            if first.change.spot == second.change.spot {
                continue;
            }
            let changes = with(std::slice::from_ref(&first.change), second.change.clone());
            let Some(probe) = prober.ask(&changes) else {
                return;
            };
            let Some(new) = probe.total else { continue };
            if is_better(&[first, second], total, new, (lines, probe.priced_lines)) {
                found.push(Found {
                    changes,
                    total: new,
                    is_more: false,
                });
            }
        }
    }
}

/// Whether a changed booking is the same for less, or more for no more.
fn is_better(tries: &[&Try], total: Money, new: Money, (lines, new_lines): (usize, usize)) -> bool {
    if new.is_range() || new_lines < lines {
        return false;
    }
    let shares = tries.iter().map(|it| match it.kind {
        Kind::Less(share) => share,
        Kind::More | Kind::Other => Decimal::ONE,
    });
    let share: Decimal = shares.product();
    let fair = total.min().checked_mul(share).unwrap_or(total.min());
    let is_more = tries.iter().all(|it| it.kind == Kind::More);
    match share == Decimal::ONE {
        true => new.min() < total.min() || (is_more && new.min() == total.min()),
        false => new.min() < fair && new.min() < total.min(),
    }
}

/// The largest savings, with one for each set of facts: more for less first, more
/// for no more last.
fn largest(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|it| (!it.is_more, it.total.min(), it.changes.len()));
    let mut spots: BTreeSet<Vec<Spot>> = BTreeSet::new();
    let mut kept: Vec<Found> = Vec::new();
    for it in found {
        let own: Vec<Spot> = it.changes.iter().map(|change| change.spot).collect();
        if spots.insert(own) {
            kept.push(it);
        }
    }
    kept.truncate(MAX_SAVINGS);
    kept
}

/// A saving with what is there now, and up to how many cost no more.
fn saving(prober: &mut Prober<'_>, found: Found, facts: &Facts) -> Saving {
    let changes: Vec<NamedChange> = found
        .changes
        .iter()
        .map(|change| NamedChange {
            change: change.clone(),
            present: found_by(prober, change.spot, Some(facts)),
            limit: Limit::Exactly,
        })
        .collect();
    let up_to = match found.changes.as_slice() {
        [only] => up_to(prober, only, found.total),
        _ => None,
    };
    Saving {
        changes,
        total: found.total,
        up_to,
    }
}

/// The highest number up to which it costs no more than this.
fn up_to(prober: &mut Prober<'_>, change: &FactChange, total: Money) -> Option<Value> {
    let NewValue::Value(Value::Whole(from)) = change.to else {
        return None;
    };
    let mut costs_no_more = |number: i64| {
        let to = NewValue::Value(Value::Whole(number));
        let probe = prober.ask(&[FactChange {
            spot: change.spot,
            to,
        }]);
        probe
            .and_then(|probe| probe.total)
            .is_some_and(|new| new.min() <= total.min())
    };
    let mut last = from;
    while last - from < MAX_MORE && costs_no_more(last + 1) {
        last += 1;
    }
    (last > from).then_some(Value::Whole(last))
}

/// Everything that is tried alone.
fn tries(prober: &Prober<'_>, facts: &Facts) -> Vec<Try> {
    let version = prober.version;
    let mut tries: Vec<Try> = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        let spots: Vec<Spot> = match fact.home {
            Home::Case => vec![Spot::Case(number)],
            Home::Record(list, _) => {
                let records = facts
                    .records(list)
                    .map(|it| it.present().collect::<Vec<u16>>());
                let records = records.into_iter().flatten();
                records.map(|record| Spot::Record(number, record)).collect()
            }
            Home::List(_) | Home::Completeness(_) => Vec::new(),
        };
        for spot in spots.into_iter().filter(|it| can_change(prober, *it)) {
            let Some(now) = present(prober, spot, Some(facts)) else {
                continue;
            };
            let values = values(prober, number, now).into_iter();
            tries.extend(values.map(|(value, kind)| Try {
                change: FactChange {
                    spot,
                    to: NewValue::Value(value),
                },
                kind,
            }));
        }
    }
    tries
}

/// What a fact could be instead.
fn values(prober: &Prober<'_>, number: FactId, now: Value) -> Vec<(Value, Kind)> {
    let fact = &prober.version.facts[number];
    match &fact.ty {
        Type::Whole | Type::Number => {
            let steps = (-STEPS..=STEPS).filter(|by| *by != 0);
            let values = steps.filter_map(|by| {
                let value = stepped(now, Side::Above, Decimal::from(by))?;
                fact.within
                    .contains(value)
                    .then_some((value, kind(now, value)))
            });
            values.collect()
        }
        Type::YesNo => match now {
            Value::YesNo(yes) => vec![(Value::YesNo(!yes), Kind::Other)],
            _ => Vec::new(),
        },
        Type::Choice(options) => (0u8..)
            .take(options.count())
            .map(Value::Choice)
            .filter(|value| *value != now)
            .map(|value| (value, Kind::Other))
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether a number is more or less, and to what share of it.
fn kind(now: Value, value: Value) -> Kind {
    let number = |value: Value| value.number().and_then(|it| it.as_decimal());
    match (distance(value, now), number(value), number(now)) {
        (Some(by), Some(value), Some(now)) if by.is_sign_negative() => {
            Kind::Less(value.checked_div(now).unwrap_or_default())
        }
        _ => Kind::More,
    }
}
