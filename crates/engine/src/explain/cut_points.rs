//! The values at which an ordered fact may change an answer: what it is compared
//! with, directly or after a calculation.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{
    compared::{Compared, ComparedEnds},
    dependence::Dependence,
};
use crate::{
    base::{
        bounds::{Bounds, order},
        date::Date,
        ids::FactId,
        money::Money,
        ratio::Ratio,
        step::{Side, distance, step, stepped},
        time::Time,
        types::Type,
        value::Value,
    },
    check::model::Fact,
};

/// Days by which months and years can shift a day that is calculated: a month has 28
/// to 31.
const MONTHS_MAY_SHIFT: i64 = 4;

/// Where no bound is declared: more than a council's figures come to.
const FAR: i64 = 10_000_000;

/// What a fact is now.
#[derive(Clone, Copy)]
pub(super) enum Now {
    Value(Value),
    /// It is missing, and lies between these ends.
    Within(Bounds),
}

/// The cut points of a fact, ascending.
pub(super) fn cut_points(
    (number, fact): (FactId, &Fact),
    now: Now,
    compared: &[Compared],
    dependence: &Dependence,
) -> Vec<Value> {
    let mut cuts: Vec<Value> = Vec::new();
    let mut add = |value: Value| cuts.extend(of_type(value, &fact.ty));
    dependence
        .constants(number)
        .iter()
        .copied()
        .for_each(&mut add);
    for it in compared {
        let sides = dependence.sides(it.formula, it.bound);
        let is_left = sides.left.contains(number);
        let is_right = sides.right.contains(number);
        if sides.left_is == Some(number) {
            add(it.right);
            continue;
        }
        if sides.right_is == Some(number) {
            add(it.left);
            continue;
        }
        if it.ends.is_some() && fact.ty == Type::Date {
            // Each would be tried with the days by which months shift it: too many.
            continue;
        }
        // Mostly a sum or a day counted from it: it moves as much as the fact does.
        let rate = dependence.rate(it.formula, it.bound, number);
        let by = distance(it.right, it.left).filter(|_| is_left != is_right);
        let Some(by) = by.and_then(|by| by.checked_div(rate)) else {
            continue;
        };
        let rises = is_left != rate.is_sign_negative();
        let by = if is_left { by } else { -by };
        if let Some(value) = compared_with(now, it.ends, rises).and_then(|it| moved(it, by)) {
            add(value);
            if fact.ty == Type::Date {
                for shift in [-MONTHS_MAY_SHIFT, MONTHS_MAY_SHIFT] {
                    moved_by_days(value, shift).map(&mut add);
                }
            }
        }
    }
    sort(&mut cuts);
    cuts
}

/// The value of a fact with which something was compared: of one that is missing, the end
/// with which the left side less the right one comes to the end that was compared. It
/// rises with the fact, or falls.
fn compared_with(now: Now, ends: Option<ComparedEnds>, rises: bool) -> Option<Value> {
    match (now, ends) {
        (Now::Value(value), _) => Some(value),
        (Now::Within(bounds), Some(ends)) => match (ends, rises) {
            (ComparedEnds::LowestLeft, true) | (ComparedEnds::HighestLeft, false) => bounds.low,
            (ComparedEnds::LowestLeft, false) | (ComparedEnds::HighestLeft, true) => bounds.high,
        },
        (Now::Within(_), None) => None,
    }
}

/// One value of each cell between the cut points, but for the cell of the present
/// value: the one nearest to it.
pub(super) fn representatives(fact: &Fact, present: Option<Value>, cuts: &[Value]) -> Vec<Value> {
    let Some(step) = step(&fact.ty) else {
        return Vec::new();
    };
    let steps = cuts
        .iter()
        .flat_map(|cut| Side::ALL.map(|side| stepped(*cut, side, step)));
    let mut values: Vec<Value> = steps
        .flatten()
        .filter(|value| fact.within.contains(*value))
        .collect();
    sort(&mut values);
    let cell = |value: Value| -> Vec<Option<Ordering>> {
        cuts.iter().map(|cut| order(value, *cut)).collect()
    };
    let own = present.map(cell);
    let mut found: Vec<(Vec<Option<Ordering>>, Value)> = Vec::new();
    for value in values {
        let cell = cell(value);
        if own.as_ref() == Some(&cell) {
            continue;
        }
        match found.last_mut().filter(|(last, _)| *last == cell) {
            Some((_, last)) if is_nearer(value, *last, present) => *last = value,
            Some(_) => {}
            None => found.push((cell, value)),
        }
    }
    // What is calculated may be cut beyond the cut points that are known: the ends
    // are tried too.
    let mut values: Vec<Value> = found.into_iter().map(|(_, value)| value).collect();
    values.extend(ends(fact));
    sort(&mut values);
    values
}

fn sort(values: &mut Vec<Value>) {
    values.sort_by(|a, b| order(*a, *b).unwrap_or(Ordering::Equal));
    values.dedup();
}

/// Whether a value is nearer to the present one.
pub(super) fn is_nearer(value: Value, than: Value, present: Option<Value>) -> bool {
    let away = |value| {
        present
            .and_then(|present| distance(value, present))
            .map(|it| it.abs())
    };
    matches!((away(value), away(than)), (Some(a), Some(b)) if a < b)
}

/// The lowest and the highest value that a fact may have.
pub(super) fn ends(fact: &Fact) -> [Value; 2] {
    let zero = Decimal::ZERO;
    let far = Decimal::from(FAR);
    let (low, high) = match fact.ty {
        Type::Whole => (Value::Whole(0), Value::Whole(FAR)),
        Type::Money => (Value::Money(Money::ZERO), Value::Money(Money::exact(far))),
        Type::Percent => (
            Value::Percent(zero.into()),
            Value::Percent(Decimal::ONE.into()),
        ),
        Type::Date => (
            Value::Date(Date::constant(1900, 1, 1)),
            Value::Date(Date::constant(2099, 12, 31)),
        ),
        Type::Time => (Value::Time(Time::MIN), Value::Time(Time::MAX)),
        _ => (Value::Number(zero.into()), Value::Number(Ratio::from(FAR))),
    };
    [
        fact.within.low.unwrap_or(low),
        fact.within.high.unwrap_or(high),
    ]
}

/// A value as one of the type; none where it cannot be one.
fn of_type(value: Value, ty: &Type) -> Option<Value> {
    Some(match (value, ty) {
        (Value::Whole(_), Type::Whole)
        | (Value::Money(_), Type::Money)
        | (Value::Percent(_), Type::Percent)
        | (Value::Date(_), Type::Date)
        | (Value::Time(_), Type::Time)
        | (Value::Number(_), Type::Number) => value,
        (Value::Whole(whole), Type::Number) => Value::Number(Ratio::from(whole)),
        (Value::Number(number), Type::Whole) => Value::Whole(i64::try_from(number.floor()).ok()?),
        _ => return None,
    })
    .filter(|value| !matches!(value, Value::Money(money) if money.is_range()))
}

/// A value moved by a distance in the unit of its kind.
fn moved(value: Value, by: Decimal) -> Option<Value> {
    stepped(value, Side::Above, by)
}

fn moved_by_days(value: Value, days: i64) -> Option<Value> {
    moved(value, days.into())
}
