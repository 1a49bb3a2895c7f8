//! Whether two parts of formulas are equal, so that what is true of one is true
//! of the other.

use super::formula::{Expr, Node};

/// Whether two parts are equal, wherever they stand.
pub(super) fn is_same(left: &Expr, right: &Expr) -> bool {
    let (first, second) = (left.parts(), right.parts());
    same_form(&left.node, &right.node)
        && first.len() == second.len()
        && first
            .iter()
            .zip(second)
            .all(|(left, right)| is_same(left, right))
}

/// Whether two parts are equal, apart from the parts in them.
fn same_form(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Constant(a), Node::Constant(b)) => a == b,
        (Node::Fact(a), Node::Fact(b)) => a == b,
        (Node::Field(_, _, a), Node::Field(_, _, b)) => a == b,
        (Node::Value(a, _), Node::Value(b, _)) => a == b,
        (Node::Charge(a), Node::Charge(b)) => a == b,
        (Node::Arithmetic(a, _), Node::Arithmetic(b, _)) => a == b,
        (Node::Compare(a, _), Node::Compare(b, _)) => a == b,
        (Node::Includes(_, a), Node::Includes(_, b)) => a == b,
        (Node::Call(a, _), Node::Call(b, _)) => a == b,
        (Node::Round(_, a), Node::Round(_, b)) => a == b,
        (Node::Table(a, _), Node::Table(b, _)) => a == b,
        (Node::Packages(a, _), Node::Packages(b, _)) => a == b,
        (Node::Parameter(a, _), Node::Parameter(b, _)) => a == b,
        (Node::Calendar(a, _), Node::Calendar(b, _)) => a == b,
        (Node::Within(a), Node::Within(b)) => {
            a.1.is_some() == b.1.is_some() && a.2.is_some() == b.2.is_some()
        }
        (Node::Aggregate(a), Node::Aggregate(b)) => {
            a.quantifier == b.quantifier && a.list == b.list && a.take.is_some() == b.take.is_some()
        }
        (Node::Used(a), Node::Used(b)) => a.rule_set == b.rule_set && a.value == b.value,
        (Node::Rank(a), Node::Rank(b)) => {
            a.list == b.list && a.first == b.first && a.ties == b.ties
        }
        (Node::On, Node::On)
        | (Node::Subject(..), Node::Subject(..))
        | (Node::Not(_), Node::Not(_))
        | (Node::Negative(_), Node::Negative(_))
        | (Node::Known(_), Node::Known(_))
        | (Node::And(_), Node::And(_))
        | (Node::Or(_), Node::Or(_))
        | (Node::OneOf(..), Node::OneOf(..))
        | (Node::If(_), Node::If(_)) => true,
        _ => false,
    }
}
