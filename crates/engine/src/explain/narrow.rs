//! Answers of a search narrowed: of the changes of one set of facts the nearest,
//! to the smallest step, without what is not needed.

use std::{cmp::Ordering, collections::BTreeMap};

use rust_decimal::Decimal;

use super::{
    candidates::{found_by, present, values},
    changes::{Changes, with_value},
    cut_points::is_nearer,
    explanation::{Limit, NamedChange, Way},
    nearest_value::nearer_yes,
    prober::Prober,
};
use crate::{
    answer::{
        Outcome,
        changed_facts::{FactChange, NewValue, Spot},
    },
    base::{
        bounds::order,
        step::{Side, distance, step, stepped},
        value::Value,
    },
    check::model::Fact,
};

/// The most cells of an ordered fact that are looked at on one side of a value.
const MAX_CELLS: usize = 64;

/// The ways that answers come to: for each set of facts and options the one
/// nearest to the present.
pub(super) fn ways(prober: &mut Prober<'_>, goal: Outcome, answers: Vec<Changes>) -> Vec<Way> {
    let mut sets: BTreeMap<(Vec<Spot>, String), Vec<Changes>> = BTreeMap::new();
    for answer in answers {
        let spots = answer.iter().map(|it| it.spot).collect();
        let options = options_of(prober, &answer);
        sets.entry((spots, options)).or_default().push(answer);
    }
    let mut ways: Vec<Way> = Vec::new();
    for answers in sets.into_values() {
        let narrowed: Vec<Changes> = nearest_of(prober, answers)
            .into_iter()
            .map(|answer| narrowed(prober, goal, answer))
            .collect();
        for answer in nearest_of(prober, narrowed) {
            ways.push(named(prober, goal, &answer));
        }
    }
    without_longer_records(ways)
}

/// What of changes has no order: two answers that differ in it are different
/// ways.
fn options_of(prober: &Prober<'_>, changes: &[FactChange]) -> String {
    let mut options = String::new();
    for change in changes {
        if ordered(prober, change).is_none() {
            options += &format!("{:?};", change.to);
        }
    }
    options
}

/// The value of a change of an ordered fact, and the fact.
fn ordered<'p>(prober: &Prober<'p>, change: &FactChange) -> Option<(&'p Fact, Value)> {
    let (Spot::Case(fact) | Spot::Record(fact, _)) = change.spot else {
        return None;
    };
    let fact = &prober.version.facts[fact];
    match change.to {
        NewValue::Value(value) if fact.ty.is_ordered() => Some((fact, value)),
        _ => None,
    }
}

/// The answers to which none is nearer in one fact and as near in all others.
fn nearest_of(prober: &mut Prober<'_>, answers: Vec<Changes>) -> Vec<Changes> {
    let given = prober.given();
    let away = |answer: &Changes| -> Vec<Decimal> {
        let distances = answer.iter().map(|change| {
            let (_, value) = ordered(prober, change)?;
            let present = present(prober, change.spot, given.as_ref())?;
            distance(value, present).map(|it| it.abs())
        });
        distances.map(Option::unwrap_or_default).collect()
    };
    let all: Vec<(Vec<Decimal>, Changes)> = answers.into_iter().map(|it| (away(&it), it)).collect();
    let is_beaten = |own: &Vec<Decimal>, number: usize| {
        all.iter().enumerate().any(|(other, (theirs, _))| {
            let as_near = theirs.iter().zip(own).all(|(a, b)| a <= b);
            as_near && (theirs != own || other < number)
        })
    };
    let kept = all.iter().enumerate();
    let kept = kept.filter(|(number, (own, _))| !is_beaten(own, *number));
    kept.map(|(_, (_, answer))| answer.clone()).collect()
}

/// An answer with each ordered fact as near to its present value as it can be; one
/// that is not known at the end of the values that are as good.
fn narrowed(prober: &mut Prober<'_>, goal: Outcome, mut answer: Changes) -> Changes {
    for number in 0..answer.len() {
        let Some(change) = answer.get(number).cloned() else {
            continue;
        };
        let Some((fact, value)) = ordered(prober, &change) else {
            continue;
        };
        let given = prober.given();
        let present = present(prober, change.spot, given.as_ref());
        let ends = match present {
            Some(present) => Some((value, present)),
            None => last_good(prober, goal, &answer, number),
        };
        let Some((good, towards)) = ends else {
            continue;
        };
        let nearest = halved(good, towards, fact, |value| {
            gives(prober, goal, &with_value(&answer, number, value))
        });
        let nearer = present
            .filter(|_| goal == Outcome::Eligible)
            .and_then(|present| nearer_yes(prober, &answer, number, (present, nearest)));
        answer = with_value(&answer, number, nearer.unwrap_or(nearest));
    }
    answer
}

/// Of an ordered fact the last value that is as good, one of each cell, and the first
/// beyond it that is not; upwards, or else downwards.
fn last_good(
    prober: &mut Prober<'_>,
    goal: Outcome,
    answer: &Changes,
    number: usize,
) -> Option<(Value, Value)> {
    let (_, value) = ordered(prober, answer.get(number)?)?;
    for side in [Ordering::Greater, Ordering::Less] {
        let mut last = value;
        let mut known = cells(prober, answer, number, value);
        for _ in 0..MAX_CELLS {
            let beyond = known.iter().copied();
            let beyond = beyond.filter(|it| order(*it, last) == Some(side));
            let next = beyond.reduce(|a, b| if order(a, b) == Some(side) { b } else { a });
            let Some(next) = next else { break };
            if !gives(prober, goal, &with_value(answer, number, next)) {
                return Some((last, next));
            }
            known.extend(cells(prober, answer, number, next));
            last = next;
        }
    }
    None
}

