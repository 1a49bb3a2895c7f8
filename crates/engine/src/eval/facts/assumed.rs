//! Facts that were not given: what is assumed for them, and the values as which
//! they are tried.

use super::Facts;
use crate::{
    base::{
        ids::{FactId, ListId},
        value::{Missing, Value},
    },
    check::model::{Home, Version},
    eval::{bounded::range::Values, records::put_assumed},
};

impl Facts {
    /// The values as which an unknown fact is tried.
    pub(crate) fn narrowed(&self, fact: FactId, record: Option<u16>) -> Option<Values> {
        let mut narrowed = self.narrowed.iter();
        let found = narrowed.find(|it| (it.0, it.1) == (fact, record));
        found.map(|(.., values)| *values)
    }

    /// Whether nothing is left of a fact to assume: it was given, or is given
    /// in every record.
    pub(in crate::eval) fn has_given(&self, home: Home, fact: FactId) -> bool {
        let (list, column) = match home {
            Home::Record(list, column) => (list, column),
            Home::List(list) => return self.records(list).is_some(),
            Home::Case | Home::Completeness(_) => return self.value(fact).is_settled(),
        };
        self.records(list).is_none_or(|records| {
            let mut present = records.present();
            present.all(|record| records.cell(record, column).is_settled())
        })
    }

    /// Puts in what is assumed for a fact that was not given. While that is
    /// unknown, so is the fact, by the same facts.
    pub(in crate::eval) fn assume(&mut self, fact: FactId, value: Value) {
        if put_assumed(&mut self.values[fact], value) {
            self.assumed = self.assumed.union(Missing::fact(fact));
        }
    }

    /// The facts as they were given: what was assumed is unknown again.
    #[must_use]
    pub(crate) fn without_assumed(mut self, version: &Version) -> Facts {
        for (number, fact) in version.facts.iter_ids() {
            let is_open = !self.values[number].is_settled();
            if fact.assume.is_some() && (is_open || self.assumed.contains(number)) {
                self.values[number] = Value::Unknown(Missing::fact(number));
            }
        }
        for (list, records) in self.lists.iter_ids_mut() {
            if let Some(records) = records {
                records.forget_assumed(|column| version.lists[list].field(column));
            }
        }
        self.assumed = Missing::NONE;
        self
    }

    /// Tries an unknown fact as one of some values: given, where it is one.
    pub(crate) fn narrow(
        &mut self,
        version: &Version,
        (fact, record): (FactId, Option<u16>),
        values: Values,
    ) {
        self.narrowed.retain(|it| (it.0, it.1) != (fact, record));
        let Values::One(value) = values else {
            self.narrowed.push((fact, record, values));
            return;
        };
        match (version.facts[fact].home, record) {
            (Home::Record(list, column), Some(record)) => {
                let records = self.lists[list].as_mut();
                if let Some(slot) = records.and_then(|it| it.cell_mut(record, column)) {
                    *slot = value;
                }
            }
            _ => self.values[fact] = value,
        }
    }

    /// Makes facts unknown: of the case, of records by their numbers, and whole lists.
    pub(crate) fn forget_each(
        &mut self,
        version: &Version,
        mut is_forgotten: impl FnMut(&Facts, FactId, Option<u16>) -> bool,
    ) {
        for (number, fact) in version.facts.iter_ids() {
            let unknown = Value::Unknown(Missing::fact(number));
            if let Home::Record(list, column) = fact.home {
                let present = self
                    .records(list)
                    .map(|it| it.present().collect::<Vec<u16>>());
                for record in present.into_iter().flatten() {
                    let is_forgotten = is_forgotten(self, number, Some(record));
                    let cell = self.lists[list].as_mut();
                    let cell = cell.and_then(|it| it.cell_mut(record, column));
                    if let Some(cell) = cell.filter(|_| is_forgotten) {
                        *cell = unknown;
                    }
                }
                continue;
            }
            if !is_forgotten(self, number, None) {
                continue;
            }
            self.values[number] = unknown;
            if let Home::List(list) = fact.home {
                self.lists[list] = None;
            }
        }
    }

    /// Takes a list that was not given as empty. `value`, no option of none,
    /// stands for that in its fact.
    pub(in crate::eval) fn assume_list(
        &mut self,
        version: &Version,
        list: ListId,
        fact: FactId,
        value: Value,
    ) {
        self.give_list(version, list);
        self.assume(fact, value);
    }

    /// Puts in what is assumed for a fact of a record.
    pub(in crate::eval) fn assume_field(
        &mut self,
        list: ListId,
        column: u16,
        fact: FactId,
        value: Value,
    ) {
        if let Some(records) = &mut self.lists[list]
            && records.assume(column, value)
        {
            self.assumed = self.assumed.union(Missing::fact(fact));
        }
    }
}
