//! Additional totals, over other periods than that of the quote, as written.

use serde::Deserialize;

/// A multiple of lines of the quote, such as the weeks of a term or year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is for, in words; `{…}` puts a formula's value in.
    pub says: &'s str,
    /// One for each record of this list, and one for all of them.
    #[serde(borrow, default)]
    pub for_each: Option<&'s str>,
    /// The lines that are added up; all of them if none is named.
    #[serde(borrow, default)]
    pub of: Vec<&'s str>,
    /// When there is such a total.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// Why there is none when `when` is no, in words.
    #[serde(borrow, default)]
    pub otherwise: Option<&'s str>,
    /// How many times: a number.
    pub times: &'s str,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}
