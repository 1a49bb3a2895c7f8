//! The ranges of sums, differences, products and quotients.

use rust_decimal::Decimal;

use super::OPEN;
use crate::{
    base::{bounds::Bounds, date, money::Money, value::Value},
    check::formula::Operator,
};

/// The unit of a range's ends.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Plain,
    Percent,
    Money,
    Days,
    Months,
}

/// A range in one unit; an end may be open.
#[derive(Clone, Copy)]
struct Interval {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

/// A plain number: a whole one where it is whole.
pub(super) fn plain(number: Decimal) -> Value {
    let whole = i64::try_from(number).ok().filter(|_| number.is_integer());
    whole.map_or_else(|| Value::Number(number.into()), Value::Whole)
}

/// The range of the result of an operator.
pub(super) fn combined(operator: Operator, left: Bounds, right: Bounds) -> Bounds {
    if is_date(left) || is_date(right) {
        return dates(operator, left, right);
    }
    let (Some((left, of)), Some((right, other))) = (measured(left), measured(right)) else {
        return OPEN;
    };
    let Some(unit) = unit(operator, of, other) else {
        return OPEN;
    };
    let range = match operator {
        Operator::Add => left.plus(right),
        Operator::Subtract => left.plus(right.negated()),
        Operator::Multiply => left.times(right),
        Operator::Divide => left.over(right),
    };
    Bounds {
        low: range.low.and_then(|end| value(end, unit)),
        high: range.high.and_then(|end| value(end, unit)),
    }
}

/// The unit of the result; `None` where the units do not go together.
fn unit(operator: Operator, left: Unit, right: Unit) -> Option<Unit> {
    match (operator, left, right) {
        (Operator::Add | Operator::Subtract, ..) => (left == right).then_some(left),
        (Operator::Multiply, Unit::Percent, Unit::Plain)
        | (Operator::Multiply, Unit::Plain, Unit::Percent) => Some(Unit::Plain),
        (Operator::Multiply, Unit::Percent, Unit::Percent) => Some(Unit::Percent),
        (Operator::Multiply, Unit::Percent | Unit::Plain, other)
        | (Operator::Multiply, other, Unit::Percent | Unit::Plain) => Some(other),
        (Operator::Divide, other, Unit::Plain) => Some(other),
        (Operator::Divide, ..) => (left == right).then_some(Unit::Plain),
        (Operator::Multiply, ..) => None,
    }
}

impl Interval {
    fn plus(self, other: Interval) -> Interval {
        Interval {
            low: both(self.low, other.low, Decimal::checked_add),
            high: both(self.high, other.high, Decimal::checked_add),
        }
    }

    fn negated(self) -> Interval {
        Interval {
            low: self.high.map(|end| -end),
            high: self.low.map(|end| -end),
        }
    }

    fn times(self, other: Interval) -> Interval {
        if let Some(range) = self.corners(other, Decimal::checked_mul) {
            return range;
        }
        match self.is_positive() && other.is_positive() {
            true => Interval {
                low: both(self.low, other.low, Decimal::checked_mul),
                high: both(self.high, other.high, Decimal::checked_mul),
            },
            false => Interval {
                low: None,
                high: None,
            },
        }
    }

    fn over(self, other: Interval) -> Interval {
        let apart = |end: Option<Decimal>| end.is_some_and(|end| end > Decimal::ZERO);
        if apart(other.low)
            && let Some(range) = self.corners(other, Decimal::checked_div)
        {
            return range;
        }
        match self.is_positive() && other.is_positive() {
            true => Interval {
                low: both(self.low, other.high, Decimal::checked_div).or(Some(Decimal::ZERO)),
                high: both(self.high, other.low, Decimal::checked_div),
            },
            false => Interval {
                low: None,
                high: None,
            },
        }
    }

    /// The lowest and highest of what the ends give, where all of them are known.
    fn corners(
        self,
        other: Interval,
        work: impl Fn(Decimal, Decimal) -> Option<Decimal> + Copy,
    ) -> Option<Interval> {
        let at = |one, other| both(one, other, work);
        let corners = [
            at(self.low, other.low)?,
            at(self.low, other.high)?,
            at(self.high, other.low)?,
            at(self.high, other.high)?,
        ];
        Some(Interval {
            low: corners.into_iter().min(),
            high: corners.into_iter().max(),
        })
    }

    fn is_positive(self) -> bool {
        self.low.is_some_and(|low| low >= Decimal::ZERO)
    }
}

fn both(
    one: Option<Decimal>,
    other: Option<Decimal>,
    work: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Option<Decimal> {
    work(one?, other?)
}

fn is_date(range: Bounds) -> bool {
    let mut ends = [range.low, range.high].into_iter().flatten();
    ends.any(|end| matches!(end, Value::Date(_)))
}

/// A day and a span, or the days between two days.
fn dates(operator: Operator, left: Bounds, right: Bounds) -> Bounds {
    let moved = |day: Option<Value>, by: Option<Value>| match (operator, day?, by?) {
        (Operator::Add, Value::Date(day), Value::Days(days)) => {
            date::add_days(day, days).map(Value::Date)
        }
        (Operator::Add, Value::Date(day), Value::Months(months)) => {
            date::add_months(day, months).map(Value::Date)
        }
        (Operator::Subtract, Value::Date(day), Value::Days(days)) => {
            date::add_days(day, days.checked_neg()?).map(Value::Date)
        }
        (Operator::Subtract, Value::Date(day), Value::Months(months)) => {
            date::add_months(day, months.checked_neg()?).map(Value::Date)
        }
        (Operator::Subtract, Value::Date(day), Value::Date(from)) => {
            Some(Value::Days(date::days_between(from, day)))
        }
        _ => None,
    };
    match operator {
        Operator::Add => Bounds {
            low: moved(left.low, right.low),
            high: moved(left.high, right.high),
        },
        Operator::Subtract => Bounds {
            low: moved(left.low, right.high),
            high: moved(left.high, right.low),
        },
        Operator::Multiply | Operator::Divide => OPEN,
    }
}

/// The ends as numbers of one unit; `None` for what is not counted.
fn measured(range: Bounds) -> Option<(Interval, Unit)> {
    let number = |end: Value, is_high: bool| {
        Some(match end {
            Value::Whole(_) | Value::Number(_) => (end.number()?.approximate(), Unit::Plain),
            Value::Percent(share) => (share.approximate(), Unit::Percent),
            Value::Money(money) if is_high => (money.max(), Unit::Money),
            Value::Money(money) => (money.min(), Unit::Money),
            Value::Days(days) => (days.into(), Unit::Days),
            Value::Months(months) => (months.into(), Unit::Months),
            _ => return None,
        })
    };
    let low = range.low.and_then(|end| number(end, false));
    let high = range.high.and_then(|end| number(end, true));
    let (_, unit) = low.or(high)?;
    let end = |(number, _): (Decimal, Unit)| number;
    let (low, high) = (low.map(end), high.map(end));
    Some((Interval { low, high }, unit))
}

fn value(number: Decimal, unit: Unit) -> Option<Value> {
    let whole = || i64::try_from(number).ok().filter(|_| number.is_integer());
    Some(match unit {
        Unit::Plain => plain(number),
        Unit::Percent => Value::Percent(number.into()),
        Unit::Money => Value::Money(Money::exact(number)),
        Unit::Days => Value::Days(whole()?),
        Unit::Months => Value::Months(whole()?),
    })
}
