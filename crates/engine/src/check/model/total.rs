//! Additional totals, over other periods than that of the quote.

use super::wording::Wording;
use crate::{
    base::{
        ids::{LineId, ListId},
        source_text::Place,
    },
    check::formula::Formula,
};

/// A multiple of lines of the quote.
#[derive(Debug)]
#[non_exhaustive]
pub struct Total {
    /// Its name.
    pub id: Box<str>,
    /// What it is for.
    pub says: Wording,
    /// The list of whose every record it is a total, and of all together.
    pub for_each: Option<ListId>,
    /// The lines that are added up, by number.
    pub of: Vec<LineId>,
    /// When there is such a total.
    pub when: Option<Formula>,
    /// Why there is none when `when` is no.
    pub otherwise: Option<Wording>,
    /// How many times.
    pub times: Formula,
    /// Where it comes from.
    pub cite: Option<Box<str>>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}
