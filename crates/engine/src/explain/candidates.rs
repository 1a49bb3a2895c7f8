//! The values that a fact is tried with, and the records that a list is tried
//! with: one for each way in which the answer may depend on it.

use super::{
    cut_points::{Now, cut_points, representatives},
    explanation::Present,
    probe::Probe,
    prober::Prober,
};
use crate::{
    answer::changed_facts::{FactChange, NewValue, Spot},
    base::{ids::FactId, types::Type, value::Value},
    check::model::{Changes, Fact, Home},
    eval::{bounded::domain::domain, facts::Facts},
};

/// Options of which every combination is tried; of more, one is added or taken
/// out at a time.
const MAX_COMBINED_OPTIONS: usize = 4;

/// Whether an explanation may name a change of it.
pub(super) fn can_change(prober: &Prober<'_>, spot: Spot) -> bool {
    let version = prober.version;
    let can = |fact: &Fact| fact.changes == Changes::Can;
    match spot {
        Spot::Case(fact) => {
            can(&version.facts[fact]) && !version.is_period_end(&version.facts[fact])
        }
        // What is known of a record that is put in is part of that change.
        Spot::Record(fact, record) => can(&version.facts[fact]) && prober.was_given(fact, record),
        Spot::List(list) => can(version.list(list)),
    }
}

/// The changes of a fact that may make a difference.
pub(super) fn changes(prober: &Prober<'_>, spot: Spot, probe: &Probe) -> Vec<FactChange> {
    let (Spot::Case(fact) | Spot::Record(fact, _)) = spot else {
        return Vec::new();
    };
    let present = present(prober, spot, probe.facts.as_ref());
    let record = match spot {
        Spot::Record(_, record) => Some(record),
        _ => None,
    };
    let values = values(prober, (fact, record), present, probe).into_iter();
    values
        .map(|value| FactChange {
            spot,
            to: NewValue::Value(value),
        })
        .collect()
}

/// The value that a fact has, given or assumed.
pub(super) fn present(prober: &Prober<'_>, spot: Spot, facts: Option<&Facts>) -> Option<Value> {
    let facts = facts?;
    let value = match spot {
        Spot::Case(fact) => facts.value(fact),
        Spot::Record(fact, record) => match prober.version.facts[fact].home {
            Home::Record(list, column) => facts.records(list)?.cell(record, column),
            _ => return None,
        },
        Spot::List(_) => return None,
    };
    value.is_settled().then_some(value)
}

/// What a change finds there.
pub(super) fn found_by(prober: &Prober<'_>, spot: Spot, facts: Option<&Facts>) -> Present {
    match spot {
        Spot::List(_) => Present::List,
        spot => present(prober, spot, facts).map_or(Present::Unknown, Present::Value),
    }
}

/// The values of a fact, one for each cell of its type.
pub(super) fn values(
    prober: &Prober<'_>,
    (number, record): (FactId, Option<u16>),
    present: Option<Value>,
    probe: &Probe,
) -> Vec<Value> {
    let fact = &prober.version.facts[number];
    let mut values = match &fact.ty {
        Type::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        Type::Choice(options) => (0u8..).take(options.count()).map(Value::Choice).collect(),
        Type::Choices(options) => combinations(options.count(), present),
        Type::Text | Type::List => Vec::new(),
        _ => {
            let now = match (present, &probe.facts) {
                (Some(value), _) => Now::Value(value),
                (None, Some(facts)) => {
                    let domain = domain(prober.version, facts, number, record);
                    Now::Within(domain.bounds())
                }
                (None, None) => Now::Within(fact.within),
            };
            let cuts = cut_points((number, fact), now, &probe.compared, prober.dependence);
            representatives(fact, present, &cuts)
        }
    };
    values.retain(|value| Some(*value) != present);
    values
}

/// Options as one value: every combination of a few; of many those that differ
/// from the present ones by one, none and all.
fn combinations(count: usize, present: Option<Value>) -> Vec<Value> {
    let all = 1u64.checked_shl(u32::try_from(count).unwrap_or(u32::MAX));
    let all = all.map_or(u64::MAX, |it| it - 1);
    if count <= MAX_COMBINED_OPTIONS {
        return (0..=all).map(Value::Choices).collect();
    }
    let now = match present {
        Some(Value::Choices(chosen)) => chosen,
        _ => 0,
    };
    let bits = (0u32..).take(count).filter_map(|bit| 1u64.checked_shl(bit));
    let mut values: Vec<Value> = bits.map(|bit| Value::Choices(now ^ bit)).collect();
    values.extend([Value::Choices(0), Value::Choices(all)]);
    values.dedup();
    values
}
