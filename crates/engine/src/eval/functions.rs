//! The functions of the formula language.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{
    arithmetic,
    evaluator::{Evaluator, Worked},
    fault::Impossible,
    trace::Recorder,
};
use crate::{
    base::{
        date::{self, Date},
        money::Money,
        value::Value,
    },
    check::formula::{Expr, Function, Node, Operator},
};

/// Evaluates the arguments, then the function. Any argument that is not
/// settled leaves the result so.
pub(super) fn call<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    function: Function,
    arguments: &[Expr],
) -> Worked {
    let done = match arguments {
        [born] if function == Function::Age => {
            let born = it.value_of(born)?;
            let on = Value::Date(it.ruling.on);
            age(it, born, on, true)
        }
        [text] if function == Function::Stated => {
            // A text of nothing but blanks is refused where facts are read.
            Ok(match it.value_of(text)? {
                Value::Text(_) => Value::YesNo(true),
                unsettled => unsettled,
            })
        }
        [only] => {
            let value = it.value_of(only)?;
            of_one(function, value)
        }
        [born, on] if function == Function::Age => {
            let is_day_asked_about = matches!(on.node, Node::On);
            let born = it.value_of(born)?;
            let on = it.value_of(on)?;
            age(it, born, on, is_day_asked_about)
        }
        [born, years] if function == Function::Birthday => {
            let born = it.value_of(born)?;
            let years = it.value_of(years)?;
            birthday(it, born, years)
        }
        [year, month, day] if function == Function::Date => {
            let parts = [it.value_of(year)?, it.value_of(month)?, it.value_of(day)?];
            calendar_date(parts)
        }
        [start, end] if matches!(function, Function::HoursBetween | Function::MinutesBetween) => {
            let (start, end) = (it.value_of(start)?, it.value_of(end)?);
            between_times(function, start, end)
        }
        [weekdays, first, last] if function != Function::Min && function != Function::Max => {
            let weekdays = it.value_of(weekdays)?;
            // No weekday falls on any day, whichever days they are.
            if weekdays == Value::Choices(0) {
                return Ok(Value::Whole(0));
            }
            let parts = [weekdays, it.value_of(first)?, it.value_of(last)?];
            Ok(on_weekdays(function, parts))
        }
        [first, rest @ ..] => return most_or_least(it, function, first, rest),
        [] => Err(Impossible::Nothing),
    };
    done.map_err(|what| it.stop(what))
}

fn most_or_least<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    function: Function,
    first: &Expr,
    rest: &[Expr],
) -> Worked {
    let mut best = it.value_of(first)?;
    for other in rest {
        let other = it.value_of(other)?;
        best = match function {
            Function::Max => arithmetic::most(best, other),
            _ => arithmetic::least(best, other),
        };
    }
    Ok(best)
}

/// What a function makes of its arguments, or why it cannot.
type Done = Result<Value, Impossible>;

fn of_one(function: Function, value: Value) -> Done {
    match (function, value) {
        (_, Value::Unknown(_) | Value::DoesNotApply(_)) => Ok(value),
        (Function::Floor, _) => whole(value.number().map(|number| number.floor())),
        (Function::Ceiling, _) => whole(value.number().map(|number| number.ceil())),
        (Function::Lowest, Value::Money(money)) => Ok(Value::Money(Money::one(money.low()))),
        (Function::Highest, Value::Money(money)) => Ok(Value::Money(Money::one(money.high()))),
        (Function::Days, Value::Whole(count)) => Ok(Value::Days(count)),
        (Function::Months, Value::Whole(count)) => Ok(Value::Months(count)),
        (Function::CountDays, Value::Days(count)) => Ok(Value::Whole(count)),
        (Function::HowMany, Value::Choices(options)) => {
            Ok(Value::Whole(i64::from(options.count_ones())))
        }
        _ => with_date(value, |day| {
            Some(Value::Whole(match function {
                Function::Year => i64::from(day.year()),
                Function::Month => i64::from(day.month()),
                Function::Day => i64::from(day.day()),
                Function::Weekday => i64::from(day.weekday().to_monday_one_offset()),
                _ => return Some(value),
            }))
        }),
    }
}

