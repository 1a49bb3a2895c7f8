//! The facts that a value reads, directly or through others.

use super::{
    formula::{Expr, Node},
    model::{Home, Version},
};
use crate::base::ids::{FactId, ValueId};

/// The name of a fact that a value reads and that is neither passed nor
/// assumed, nor asked for only under a condition.
pub(super) fn lacking(version: &Version, value: ValueId, passed: &[&str]) -> Option<Box<str>> {
    let mut reads = Reads {
        version,
        values: Vec::new(),
        facts: Vec::new(),
    };
    reads.value(value);
    let mut next = 0;
    while let Some(number) = reads.facts.get(next).copied() {
        let fact = &version.facts[number];
        next += 1;
        if passed.contains(&&*fact.id) {
            continue;
        }
        match (&fact.assume, &fact.when) {
            (Some(assume), _) if matches!(fact.home, Home::Case | Home::List(_)) => {
                reads.part(&assume.expr)
            }
            (None, Some(_)) if fact.home == Home::Case => {}
            _ => return Some(fact.id.clone()),
        }
    }
    None
}

struct Reads<'v> {
    version: &'v Version,
    values: Vec<ValueId>,
    facts: Vec<FactId>,
}

impl Reads<'_> {
    fn value(&mut self, number: ValueId) {
        if self.values.contains(&number) {
            return;
        }
        self.values.push(number);
        // A value in error is not among them, and the numbers after it are off.
        let Some(value) = self.version.values.as_slice().get(usize::from(number)) else {
            return;
        };
        self.part(&value.is.expr);
        if let Some(when) = &value.when {
            self.part(&when.expr);
        }
    }

    fn fact(&mut self, number: FactId) {
        if !self.facts.contains(&number) {
            self.facts.push(number);
        }
    }

    fn part(&mut self, expr: &Expr) {
        let version = self.version;
        let mut values = Vec::new();
        expr.each(&mut |part| match &part.node {
            Node::Fact(number) | Node::Field(_, _, number) => self.fact(*number),
            Node::Value(number, _) => values.push(*number),
            Node::Aggregate(aggregate) => self.fact(version.lists[aggregate.list].fact),
            Node::Rank(rank) => self.fact(version.lists[rank.list].fact),
            _ => {}
        });
        values.into_iter().for_each(|number| self.value(number));
    }
}
