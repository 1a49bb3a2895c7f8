//! The bookings that a quote is compared with: every option, numbers one and two steps
//! either way and where a price turns next, and lists with a record more or less.

use rust_decimal::Decimal;

use super::{
    candidates::{self, can_change, present},
    cut_points::{Now, cut_points, ends, is_nearer, representatives},
    probe::Probe,
    prober::Prober,
};
use crate::{
    answer::changed_facts::{FactChange, NewValue, Spot},
    base::{
        ids::{FactId, ListId},
        sequence::each_once,
        step::{Side, distance, stepped},
        types::Type,
        value::Value,
    },
    check::model::{Changes, Home},
    eval::facts::Facts,
};

/// How many steps each way a number is tried.
const STEPS: i64 = 2;

/// A change of one fact, and whether it makes the booking smaller.
#[derive(Clone)]
pub(super) struct Try {
    pub(super) change: FactChange,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// More of something: `from` is what it is now.
    More,
    /// Less of something: to this share of what there is.
    Less(Decimal),
    /// Something else.
    Other,
}

/// A fact of the case, or of each record.
fn spots(prober: &Prober<'_>, number: FactId, facts: &Facts) -> Vec<Spot> {
    match prober.version.facts[number].home {
        Home::Case => vec![Spot::Case(number)],
        Home::Record(list, _) => {
            let records = facts
                .records(list)
                .map(|it| it.present().collect::<Vec<u16>>());
            let records = records.into_iter().flatten();
            records.map(|record| Spot::Record(number, record)).collect()
        }
        Home::List(_) | Home::Completeness(_) => Vec::new(),
    }
}

/// The days, times and amounts that can be changed, or are the days of the booking: a
/// booking for other days is another one.
pub(super) fn days_and_amounts(prober: &Prober<'_>, facts: &Facts) -> Vec<Spot> {
    let version = prober.version;
    let mut found = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        let is_kind = matches!(
            fact.ty,
            Type::Date | Type::Time | Type::Money | Type::Percent
        );
        if is_kind && fact.changes == Changes::Can {
            let given = spots(prober, number, facts).into_iter();
            found.extend(given.filter(|it| present(prober, *it, Some(facts)).is_some()));
        }
    }
    found
}

/// Everything that is tried alone.
pub(super) fn tries(prober: &Prober<'_>, probe: &Probe, facts: &Facts) -> Vec<Try> {
    let version = prober.version;
    let mut tries: Vec<Try> = Vec::new();
    for (number, fact) in version.facts.iter_ids() {
        if let Home::List(list) = fact.home {
            tries.extend(of_list(prober, list, facts));
        }
        let spots = spots(prober, number, facts).into_iter();
        for spot in spots.filter(|it| can_change(prober, *it)) {
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
        Type::Choice(_) | Type::Choices(_) => {
            candidates::values(prober, (number, None), Some(now), probe)
                .into_iter()
                .map(|value| (value, Kind::Other))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The next lower and the next higher number at which something that was compared
/// turns.
fn turns(prober: &Prober<'_>, number: FactId, now: Value, probe: &Probe) -> Vec<Value> {
    let fact = &prober.version.facts[number];
    let cuts = cut_points(
        (number, fact),
        Now::Value(now),
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
