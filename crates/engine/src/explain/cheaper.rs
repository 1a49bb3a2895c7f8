//! Other ways to the same thing at a lower price, or more for no more. Of the facts
//! that can be changed and were read, numbers are tried one and two steps either way
//! and where a price turns next, options all, and lists with a record more or less,
//! alone and together with another. Days and amounts are no choices: they are not
//! tried.
//!
//! Less for less is no advice: a smaller number counts only where the price falls by
//! more than its share, and an option only where as many lines are priced as before.

use std::{collections::BTreeSet, rc::Rc};

use rust_decimal::Decimal;

use super::{
    candidates::found_by,
    changes::with,
    explanation::{Cheaper, Limit, NamedChange, Saving},
    other_bookings::{Kind, Try, days_and_amounts, tries},
    probe::{Price, Probe},
    prober::Prober,
};
use crate::{
    answer::changed_facts::{FactChange, NewValue, Spot},
    base::{money::Money, value::Value},
    eval::facts::Facts,
};

/// The most savings that are named.
const MAX_SAVINGS: usize = 3;

/// The most by which a number is raised to see how many more cost no more.
const MAX_MORE: i64 = 1 << 10;

/// A change that is cheaper, or more for no more.
struct Found {
    changes: Vec<FactChange>,
    total: Money,
    /// Whether it is more for less: nothing is given up.
    is_more: bool,
}

/// What one change alone comes to.
struct Tried {
    of: Try,
    probe: Rc<Probe>,
    /// Whether it is better by itself.
    is_better: bool,
}

/// The largest savings of a quote with this total; none where the total is a range.
pub(super) fn cheaper(prober: &mut Prober<'_>, total: Money) -> Option<Cheaper> {
    let now = prober.ask(&[])?;
    let facts = now.facts.as_ref()?.clone();
    let mut tries = tries(prober, &now, &facts);
    let is_read = |spot: &Spot| now.read_together.iter().any(|it| it.contains(spot));
    tries.retain(|it| is_read(&it.change.spot));
    let not_tried = days_and_amounts(prober, &facts);
    let not_tried = not_tried.into_iter().filter(is_read).collect();
    let compared: BTreeSet<Spot> = tries.iter().map(|it| it.change.spot).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut alone: Vec<Tried> = Vec::new();
    for it in tries {
        let Some(probe) = prober.ask(std::slice::from_ref(&it.change)) else {
            break;
        };
        let better = better(&[&it], total, now.priced_lines, probe.price());
        found.extend(better.map(|new| Found {
            changes: vec![it.change.clone()],
            total: new,
            is_more: it.kind == Kind::More && new.min() < total.min(),
        }));
        // One that has no price by itself is another booking, which needs other facts.
        if probe.total.is_some() {
            alone.push(Tried {
                of: it,
                probe,
                is_better: better.is_some(),
            });
        }
    }
    pairs(prober, &now, &alone, total, &mut found);
    let is_whole = !prober.is_spent();
    let savings = largest(found).into_iter();
    let savings = savings.filter_map(|it| saving(prober, it, total, &facts));
    let savings: Vec<Saving> = savings.take(MAX_SAVINGS).collect();
    Some(Cheaper {
        savings,
        compared: compared.into_iter().collect(),
        not_tried,
        is_whole,
    })
}

/// Pairs of changes of different facts, of which neither is better alone and that act
/// together: two that only add up are two choices, and no better than each.
fn pairs(
    prober: &mut Prober<'_>,
    now: &Probe,
    alone: &[Tried],
    total: Money,
    found: &mut Vec<Found>,
) {
    let alone: Vec<&Tried> = alone.iter().filter(|it| !it.is_better).collect();
    for (number, first) in alone.iter().enumerate() {
        for second in alone.iter().skip(number + 1) {
            let (one, other) = (&first.of.change, &second.of.change);
            if one.spot == other.spot || !may_act_together(now, first, second) {
                continue;
            }
            let changes = with(std::slice::from_ref(one), other.clone());
            let Some(price) = prober.price(&changes) else {
                return;
            };
            if is_sum(total, [first, second], price.total) {
                continue;
            }
            let better = better(&[&first.of, &second.of], total, now.priced_lines, price);
            found.extend(better.map(|total| Found {
                changes,
                total,
                is_more: false,
            }));
        }
    }
}

/// Whether two changes together can do something else than each by itself: some line
/// reads both, as it is or with one of them. A line that reads only one of them in all
/// three comes to what that one makes of it.
fn may_act_together(now: &Probe, first: &Tried, second: &Tried) -> bool {
    let probes = [now, &first.probe, &second.probe];
    let reads_both = |it: &BTreeSet<Spot>| {
        it.contains(&first.of.change.spot) && it.contains(&second.of.change.spot)
    };
    probes
        .iter()
        .any(|probe| probe.read_together.iter().any(reads_both))
}

/// Whether a total differs from the present one by what each change makes alone.
fn is_sum(total: Money, alone: [&Tried; 2], together: Option<Money>) -> bool {
    let moved = |to: Money| to.min().checked_sub(total.min());
    let apart = alone.map(|it| it.probe.total.and_then(moved));
    let [Some(one), Some(other)] = apart else {
        return false;
    };
    let together = together.and_then(moved);
    together.is_some() && together == one.checked_add(other)
}

/// The total of a changed booking that is the same for less, or more for no more.
fn better(tries: &[&Try], total: Money, lines: usize, price: Price) -> Option<Money> {
    let new = price.total?;
    if new.is_range() || price.lines < lines {
        return None;
    }
    let shares = tries.iter().map(|it| match it.kind {
        Kind::Less(share) => share,
        Kind::More | Kind::Other => Decimal::ONE,
    });
    let share: Decimal = shares.product();
    let fair = total.min().checked_mul(share).unwrap_or(total.min());
    let is_more = tries.iter().all(|it| it.kind == Kind::More);
    let is_better = match share == Decimal::ONE {
        true => new.min() < total.min() || (is_more && new.min() == total.min()),
        false => new.min() < fair && new.min() < total.min(),
    };
    is_better.then_some(new)
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
        prober.price(&[FactChange { spot, to }])?.total
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
