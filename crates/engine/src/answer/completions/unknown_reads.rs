//! The missing facts that an evaluation reads, for one that ends because arithmetic
//! cannot be done: it says nothing else of them.

use crate::{
    base::{
        ids::ListId,
        value::{Missing, Value},
    },
    check::model::Version,
    eval::{
        facts::Facts,
        records::Records,
        trace::{Entry, Recorder, Silent},
    },
    program::model::Ruling,
};

/// Collects the missing facts that are read.
pub(super) struct UnknownReads<'v> {
    version: &'v Version,
    facts: &'v Facts,
    pub(super) missing: Missing,
}

impl<'v> UnknownReads<'v> {
    pub(super) fn new(version: &'v Version, facts: &'v Facts) -> UnknownReads<'v> {
        UnknownReads {
            version,
            facts,
            missing: Missing::NONE,
        }
    }

    fn add(&mut self, value: Value) {
        if let Value::Unknown(missing) = value {
            self.missing = self.missing.union(missing);
        }
    }
}

impl Recorder for UnknownReads<'_> {
    type Nested<'n> = Silent;

    fn nested<'n>(&self, _ruling: &Ruling<'n>) -> Silent {
        Silent
    }

    type Bounds = Silent;

    fn bounds(&self) -> Silent {
        Silent
    }

    fn record(&mut self, entry: Entry) {
        match entry {
            Entry::Read(_, _, value) | Entry::End(value) | Entry::Tested(_, _, _, value) => {
                self.add(value);
            }
            Entry::Begin(..) | Entry::Failed => {}
        }
    }

    fn goes_through(&mut self, list: ListId, _records: Option<&Records>) {
        let list = &self.version.lists[list];
        match list.complete.map(|fact| self.facts.value(fact)) {
            Some(Value::YesNo(false)) => self.add(Value::Unknown(Missing::fact(list.fact))),
            Some(said) => self.add(said),
            None => {}
        }
    }
}
