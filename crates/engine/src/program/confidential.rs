//! What rests on confidential facts, whatever its type: a list that others may see
//! does not even say whether such a criterion is met.

use crate::{
    base::ids::{FactId, IdVec, ListId, ValueId},
    check::{
        formula::{Formula, Node},
        model::{Criterion, Fact, Home, NamedDay, Version},
    },
};

/// By criterion in file order, whether it rests on a confidential fact: directly, by
/// way of a value, or of a fact that is asked for or assumed because of one.
pub(super) fn criteria_on_confidential(version: &Version) -> Vec<bool> {
    let mut marked = Marked {
        facts: version.facts.map(|fact| is_secret(version, fact)),
        values: version.values.map(|_| false),
    };
    while marked.spread(version) {}
    let criteria = version.criteria.iter();
    criteria
        .map(|it| marked.is_criterion(version, it))
        .collect()
}

/// The facts and values that rest on a confidential fact.
struct Marked {
    facts: IdVec<FactId, bool>,
    values: IdVec<ValueId, bool>,
}

impl Marked {
    fn reads(&self, version: &Version, formula: &Formula) -> bool {
        let mut found = false;
        formula.expr.each(&mut |part| {
            found |= match &part.node {
                Node::Fact(number) | Node::Field(_, _, number) => self.facts[*number],
                Node::Value(number, _) => self.values[*number],
                Node::Aggregate(aggregate) => self.facts[version.lists[aggregate.list].fact],
                Node::Rank(rank) => self.facts[version.lists[rank.list].fact],
                _ => false,
            };
        });
        found
    }

    fn is_criterion(&self, version: &Version, criterion: &Criterion) -> bool {
        let mut formulas = criterion.when.iter().chain([&criterion.holds]);
        let is_of_day = match criterion.on {
            None => false,
            Some(NamedDay::Fact(fact)) => self.facts[fact],
            Some(NamedDay::Value(value)) => self.values[value],
        };
        is_of_day || formulas.any(|formula| self.reads(version, formula))
    }

    /// Marks what rests on what is marked; true while any is new.
    fn spread(&mut self, version: &Version) -> bool {
        let mut any = false;
        for (number, fact) in version.facts.iter_ids() {
            let mut formulas = fact.when.iter().chain(&fact.assume);
            if !self.facts[number] && formulas.any(|formula| self.reads(version, formula)) {
                self.facts[number] = true;
                any = true;
            }
        }
        for (number, value) in version.values.iter_ids() {
            let mut formulas = value.when.iter().chain([&value.is]);
            if !self.values[number] && formulas.any(|formula| self.reads(version, formula)) {
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

/// Whether a list is confidential.
pub(super) fn is_secret_list(version: &Version, list: ListId) -> bool {
    version.list(list).confidential
}
