//! What was found of named values for all values that the unknown facts may have.

use std::collections::BTreeMap;

use super::range::Range;
use crate::{
    base::{ids::ValueId, value::Value},
    eval::reads::{CachedReads, Reads},
};

/// Named values that are not known, evaluated once, with what was read for them.
pub(super) type NamedRanges = BTreeMap<(ValueId, Option<u16>), Box<(Range, Reads)>>;

/// What was found of named values. Most formulas read the same ones: they are kept as
/// long as the facts are the same.
#[derive(Debug)]
pub(in crate::eval) struct KnownRanges {
    pub(super) cache: Vec<Option<Value>>,
    pub(super) cached_reads: CachedReads,
    pub(super) named: NamedRanges,
}
