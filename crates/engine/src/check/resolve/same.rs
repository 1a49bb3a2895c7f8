//! Whether two parts of a formula are the same thing, so that to compare them
//! says nothing.

use std::ops::Range;

use super::Resolver;
use crate::{
    base::diagnostic_code::Code,
    check::formula::{Expr, Node},
    source::formula::model::Formula as Written,
};

impl Resolver<'_, '_, '_> {
    /// Reports two parts that are held against each other and are the same.
    pub(super) fn apart(
        &mut self,
        left: &Expr,
        right: &Expr,
        written: &Written,
        span: &Range<u32>,
    ) -> Option<()> {
        if !reads(left) || !same(left, right) {
            return Some(());
        }
        let says = format!("`{}` stands on both sides", self.excerpt(written));
        let help = match self.lists.last() {
            Some(_) => {
                "to compare two records of a list, write `other.` before the name of the record counted, `this.` before that of the record this is about"
            }
            None => "name on one side what it is to be compared with",
        };
        self.diagnostic(Code::WithItself, span, says, Some(help));
        None
    }

    /// The same for all of several parts.
    pub(super) fn all_apart(
        &mut self,
        parts: &[Expr],
        written: &[Written],
        span: &Range<u32>,
    ) -> Option<()> {
        for (at, (part, shown)) in parts.iter().zip(written).enumerate() {
            for later in parts.iter().skip(at + 1) {
                self.apart(part, later, shown, span)?;
            }
        }
        Some(())
    }
}

/// Whether a part reads anything: two constants may be equal.
fn reads(expr: &Expr) -> bool {
    let mut found = false;
    expr.each(&mut |part| {
        found |= matches!(
            part.node,
            Node::On
                | Node::Fact(_)
                | Node::Field(..)
                | Node::Value(..)
                | Node::Charge(_)
                | Node::Parameter(..)
                | Node::Aggregate(_)
                | Node::Rank(_)
        );
    });
    found
}

/// Whether two parts are the same, wherever they stand.
fn same(left: &Expr, right: &Expr) -> bool {
    let (first, second) = (left.parts(), right.parts());
    same_form(&left.node, &right.node)
        && first.len() == second.len()
        && first
            .iter()
            .zip(second)
            .all(|(left, right)| same(left, right))
}

/// Whether two parts are the same but for the parts in them.
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
        (Node::Within(a), Node::Within(b)) => {
            a.1.is_some() == b.1.is_some() && a.2.is_some() == b.2.is_some()
        }
        (Node::Aggregate(a), Node::Aggregate(b)) => {
            a.quantifier == b.quantifier && a.list == b.list && a.take.is_some() == b.take.is_some()
        }
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