/// One value of each cell of an ordered fact, as far as what is compared with this value
/// shows: past a cell, other comparisons may be made.
fn cells(prober: &mut Prober<'_>, answer: &Changes, number: usize, value: Value) -> Vec<Value> {
    let changes = with_value(answer, number, value);
    let spot = changes.get(number).map(|it| it.spot);
    let (Some(Spot::Case(fact_id) | Spot::Record(fact_id, _)), Some(probe)) =
        (spot, prober.ask(&changes))
    else {
        return Vec::new();
    };
    let mut cells = values(prober, (fact_id, None), Some(value), &probe);
    let fact = &prober.version.facts[fact_id];
    cells.retain(|it| fact.within.contains(*it));
    cells
}

/// The value nearest to `towards` that is good, from one that is; what lies between
/// is taken to turn once.
pub(super) fn halved(
    good: Value,
    towards: Value,
    fact: &Fact,
    mut is_good: impl FnMut(Value) -> bool,
) -> Value {
    let Some((step, away)) = step(&fact.ty).zip(distance(towards, good)) else {
        return good;
    };
    let steps = away.abs().checked_div(step).map(|it| it.trunc());
    let side = if away.is_sign_negative() {
        Side::Below
    } else {
        Side::Above
    };
    let at = |steps: Decimal| stepped(good, side, steps.checked_mul(step)?);
    // The last step at which it is good, and the first at which it is not.
    let mut last = Decimal::ZERO;
    let mut first = steps.unwrap_or_default();
    // A representative value mostly stands at its cut point: the next step comes first.
    let mut middle = Decimal::ONE;
    while first - last > Decimal::ONE {
        match at(middle).is_some_and(&mut is_good) {
            true => last = middle,
            false => first = middle,
        }
        middle = ((last + first) / Decimal::TWO).trunc();
    }
    at(last).unwrap_or(good)
}

fn gives(prober: &mut Prober<'_>, goal: Outcome, changes: &[FactChange]) -> bool {
    prober.gives(changes, goal).unwrap_or_default()
}

/// An answer with what is there now, and how far its values may be passed.
fn named(prober: &mut Prober<'_>, goal: Outcome, answer: &Changes) -> Way {
    let given = prober.given();
    let mut changes = Vec::with_capacity(answer.len());
    for (number, change) in answer.iter().enumerate() {
        let limit = limit(prober, goal, answer, number);
        changes.push(NamedChange {
            change: change.clone(),
            present: found_by(prober, change.spot, given.as_ref()),
            limit,
        });
    }
    Way { changes }
}

/// Whether every value on one side is as good: the next one, one of each cell and the
/// last.
fn limit(prober: &mut Prober<'_>, goal: Outcome, answer: &Changes, number: usize) -> Limit {
    let Some(change) = answer.get(number) else {
        return Limit::Exactly;
    };
    let Some((fact, value)) = ordered(prober, change) else {
        return Limit::Exactly;
    };
    let Some(by) = step(&fact.ty) else {
        return Limit::Exactly;
    };
    let given = prober.given();
    let now = present(prober, change.spot, given.as_ref());
    let mut all_good = |side, wanted: Ordering| {
        let next = stepped(value, side, by);
        if next.is_some_and(|next| is_nearer(next, value, now)) {
            return false;
        }
        let mut beyond: Vec<Value> = next.into_iter().collect();
        beyond.retain(|it| fact.within.contains(*it));
        let mut from = value;
        for at in 0..MAX_CELLS {
            for cell in cells(prober, answer, number, from) {
                if order(cell, value) == Some(wanted) && !beyond.contains(&cell) {
                    beyond.push(cell);
                }
            }
            let Some(tried) = beyond.get(at).copied() else {
                break;
            };
            if !gives(prober, goal, &with_value(answer, number, tried)) {
                return false;
            }
            from = tried;
        }
        true
    };
    match all_good(Side::Above, Ordering::Greater) {
        true => Limit::AtLeast,
        false if all_good(Side::Below, Ordering::Less) => Limit::AtMost,
        false => Limit::Exactly,
    }
}

/// Ways that add a record, without those that say more of it than another way
/// needs.
fn without_longer_records(ways: Vec<Way>) -> Vec<Way> {
    let is_shorter = |short: &FactChange, long: &FactChange| match (&short.to, &long.to) {
        (NewValue::With(short_fields), NewValue::With(long_fields)) => {
            short.spot == long.spot && short_fields.iter().all(|it| long_fields.contains(it))
        }
        _ => short == long,
    };
    let is_needless = |way: &Way| {
        ways.iter().any(|other| {
            other != way
                && other.changes.len() == way.changes.len()
                && other
                    .changes
                    .iter()
                    .zip(&way.changes)
                    .all(|(a, b)| is_shorter(&a.change, &b.change))
        })
    };
    ways.iter()
        .filter(|way| !is_needless(way))
        .cloned()
        .collect()
}
