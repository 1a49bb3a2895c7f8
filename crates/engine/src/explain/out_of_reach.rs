//! Changes that no further change can make good: some criterion is not met whatever
//! the facts are that can still be changed.

use std::collections::BTreeSet;

use super::{
    candidates::{can_change, present},
    probe::Probe,
    prober::Prober,
};
use crate::{
    answer::{
        Outcome,
        changed_facts::{FactChange, NewValue, Spot},
    },
    base::{ids::FactId, types::Type, value::Value},
    check::{
        formula::Node,
        model::{Home, Version},
    },
    eval::{bounded::range::Values, facts::Facts, screen::Standing},
};

/// The most values of what is missing for which a yes is looked at.
const MAX_VALUES: u8 = 32;

/// Whether some criterion is not met whatever else is changed. Numbers, amounts and days
/// that were changed already are open too: another change may move what they are compared
/// with. A yes must hold for every value of the missing facts that nobody can change: it
/// is out of reach too where it is for one of them.
pub(super) fn is_out_of_reach(
    prober: &mut Prober<'_>,
    goal: Outcome,
    changes: &[FactChange],
    probe: &Probe,
) -> bool {
    prober.out_of_reach(goal, changes, |prober| {
        let Some(facts) = opened(prober, changes, probe) else {
            return false;
        };
        if is_missed(prober, goal, &facts) {
            return true;
        }
        // What is missing is the same whatever is changed.
        let is_first = goal == Outcome::Eligible && changes.is_empty();
        is_first
            && (0..MAX_VALUES)
                .filter_map(|value| with_missing(prober, &facts, value))
                .collect::<Vec<Facts>>()
                .iter()
                .any(|facts| is_missed(prober, goal, facts))
    })
}

/// Whether some criterion stands in the way of an outcome whatever the open facts are.
pub(super) fn is_missed(prober: &mut Prober<'_>, goal: Outcome, facts: &Facts) -> bool {
    let stands_in_the_way = |standing: &Standing| match standing {
        Standing::NotMet => true,
        Standing::Refer => goal == Outcome::Eligible,
        _ => false,
    };
    let screening = prober.screened(facts);
    screening.is_some_and(|it| it.standings.iter().any(stands_in_the_way))
}

/// The facts of a probe, with all that can be changed open; none of a period in parts.
fn opened(prober: &Prober<'_>, changes: &[FactChange], probe: &Probe) -> Option<Facts> {
    let facts = probe.facts.as_ref().filter(|_| probe.is_one_part)?;
    let version = prober.version;
    let changed = changes.iter().filter(|it| !is_ordered(version, it));
    let changed: BTreeSet<Spot> = changed.map(|it| it.spot).collect();
    let mut facts = facts.clone();
    facts.forget_each(version, |facts, fact, record| {
        let spot = spot(version, fact, record);
        let is_open = can_change(prober, spot) && !changed.contains(&spot);
        // A list that was changed may be changed again.
        let is_list = matches!(spot, Spot::List(_)) && can_change(prober, spot);
        is_open || is_list || is_assumed_by_others(version, facts, fact, record)
    });
    Some(facts)
}

/// Facts with one value of each missing fact that has options, or is yes or no, and that
/// nobody can change; none where no fact has that many.
fn with_missing(prober: &Prober<'_>, facts: &Facts, number: u8) -> Option<Facts> {
    let version = prober.version;
    let mut given = facts.clone();
    let mut is_other = false;
    for (fact_id, fact) in version.facts.iter_ids() {
        let value = match &fact.ty {
            Type::YesNo if number < 2 => Value::YesNo(number == 1),
            Type::Choice(options) if usize::from(number) < options.count() => Value::Choice(number),
            // None of them, or one.
            Type::Choices(options) if usize::from(number) <= options.count() => {
                let chosen = number.checked_sub(1).map(u32::from);
                Value::Choices(chosen.map_or(0, |option| 1 << option))
            }
            _ => continue,
        };
        let cells: Vec<Option<u16>> = match fact.home {
            Home::Case => vec![None],
            Home::Record(list, _) => {
                let records = facts.records(list).into_iter();
                records.flat_map(|it| it.present()).map(Some).collect()
            }
            Home::List(_) | Home::Completeness(_) => continue,
        };
        for record in cells {
            let spot = spot(version, fact_id, record);
            let is_missing = present(prober, spot, Some(facts)).is_none();
            if is_missing && fact.assume.is_none() && !can_change(prober, spot) {
                given.narrow(version, (fact_id, record), Values::One(value));
                is_other = true;
            }
        }
    }
    is_other.then_some(given)
}

fn spot(version: &Version, fact: FactId, record: Option<u16>) -> Spot {
    match (version.facts[fact].home, record) {
        (Home::List(list), _) => Spot::List(list),
        (_, Some(record)) => Spot::Record(fact, record),
        (_, None) => Spot::Case(fact),
    }
}

fn is_ordered(version: &Version, change: &FactChange) -> bool {
    match (change.spot, &change.to) {
        (Spot::Case(fact) | Spot::Record(fact, _), NewValue::Value(_)) => {
            version.facts[fact].ty.is_ordered()
        }
        _ => false,
    }
}

/// Whether a fact was not given and what is assumed for it may depend on others.
pub(super) fn is_assumed_by_others(
    version: &Version,
    facts: &Facts,
    number: FactId,
    record: Option<u16>,
) -> bool {
    let fact = &version.facts[number];
    let Some(assume) = &fact.assume else {
        return false;
    };
    !matches!(assume.expr.node, Node::Constant(_)) && !facts.is_given(fact, number, record)
}
