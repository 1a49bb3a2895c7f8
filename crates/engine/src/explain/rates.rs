//! By how much a side of a comparison moves when a fact moves by one: of sums and of
//! products with constants, through named values.

use rust_decimal::Decimal;

use crate::{
    base::{ids::FactId, value::Value},
    check::{
        formula::{Expr, Node, Operator},
        model::Version,
    },
};

/// How deep formulas are followed through named values.
const MAX_DEPTH: u8 = 16;

/// The rate of a part of a formula; none where it is not the same everywhere, or not
/// known.
pub(super) fn rate(version: &Version, expr: &Expr, fact: FactId) -> Option<Decimal> {
    rate_within(version, expr, fact, MAX_DEPTH)
}

fn rate_within(version: &Version, expr: &Expr, fact: FactId, depth: u8) -> Option<Decimal> {
    let depth = depth.checked_sub(1)?;
    let of = |part: &Expr| rate_within(version, part, fact, depth);
    match &expr.node {
        Node::Fact(read) | Node::Field(_, _, read) => Some(match *read == fact {
            true => Decimal::ONE,
            false => Decimal::ZERO,
        }),
        Node::Constant(_) | Node::Charge(_) | Node::On => Some(Decimal::ZERO),
        Node::Subject(_, part) => of(part),
        Node::Value(value, _) => of(&version.values[*value].is.expr),
        Node::Negative(part) => of(part).map(|rate| -rate),
        Node::Arithmetic(operator, sides) => {
            let (left, right) = (of(&sides.0), of(&sides.1));
            match operator {
                Operator::Add => left?.checked_add(right?),
                Operator::Subtract => left?.checked_sub(right?),
                Operator::Multiply => match (constant(&sides.0), constant(&sides.1)) {
                    (Some(by), _) => right?.checked_mul(by),
                    (_, Some(by)) => left?.checked_mul(by),
                    _ => None,
                },
                Operator::Divide => left?.checked_div(constant(&sides.1)?),
            }
        }
        _ => None,
    }
}

fn constant(expr: &Expr) -> Option<Decimal> {
    match &expr.node {
        Node::Constant(value @ (Value::Whole(_) | Value::Number(_) | Value::Percent(_))) => {
            value.number()?.as_decimal()
        }
        Node::Constant(Value::Money(money)) if !money.is_range() => Some(money.min()),
        _ => None,
    }
}
