//! Ranges of ordered values.

use std::{cmp::Ordering, fmt};

use super::{date::LongDate, time::ClockTime, value::Value};

/// A range of ordered values, both ends included; an end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The lowest value.
    pub low: Option<Value>,
    /// The highest value.
    pub high: Option<Value>,
}

impl Bounds {
    /// Whether a value lies inside. Values without an order, and those that
    /// are not settled, lie in any bounds.
    #[must_use]
    pub fn contains(&self, value: Value) -> bool {
        let beyond = |end: Option<Value>, wrong: Ordering| {
            end.and_then(|end| order(value, end)) == Some(wrong)
        };
        !beyond(self.low, Ordering::Less) && !beyond(self.high, Ordering::Greater)
    }

    /// Whether every value of other bounds lies inside.
    #[must_use]
    pub fn includes(&self, other: &Bounds) -> bool {
        let fits = |end: Option<Value>, theirs: Option<Value>| {
            end.is_none() || theirs.is_some_and(|theirs| self.contains(theirs))
        };
        fits(self.low, other.low) && fits(self.high, other.high)
    }

    /// Both ends as something that rises with them; an end without one is open.
    #[must_use]
    pub fn map(self, end: impl Fn(Value) -> Option<Value>) -> Bounds {
        Bounds {
            low: self.low.and_then(&end),
            high: self.high.and_then(&end),
        }
    }

    /// Whether both ends are open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.low.is_none() && self.high.is_none()
    }
}

/// In words: `from 1 to 10`, `1 or more`, `at most 10`.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => write!(f, "{}", DisplayValue(low)),
            (Some(low), Some(high)) => {
                write!(f, "from {} to {}", DisplayValue(low), DisplayValue(high))
            }
            (Some(Value::Date(low)), None) => write!(f, "{} or later", LongDate(low)),
            (None, Some(Value::Date(high))) => write!(f, "{} or earlier", LongDate(high)),
            (Some(Value::Time(low)), None) => write!(f, "{} or later", ClockTime(low)),
            (None, Some(Value::Time(high))) => write!(f, "{} or earlier", ClockTime(high)),
            (Some(low), None) => write!(f, "{} or more", DisplayValue(low)),
            (None, Some(high)) => write!(f, "at most {}", DisplayValue(high)),
            (None, None) => f.write_str("anything"),
        }
    }
}

/// A value that needs no options or texts to be shown, as read aloud.
#[derive(Clone, Copy, Debug)]
pub struct DisplayValue(pub Value);

impl fmt::Display for DisplayValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |f: &mut fmt::Formatter<'_>, count: i64, unit: &str| {
            write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
        };
        match self.0 {
            Value::Unknown(_) => f.write_str("not known"),
            Value::DoesNotApply(_) => f.write_str("does not apply"),
            Value::YesNo(yes) => f.write_str(if yes { "yes" } else { "no" }),
            Value::Whole(whole) => write!(f, "{whole}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Percent(fraction) => {
                write!(f, "{}%", fraction.hundredfold())
            }
            Value::Money(money) => write!(f, "{money}"),
            Value::Date(day) => write!(f, "{}", LongDate(day)),
            Value::Time(time) => write!(f, "{}", ClockTime(time)),
            Value::Days(days) => counted(f, days, "day"),
            Value::Months(months) if months % 12 == 0 && months != 0 => {
                counted(f, months / 12, "year")
            }
            Value::Months(months) => counted(f, months, "month"),
            Value::Choice(option) => write!(f, "option {option}"),
            Value::Choices(options) => write!(f, "{} options", options.count_ones()),
            Value::Text(_) => f.write_str("a text"),
        }
    }
}

/// Compares two settled values of one type; ranges of money by their lower
/// ends.
#[must_use]
pub fn order(left: Value, right: Value) -> Option<Ordering> {
    Some(match (left, right) {
        (Value::Whole(a), Value::Whole(b)) => a.cmp(&b),
        (Value::Money(a), Value::Money(b)) => a.low().cmp(&b.low()),
        (Value::Date(a), Value::Date(b)) => a.cmp(&b),
        (Value::Time(a), Value::Time(b)) => a.cmp(&b),
        (Value::Days(a), Value::Days(b)) | (Value::Months(a), Value::Months(b)) => a.cmp(&b),
        (Value::Percent(a), Value::Percent(b)) => a.cmp(&b),
        (Value::YesNo(a), Value::YesNo(b)) => a.cmp(&b),
        (Value::Choice(a), Value::Choice(b)) => a.cmp(&b),
        (Value::Choices(a), Value::Choices(b)) => a.cmp(&b),
        _ => left.number()?.cmp(&right.number()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_inside() {
        let bounds = Bounds {
            low: Some(Value::Whole(1)),
            high: Some(Value::Whole(10)),
        };
        let inside: Vec<bool> = [0, 1, 10, 11]
            .map(|whole| bounds.contains(Value::Whole(whole)))
            .into();
        assert_eq!(inside, [false, true, true, false]);
        assert_eq!(bounds.to_string(), "from 1 to 10");
        assert_eq!(DisplayValue(Value::Months(24)).to_string(), "2 years");
    }
}
