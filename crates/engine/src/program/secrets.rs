//! What an answer must not show: confidential facts, and whatever would give
//! them away. A yes or no that rests on one may be shown, since it is the
//! answer; an amount, a date or a choice that does may not.

use crate::{
    base::types::Type,
    check::{
        formula::{Expr, Formula, Node},
        model::{Fact, Home, Schedule, Version},
    },
};

/// What must not be shown of one version's answers.
#[derive(Debug)]
pub struct Secrets {
    facts: Vec<bool>,
    lists: Vec<bool>,
    values: Vec<bool>,
    results: Vec<bool>,
}

impl Secrets {
    /// No secrets.
    pub(super) const NONE: Secrets = Secrets {
        facts: Vec::new(),
        lists: Vec::new(),
        values: Vec::new(),
        results: Vec::new(),
    };

    /// What must not be shown of this version's answers.
    pub(super) fn of(version: &Version) -> Secrets {
        let facts = version.facts.iter();
        let mut secrets = Secrets {
            facts: facts.map(|fact| is_secret(version, fact)).collect(),
            lists: (0u16..)
                .zip(&version.lists)
                .map(|(list, _)| is_secret_list(version, list))
                .collect(),
            values: vec![false; version.values.len()],
            results: vec![false; version.parts.len()],
        };
        while secrets.spread(version) {}
        version.each_formula(|formula| {
            let secret = secrets.gives_away(formula);
            if let Some(slot) = secrets.results.get_mut(usize::from(formula.number)) {
                *slot = secret;
            }
        });
        secrets
    }

    /// Whether this fact must not be shown.
    #[must_use]
    pub fn fact(&self, number: u16) -> bool {
        of(&self.facts, number)
    }

    /// The facts that must not be shown, by number.
    pub fn facts(&self) -> impl Iterator<Item = u16> {
        (0u16..)
            .zip(&self.facts)
            .filter_map(|(number, secret)| secret.then_some(number))
    }

    /// Whether this named value must not be shown.
    #[must_use]
    pub fn value(&self, number: u16) -> bool {
        of(&self.values, number)
    }

    /// Whether the result of the formula with this number must not be shown.
    #[must_use]
    pub fn result(&self, formula: u16) -> bool {
        of(&self.results, formula)
    }

    /// Whether the days of a schedule must not be shown.
    #[must_use]
    pub fn schedule(&self, schedule: &Schedule) -> bool {
        let stretches = schedule.stretches.iter();
        let mut formulas = stretches.flat_map(|it| it.from.iter().chain([&it.until]));
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
                Node::Over(over) => of(&self.lists, over.list),
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
        for (number, value) in (0u16..).zip(&version.values) {
            if !self.value(number)
                && self.gives_away(&value.is)
                && let Some(slot) = self.values.get_mut(usize::from(number))
            {
                *slot = true;
                any = true;
            }
        }
        any
    }
}

fn of(marks: &[bool], number: u16) -> bool {
    marks.get(usize::from(number)).copied().unwrap_or(false)
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

fn is_secret_list(version: &Version, list: u16) -> bool {
    version.list(list).is_some_and(|fact| fact.confidential)
}
