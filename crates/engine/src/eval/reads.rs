//! What an evaluation read: facts, prices and rates. Of a named value that is evaluated
//! once and read for several parts of formulas, each of those rests on it.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::facts_read::FactsRead;
use crate::{
    base::{ids::ChargeId, value::Missing},
    check::model::RatePeriod,
};

/// What was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    pub(super) facts: FactsRead,
    /// The facts that were read and are assumed.
    pub(super) assumed: Missing,
    pub(super) prices: SmallVec<[ChargeId; 8]>,
    pub(super) rates: SmallVec<[RatePeriod; 2]>,
}

/// What was read for named values, by their places in the cache.
pub(super) type CachedReads = BTreeMap<usize, Box<Reads>>;
