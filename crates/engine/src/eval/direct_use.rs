//! How the parts of a formula use the day asked about.

use crate::{
    base::date::Date,
    check::formula::{Expr, Function, Node},
};

/// How a part of a formula uses the day that is one of its direct operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DirectUse {
    /// Not at all, or in a way that may change every day.
    Other,
    /// Compares it with another day.
    Compared,
    /// Reads it where the days of a change are known: an age, a rate, a month.
    Known,
}

impl DirectUse {
    /// How this part uses it.
    pub(crate) fn of(expr: &Expr) -> DirectUse {
        match &expr.node {
            Node::Compare(_, sides) if is_day(&sides.0) || is_day(&sides.1) => DirectUse::Compared,
            Node::Within(parts) if is_day(&parts.0) => DirectUse::Compared,
            Node::OneOf(part, _) if is_day(part) => DirectUse::Compared,
            Node::Call(Function::Age | Function::Year | Function::Month, parts)
            | Node::Parameter(_, parts)
                if parts.last().is_some_and(is_day) =>
            {
                DirectUse::Known
            }
            Node::Used(used) if is_day(&used.on) => DirectUse::Known,
            _ => DirectUse::Other,
        }
    }
}

/// The last day of the same year or month, where that is what this part reads of
/// the day.
pub(super) fn last_day_of_same(expr: &Expr, day: Date) -> Option<Date> {
    match &expr.node {
        Node::Call(Function::Year, parts) if is_only_day(parts) => Some(day.last_of_year()),
        Node::Call(Function::Month, parts) if is_only_day(parts) => Some(day.last_of_month()),
        _ => None,
    }
}

fn is_only_day(parts: &[Expr]) -> bool {
    matches!(parts, [part] if is_day(part))
}

fn is_day(part: &Expr) -> bool {
    matches!(part.node, Node::On)
}
