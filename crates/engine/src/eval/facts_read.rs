//! The facts that an evaluation read.

use smallvec::SmallVec;

use crate::base::{ids::FactId, value::Missing};

/// Facts of the case, and facts of records, that were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactsRead {
    case: Missing,
    /// By the number of the record; the numbers of facts are those of every list.
    records: SmallVec<[Missing; 2]>,
}

impl FactsRead {
    /// Adds a fact of the case.
    #[inline]
    pub(crate) fn note(&mut self, fact: FactId) {
        self.case = self.case.union(Missing::fact(fact));
    }

    /// Adds a fact of a record.
    #[inline]
    pub(crate) fn note_in_record(&mut self, fact: FactId, record: u16) {
        let record = usize::from(record);
        if record >= self.records.len() {
            self.records.resize(record + 1, Missing::NONE);
        }
        if let Some(facts) = self.records.get_mut(record) {
            *facts = facts.union(Missing::fact(fact));
        }
    }

    /// Adds what another evaluation read; `renumbered` gives its facts the
    /// numbers of this one's version.
    pub(crate) fn add(&mut self, other: &FactsRead, renumbered: impl Fn(Missing) -> Missing) {
        self.case = self.case.union(renumbered(other.case));
        if self.records.len() < other.records.len() {
            self.records.resize(other.records.len(), Missing::NONE);
        }
        for (own, others) in self.records.iter_mut().zip(&other.records) {
            *own = own.union(renumbered(*others));
        }
    }

    /// The same with the numbers that the facts have in another version.
    pub(crate) fn renumbered(&self, renumbered: impl Fn(Missing) -> Missing) -> FactsRead {
        let mut read = FactsRead::default();
        read.add(self, renumbered);
        read
    }

    /// Whether a fact was read; that of a record, if one is named.
    #[must_use]
    pub fn contains(&self, fact: FactId, record: Option<u16>) -> bool {
        let facts = match record {
            None => Some(&self.case),
            Some(record) => self.records.get(usize::from(record)),
        };
        facts.is_some_and(|facts| facts.contains(fact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_has_facts_of_its_own() {
        let mut read = FactsRead::default();
        read.note_in_record(FactId::new(70), 3);
        read.note(FactId::new(1));
        let mut both = FactsRead::default();
        both.add(&read, |facts| facts);
        assert!(both.contains(FactId::new(70), Some(3)) && both.contains(FactId::new(1), None));
        assert!(!both.contains(FactId::new(70), Some(2)) && !both.contains(FactId::new(70), None));
    }
}
