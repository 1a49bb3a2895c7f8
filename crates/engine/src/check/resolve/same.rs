//! Whether two parts of a formula are the same thing, so that to compare them
//! says nothing.

use std::ops::Range;

use super::Resolver;
use crate::{
    base::diagnostic_code::Code,
    check::{
        formula::{Expr, Node},
        same::is_same,
    },
    source::formula::model::Formula as Written,
};

impl Resolver<'_, '_, '_> {
    /// Reports two parts that are compared and are the same.
    pub(super) fn apart(
        &mut self,
        left: &Expr,
        right: &Expr,
        written: &Written,
        span: &Range<u32>,
    ) -> Option<()> {
        if !reads(left) || !is_same(left, right) {
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
                | Node::Calendar(..)
                | Node::Aggregate(_)
                | Node::Rank(_)
        );
    });
    found
}
