//! Which values a part of a formula can have at all, from what its facts may
//! be: a bound that cannot be passed is not asked of the cases.

use rust_decimal::Decimal;

use crate::{
    base::{
        bounds::{Bounds, order},
        date,
        ids::TableId,
        types::Type,
        value::Value,
    },
    check::{
        formula::{Expr, Function, Node, Operator, Quantifier},
        model::{TableResult, Version},
    },
};

/// A version and the days on which it is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct ValueRanges<'v> {
    pub(super) version: &'v Version,
    pub(super) on: Bounds,
}

const OPEN: Bounds = Bounds {
    low: None,
    high: None,
};

impl ValueRanges<'_> {
    /// The range in which every value of this part lies; open where that
    /// is not known.
    pub(super) fn range(&self, expr: &Expr) -> Bounds {
        match &expr.node {
            Node::Constant(value) => just(*value),
            Node::On => self.on,
            Node::Fact(fact) | Node::Field(_, _, fact) => self.version.facts[*fact].within,
            Node::Value(number, _) => self.range(&self.version.values[*number].is.expr),
            Node::If(parts) => either(self.range(&parts.1), self.range(&parts.2)),
            Node::Call(function, arguments) => self.called(*function, arguments),
            Node::Round(part, rounding) => {
                let part = self.range(part);
                match rounding.unit().is_integer() {
                    true => part,
                    false => OPEN,
                }
            }
            Node::Arithmetic(operator, sides) => {
                combined(*operator, self.range(&sides.0), self.range(&sides.1))
            }
            Node::Aggregate(aggregate) => match (aggregate.quantifier, &aggregate.take) {
                (Quantifier::Count, _) => Bounds {
                    low: Some(Value::Whole(0)),
                    high: None,
                },
                (Quantifier::Least | Quantifier::Most, Some(take)) => self.range(take),
                _ => OPEN,
            },
            Node::Table(number, _) => self.row_results(*number),
            _ => OPEN,
        }
    }

    fn called(&self, function: Function, arguments: &[Expr]) -> Bounds {
        let all = || arguments.iter().map(|argument| self.range(argument));
        let one = || all().next().unwrap_or(OPEN);
        match function {
            Function::Month => whole(1, 12),
            Function::Day => whole(1, 31),
            Function::Weekday => whole(1, 7),
            Function::Floor | Function::Ceiling => Bounds {
                low: one()
                    .low
                    .and_then(Value::number)
                    .map(|it| rounded(function, it)),
                high: one()
                    .high
                    .and_then(Value::number)
                    .map(|it| rounded(function, it)),
            },
            Function::Age => {
                let born = one();
                let on = all().nth(1).unwrap_or(self.on);
                Bounds {
                    low: age(born.high, on.low),
                    high: age(born.low, on.high),
                }
            }
            Function::Min => extremes(all(), true),
            Function::Max => extremes(all(), false),
            _ => OPEN,
        }
    }

    fn row_results(&self, table: TableId) -> Bounds {
        let results = self.version.tables[table]
            .rows
            .iter()
            .map(|row| match row.gives {
                TableResult::Value(value) => just(value),
                TableResult::Charge(_) => OPEN,
            });
        results.reduce(either).unwrap_or(OPEN)
    }

    /// The type of a part, where it is known without evaluating it.
    pub(super) fn kind(&self, expr: &Expr) -> Option<Type> {
        let version = self.version;
        Some(match &expr.node {
            Node::Constant(value) => kind_of(*value)?,
            Node::On => Type::Date,
            Node::Fact(fact) | Node::Field(_, _, fact) => version.facts[*fact].ty.clone(),
            Node::Value(number, _) => version.values[*number].is.ty.clone(),
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
            Node::If(parts) => self.kind(&parts.1)?,
            Node::Aggregate(aggregate) => match (aggregate.quantifier, &aggregate.take) {
                (Quantifier::Count, _) => Type::Whole,
                (Quantifier::Any | Quantifier::Every, _) => Type::YesNo,
                (_, take) => self.kind(take.as_ref()?)?,
            },
            Node::Table(number, _) => version.tables[*number].gives.clone(),
            Node::Parameter(..) => return None,
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
                | Function::WholeWeeks => Type::Whole,
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
    pub(super) fn moves_freely(&self, expr: &Expr) -> bool {
        match &expr.node {
            Node::On | Node::Fact(_) | Node::Field(..) => true,
            Node::Value(number, _) => self.moves_freely(&self.version.values[*number].is.expr),
            _ => false,
        }
    }
}

fn just(value: Value) -> Bounds {
    Bounds {
        low: Some(value),
        high: Some(value),
    }
}

fn whole(low: i64, high: i64) -> Bounds {
    Bounds {
        low: Some(Value::Whole(low)),
        high: Some(Value::Whole(high)),
    }
}

fn kind_of(value: Value) -> Option<Type> {
    Some(match value {
        Value::Whole(_) => Type::Whole,
        Value::Number(_) => Type::Number,
        Value::Percent(_) => Type::Percent,
        Value::Money(_) => Type::Money,
        Value::Date(_) => Type::Date,
        Value::Days(_) => Type::Days,
        Value::Months(_) => Type::Months,
        Value::YesNo(_) => Type::YesNo,
        _ => return None,
    })
}

fn rounded(function: Function, number: Decimal) -> Value {
    let number = match function {
        Function::Floor => number.floor(),
        _ => number.ceil(),
    };
    i64::try_from(number).map_or(Value::Number(number), Value::Whole)
}

fn age(born: Option<Value>, on: Option<Value>) -> Option<Value> {
    match (born?, on?) {
        (Value::Date(born), Value::Date(on)) => Some(Value::Whole(date::age(born, on))),
        _ => None,
    }
}

/// From the lower of two ends to the higher.
pub(super) fn either(one: Bounds, other: Bounds) -> Bounds {
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

/// The least or the most of several: an end is known even where another part
/// is open at the end that does not matter.
fn extremes(all: impl Iterator<Item = Bounds>, least: bool) -> Bounds {
    let pick = |a: Value, b: Value| match order(a, b) {
        Some(order) if order.is_le() == least => a,
        _ => b,
    };
    let all: Vec<Bounds> = all.collect();
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

/// Sums and differences of plain numbers, and products of those not below 0.
fn combined(operator: Operator, left: Bounds, right: Bounds) -> Bounds {
    let ends =
        |a: Option<Value>, b: Option<Value>, work: fn(Decimal, Decimal) -> Option<Decimal>| {
            let (a, b) = (a?, b?);
            if let (Value::Date(day), Value::Days(days)) = (a, b) {
                let days = i64::try_from(work(Decimal::ZERO, days.into())?).ok()?;
                return date::add_days(day, days).map(Value::Date);
            }
            let worked = work(a.number()?, b.number()?)?;
            Some(
                i64::try_from(worked)
                    .ok()
                    .filter(|_| worked.is_integer())
                    .map_or(Value::Number(worked), Value::Whole),
            )
        };
    let add: fn(Decimal, Decimal) -> Option<Decimal> = |a, b| a.checked_add(b);
    let less: fn(Decimal, Decimal) -> Option<Decimal> = |a, b| a.checked_sub(b);
    let times: fn(Decimal, Decimal) -> Option<Decimal> = |a, b| a.checked_mul(b);
    let parts: fn(Decimal, Decimal) -> Option<Decimal> = |a, b| a.checked_div(b);
    let positive = |end: Option<Value>| {
        end.and_then(Value::number)
            .is_some_and(|low| !low.is_sign_negative())
    };
    let both = positive(left.low) && positive(right.low);
    match operator {
        Operator::Add => Bounds {
            low: ends(left.low, right.low, add),
            high: ends(left.high, right.high, add),
        },
        Operator::Subtract => Bounds {
            low: ends(left.low, right.high, less),
            high: ends(left.high, right.low, less),
        },
        Operator::Multiply if both => Bounds {
            low: ends(left.low, right.low, times),
            high: ends(left.high, right.high, times),
        },
        Operator::Divide if both => Bounds {
            low: ends(left.low, right.high, parts),
            high: ends(left.high, right.low, parts),
        },
        Operator::Multiply | Operator::Divide => OPEN,
    }
}
