//! The functions of the formula language, of ranges.

use super::{
    Bounded,
    range::{Range, Values},
};
use crate::{
    base::{bounds::Bounds, date, money::Money, value::Value},
    check::{
        formula::{Expr, Function, Node},
        value_range::functions::{counted, of_function, whole},
    },
    eval::trace::Recorder,
};

impl<B: Recorder> Bounded<'_, B> {
    /// Any argument that may not apply leaves the result so.
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) -> Range {
        let ranges: Vec<Range> = arguments.iter().map(|it| self.range(it)).collect();
        let may_not_apply = ranges.iter().any(|it| it.may_not_apply);
        if ranges.iter().any(|it| it.values == Values::None) {
            return Range {
                values: Values::None,
                may_not_apply,
            };
        }
        if let (Function::Age, [_] | [_, Expr { node: Node::On, .. }], Some(born)) =
            (function, arguments, ranges.first())
        {
            self.exact.recorder.aged_bounds(born.values.bounds());
        }
        let values = match function {
            Function::Stated => Values::YesOrNo,
            Function::HowMany => how_many(ranges.first()),
            Function::Lowest | Function::Highest => ends_of_price(function, ranges.first()),
            _ => {
                let bounds: Vec<Bounds> = ranges.iter().map(|it| it.values.bounds()).collect();
                Values::between(self.of_bounds(function, arguments, &bounds))
            }
        };
        Range {
            values,
            may_not_apply,
        }
    }

    fn of_bounds(&self, function: Function, arguments: &[Expr], of: &[Bounds]) -> Bounds {
        let today = Value::Date(self.exact.ruling.on);
        let on = Bounds {
            low: Some(today),
            high: Some(today),
        };
        match (function, of) {
            (Function::Month, [day]) => {
                part_of_year(*day, |day| day.month().into()).unwrap_or(whole(1, 12))
            }
            (Function::Date, [year, month, day]) => calendar_date(*year, *month, *day),
            (Function::DaysOn | Function::WholeWeeks, [_, first, last]) => {
                let none = |it: &Expr| matches!(it.node, Node::Constant(Value::Choices(0)));
                match arguments.first().is_some_and(none) {
                    true => whole(0, 0),
                    false => {
                        let length = if function == Function::DaysOn { 1 } else { 7 };
                        counted(*first, *last, length)
                    }
                }
            }
            _ => of_function(function, of, on),
        }
    }
}

/// The number of options that are chosen.
fn how_many(of: Option<&Range>) -> Values {
    let count = |options: u64| Some(Value::Whole(options.count_ones().into()));
    match of.map(|of| of.values) {
        Some(Values::Sets { always, at_most }) => Values::between(Bounds {
            low: count(always),
            high: count(at_most),
        }),
        _ => Values::between(Bounds {
            low: Some(Value::Whole(0)),
            high: None,
        }),
    }
}

/// An unknown price may be a range, of which either end may be asked for.
fn ends_of_price(function: Function, of: Option<&Range>) -> Values {
    match of.map(|of| of.values) {
        Some(Values::One(Value::Money(money))) => {
            let end = if function == Function::Lowest {
                money.low()
            } else {
                money.high()
            };
            Values::One(Value::Money(Money::one(end)))
        }
        Some(values) => Values::between(values.bounds()),
        None => Values::Any,
    }
}

/// A part of a day that rises within a year, of days of one year.
fn part_of_year(days: Bounds, part: impl Fn(date::Date) -> i64) -> Option<Bounds> {
    match (days.low, days.high) {
        (Some(Value::Date(low)), Some(Value::Date(high))) if low.year() == high.year() => {
            Some(whole(part(low), part(high)))
        }
        _ => None,
    }
}

/// From the first day that these can name to the last.
fn calendar_date(year: Bounds, month: Bounds, day: Bounds) -> Bounds {
    let named = |year: Option<Value>, month: Option<Value>, day: Option<Value>, open: i64| {
        let (Some(Value::Whole(year)), Some(Value::Whole(month))) = (year, month) else {
            return None;
        };
        let first = date::from_parts(year, month, 1)?;
        let Some(Value::Whole(day)) = day else {
            return date::add_days(first, if open == 1 { 0 } else { 30 });
        };
        date::from_parts(year, month, day).or_else(|| match open {
            1 => Some(first),
            _ => date::add_days(first, 30),
        })
    };
    Bounds {
        low: named(year.low, month.low, day.low, 1).map(Value::Date),
        high: named(year.high, month.high, day.high, 31).map(Value::Date),
    }
}