fn whole(number: Option<Decimal>) -> Done {
    number
        .and_then(|number| number.to_i64())
        .map(Value::Whole)
        .ok_or(Impossible::Overflow)
}

fn with_date(value: Value, work: impl FnOnce(Date) -> Option<Value>) -> Done {
    match value {
        Value::Date(day) => work(day).ok_or(Impossible::Overflow),
        unsettled => Ok(unsettled),
    }
}

fn of_dates(first: Value, second: Value, work: impl FnOnce(Date, Date) -> Option<Value>) -> Done {
    match (first, second) {
        (Value::Date(first), Value::Date(second)) => {
            work(first, second).ok_or(Impossible::Overflow)
        }
        (Value::Unknown(a), Value::Unknown(b)) => Ok(Value::Unknown(a.union(b))),
        (Value::Date(_), unsettled) | (unsettled, _) => Ok(unsettled),
    }
}

/// An age in years; the recorder receives one on the day asked about.
fn age<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    born: Value,
    on: Value,
    is_day_asked_about: bool,
) -> Done {
    of_dates(born, on, |born, on| {
        let years = date::age(born, on);
        it.leap_birthday |= date::is_moved_age(born, on);
        if is_day_asked_about {
            it.recorder.aged(born, years);
        }
        Some(Value::Whole(years))
    })
}

fn birthday<R: Recorder>(it: &mut Evaluator<'_, R>, born: Value, years: Value) -> Done {
    match (born, years) {
        (Value::Date(born), Value::Whole(years)) => {
            let day = date::birthday(born, years).ok_or(Impossible::Overflow)?;
            it.leap_birthday |= date::is_moved_birthday(born, day);
            it.recorder.birthday(born, years, day);
            Ok(Value::Date(day))
        }
        (Value::Unknown(a), Value::Unknown(b)) => Ok(Value::Unknown(a.union(b))),
        (Value::Date(_), unsettled) | (unsettled, _) => Ok(unsettled),
    }
}

/// Minutes or hours from one time of day to another.
fn between_times(function: Function, start: Value, end: Value) -> Done {
    let (start, end) = match (start, end) {
        (Value::Time(start), Value::Time(end)) => (start, end),
        (Value::Unknown(a), Value::Unknown(b)) => return Ok(Value::Unknown(a.union(b))),
        (Value::Unknown(_), _) => return Ok(start),
        (_, Value::Unknown(_)) => return Ok(end),
        (Value::Time(_), unsettled) | (unsettled, _) => return Ok(unsettled),
    };
    let minutes = Value::Whole(end.minutes() - start.minutes());
    match function {
        Function::HoursBetween => arithmetic::apply(Operator::Divide, &minutes, &Value::Whole(60)),
        _ => Ok(minutes),
    }
}

/// What is unknown of several arguments together, or why one does not apply;
/// `None` where all are settled.
fn unsettled(parts: [Value; 3]) -> Option<Value> {
    let mut missing = None;
    for part in parts {
        match part {
            Value::Unknown(facts) => {
                missing = Some(match missing {
                    Some(Value::Unknown(others)) => Value::Unknown(facts.union(others)),
                    _ => part,
                });
            }
            Value::DoesNotApply(_) => missing = missing.or(Some(part)),
            _ => {}
        }
    }
    missing
}

/// Days or weeks counted between two days.
fn on_weekdays(function: Function, parts: [Value; 3]) -> Value {
    if let Some(unsettled) = unsettled(parts) {
        return unsettled;
    }
    let [
        Value::Choices(weekdays),
        Value::Date(first),
        Value::Date(last),
    ] = parts
    else {
        return Value::Whole(0);
    };
    Value::Whole(match function {
        Function::WholeWeeks => date::whole_weeks(weekdays, first, last),
        _ => date::days_on(weekdays, first, last),
    })
}

/// A day from year, month and day; a day that does not exist is outside the
/// calendar.
fn calendar_date(parts: [Value; 3]) -> Done {
    if let Some(unsettled) = unsettled(parts) {
        return Ok(unsettled);
    }
    let [Value::Whole(year), Value::Whole(month), Value::Whole(day)] = parts else {
        return Err(Impossible::Overflow);
    };
    date::from_parts(year, month, day)
        .map(Value::Date)
        .ok_or(Impossible::Overflow)
}
