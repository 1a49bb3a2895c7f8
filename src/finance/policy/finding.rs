//! What breaks a rule.

use crate::finance::price_change::RangeDelta;

/// Rows that break a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The charges, by id; or a stream of the budget, by name.
    pub rows: Vec<Box<str>>,
    /// The finding in words.
    pub says: String,
    /// The amount, on one of each.
    pub pounds: Option<RangeDelta>,
}
