//! What a condition that holds, or does not, says of the parts it compares.

use super::{Known, ValueRanges};
use crate::{
    base::{
        bounds::{Bounds, order},
        ids::ListId,
        operators::{Comparison, Quantifier},
        value::Value,
    },
    check::{
        formula::{Expr, Node},
        same::is_same,
    },
};

/// What is known of a part wherever it stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Condition<'e> {
    of: Subject<'e>,
    within: Bounds,
    /// A value that it is not.
    not: Option<Value>,
}

#[derive(Clone, Copy, Debug)]
enum Subject<'e> {
    Part(&'e Expr),
    /// How many records a list has.
    Count(ListId),
}

impl<'e> Condition<'e> {
    fn new(of: Subject<'e>, within: Bounds) -> Condition<'e> {
        Condition {
            of,
            within,
            not: None,
        }
    }

    /// The range of a part, if it is the one that this is about.
    pub(super) fn narrow(&self, expr: &Expr, range: Bounds) -> Bounds {
        let applies = match self.of {
            Subject::Part(part) => is_same(part, expr),
            Subject::Count(list) => match &expr.node {
                Node::Aggregate(it) => {
                    it.quantifier == Quantifier::Count && it.list == list && it.filter.is_none()
                }
                _ => false,
            },
        };
        if !applies {
            return range;
        }
        let range = Bounds {
            low: tighter(range.low, self.within.low, true),
            high: tighter(range.high, self.within.high, false),
        };
        let excluded = |end: Option<Value>| end.is_some() && end == self.not;
        Bounds {
            low: range.low.map(|low| match excluded(Some(low)) {
                true => next(low, 1),
                false => low,
            }),
            high: range.high.map(|high| match excluded(Some(high)) {
                true => next(high, -1),
                false => high,
            }),
        }
    }
}

impl ValueRanges<'_> {
    /// Adds what follows where a formula holds.
    pub(in crate::check) fn holding<'e>(&'e self, expr: &'e Expr, to: &mut Vec<Condition<'e>>) {
        self.conditions(expr, true, 0, to);
    }

    /// Adds what follows where a test holds, or where it does not.
    pub(in crate::check) fn where_test<'e>(
        &'e self,
        expr: &'e Expr,
        holds: bool,
        to: &mut Vec<Condition<'e>>,
    ) {
        self.conditions(expr, holds, 0, to);
    }

    pub(super) fn conditions<'e>(
        &'e self,
        expr: &'e Expr,
        holds: bool,
        depth: u8,
        to: &mut Vec<Condition<'e>>,
    ) {
        if depth > super::MAX_DEPTH {
            return;
        }
        match &expr.node {
            Node::And(parts) if holds => {
                parts
                    .iter()
                    .for_each(|it| self.conditions(it, true, depth, to));
            }
            Node::Or(parts) if !holds => {
                parts
                    .iter()
                    .for_each(|it| self.conditions(it, false, depth, to));
            }
            Node::Not(part) => self.conditions(part, !holds, depth, to),
            Node::Value(number, _) => {
                let value = self.version.values.find(*number);
                if let Some(value) = value.filter(|it| it.when.is_none()) {
                    self.conditions(&value.is.expr, holds, depth + 1, to);
                }
            }
            Node::Compare(comparison, sides) => {
                let comparison = match holds {
                    true => *comparison,
                    false => negated(*comparison),
                };
                let conditions: &[Condition<'_>] = &[];
                let range = |part| self.part(part, Known { conditions, depth });
                to.push(compared(&sides.0, comparison, range(&sides.1)));
                to.push(compared(&sides.1, mirrored(comparison), range(&sides.0)));
            }
            Node::Within(parts) if holds => {
                let conditions: &[Condition<'_>] = &[];
                let range = |part| self.part(part, Known { conditions, depth });
                let within = Bounds {
                    low: parts.1.as_ref().and_then(|end| range(end).low),
                    high: parts.2.as_ref().and_then(|end| range(end).high),
                };
                to.push(Condition::new(Subject::Part(&parts.0), within));
            }
            Node::Aggregate(any) if holds && any.quantifier == Quantifier::Any => {
                let within = Bounds {
                    low: Some(Value::Whole(1)),
                    high: None,
                };
                to.push(Condition::new(Subject::Count(any.list), within));
            }
            _ => {}
        }
    }
}

fn compared(part: &Expr, comparison: Comparison, other: Bounds) -> Condition<'_> {
    let (low, high) = match comparison {
        Comparison::Equal => (other.low, other.high),
        Comparison::AtMost => (None, other.high),
        Comparison::AtLeast => (other.low, None),
        Comparison::Less => (None, other.high.map(|high| next(high, -1))),
        Comparison::Greater => (other.low.map(|low| next(low, 1)), None),
        Comparison::NotEqual => (None, None),
    };
    let is_one = comparison == Comparison::NotEqual && other.low == other.high;
    Condition {
        not: other.low.filter(|_| is_one),
        ..Condition::new(Subject::Part(part), Bounds { low, high })
    }
}

/// The whole number next to this one; anything else stays, for it has no next.
fn next(value: Value, by: i64) -> Value {
    match value {
        Value::Whole(whole) => Value::Whole(whole.saturating_add(by)),
        Value::Days(days) => Value::Days(days.saturating_add(by)),
        Value::Months(months) => Value::Months(months.saturating_add(by)),
        other => other,
    }
}

fn tighter(one: Option<Value>, other: Option<Value>, is_low: bool) -> Option<Value> {
    let (Some(a), Some(b)) = (one, other) else {
        return one.or(other);
    };
    match order(a, b) {
        Some(order) if order.is_ge() == is_low => Some(a),
        Some(_) => Some(b),
        None => Some(a),
    }
}

fn negated(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}
