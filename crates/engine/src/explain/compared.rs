//! The comparisons that an evaluation made.

use crate::base::{ids::FormulaId, value::Value};

/// A comparison that an evaluation made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared {
    pub(super) formula: FormulaId,
    pub(super) bound: u32,
    pub(super) left: Value,
    pub(super) right: Value,
    /// Where something is missing: which ends of the sides these are.
    pub(super) ends: Option<ComparedEnds>,
}

/// Two ends of what is not known: between them, a comparison turns from certain to open.
#[derive(Clone, Copy, Debug)]
pub(super) enum ComparedEnds {
    /// The lowest left side and the highest right side.
    LowestLeft,
    /// The highest left side and the lowest right side.
    HighestLeft,
}
