//! Arithmetic and comparisons of values that are known.

use std::cmp::Ordering;

use almoner_engine::base::operators::{Comparison, Operator};
use num_traits::{Signed, Zero};

use crate::{
    days,
    fraction::Fraction,
    value::{Computed, Evaluated, Fault, Truth, Value},
};

pub(crate) fn negative(value: &Value) -> Evaluated {
    Ok(Computed::Known(match value {
        Value::Number(number) => Value::Number(-number),
        Value::Money(low, high) => Value::Money(-high, -low),
        Value::Per(low, high, unit) => Value::Per(-high, -low, *unit),
        Value::Percent(share) => Value::Percent(-share),
        Value::Days(days) => Value::Days(-days),
        Value::Months(months) => Value::Months(-months),
        other => panic!("no minus of {other:?}"),
    }))
}

pub(crate) fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Evaluated {
    let ((left, unit), (right, other)) = (left.without_unit(), right.without_unit());
    match plain(operator, &left, &right)? {
        Computed::Known(value) => Ok(Computed::Known(value.by(unit.or(other)))),
        open => Ok(open),
    }
}

fn plain(operator: Operator, left: &Value, right: &Value) -> Evaluated {
    let value = match operator {
        Operator::Add => add(left, right),
        Operator::Subtract => match negative_or_day(right) {
            Value::Day(day) => match left {
                Value::Day(later) => Ok(Value::Days(later - day)),
                other => panic!("{other:?} less a day"),
            },
            minus => add(left, &minus),
        },
        Operator::Multiply => Ok(multiply(left, right)),
        Operator::Divide => return divide(left, right),
    };
    value.map(Computed::Known)
}

fn negative_or_day(value: &Value) -> Value {
    match value {
        Value::Day(day) => Value::Day(*day),
        other => match negative(other) {
            Ok(Computed::Known(value)) => value,
            none => panic!("{none:?}"),
        },
    }
}

fn add(left: &Value, right: &Value) -> Result<Value, Fault> {
    let outside = Fault("outside the calendar");
    Ok(match (left, right) {
        (Value::Number(a), Value::Number(b)) => Value::Number(a + b),
        (Value::Money(a, b), Value::Money(c, d)) => Value::Money(a + c, b + d),
        (Value::Percent(a), Value::Percent(b)) => Value::Percent(a + b),
        (Value::Days(a), Value::Days(b)) => Value::Days(a + b),
        (Value::Months(a), Value::Months(b)) => Value::Months(a + b),
        (Value::Day(day), Value::Days(days)) | (Value::Days(days), Value::Day(day)) => {
            let sum = day
                .checked_add(*days)
                .filter(|sum| days::parts(*sum).is_some());
            Value::Day(sum.ok_or(outside)?)
        }
        (Value::Day(day), Value::Months(months)) | (Value::Months(months), Value::Day(day)) => {
            Value::Day(days::add_months(*day, *months).ok_or(outside)?)
        }
        other => panic!("no sum: {other:?}"),
    })
}

/// The ends of a range times a number, which may turn it round.
fn scaled(low: &Fraction, high: &Fraction, times: &Fraction) -> Value {
    let (low, high) = (low * times, high * times);
    if times.is_negative() {
        Value::Money(high, low)
    } else {
        Value::Money(low, high)
    }
}

fn multiply(left: &Value, right: &Value) -> Value {
    let whole = |number: &Fraction| i64::try_from(number.to_integer()).expect("a small number");
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Value::Number(a * b),
        (Value::Money(a, b), Value::Number(times) | Value::Percent(times))
        | (Value::Number(times) | Value::Percent(times), Value::Money(a, b)) => scaled(a, b, times),
        (Value::Percent(a), Value::Percent(b)) => Value::Percent(a * b),
        (Value::Percent(a), Value::Number(b)) | (Value::Number(b), Value::Percent(a)) => {
            Value::Number(a * b)
        }
        (Value::Days(days), Value::Number(times)) | (Value::Number(times), Value::Days(days)) => {
            Value::Days(days * whole(times))
        }
        (Value::Months(months), Value::Number(times))
        | (Value::Number(times), Value::Months(months)) => Value::Months(months * whole(times)),
        other => panic!("no product: {other:?}"),
    }
}

fn divide(left: &Value, right: &Value) -> Evaluated {
    let by = |number: &Fraction| match number.is_zero() {
        true => Err(Fault("division by zero")),
        false => Ok(number.recip()),
    };
    Ok(Computed::Known(match (left, right) {
        (Value::Money(a, b), Value::Money(c, d)) => {
            // As the engine: this comes before a division by zero.
            if a != b || c != d {
                return Ok(Computed::Unknown);
            }
            Value::Number(a * by(c)?)
        }
        (Value::Money(a, b), Value::Number(among)) => scaled(a, b, &by(among)?),
        (Value::Percent(a), Value::Percent(b)) => Value::Number(a * by(b)?),
        (Value::Percent(a), Value::Number(among)) => Value::Percent(a * by(among)?),
        (Value::Number(a), Value::Number(b)) => Value::Number(a * by(b)?),
        other => panic!("no quotient: {other:?}"),
    }))
}

/// Whether every pair of amounts in two ranges, or none, compares so.
pub(crate) fn compare(comparison: Comparison, left: &Value, right: &Value) -> Truth {
    let holds = |order: Ordering| {
        let yes = match comparison {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::NotEqual => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::AtMost => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::AtLeast => order != Ordering::Less,
        };
        if yes { Truth::Yes } else { Truth::No }
    };
    let (left, right) = (&left.without_unit().0, &right.without_unit().0);
    match (left, right) {
        (Value::Money(a, b), Value::Money(c, d)) if a != b || c != d => {
            let may_be_less = a < d;
            let may_be_more = b > c;
            let may_be_equal = a <= d && c <= b;
            let mut found: Vec<Truth> = Vec::new();
            for (may_be, order) in [
                (may_be_less, Ordering::Less),
                (may_be_equal, Ordering::Equal),
                (may_be_more, Ordering::Greater),
            ] {
                if may_be {
                    found.push(holds(order));
                }
            }
            let all_agree = found.iter().all(|it| *it == found[0]);
            if all_agree { found[0] } else { Truth::Unknown }
        }
        (Value::Option(a), Value::Option(b)) => holds(a.cmp(b)),
        (Value::YesNo(a), Value::YesNo(b)) => holds(a.cmp(b)),
        _ => holds(order(left, right)),
    }
}

/// The order of two values of one type, of exact amounts.
pub(crate) fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) | (Value::Percent(a), Value::Percent(b)) => a.cmp(b),
        (Value::Money(a, _), Value::Money(b, _)) | (Value::Per(a, ..), Value::Per(b, ..)) => {
            a.cmp(b)
        }
        (Value::Day(a), Value::Day(b))
        | (Value::Time(a), Value::Time(b))
        | (Value::Days(a), Value::Days(b))
        | (Value::Months(a), Value::Months(b)) => a.cmp(b),
        other => panic!("no order: {other:?}"),
    }
}
