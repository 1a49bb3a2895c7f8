//! Which facts each comparison of a version depends on, and the constants that
//! each fact is compared with: found once for an explanation, from the formulas.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::rates::rate;

use crate::{
    base::{
        ids::{CriterionId, FactId, FormulaId, IdVec, ValueId},
        value::{Missing, Value},
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Cell, Row, Version},
    },
};

/// The facts that the sides of a comparison depend on, and the fact that a side
/// is where it is one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sides {
    pub(super) left: Missing,
    pub(super) right: Missing,
    pub(super) left_is: Option<FactId>,
    pub(super) right_is: Option<FactId>,
}

/// What the formulas of a version depend on.
pub(super) struct Dependence {
    values: IdVec<ValueId, Missing>,
    criteria: IdVec<CriterionId, Missing>,
    comparisons: BTreeMap<(FormulaId, u32), Sides>,
    /// By how much the side that a fact is on moves when that moves by one, where it is
    /// known and another number.
    rates: BTreeMap<(FormulaId, u32, FactId), Decimal>,
    /// The constants that each fact is compared with, directly.
    constants: BTreeMap<FactId, Vec<Value>>,
}

impl Dependence {
    pub(super) fn of(version: &Version) -> Dependence {
        let mut found = Dependence {
            values: version.values.map(|_| Missing::NONE),
            criteria: version.criteria.map(|_| Missing::NONE),
            comparisons: BTreeMap::new(),
            rates: BTreeMap::new(),
            constants: BTreeMap::new(),
        };
        found.find_values(version);
        for (number, criterion) in version.criteria.iter_ids() {
            let formulas = criterion.when.iter().chain([&criterion.holds]);
            let facts = formulas.map(|it| found.facts(version, &it.expr));
            found.criteria[number] = facts.fold(Missing::NONE, Missing::union);
        }
        version.each_formula(|formula| found.gather(version, formula));
        found
    }

    /// Values rest on values, without circles: repeated until nothing is added.
    fn find_values(&mut self, version: &Version) {
        for _ in 0..=version.values.len() {
            let mut is_same = true;
            for (number, value) in version.values.iter_ids() {
                let formulas = value.when.iter().chain([&value.is]);
                let facts = formulas.map(|it| self.facts(version, &it.expr));
                let facts = facts.fold(Missing::NONE, Missing::union);
                is_same &= facts == self.values[number];
                self.values[number] = facts;
            }
            if is_same {
                return;
            }
        }
    }

    /// The facts that a part of a formula depends on, through the values that
    /// it reads and what is assumed.
    fn facts(&self, version: &Version, expr: &Expr) -> Missing {
        let mut facts = Missing::NONE;
        expr.each(&mut |part| {
            facts = facts.union(match &part.node {
                Node::Fact(fact) | Node::Field(_, _, fact) => self.with_assumption(version, *fact),
                Node::Value(value, _) => self.values[*value],
                Node::Aggregate(it) => Missing::fact(version.lists[it.list].fact),
                Node::Rank(it) => Missing::fact(version.lists[it.list].fact),
                _ => Missing::NONE,
            });
        });
        facts
    }

    fn with_assumption(&self, version: &Version, fact: FactId) -> Missing {
        let own = Missing::fact(fact);
        match &version.facts[fact].assume {
            // An assumption may read other facts, whose own assumptions come before it.
            Some(assume) => {
                let mut facts = own;
                assume.expr.each(&mut |part| {
                    facts = facts.union(match &part.node {
                        Node::Fact(other) | Node::Field(_, _, other) => Missing::fact(*other),
                        Node::Value(value, _) => self.values[*value],
                        _ => Missing::NONE,
                    });
                });
                facts
            }
            None => own,
        }
    }

    fn gather(&mut self, version: &Version, formula: &Formula) {
        formula.expr.each(&mut |part| match &part.node {
            Node::Compare(_, sides) => self.comparison(version, formula, &sides.0, &sides.1),
            Node::Within(parts) => {
                for end in parts.1.iter().chain(&parts.2) {
                    self.comparison(version, formula, &parts.0, end);
                }
            }
            Node::OneOf(part, options) => {
                for option in options {
                    self.comparison(version, formula, part, option);
                }
            }
            Node::Table(table, arguments) => {
                self.rows(version.tables[*table].rows.iter(), arguments)
            }
            _ => {}
        });
    }

    fn comparison(&mut self, version: &Version, formula: &Formula, left: &Expr, right: &Expr) {
        let sides = Sides {
            left: self.facts(version, left),
            right: self.facts(version, right),
            left_is: direct(left),
            right_is: direct(right),
        };
        for (side, facts) in [(left, sides.left), (right, sides.right)] {
            for fact in facts.facts() {
                let known = rate(version, side, fact);
                if let Some(rate) = known.filter(|it| !it.is_zero() && *it != Decimal::ONE) {
                    self.rates.insert((formula.number, right.start, fact), rate);
                }
            }
        }
        self.comparisons
            .insert((formula.number, right.start), sides);
        for (fact, bound) in [(left, right), (right, left)] {
            if let (Some(fact), Node::Constant(value)) = (direct(fact), &bound.node) {
                self.constants.entry(fact).or_default().push(*value);
            }
        }
    }

    /// The bounds of the cells that a fact is looked up in.
    fn rows<'r>(&mut self, rows: impl Iterator<Item = &'r Row>, arguments: &[Expr]) {
        for row in rows {
            for (cell, argument) in row.cells.iter().zip(arguments) {
                let Some(fact) = direct(argument) else {
                    continue;
                };
                let constants = self.constants.entry(fact).or_default();
                if let Cell::Spans(spans) = cell {
                    let ends = spans.iter().flat_map(|it| it.low.iter().chain(&it.high));
                    constants.extend(ends.copied());
                }
            }
        }
    }

    /// The facts that a criterion can depend on.
    pub(super) fn criterion(&self, criterion: CriterionId) -> Missing {
        self.criteria[criterion]
    }

    /// The facts that the sides of a comparison depend on.
    pub(super) fn sides(&self, formula: FormulaId, bound: u32) -> Sides {
        let sides = self.comparisons.get(&(formula, bound));
        sides.copied().unwrap_or_default()
    }

    /// By how much a side of a comparison moves when a fact moves by one.
    pub(super) fn rate(&self, formula: FormulaId, bound: u32, fact: FactId) -> Decimal {
        let rate = self.rates.get(&(formula, bound, fact));
        rate.copied().unwrap_or(Decimal::ONE)
    }

    /// The constants that a fact is compared with.
    pub(super) fn constants(&self, fact: FactId) -> &[Value] {
        self.constants.get(&fact).map_or(&[], Vec::as_slice)
    }
}

/// The fact that a part of a formula is.
fn direct(expr: &Expr) -> Option<FactId> {
    match &expr.node {
        Node::Fact(fact) | Node::Field(_, _, fact) => Some(*fact),
        Node::Subject(_, part) => direct(part),
        _ => None,
    }
}
