//! The ranges of what functions give.

use super::{Known, OPEN, ValueRanges, arithmetic::plain};
use crate::{
    base::{
        bounds::{Bounds, order},
        date::{self, Date},
        time::Time,
        value::Value,
    },
    check::formula::{Expr, Function},
};

impl ValueRanges<'_> {
    pub(super) fn called<'e>(
        &'e self,
        function: Function,
        arguments: &'e [Expr],
        known: Known<'_, 'e>,
    ) -> Bounds {
        if function == Function::HowMany {
            return self.how_many(arguments);
        }
        let all = arguments.iter().map(|argument| self.part(argument, known));
        of_function(function, &all.collect::<Vec<Bounds>>(), self.on)
    }

    fn how_many(&self, arguments: &[Expr]) -> Bounds {
        let ty = arguments.first().and_then(|it| self.kind(it));
        let options = ty.as_ref().and_then(|ty| ty.options());
        let count = options.and_then(|it| i64::try_from(it.count()).ok());
        Bounds {
            low: Some(Value::Whole(0)),
            high: count.map(Value::Whole),
        }
    }
}

/// The range of what a function gives for these arguments, on these days.
pub(crate) fn of_function(function: Function, arguments: &[Bounds], on: Bounds) -> Bounds {
    let nth = |number: usize| arguments.get(number).copied().unwrap_or(OPEN);
    let one = || nth(0);
    match function {
        Function::Month => whole(1, 12),
        Function::Day => whole(1, 31),
        Function::Weekday => whole(1, 7),
        Function::Year => one().map(|end| match end {
            Value::Date(day) => Some(Value::Whole(day.year().into())),
            _ => None,
        }),
        Function::Floor => one().map(|end| Some(plain(end.number()?.floor()))),
        Function::Ceiling => one().map(|end| Some(plain(end.number()?.ceil()))),
        Function::Days => one().map(|end| match end {
            Value::Whole(days) => Some(Value::Days(days)),
            _ => None,
        }),
        Function::Months => one().map(|end| match end {
            Value::Whole(months) => Some(Value::Months(months)),
            _ => None,
        }),
        Function::CountDays => one().map(|end| match end {
            Value::Days(days) => Some(Value::Whole(days)),
            _ => None,
        }),
        Function::Age => {
            let born = one();
            let on = arguments.get(1).copied().unwrap_or(on);
            Bounds {
                low: age(born.high, on.low),
                high: age(born.low, on.high),
            }
        }
        Function::Birthday => {
            let (born, years) = (one(), nth(1));
            Bounds {
                low: birthday(born.low, years.low),
                high: birthday(born.high, years.high),
            }
        }
        Function::DaysOn => counted(nth(1), nth(2), 1),
        Function::WholeWeeks => counted(nth(1), nth(2), 7),
        Function::HoursBetween => between(one(), nth(1))
            .map(|end| Some(Value::Number(end.number()?.checked_div(60.into())?))),
        Function::MinutesBetween => between(one(), nth(1)),
        Function::Lowest | Function::Highest => one(),
        Function::Min => extremes(arguments, true),
        Function::Max => extremes(arguments, false),
        Function::Date | Function::Stated | Function::HowMany => OPEN,
    }
}

/// A count of days, or of weeks that begin, from a first day to a last.
pub(crate) fn counted(first: Bounds, last: Bounds, length: i64) -> Bounds {
    let most = |first: Date, last: Date| {
        let days = (date::days_between(first, last) + 1).max(0);
        days.div_euclid(length) + i64::from(days.rem_euclid(length) > 0)
    };
    Bounds {
        low: Some(Value::Whole(0)),
        high: match (first.low, last.high) {
            (Some(Value::Date(first)), Some(Value::Date(last))) => {
                Some(Value::Whole(most(first, last)))
            }
            _ => None,
        },
    }
}

/// The minutes from one time of day to another.
fn between(start: Bounds, end: Bounds) -> Bounds {
    let at = |value: Option<Value>, open: Time| match value {
        Some(Value::Time(time)) => time.minutes(),
        _ => open.minutes(),
    };
    whole(
        at(end.low, Time::MIN) - at(start.high, Time::MAX),
        at(end.high, Time::MAX) - at(start.low, Time::MIN),
    )
}

pub(crate) fn whole(low: i64, high: i64) -> Bounds {
    Bounds {
        low: Some(Value::Whole(low)),
        high: Some(Value::Whole(high)),
    }
}

fn birthday(born: Option<Value>, years: Option<Value>) -> Option<Value> {
    match (born?, years?) {
        (Value::Date(born), Value::Whole(years)) => date::birthday(born, years).map(Value::Date),
        _ => None,
    }
}

fn age(born: Option<Value>, on: Option<Value>) -> Option<Value> {
    match (born?, on?) {
        (Value::Date(born), Value::Date(on)) => Some(Value::Whole(date::age(born, on))),
        _ => None,
    }
}

/// The least or the most of several: an end is known even where another part
/// is open at the end that does not matter.
fn extremes(all: &[Bounds], least: bool) -> Bounds {
    let pick = |a: Value, b: Value| match order(a, b) {
        Some(order) if order.is_le() == least => a,
        _ => b,
    };
    let every = |end: fn(&Bounds) -> Option<Value>| {
        let ends: Option<Vec<Value>> = all.iter().map(end).collect();
        ends?.into_iter().reduce(pick)
    };
    let any = |end: fn(&Bounds) -> Option<Value>| all.iter().filter_map(end).reduce(pick);
    match least {
        true => Bounds {
            low: every(|it| it.low),
            high: any(|it| it.high),
        },
        false => Bounds {
            low: any(|it| it.low),
            high: every(|it| it.high),
        },
    }
}
