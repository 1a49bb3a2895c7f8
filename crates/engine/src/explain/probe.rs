//! What a changed question gives.

use std::collections::BTreeSet;

use super::{blocking::Blocking, compared::Compared};
use crate::{
    answer::{Outcome, changed_facts::Spot},
    base::{money::Money, value::Missing},
    eval::{facts::Facts, screen::Standing},
};

/// What a changed question gives.
#[derive(Debug)]
pub(super) struct Probe {
    /// None where the facts contradict each other or arithmetic cannot be done; of a
    /// screening before completions are looked at, unless it is asked settled.
    pub(super) outcome: Option<Outcome>,
    /// What stands in the way, by part: of each part that is no yes, its criteria
    /// that are not met, not settled or referred.
    pub(super) blocking: Vec<Vec<Blocking>>,
    pub(super) compared: Vec<Compared>,
    /// The facts of the first part, with what is assumed.
    pub(super) facts: Option<Facts>,
    /// Whether that is the only part.
    pub(super) is_one_part: bool,
    /// The facts that were read and are assumed, of the first part.
    pub(super) assumed: Missing,
    /// The facts that are missing; none of a period that is answered in parts.
    pub(super) missing: Missing,
    /// Of a quote: its total, where it has one.
    pub(super) total: Option<Money>,
    /// Of a quote: how many lines apply.
    pub(super) priced_lines: usize,
    /// Of a quote: what was read by each line, or by all where limits join them.
    pub(super) read_together: Vec<BTreeSet<Spot>>,
    /// How every criterion stands, part by part.
    pub(super) standings: Vec<Standing>,
    /// Whether all parts are answered by the version asked.
    pub(super) is_followed: bool,
}

/// What a quote comes to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Price {
    /// None where it has no total.
    pub(super) total: Option<Money>,
    /// How many lines apply.
    pub(super) lines: usize,
}

impl Probe {
    pub(super) fn price(&self) -> Price {
        Price {
            total: self.total,
            lines: self.priced_lines,
        }
    }
}
