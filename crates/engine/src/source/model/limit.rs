//! Limits on what lines come to together, as written.

use serde::Deserialize;

use super::rounding::RoundingEntry;

/// What some lines come to at most or at least together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words; `{…}` puts a formula's value in.
    pub says: &'s str,
    /// One for each record of this list.
    #[serde(borrow, default)]
    pub for_each: Option<&'s str>,
    /// What is added up: the `quote` with all its parts, or each calendar `month`
    /// of its period; the quote if not given.
    #[serde(borrow, default)]
    pub over: Option<&'s str>,
    /// The lines that are added up; all of them if none is named.
    #[serde(borrow, default)]
    pub lines: Vec<&'s str>,
    /// When there is such a limit.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// The most that the lines come to.
    #[serde(borrow, default)]
    pub at_most: Option<&'s str>,
    /// The least that they come to.
    #[serde(borrow, default)]
    pub at_least: Option<&'s str>,
    /// The amount below which nothing is charged.
    #[serde(borrow, default)]
    pub nothing_below: Option<&'s str>,
    /// Whether there is no such limit where its amounts change within its days.
    #[serde(default)]
    pub if_same: bool,
    /// How its amounts are rounded.
    #[serde(borrow, default)]
    pub rounding: Option<RoundingEntry<'s>>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}
