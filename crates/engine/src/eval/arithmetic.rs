//! Arithmetic on settled values; whatever cannot be done is named, not guessed.

use super::fault::Impossible;
use crate::{
    base::{
        bounds::order,
        date,
        rounding::Rounding,
        value::{Missing, Value},
    },
    check::formula::Operator,
};
use rust_decimal::Decimal;

/// The first of two values that keeps a result from being settled; missing
/// facts add up.
fn unsettled(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Unknown(a), Value::Unknown(b)) => Some(Value::Unknown(a.union(*b))),
        (Value::Unknown(_), _) => Some(*left),
        (_, Value::Unknown(_)) => Some(*right),
        (Value::DoesNotApply(_), _) => Some(*left),
        (_, Value::DoesNotApply(_)) => Some(*right),
        _ => None,
    }
}

pub(crate) fn apply(operator: Operator, left: &Value, right: &Value) -> Result<Value, Impossible> {
    let worked = match operator {
        Operator::Add => add(left, right),
        Operator::Subtract => subtract(left, right),
        Operator::Multiply => multiply(left, right),
        Operator::Divide => divide(left, right),
    };
    // An unsettled operand gives an unsettled result, not a fault.
    match worked {
        Some(value) => Ok(value),
        None => unsettled(left, right).ok_or_else(|| impossible(operator, right)),
    }
}

#[cold]
fn impossible(operator: Operator, right: &Value) -> Impossible {
    let nothing = match right {
        Value::Percent(fraction) => fraction.is_zero(),
        Value::Money(money) => money.low().is_zero() || money.high().is_zero(),
        other => other.number().is_some_and(|number| number.is_zero()),
    };
    if operator == Operator::Divide && nothing {
        Impossible::DivisionByZero
    } else {
        Impossible::Overflow
    }
}

fn add(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Whole(a), Value::Whole(b)) => Value::Whole(a.checked_add(*b)?),
        (Value::Money(a), Value::Money(b)) => Value::Money(a.checked_add(*b)?),
        (Value::Percent(a), Value::Percent(b)) => Value::Percent(a.checked_add(*b)?),
        (Value::Date(day), Value::Days(days)) | (Value::Days(days), Value::Date(day)) => {
            Value::Date(date::add_days(*day, *days)?)
        }
        (Value::Date(day), Value::Months(months)) | (Value::Months(months), Value::Date(day)) => {
            Value::Date(date::add_months(*day, *months)?)
        }
        (Value::Days(a), Value::Days(b)) => Value::Days(a.checked_add(*b)?),
        (Value::Months(a), Value::Months(b)) => Value::Months(a.checked_add(*b)?),
        _ => Value::Number(left.number()?.checked_add(right.number()?)?),
    })
}

fn subtract(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Whole(a), Value::Whole(b)) => Value::Whole(a.checked_sub(*b)?),
        (Value::Money(a), Value::Money(b)) => Value::Money(a.checked_sub(*b)?),
        (Value::Percent(a), Value::Percent(b)) => Value::Percent(a.checked_sub(*b)?),
        (Value::Date(a), Value::Date(b)) => Value::Days(date::days_between(*b, *a)),
        (Value::Date(day), Value::Days(days)) => {
            Value::Date(date::add_days(*day, days.checked_neg()?)?)
        }
        (Value::Date(day), Value::Months(months)) => {
            Value::Date(date::add_months(*day, months.checked_neg()?)?)
        }
        (Value::Days(a), Value::Days(b)) => Value::Days(a.checked_sub(*b)?),
        (Value::Months(a), Value::Months(b)) => Value::Months(a.checked_sub(*b)?),
        _ => Value::Number(left.number()?.checked_sub(right.number()?)?),
    })
}

fn multiply(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Whole(a), Value::Whole(b)) => Value::Whole(a.checked_mul(*b)?),
        (Value::Money(money), Value::Percent(times))
        | (Value::Percent(times), Value::Money(money)) => Value::Money(money.checked_mul(*times)?),
        (Value::Money(money), times) | (times, Value::Money(money)) => {
            Value::Money(money.checked_mul(times.number()?)?)
        }
        (Value::Percent(a), Value::Percent(b)) => Value::Percent(a.checked_mul(*b)?),
        (Value::Percent(share), times) | (times, Value::Percent(share)) => {
            Value::Number(share.checked_mul(times.number()?)?)
        }
        (Value::Days(days), Value::Whole(times)) | (Value::Whole(times), Value::Days(days)) => {
            Value::Days(days.checked_mul(*times)?)
        }
        (Value::Months(months), Value::Whole(times))
        | (Value::Whole(times), Value::Months(months)) => {
            Value::Months(months.checked_mul(*times)?)
        }
        _ => Value::Number(left.number()?.checked_mul(right.number()?)?),
    })
}

fn divide(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::Money(a), Value::Money(b)) => {
            if a.is_range() || b.is_range() {
                return Some(Value::Unknown(Missing::PRICE_IS_A_RANGE));
            }
            Value::Number(a.low().checked_div(b.low())?)
        }
        (Value::Money(money), among) => Value::Money(money.checked_div(among.number()?)?),
        (Value::Percent(a), Value::Percent(b)) => Value::Number(a.checked_div(*b)?),
        (Value::Percent(share), among) => Value::Percent(share.checked_div(among.number()?)?),
        _ => Value::Number(left.number()?.checked_div(right.number()?)?),
    })
}

pub(super) fn negative(value: Value) -> Result<Value, Impossible> {
    let negated = match value {
        Value::Whole(whole) => whole.checked_neg().map(Value::Whole),
        Value::Number(number) => Some(Value::Number(-number)),
        Value::Percent(fraction) => Some(Value::Percent(-fraction)),
        Value::Money(money) => money.checked_mul(Decimal::NEGATIVE_ONE).map(Value::Money),
        Value::Days(days) => days.checked_neg().map(Value::Days),
        Value::Months(months) => months.checked_neg().map(Value::Months),
        other => Some(other),
    };
    negated.ok_or(Impossible::Overflow)
}

pub(super) fn round(value: Value, rounding: Rounding) -> Result<Value, Impossible> {
    let rounded = match value {
        Value::Money(money) => money.round(rounding).map(Value::Money),
        Value::Percent(fraction) => rounding.apply(fraction).map(|it| Value::Percent(it.into())),
        Value::Unknown(_) | Value::DoesNotApply(_) => Some(value),
        other => other
            .number()
            .and_then(|number| rounding.apply(number))
            .map(|it| Value::Number(it.into())),
    };
    rounded.ok_or(Impossible::Overflow)
}

/// The smaller of two values; of two prices, whichever is cheaper end by end.
pub(super) fn least(left: Value, right: Value) -> Value {
    if let Some(open) = unsettled(&left, &right) {
        return open;
    }
    match (left, right) {
        (Value::Money(a), Value::Money(b)) => Value::Money(a.cheaper(b)),
        _ if order(left, right).is_some_and(|order| order.is_le()) => left,
        _ => right,
    }
}

/// The greater of two values.
pub(super) fn most(left: Value, right: Value) -> Value {
    if let Some(open) = unsettled(&left, &right) {
        return open;
    }
    match (left, right) {
        (Value::Money(a), Value::Money(b)) => Value::Money(a.dearer(b)),
        _ if order(left, right).is_some_and(|order| order.is_ge()) => left,
        _ => right,
    }
}
