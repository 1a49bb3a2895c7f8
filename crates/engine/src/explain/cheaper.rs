//! Other ways to the same thing at a lower price, or more for no more. Of the facts
//! that can be changed and were read, numbers are tried one and two steps either way
//! and where a price turns next, options all, and lists with a record more or less,
//! alone and together with another. Days and amounts are no choices: they are not
//! tried.
//!
//! Less for less is no advice: a smaller number counts only where the price falls by
//! more than its share, and an option only where as many lines are priced as before.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{
    candidates::{self, can_change, found_by, present},
    changes::with,
    cut_points::{cut_points, ends, is_nearer, representatives},
    explanation::{Cheaper, Limit, NamedChange, Saving},
    probe::{Probe, Prober},
};
use crate::{
    answer::changed_facts::{FactChange, NewValue, Spot},
    base::{
        ids::{FactId, ListId},
        money::Money,
        sequence::each_once,
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
    let mut tries = tries(prober, &now, &facts);
    tries.retain(|it| now.reads.contains(&it.change.spot));
    let compared: BTreeSet<Spot> = tries.iter().map(|it| it.change.spot).collect();
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
    let savings = largest(found).into_iter();
    let savings = savings.filter_map(|it| saving(prober, it, total, &facts));
    let savings: Vec<Saving> = savings.take(MAX_SAVINGS).collect();
    Some(Cheaper {
        savings,
        compared: compared.into_iter().collect(),
        is_whole,
    })
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
    kept
}

/// A saving with what is there now, and up to how many cost no more. None of more of
/// something whose number does not matter for the price: nobody asked for it.
fn saving(prober: &mut Prober<'_>, found: Found, total: Money, facts: &Facts) -> Option<Saving> {
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
        _ => UpTo::default(),
    };
    if found.total.min() == total.min() && !up_to.costs_more_then {
        return None;
    }
    Some(Saving {
        changes,
        total: found.total,
        up_to: up_to.number,
    })
}

/// How much more of something costs no more.
#[derive(Default)]
struct UpTo {
    /// The highest number, where it is more than one.
    number: Option<Value>,
    /// Whether one more than that costs more.
    costs_more_then: bool,
}

/// The highest number up to which it costs no more than this.
fn up_to(prober: &mut Prober<'_>, change: &FactChange, total: Money) -> UpTo {
    let NewValue::Value(Value::Whole(from)) = change.to else {
        return UpTo::default();
    };
    let mut total_of = |number: i64| {
        let to = NewValue::Value(Value::Whole(number));
        let spot = change.spot;
        prober.ask(&[FactChange { spot, to }])?.total
    };
    let mut last = from;
    while last - from < MAX_MORE {
        match total_of(last + 1) {
            Some(new) if new.min() <= total.min() => last += 1,
            next => {
                return UpTo {
                    number: (last > from).then_some(Value::Whole(last)),
                    costs_more_then: next.is_some(),
                };
            }
        }
    }
    UpTo::default()
}

/// Everything that is tried alone.
fn tries(prober: &Prober<'_>, probe: &Probe, facts: &Facts) -> Vec<Try> {
    let version = prober.version;
    let mut tries: Vec<Try> = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        if let Home::List(list) = fact.home {
            tries.extend(of_list(prober, list, facts));
        }
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
            let values = values(prober, number, now, probe).into_iter();
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

/// A list with a record less, and with one more like its last.
fn of_list(prober: &Prober<'_>, list: ListId, facts: &Facts) -> Vec<Try> {
    let spot = Spot::List(list);
    let records = facts.records(list).filter(|_| can_change(prober, spot));
    let Some(records) = records else {
        return Vec::new();
    };
    let version = prober.version;
    let present: Vec<u16> = records
        .present()
        .filter(|it| prober.was_given(version.lists[list].fact, *it))
        .collect();
    let count = Decimal::from(present.len());
    let share = (count - Decimal::ONE).checked_div(count);
    let less = present.iter().map(|record| Try {
        change: FactChange {
            spot,
            to: NewValue::Without(*record),
        },
        kind: Kind::Less(share.unwrap_or_default()),
    });
    let more = present.last().map(|last| {
        let fields = version.fields(list).filter_map(|(number, fact)| {
            let Home::Record(_, column) = fact.home else {
                return None;
            };
            let is_given = facts.is_given(fact, number, Some(*last));
            is_given.then(|| (number, records.cell(*last, column)))
        });
        Try {
            change: FactChange {
                spot,
                to: NewValue::With(fields.collect()),
            },
            kind: Kind::More,
        }
    });
    less.chain(more).collect()
}

/// What a fact could be instead.
fn values(prober: &Prober<'_>, number: FactId, now: Value, probe: &Probe) -> Vec<(Value, Kind)> {
    let fact = &prober.version.facts[number];
    match &fact.ty {
        Type::Whole | Type::Number => {
            let steps = (-STEPS..=STEPS).filter(|by| *by != 0);
            let near = steps
                .filter_map(|by| stepped(now, Side::Above, Decimal::from(by)))
                .filter(|value| fact.within.contains(*value));
            let values = each_once(near.chain(turns(prober, number, now, probe)));
            let values = values.into_iter();
            values.map(|value| (value, kind(now, value))).collect()
        }
        Type::YesNo => match now {
            Value::YesNo(yes) => vec![(Value::YesNo(!yes), Kind::Other)],
            _ => Vec::new(),
        },
        Type::Choice(_) | Type::Choices(_) => candidates::values(prober, number, Some(now), probe)
            .into_iter()
            .map(|value| (value, Kind::Other))
            .collect(),
        _ => Vec::new(),
    }
}

/// The next lower and the next higher number at which something that was compared
/// turns.
fn turns(prober: &Prober<'_>, number: FactId, now: Value, probe: &Probe) -> Vec<Value> {
    let fact = &prober.version.facts[number];
    let cuts = cut_points(
        (number, fact),
        Some(now),
        &probe.compared,
        prober.dependence,
    );
    let ends = ends(fact);
    let is_turn = |value: &Value| *value != now && !ends.contains(value);
    let turns = representatives(fact, Some(now), &cuts);
    let mut nearest: [Option<Value>; 2] = [None, None];
    for value in turns.into_iter().filter(is_turn) {
        let [below, above] = &mut nearest;
        let side = match distance(value, now) {
            Some(by) if by.is_sign_negative() => below,
            _ => above,
        };
        if side.is_none_or(|other| is_nearer(value, other, Some(now))) {
            *side = Some(value);
        }
    }
    nearest.into_iter().flatten().collect()
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
