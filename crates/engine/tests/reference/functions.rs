//! The functions of the formula language.

use std::{cmp::Ordering, collections::BTreeSet};

use almoner_engine::{
    base::operators::Operator,
    source::formula::model::{Formula, FormulaKind},
};

use crate::{
    book::Calendar,
    days::{self, WEEKDAYS},
    formula::{Evaluator, Scope, option_name, small},
    fraction::{self, Fraction},
    operators::{arithmetic, order},
    value::{Computed, Evaluated, Fault, Value},
};

impl Calendar {
    /// The span in which a day lies; a fault for one that is not covered.
    pub(crate) fn span_of(&self, day: i64) -> Result<Option<(i64, i64)>, Fault> {
        if day < self.from || day > self.until {
            return Err(Fault("outside the calendar"));
        }
        let has = |span: &&(i64, i64)| span.0 <= day && day <= span.1;
        Ok(self.spans.iter().find(has).copied())
    }
}

fn day_of(value: &Value) -> i64 {
    match value {
        Value::Day(day) => *day,
        other => panic!("no day: {other:?}"),
    }
}

fn known(value: Value) -> Evaluated {
    Ok(Computed::Known(value))
}

fn whole(number: i64) -> Evaluated {
    known(Value::Number(fraction::whole(number)))
}

fn some_day(day: Option<i64>) -> Evaluated {
    day.map(|day| Computed::Known(Value::Day(day)))
        .ok_or(Fault("no such day"))
}

impl<'s> Evaluator<'s> {
    pub(crate) fn call(&self, name: &str, arguments: &[Formula], scope: &Scope<'s>) -> Evaluated {
        if let Some(found) = self.look_up(name, arguments, scope) {
            return found;
        }
        let all: Vec<&Formula> = arguments.iter().collect();
        let none = Computed::Known(Value::Options(BTreeSet::new()));
        // Of no weekdays there are none, even where the first or the
        // last day is unknown.
        let of_weekdays = matches!(name, "days_on" | "whole_weeks") && all.len() == 3;
        if of_weekdays && self.formula(all[0], scope)? == none {
            return whole(0);
        }
        match name {
            "round" => {
                let unit = self.formula(all[2], scope)?;
                let mode = option_name(all[1]);
                self.over(&all[..1], scope, |values| {
                    Ok(Computed::Known(rounded(&values[0], mode, &unit)))
                })
            }
            "stated" => Ok(match self.formula(all[0], scope)? {
                Computed::Known(_) => Computed::yes(true),
                other => other,
            }),
            "days_on" | "days_in" | "first_day_of" | "last_day_of" => {
                self.days_counted(name, &all, scope)
            }
            "age" if all.len() == 1 => {
                self.over(&all, scope, |values| age(day_of(&values[0]), scope.on))
            }
            _ => self.over(&all, scope, |values| plain(name, values)),
        }
    }

    /// Functions that read a calendar or the days of the week.
    fn days_counted(&self, name: &str, all: &[&Formula], scope: &Scope<'s>) -> Evaluated {
        let calendar = |formula: &Formula| match &formula.kind {
            FormulaKind::InCalendar(_, calendar) | FormulaKind::ExceptCalendar(calendar) => {
                &self.book.calendars[&*calendar.name]
            }
            _ => &self.book.calendars[option_name(formula)],
        };
        if name == "days_on" {
            let (plain, limits) = all.split_at(3);
            return self.over(plain, scope, |values| {
                let Value::Options(weekdays) = &values[0] else {
                    panic!("weekdays")
                };
                let mut count = 0;
                for day in day_of(&values[1])..=day_of(&values[2]) {
                    let index = usize::try_from(days::weekday(day) - 1).expect("a weekday");
                    let mut counts = weekdays.contains(WEEKDAYS[index]);
                    for limit in limits {
                        let is_in = calendar(limit).span_of(day)?.is_some();
                        let wanted = matches!(limit.kind, FormulaKind::InCalendar(..));
                        counts &= is_in == wanted;
                    }
                    count += i64::from(counts);
                }
                whole(count)
            });
        }
        let calendar = calendar(all[0]);
        self.over(&all[1..], scope, |values| match name {
            "days_in" => {
                let mut count = 0;
                for day in day_of(&values[0])..=day_of(&values[1]) {
                    count += i64::from(calendar.span_of(day)?.is_some());
                }
                whole(count)
            }
            _ => Ok(match calendar.span_of(day_of(&values[0]))? {
                Some((first, _)) if name == "first_day_of" => Computed::Known(Value::Day(first)),
                Some((_, last)) => Computed::Known(Value::Day(last)),
                None => Computed::NotApplicable,
            }),
        })
    }
}

fn age(born: i64, on: i64) -> Evaluated {
    days::age(born, on).map_or(Err(Fault("no such day")), whole)
}

