//! What an answer must not show: confidential facts, and whatever would give
//! them away. Whether a criterion or a line that rests on one is met may be shown,
//! since it is the answer; a value on the way to it, an amount, a date or a choice
//! that rests on one may not.

pub use super::confidential::is_secret;
use super::confidential::{criteria_on_confidential, is_secret_list};
use crate::{
    base::{
        ids::{FactId, FormulaId, IdVec, ListId, ValueId},
        types::Type,
        value::Missing,
    },
    check::{
        formula::{Expr, Formula, Node},
        model::{Home, Schedule, Step, Version},
    },
};

/// What must not be shown of one version's answers.
#[derive(Debug)]
pub struct Secrets {
    facts: IdVec<FactId, bool>,
    lists: IdVec<ListId, bool>,
    values: IdVec<ValueId, bool>,
    results: IdVec<FormulaId, bool>,
    /// By criterion, whether it rests on a confidential fact.
    criteria: Vec<bool>,
    /// The facts whose not being read could show the value of a confidential one.
    shown_by_unread: Missing,
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
            criteria: Vec::new(),
            shown_by_unread: Missing::NONE,
        };
        while secrets.spread(version) {}
        version.each_formula(|formula| {
            let step = version.formula_sites[formula.number].step;
            let is_on_the_way = matches!(step, Step::Value(_) | Step::Fact(_));
            let secret = secrets.gives_away(formula, is_on_the_way);
            secrets.results[formula.number] = secret;
        });
        secrets.shown_by_unread = secrets.facts_shown_by_unread(version);
        secrets.criteria = criteria_on_confidential(version);
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

    /// Whether there are facts that must not be shown.
    #[must_use]
    pub fn has_facts(&self) -> bool {
        self.facts().next().is_some()
    }

    /// Whether that a fact was given and not read could show the value of a
    /// confidential fact: a formula reads both, and may stop at either.
    #[must_use]
    pub fn shown_by_unread(&self, fact: FactId) -> bool {
        self.shown_by_unread.contains(fact)
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

    /// Whether a criterion, by its number in file order, rests on a confidential
    /// fact, so that lists do not say whether it is met.
    #[must_use]
    pub fn criterion(&self, number: usize) -> bool {
        self.criteria.get(number).copied().unwrap_or(false)
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

    fn facts_shown_by_unread(&self, version: &Version) -> Missing {
        if self.facts().next().is_none() {
            return Missing::NONE;
        }
        let behind = facts_behind(version);
        let mut shown = Missing::NONE;
        version.each_formula(|formula| {
            let read = facts_in(version, &formula.expr, &behind);
            for fact in read.facts() {
                // Of records, the one at which a formula stops shows the value of
                // the same fact in those before it.
                let is_of_record = matches!(version.facts[fact].home, Home::Record(..));
                let mut others = read.facts().filter(|it| *it != fact || is_of_record);
                if others.any(|other| self.fact(other)) {
                    shown = shown.union(Missing::fact(fact));
                }
            }
        });
        shown
    }

    /// Whether a result would give away what it rests on; a yes or no does on the
    /// way to the answer, since several of them leave one value.
    fn gives_away(&self, formula: &Formula, is_on_the_way: bool) -> bool {
        (is_on_the_way || formula.ty != Type::YesNo) && self.within(&formula.expr)
    }

    /// Marks the values that rest on what is marked; true while any is new.
    fn spread(&mut self, version: &Version) -> bool {
        let mut any = false;
        for (number, value) in version.values.iter_ids() {
            let mut formulas = value.when.iter().chain([&value.is]);
            if !self.value(number) && formulas.any(|it| self.gives_away(it, true)) {
                self.values[number] = true;
                any = true;
            }
        }
        any
    }
}

/// By value, the facts that it rests on, also by way of other values.
fn facts_behind(version: &Version) -> IdVec<ValueId, Missing> {
    let mut behind = version.values.map(|_| Missing::NONE);
    let mut is_new = true;
    while is_new {
        is_new = false;
        for (number, value) in version.values.iter_ids() {
            let formulas = value.when.iter().chain([&value.is]);
            let facts = formulas.fold(behind[number], |all, formula| {
                all.union(facts_in(version, &formula.expr, &behind))
            });
            is_new |= facts != behind[number];
            behind[number] = facts;
        }
    }
    behind
}

fn facts_in(version: &Version, expr: &Expr, behind: &IdVec<ValueId, Missing>) -> Missing {
    let mut facts = Missing::NONE;
    expr.each(&mut |part| {
        facts = facts.union(match &part.node {
            Node::Fact(number) | Node::Field(_, _, number) => Missing::fact(*number),
            Node::Value(number, _) => behind[*number],
            Node::Aggregate(aggregate) => Missing::fact(version.lists[aggregate.list].fact),
            Node::Rank(rank) => Missing::fact(version.lists[rank.list].fact),
            _ => Missing::NONE,
        });
    });
    facts
}
