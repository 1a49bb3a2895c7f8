//! Sums, products and the like of ranges: those of their ends, exact.

use super::range::{Range, Values};
use crate::{
    base::{
        bounds::{Bounds, order},
        rounding::Rounding,
        value::Value,
    },
    check::formula::Operator,
    eval::arithmetic::{self, apply, negative},
};

/// An operator for any value of one range and any of the other.
pub(super) fn combine(operator: Operator, left: &Range, right: &Range) -> Range {
    let may_not_apply = left.may_not_apply || right.may_not_apply;
    let values = match (&left.values, &right.values) {
        (Values::None, _) | (_, Values::None) => Values::None,
        (left, right) => Values::between(ends(operator, left.bounds(), right.bounds())),
    };
    Range {
        values,
        may_not_apply,
    }
}

fn ends(operator: Operator, left: Bounds, right: Bounds) -> Bounds {
    let at = |one: Option<Value>, other: Option<Value>| {
        let value = apply(operator, &one?, &other?).ok()?;
        value.is_settled().then_some(value)
    };
    match operator {
        Operator::Add => Bounds {
            low: at(left.low, right.low),
            high: at(left.high, right.high),
        },
        Operator::Subtract => Bounds {
            low: at(left.low, right.high),
            high: at(left.high, right.low),
        },
        Operator::Multiply => match corners(left, right, at) {
            Some(bounds) => bounds,
            None if is_positive(left) && is_positive(right) => Bounds {
                low: at(left.low, right.low),
                high: at(left.high, right.high),
            },
            None => Bounds::default(),
        },
        // Of two prices, one of which may be a range, there is no quotient.
        Operator::Divide if is_money(right) => Bounds::default(),
        Operator::Divide if !is_above_zero(right) => Bounds::default(),
        Operator::Divide => match corners(left, right, at) {
            Some(bounds) => bounds,
            None if is_positive(left) => Bounds {
                low: at(left.low, right.high),
                high: at(left.high, right.low),
            },
            None => Bounds::default(),
        },
    }
}

/// The lowest and highest of what the ends give, where all of them are known.
fn corners(
    left: Bounds,
    right: Bounds,
    at: impl Fn(Option<Value>, Option<Value>) -> Option<Value>,
) -> Option<Bounds> {
    let all = [
        at(left.low, right.low)?,
        at(left.low, right.high)?,
        at(left.high, right.low)?,
        at(left.high, right.high)?,
    ];
    let pick = |lower: bool| {
        let mut all = all.into_iter();
        let first = all.next()?;
        all.try_fold(first, |best, next| {
            Some(if order(best, next)?.is_le() == lower {
                best
            } else {
                next
            })
        })
    };
    Some(Bounds {
        low: Some(pick(true)?),
        high: Some(pick(false)?),
    })
}

fn is_money(bounds: Bounds) -> bool {
    let mut ends = [bounds.low, bounds.high].into_iter().flatten();
    ends.any(|end| matches!(end, Value::Money(_)))
}

fn is_positive(bounds: Bounds) -> bool {
    bounds
        .low
        .is_some_and(|low| sign(low).is_some_and(|it| it >= 0))
}

fn is_above_zero(bounds: Bounds) -> bool {
    bounds.low.is_some_and(|low| sign(low) == Some(1))
}

/// -1, 0 or 1; `None` for what is not counted.
fn sign(value: Value) -> Option<i8> {
    let (is_zero, is_negative) = match value {
        Value::Whole(count) | Value::Days(count) | Value::Months(count) => (count == 0, count < 0),
        Value::Number(number) | Value::Percent(number) => (number.is_zero(), number.is_negative()),
        Value::Money(money) => (money.low().is_zero(), money.low().is_negative()),
        _ => return None,
    };
    Some(match (is_zero, is_negative) {
        (true, _) => 0,
        (_, true) => -1,
        _ => 1,
    })
}

/// Minus any value of a range.
pub(super) fn negate(range: &Range) -> Range {
    let end = |end: Option<Value>| negative(end?).ok();
    map(range, |bounds| Bounds {
        low: end(bounds.high),
        high: end(bounds.low),
    })
}

/// The range whose ends are found from the ends of another.
pub(super) fn map(range: &Range, of_ends: impl FnOnce(Bounds) -> Bounds) -> Range {
    Range {
        values: match range.values {
            Values::None => Values::None,
            values => Values::between(of_ends(values.bounds())),
        },
        ..*range
    }
}

/// Rounded: that keeps the order of values.
pub(super) fn round(range: &Range, rounding: Rounding) -> Range {
    let end = |end| arithmetic::round(end, rounding).ok();
    map(range, |bounds| bounds.map(end))
}
