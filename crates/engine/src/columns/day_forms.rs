//! What parts of formulas read of the day asked about and of the ends of a period, by their
//! form: what [`DayReads`](crate::eval) finds while it evaluates them.

use std::collections::BTreeMap;

use crate::{
    base::ids::{FactId, ValueId},
    check::{
        formula::{Expr, Formula, Function, Node},
        model::{NamedDay, Version},
    },
    eval::direct_use::DirectUse,
};

/// What a part may read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reads {
    /// The day asked about.
    pub(super) day: bool,
    /// An end of the period.
    pub(super) ends: bool,
}

impl Reads {
    const DAY: Reads = Reads {
        day: true,
        ends: false,
    };

    fn with(self, other: Reads) -> Reads {
        Reads {
            day: self.day || other.day,
            ends: self.ends || other.ends,
        }
    }
}

/// What the parts of a version's formulas read. Named values and what is assumed are looked
/// at once.
#[derive(Clone, Debug)]
pub(super) struct DayForms<'v> {
    version: &'v Version,
    values: BTreeMap<ValueId, Reads>,
    assumed: BTreeMap<FactId, Reads>,
}

impl<'v> DayForms<'v> {
    pub(super) fn new(version: &'v Version) -> DayForms<'v> {
        DayForms {
            version,
            values: BTreeMap::new(),
            assumed: BTreeMap::new(),
        }
    }

    /// What a part of a formula reads.
    pub(super) fn of(&mut self, expr: &Expr) -> Reads {
        let own = match &expr.node {
            Node::On | Node::Used(_) => Reads::DAY,
            Node::Call(Function::Age, born) if born.len() == 1 => Reads::DAY,
            Node::Fact(fact) | Node::Field(_, _, fact) => self.of_fact(*fact),
            Node::Value(value, _) => self.of_value(*value),
            _ => Reads::default(),
        };
        let parts = expr.parts().into_iter();
        let all = parts.fold(own, |all, part| all.with(self.of(part)));
        // Compared with an end of the period, the day is always within it.
        let ends = all.ends && DirectUse::of(expr) != DirectUse::Compared;
        Reads { ends, ..all }
    }

    /// What a named value reads.
    pub(super) fn of_value(&mut self, value: ValueId) -> Reads {
        if self.is_end(NamedDay::Value(value)) {
            return Reads {
                day: false,
                ends: true,
            };
        }
        if let Some(before) = self.values.get(&value) {
            return *before;
        }
        self.values.insert(value, Reads::default());
        let named = &self.version.values[value];
        let reads = self.of_formulas(named.when.iter().chain([&named.is]));
        self.values.insert(value, reads);
        reads
    }

    /// Whether what is assumed of a fact may be something else on another day.
    pub(super) fn is_assumed_by_day(&mut self, fact: FactId) -> bool {
        self.of_assumed(fact).day
    }

    fn of_fact(&mut self, fact: FactId) -> Reads {
        Reads {
            day: self.is_assumed_by_day(fact),
            ends: self.is_end(NamedDay::Fact(fact)),
        }
    }

    fn of_assumed(&mut self, fact: FactId) -> Reads {
        if let Some(before) = self.assumed.get(&fact) {
            return *before;
        }
        self.assumed.insert(fact, Reads::default());
        let reads = self.of_formulas(self.version.facts[fact].assume.iter());
        self.assumed.insert(fact, reads);
        reads
    }

    fn of_formulas<'f>(&mut self, formulas: impl Iterator<Item = &'f Formula>) -> Reads {
        formulas.fold(Reads::default(), |all, it| all.with(self.of(&it.expr)))
    }

    fn is_end(&self, day: NamedDay) -> bool {
        let period = self.version.period;
        period.is_some_and(|it| it.from == day || it.to == day)
    }
}
