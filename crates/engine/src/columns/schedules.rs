//! Schedules, lowered: their days are not evaluated here, only that they can be.

use super::{
    dates,
    lowering::{Lowering, Why},
    number::{Number, Part},
    operations::{Binary, Bit, MaskOperation, Source},
};
use crate::{
    base::{
        date::{self, Date},
        ids::FactId,
        value::Value,
    },
    check::{
        formula::{Comparison, Expr, Formula, Function, Node},
        model::{Interval, Version},
    },
    eval::recurrence::MAX_DAYS,
};

/// Of more days, the earliest is not looked at.
const MAX_OF_EARLIEST: usize = 16;

/// Two of more days than these have different birthdays.
const MANY_DAYS: i64 = 31;

impl Lowering<'_> {
    /// Leaves rows to the row evaluator of which a schedule is a fault.
    pub(super) fn schedules(&mut self) {
        let version = self.ruling.version;
        for schedule in &version.selection.schedules {
            self.step = schedule.id.to_string();
            let mut before: Option<Number> = None;
            for recurrence in &schedule.recurrences {
                let from = match &recurrence.from {
                    Some(from) => self.date(from),
                    None => before,
                };
                let until = self.date(&recurrence.until);
                if let (Some(from), Some(until)) = (from, until) {
                    let parts = i64::try_from(schedule.recurrences.len()).unwrap_or(1);
                    let most = i64::try_from(MAX_DAYS).unwrap_or(0) / parts.max(1);
                    let days = match recurrence.every {
                        Interval::Days(days) => i64::from(days),
                        Interval::Months(months) => i64::from(months) * 28,
                    };
                    self.mark_longer(from, until, most * days);
                }
                before = until;
            }
        }
    }

    fn date(&mut self, formula: &Formula) -> Option<Number> {
        let Part::Number(number) = self.formula(formula) else {
            return None;
        };
        let bounded = match self.bounded_earliest(number, &formula.expr) {
            Ok(bounded) => bounded,
            Err(_) => number.bounded,
        };
        Some(Number { bounded, ..number })
    }

    /// Where bounds may settle a day. The earliest of several days is settled where none that
    /// is unknown may come before those that are known.
    fn bounded_earliest(&mut self, number: Number, expr: &Expr) -> Result<Bit, Why> {
        let version = self.ruling.version;
        let mut days = Vec::new();
        each_of_earliest(version, expr, &mut days);
        if days.len() > MAX_OF_EARLIEST {
            return Ok(number.bounded);
        }
        let space = self.space;
        let last = Source::Constant(dates::LAST);
        let mut earliest = last;
        let mut open = Vec::new();
        for day in days {
            let own = self.number(day)?;
            let own = self.number_in(own, space)?;
            let known = self.registers.select(space, own.known, own.value, last);
            earliest = self.dated(space, Binary::Least, earliest, known);
            open.extend(first_day(version, day).map(|first| (own.known, first)));
        }
        let mut bounded = number.bounded;
        for (known, first) in open.into_iter().filter(|(known, _)| *known != Bit::Yes) {
            let first = Source::Constant(dates::packed(first));
            let earlier = MaskOperation::Compare(Comparison::Less, first, earliest);
            let earlier = self.registers.mask(space, earlier);
            let may_be_earlier = self.registers.and_not(space, earlier, known);
            bounded = self.registers.and_not(space, bounded, may_be_earlier);
        }
        Ok(bounded)
    }

    fn mark_longer(&mut self, from: Number, until: Number, most: i64) {
        let space = self.space;
        let bounded = self.bounded_together(space, &[from, until]);
        self.mark(bounded);
        let days = self.dated(space, Binary::DaysBetween, until.value, from.value);
        let too_long = match days {
            Source::Constant(days) if days < most => Bit::No,
            Source::Constant(_) => Bit::Yes,
            days => {
                let longer =
                    MaskOperation::Compare(Comparison::AtLeast, days, Source::Constant(most));
                self.registers.mask(space, longer)
            }
        };
        self.mark(too_long);
    }
}

/// The days of which a part is the earliest, up to one more than are looked at.
fn each_of_earliest<'e>(version: &'e Version, expr: &'e Expr, found: &mut Vec<&'e Expr>) {
    if found.len() > MAX_OF_EARLIEST {
        return;
    }
    match &expr.node {
        Node::Value(value, None) => {
            let named = &version.values[*value];
            match (&named.when, named.each) {
                (None, None) => each_of_earliest(version, &named.is.expr, found),
                _ => found.push(expr),
            }
        }
        Node::Call(Function::Min, days) => {
            for day in days {
                each_of_earliest(version, day, found);
            }
        }
        _ => found.push(expr),
    }
}

/// The first of the days that an unknown day may be, where that is known by its form alone, and
/// there are many of them.
fn first_day(version: &Version, expr: &Expr) -> Option<Date> {
    match &expr.node {
        Node::Fact(number) => first_day_of_fact(version, *number),
        Node::Call(Function::Birthday, parts) => match &**parts {
            [
                Expr {
                    node: Node::Fact(born),
                    ..
                },
                Expr {
                    node: Node::Constant(Value::Whole(years)),
                    ..
                },
            ] => date::birthday(first_day_of_fact(version, *born)?, *years),
            _ => None,
        },
        _ => None,
    }
}

fn first_day_of_fact(version: &Version, number: FactId) -> Option<Date> {
    let fact = &version.facts[number];
    let mut relations = version.facts.iter().flat_map(|it| &it.relations);
    if fact.assume.is_some() || !fact.relations.is_empty() || relations.any(|it| it.other == number)
    {
        return None;
    }
    match (fact.within.low, fact.within.high) {
        (Some(Value::Date(low)), Some(Value::Date(high))) => {
            (date::days_between(low, high) > MANY_DAYS).then_some(low)
        }
        _ => None,
    }
}
