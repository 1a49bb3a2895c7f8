//! What an evaluation read, taken apart by named value.

use super::{
    evaluator::{Evaluator, Worked},
    reads::Reads,
    trace::Recorder,
};
use crate::check::model::NamedValue;

impl<R: Recorder> Evaluator<'_, R> {
    /// What was read so far; from here on, nothing was.
    pub(super) fn take_reads(&mut self) -> Reads {
        Reads {
            facts: std::mem::take(&mut self.read),
            assumed: std::mem::take(&mut self.assumed),
            prices: std::mem::take(&mut self.prices),
            rates: std::mem::take(&mut self.rates),
        }
    }

    /// Adds what was read elsewhere.
    pub(super) fn add_reads(&mut self, reads: &Reads) {
        self.read.add(&reads.facts, |facts| facts);
        self.assumed = self.assumed.union(reads.assumed);
        for charge in &reads.prices {
            self.note_price(*charge);
        }
        for rates in &reads.rates {
            self.note_rates(*rates);
        }
    }

    /// What has been read since [`Evaluator::take_reads`], and adds it to what was
    /// read before.
    pub(super) fn reads_since(&mut self, before: &Reads) -> Reads {
        let own = self.take_reads();
        self.add_reads(before);
        self.add_reads(&own);
        own
    }

    /// A named value, with what was read for it kept.
    #[cold]
    pub(super) fn evaluate_with_reads(
        &mut self,
        named: &NamedValue,
        record: Option<u16>,
        slot: usize,
    ) -> Worked {
        let before = self.take_reads();
        let worked = self.evaluate_named(named, record);
        let own = self.reads_since(&before);
        self.cached_reads.insert(slot, Box::new(own));
        worked
    }

    /// What was read for a named value that was evaluated before is read again.
    #[cold]
    pub(super) fn read_again(&mut self, slot: usize) {
        let cached = std::mem::take(&mut self.cached_reads);
        if let Some(reads) = cached.get(&slot) {
            self.add_reads(reads);
        }
        self.cached_reads = cached;
    }
}