fn rounded(value: &Value, mode: &str, unit: &Computed) -> Value {
    let unit = match unit {
        Computed::Known(Value::Money(unit, _) | Value::Number(unit)) => unit,
        other => panic!("no unit: {other:?}"),
    };
    let round = |number: &Fraction| fraction::round(number, mode, unit);
    match value {
        Value::Money(low, high) => Value::Money(round(low), round(high)),
        Value::Number(number) => Value::Number(round(number)),
        other => panic!("cannot round {other:?}"),
    }
}

fn plain(name: &str, values: &[Value]) -> Evaluated {
    let number = |value: &Value| match value {
        Value::Number(number) => number.clone(),
        other => panic!("no number: {other:?}"),
    };
    let part = |which: usize| {
        let (year, month, day) = days::parts(day_of(&values[0])).expect("a day");
        whole([year, month, day][which])
    };
    match name {
        "age" => age(day_of(&values[0]), day_of(&values[1])),
        "birthday" => some_day(days::birthday(day_of(&values[0]), small(&values[1])?)),
        "year" => part(0),
        "month" => part(1),
        "day" => part(2),
        "weekday" => whole(days::weekday(day_of(&values[0]))),
        "date" => some_day(days::day_number(
            small(&values[0])?,
            small(&values[1])?,
            small(&values[2])?,
        )),
        "days" => known(Value::Days(small(&values[0])?)),
        "months" => known(Value::Months(small(&values[0])?)),
        "count_days" => match &values[0] {
            Value::Days(days) => whole(*days),
            other => panic!("no days: {other:?}"),
        },
        "floor" => known(Value::Number(number(&values[0]).floor())),
        "ceiling" => known(Value::Number(number(&values[0]).ceil())),
        "min" => known(extreme(values, Ordering::Less)),
        "max" => known(extreme(values, Ordering::Greater)),
        "over" => match (&values[0], &values[1]) {
            (Value::Per(low, high, _), times @ Value::Number(_)) => arithmetic(
                Operator::Multiply,
                &Value::Money(low.clone(), high.clone()),
                times,
            ),
            other => panic!("no amount over time: {other:?}"),
        },
        "lowest" | "highest" => match &values[0] {
            Value::Money(low, high) => {
                let end = if name == "lowest" { low } else { high };
                known(Value::Money(end.clone(), end.clone()))
            }
            other => panic!("no money: {other:?}"),
        },
        "how_many" => match &values[0] {
            Value::Options(taken) => whole(i64::try_from(taken.len()).expect("few")),
            other => panic!("no options: {other:?}"),
        },
        "hours_between" => time_between(values, 60),
        "minutes_between" => time_between(values, 1),
        "whole_weeks" => match &values[0] {
            Value::Options(weekdays) => whole(whole_weeks(
                |index| weekdays.contains(WEEKDAYS[index]),
                day_of(&values[1]),
                day_of(&values[2]),
            )),
            other => panic!("no weekdays: {other:?}"),
        },
        other => panic!("no function: {other}"),
    }
}

/// From one time of day to another, in units of `unit` minutes.
fn time_between(values: &[Value], unit: i64) -> Evaluated {
    match values {
        [Value::Time(start), Value::Time(end)] => known(Value::Number(
            fraction::whole(end - start) / fraction::whole(unit),
        )),
        other => panic!("no times: {other:?}"),
    }
}

/// The least or the most; of ranges, end by end.
pub(crate) fn extreme(values: &[Value], which: Ordering) -> Value {
    let better = |a: Value, b: &Value| if order(b, &a) == which { b.clone() } else { a };
    let ends = |value: &Value| match value {
        Value::Money(low, high) => Some((
            Value::Money(low.clone(), low.clone()),
            Value::Money(high.clone(), high.clone()),
        )),
        _ => None,
    };
    let mut best = values[0].clone();
    for value in &values[1..] {
        best = match (ends(&best), ends(value)) {
            (Some((low, high)), Some((other_low, other_high))) => {
                match (better(low, &other_low), better(high, &other_high)) {
                    (Value::Money(low, _), Value::Money(high, _)) => Value::Money(low, high),
                    other => panic!("no money: {other:?}"),
                }
            }
            _ => better(best, value),
        };
    }
    best
}

/// The weeks from Monday to Sunday of which all the weekdays taken lie from
/// the first day to the last.
fn whole_weeks(is_taken: impl Fn(usize) -> bool, first: i64, last: i64) -> i64 {
    let taken: Vec<i64> = (0..7)
        .zip(0..)
        .filter(|(day, _)| is_taken(*day))
        .map(|(_, day)| day)
        .collect();
    let mut count = 0;
    let mut monday = first - (days::weekday(first) - 1);
    while monday <= last {
        let lies = |day: &i64| monday + day >= first && monday + day <= last;
        count += i64::from(taken.iter().all(lies));
        monday += 7;
    }
    count
}
