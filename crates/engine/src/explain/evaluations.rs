//! How often facts are evaluated for an explanation.

use crate::{
    answer::completions::outcome,
    check::model::{Kind, Version},
    eval::facts::Facts,
};

/// For each of these records, an evaluation of facts counts once more: it takes that
/// much longer, and what is kept of it that much more memory.
const RECORDS_OF_ONE: usize = 4;

/// The most evaluations of one explanation; each part of a period is one. It stops
/// there and says how far it came; a clock would make two runs differ.
pub const MAX_EVALUATIONS: usize = 2_000;

/// Evaluations made so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evaluations {
    pub(super) made: usize,
    /// What one more question may take, as far as is known.
    of_one: usize,
}

impl Evaluations {
    pub(super) fn none(version: &Version) -> Evaluations {
        let of_one = match version.kind {
            Kind::Pricing => 1,
            // Where facts are missing, completions are evaluated too.
            Kind::Eligibility => 1 + outcome::MAX_EVALUATIONS as usize,
        };
        Evaluations { made: 0, of_one }
    }

    /// Whether one more question may be one too many.
    pub(super) fn are_spent(&self) -> bool {
        self.made + self.of_one > MAX_EVALUATIONS
    }

    /// Adds evaluations of facts.
    pub(super) fn add_of(&mut self, evaluations: usize, version: &Version, facts: &Facts) {
        let lists = version
            .lists
            .iter_ids()
            .filter_map(|(list, _)| facts.records(list));
        let records: usize = lists.map(|it| usize::from(it.given())).sum();
        self.add(evaluations * (1 + records / RECORDS_OF_ONE));
    }

    pub(super) fn add(&mut self, evaluations: usize) {
        self.made += evaluations;
        self.of_one = self.of_one.max(evaluations);
    }
}
