//! The facts that rows may be given to complete them: those of which the row evaluator
//! tries values where they are missing.

use std::collections::BTreeSet;

use crate::{
    base::{
        ids::{FactId, ValueId},
        types::Type,
    },
    check::{
        formula::{Expr, Node},
        model::{NamedDay, Version},
    },
};

/// The facts of a version that may be given.
pub(super) struct Fillable(BTreeSet<FactId>);

impl Fillable {
    /// Not those that have a usual answer, and no texts. Nor those of which it counts
    /// whether they are given, and not only what they are: the ends of a period, and what a
    /// formula asks whether it is known.
    pub(super) fn of(version: &Version) -> Fillable {
        let mut counts = Facts::default();
        version.each_formula(|formula| {
            formula.expr.each(&mut |part| {
                // The rules of another rule set may ask it of what is passed to them.
                if matches!(part.node, Node::Known(_) | Node::Used(_)) {
                    counts.read_by(version, part);
                }
            });
        });
        let ends = version.period.map(|it| [it.from, it.to]);
        for end in ends.into_iter().flatten() {
            match end {
                NamedDay::Fact(fact) => {
                    counts.facts.insert(fact);
                }
                NamedDay::Value(value) => counts.read_by_value(version, value),
            }
        }
        let facts = version.facts.iter_ids();
        let fillable = facts.filter(|(number, fact)| {
            fact.assume.is_none() && fact.ty != Type::Text && !counts.facts.contains(number)
        });
        Fillable(fillable.map(|(number, _)| number).collect())
    }

    pub(super) fn has(&self, fact: FactId) -> bool {
        self.0.contains(&fact)
    }
}

/// The facts that some parts of formulas read.
#[derive(Default)]
struct Facts {
    facts: BTreeSet<FactId>,
    values: BTreeSet<ValueId>,
}

impl Facts {
    fn read_by(&mut self, version: &Version, part: &Expr) {
        part.each(&mut |part| match &part.node {
            Node::Fact(fact) | Node::Field(_, _, fact) => {
                self.facts.insert(*fact);
            }
            Node::Aggregate(aggregate) => {
                self.facts.insert(version.lists[aggregate.list].fact);
            }
            Node::Value(value, _) => self.read_by_value(version, *value),
            _ => {}
        });
    }

    fn read_by_value(&mut self, version: &Version, value: ValueId) {
        if !self.values.insert(value) {
            return;
        }
        let named = &version.values[value];
        for formula in named.when.iter().chain([&named.is]) {
            self.read_by(version, &formula.expr);
        }
    }
}
