//! How amounts are rounded, as written.

use serde::Deserialize;

/// `(mode: "half_up", to: "£0.01")`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundingEntry<'s> {
    /// `half_up`, `half_even`, `up` or `down`.
    pub mode: &'s str,
    /// The unit, an amount.
    pub to: &'s str,
    /// Where the rule comes from.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}
