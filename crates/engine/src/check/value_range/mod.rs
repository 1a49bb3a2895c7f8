//! Which values a part of a formula can have at all, from what its facts may
//! be. A range is never too narrow; where nothing is known it is open.

mod arithmetic;
mod conditions;
pub(crate) mod functions;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use super::{
    formula::{Aggregate, CalendarQuestion, Expr, Function, Node, Operator, Quantifier},
    model::{TableResult, Version},
};
use crate::base::{
    bounds::{Bounds, order},
    ids::TableId,
    money::Money,
    rounding::Rounding,
    types::Type,
    value::Value,
};
use arithmetic::combined;
pub(super) use conditions::Condition;
use functions::counted;

/// The most parts looked at for one range, and how far values may be followed:
/// values that are in error can name each other in a circle.
const MAX_STEPS: u32 = 10_000;
const MAX_DEPTH: u8 = 32;

/// The ranges of a version's formulas on the days on which it is asked.
#[derive(Debug)]
pub(crate) struct ValueRanges<'v> {
    pub(crate) version: &'v Version,
    on: Bounds,
    steps: Cell<u32>,
}

const OPEN: Bounds = Bounds {
    low: None,
    high: None,
};

/// What is known where a part stands.
#[derive(Clone, Copy)]
struct Known<'a, 'e> {
    conditions: &'a [Condition<'e>],
    depth: u8,
}

impl<'v> ValueRanges<'v> {
    /// The ranges on these days.
    pub(crate) fn new(version: &'v Version, on: Bounds) -> ValueRanges<'v> {
        ValueRanges {
            version,
            on,
            steps: Cell::new(0),
        }
    }

    /// The range in which every value of this part lies.
    pub(crate) fn range(&self, expr: &Expr) -> Bounds {
        self.range_under(expr, &[])
    }

    /// The range in which every value of this part lies while the conditions
    /// hold.
    pub(super) fn range_under(&self, expr: &Expr, conditions: &[Condition<'_>]) -> Bounds {
        self.steps.set(0);
        let depth = 0;
        self.part(expr, Known { conditions, depth })
    }

    fn part<'e>(&'e self, expr: &'e Expr, known: Known<'_, 'e>) -> Bounds {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MAX_STEPS || known.depth > MAX_DEPTH {
            return OPEN;
        }
        let range = self.unconditional(expr, known);
        let conditions = known.conditions.iter();
        conditions.fold(range, |range, condition| condition.narrow(expr, range))
    }

