//! What an answer must not show: confidential facts, and whatever would give
//! them away. A yes or no that rests on one may be shown, since it is the
//! answer; an amount, a date or a choice that does may not.

use crate::{
    base::{
        ids::{FactId, FormulaId, IdVec, ListId, ValueId},
        types::Type,
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Fact, Home, Schedule, Version},
    },
};

/// What must not be shown of one version's answers.
#[derive(Debug)]
pub struct Secrets {
    facts: IdVec<FactId, bool>,
    lists: IdVec<ListId, bool>,
    values: IdVec<ValueId, bool>,
    results: IdVec<FormulaId, bool>,
}

impl Secrets {
    /// What must not be shown of this version's answers.
    pub(super) fn of(version: &Version) -> Secrets {
        let mut secrets = Secrets {
            facts: version.facts.map(|fact| is_secret(version, fact)),
            lists: IdVec::numbered(
                version
                    .lists
                    .ids()
                    .map(|list| is_secret_list(version, list)),
            ),
            values: version.values.map(|_| false),
            results: version.formula_sites.map(|_| false),
        };
        while secrets.spread(version) {}
        version.each_formula(|formula| {
            let secret = secrets.gives_away(formula);
            secrets.results[formula.number] = secret;
        });
        secrets
    }

    /// Whether this fact must not be shown.
    #[must_use]
    pub fn fact(&self, fact: FactId) -> bool {
        self.facts[fact]
    }

    /// The facts that must not be shown, by number.
    pub fn facts(&self) -> impl Iterator<Item = FactId> {
        self.facts
            .iter_ids()
            .filter_map(|(number, secret)| secret.then_some(number))
    }

    /// Whether this named value must not be shown.
    #[must_use]
    pub fn value(&self, value: ValueId) -> bool {
        self.values[value]
    }

    /// Whether the result of the formula with this number must not be shown.
    #[must_use]
    pub fn result(&self, formula: FormulaId) -> bool {
        self.results[formula]
    }

    /// Whether the days of a schedule must not be shown.
    #[must_use]
    pub fn schedule(&self, schedule: &Schedule) -> bool {
        let recurrences = schedule.recurrences.iter();
        let mut formulas = recurrences.flat_map(|it| it.from.iter().chain([&it.until]));
        formulas.any(|formula| self.result(formula.number))
    }

    /// Whether a part of a formula reads anything that must not be shown.
    #[must_use]
    pub fn within(&self, expr: &Expr) -> bool {
        let mut found = false;
        expr.each(&mut |part| {
            found |= match &part.node {
                Node::Fact(number) | Node::Field(_, _, number) => self.fact(*number),
                Node::Value(number, _) => self.value(*number),
                Node::Aggregate(aggregate) => self.lists[aggregate.list],
                Node::Rank(rank) => self.lists[rank.list],
                _ => false,
            };
        });
        found
    }

    fn gives_away(&self, formula: &Formula) -> bool {
        formula.ty != Type::YesNo && self.within(&formula.expr)
    }

    /// Marks the values that rest on what is marked; true while any is new.
    fn spread(&mut self, version: &Version) -> bool {
        let mut any = false;
        for (number, value) in version.values.iter_ids() {
            if !self.value(number) && self.gives_away(&value.is) {
                self.values[number] = true;
                any = true;
            }
        }
        any
    }
}

/// Whether a fact is confidential, or says something of a list that is.
#[must_use]
pub fn is_secret(version: &Version, fact: &Fact) -> bool {
    let of_list = match fact.home {
        Home::Record(list, _) | Home::Completeness(list) => is_secret_list(version, list),
        Home::Case | Home::List(_) => false,
    };
    fact.confidential || of_list
}

fn is_secret_list(version: &Version, list: ListId) -> bool {
    version.list(list).confidential
}