    fn unconditional<'e>(&'e self, expr: &'e Expr, known: Known<'_, 'e>) -> Bounds {
        match &expr.node {
            Node::Constant(value) => just(*value),
            Node::On => self.on,
            Node::Fact(fact) | Node::Field(_, _, fact) => {
                let fact = self.version.facts.find(*fact);
                fact.map_or(OPEN, |fact| fact.within)
            }
            Node::Value(number, _) => {
                let depth = known.depth + 1;
                let value = self.version.values.find(*number);
                value.map_or(OPEN, |value| {
                    self.part(&value.is.expr, Known { depth, ..known })
                })
            }
            Node::If(parts) => {
                let way = |part, holds| {
                    let mut conditions = known.conditions.to_vec();
                    self.conditions(&parts.0, holds, known.depth, &mut conditions);
                    let conditions = conditions.as_slice();
                    self.part(
                        part,
                        Known {
                            conditions,
                            ..known
                        },
                    )
                };
                either(way(&parts.1, true), way(&parts.2, false))
            }
            Node::Call(function, arguments) => self.called(*function, arguments, known),
            Node::Round(part, rounding) => rounded(self.part(part, known), *rounding),
            Node::Negative(part) => combined(
                Operator::Multiply,
                self.part(part, known),
                just(Value::Whole(-1)),
            ),
            Node::Arithmetic(operator, sides) => combined(
                *operator,
                self.part(&sides.0, known),
                self.part(&sides.1, known),
            ),
            Node::Aggregate(aggregate) => self.aggregate(aggregate, known.depth),
            Node::Rank(_) => RANK,
            Node::Calendar(question, arguments) => self.of_calendar(question, arguments, known),
            // What is known of the record counted is not known of this one.
            Node::Subject(_, part) => {
                let conditions = &[];
                self.part(
                    part,
                    Known {
                        conditions,
                        ..known
                    },
                )
            }
            Node::Table(number, _) => self.row_results(*number),
            // No price is below nothing.
            Node::Charge(_) | Node::Packages(..) => PRICE,
            _ => OPEN,
        }
    }

    /// A count of days lies between none and all of them.
    fn of_calendar<'e>(
        &'e self,
        question: &CalendarQuestion,
        arguments: &'e [Expr],
        known: Known<'_, 'e>,
    ) -> Bounds {
        match (question.gives(), arguments) {
            (Type::Whole, [.., first, last]) => {
                counted(self.part(first, known), self.part(last, known), 1)
            }
            _ => OPEN,
        }
    }

    /// Over the records that count; what is known outside is not known of them.
    fn aggregate<'e>(&'e self, aggregate: &'e Aggregate, depth: u8) -> Bounds {
        let take = || {
            let mut conditions = Vec::new();
            if let Some(filter) = &aggregate.filter {
                self.conditions(filter, true, depth, &mut conditions);
            }
            let conditions = conditions.as_slice();
            let take = aggregate.take.as_ref();
            take.map_or(OPEN, |take| self.part(take, Known { conditions, depth }))
        };
        match aggregate.quantifier {
            Quantifier::Count => Bounds {
                low: Some(Value::Whole(0)),
                high: None,
            },
            Quantifier::Least | Quantifier::Most => take(),
            Quantifier::Sum => {
                let (take, nothing) = (take(), aggregate.nothing);
                let stands = |end: Option<Value>| end.and_then(|end| order(end, nothing));
                Bounds {
                    low: stands(take.low).filter(|it| it.is_ge()).map(|_| nothing),
                    high: stands(take.high).filter(|it| it.is_le()).map(|_| nothing),
                }
            }
            Quantifier::Any | Quantifier::Every => OPEN,
        }
    }

    fn row_results(&self, table: TableId) -> Bounds {
        let Some(table) = self.version.tables.find(table) else {
            return OPEN;
        };
        let results = table.rows.iter().map(|row| match row.gives {
            TableResult::Value(value) => just(value),
            TableResult::Charge(_) => PRICE,
        });
        results.reduce(either).unwrap_or(OPEN)
    }

    /// The type of a part, where it is known without evaluating it.
    pub(crate) fn kind(&self, expr: &Expr) -> Option<Type> {
        let version = self.version;
        Some(match &expr.node {
            Node::Constant(value) => kind_of(*value)?,
            Node::On => Type::Date,
            Node::Fact(fact) | Node::Field(_, _, fact) => version.facts.find(*fact)?.ty.clone(),
            Node::Value(number, _) => version.values.find(*number)?.is.ty.clone(),
            Node::Charge(_) | Node::Packages(..) => Type::Money,
            Node::Negative(part) | Node::Round(part, _) => self.kind(part)?,
            Node::Arithmetic(operator, sides) => {
                match (operator, self.kind(&sides.0)?, self.kind(&sides.1)?) {
                    (Operator::Divide, ..) => return None,
                    (_, Type::Whole, Type::Whole) => Type::Whole,
                    (Operator::Add | Operator::Subtract, left, right) if left == right => left,
                    (_, Type::Date, Type::Days | Type::Months) => Type::Date,
                    _ => return None,
                }
            }
            Node::Subject(_, part) => self.kind(part)?,
            Node::Rank(_) => Type::Whole,
            Node::If(parts) => self.kind(&parts.1)?,
            Node::Aggregate(aggregate) => match (aggregate.quantifier, &aggregate.take) {
                (Quantifier::Count, _) => Type::Whole,
                (Quantifier::Any | Quantifier::Every, _) => Type::YesNo,
                (_, take) => self.kind(take.as_ref()?)?,
            },
            Node::Table(number, _) => version.tables.find(*number)?.gives.clone(),
            Node::Used(used) => used.ty.clone(),
            Node::Parameter(..) => return None,
            Node::Calendar(question, _) => question.gives(),
            Node::Call(function, arguments) => match function {
                Function::Age
                | Function::Year
                | Function::Month
                | Function::Day
                | Function::Weekday
                | Function::Floor
                | Function::Ceiling
                | Function::CountDays
                | Function::HowMany
                | Function::DaysOn
                | Function::MinutesBetween
                | Function::WholeWeeks => Type::Whole,
                Function::HoursBetween => Type::Number,
                Function::Birthday | Function::Date => Type::Date,
                Function::Days => Type::Days,
                Function::Months => Type::Months,
                Function::Stated => Type::YesNo,
                Function::Min | Function::Max | Function::Lowest | Function::Highest => {
                    self.kind(arguments.first()?)?
                }
            },
            Node::And(_)
            | Node::Or(_)
            | Node::Not(_)
            | Node::Compare(..)
            | Node::Within(_)
            | Node::OneOf(..)
            | Node::Includes(..)
            | Node::Known(_) => Type::YesNo,
        })
    }

    /// Whether this part is a fact or the day asked about, which can be moved
    /// by the smallest step.
    pub(crate) fn moves_freely(&self, expr: &Expr) -> bool {
        match &expr.node {
            Node::On | Node::Fact(_) | Node::Field(..) => true,
            Node::Subject(_, part) => self.moves_freely(part),
            Node::Value(number, _) => {
                let value = self.version.values.find(*number);
                value.is_some_and(|value| self.moves_freely(&value.is.expr))
            }
            _ => false,
        }
    }
}

/// The first has rank 1.
const RANK: Bounds = Bounds {
    low: Some(Value::Whole(1)),
    high: None,
};

const PRICE: Bounds = Bounds {
    low: Some(Value::Money(Money::ZERO)),
    high: None,
};

fn just(value: Value) -> Bounds {
    Bounds {
        low: Some(value),
        high: Some(value),
    }
}

/// Both ends rounded: rounding keeps the order of amounts.
fn rounded(range: Bounds, rounding: Rounding) -> Bounds {
    let end = |end: Value| match end {
        Value::Money(money) => money.round(rounding).map(Value::Money),
        _ => rounding.apply(end.number()?).map(arithmetic::plain),
    };
    range.map(end)
}

fn kind_of(value: Value) -> Option<Type> {
    Some(match value {
        Value::Whole(_) => Type::Whole,
        Value::Number(_) => Type::Number,
        Value::Percent(_) => Type::Percent,
        Value::Money(_) => Type::Money,
        Value::Date(_) => Type::Date,
        Value::Time(_) => Type::Time,
        Value::Days(_) => Type::Days,
        Value::Months(_) => Type::Months,
        Value::YesNo(_) => Type::YesNo,
        _ => return None,
    })
}

/// From the lower of two ends to the higher.
pub(crate) fn either(one: Bounds, other: Bounds) -> Bounds {
    let pick = |a: Option<Value>, b: Option<Value>, low: bool| {
        let (a, b) = (a?, b?);
        let first = order(a, b)?.is_le() == low;
        Some(if first { a } else { b })
    };
    Bounds {
        low: pick(one.low, other.low, true),
        high: pick(one.high, other.high, false),
    }
}
