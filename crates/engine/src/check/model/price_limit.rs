//! Limits on what lines come to together.

use super::wording::Wording;
use crate::{
    base::{
        ids::{LineId, ListId},
        rounding::Rounding,
        source_text::Place,
    },
    check::formula::Formula,
};

/// What some lines come to at most or at least together.
#[derive(Debug)]
#[non_exhaustive]
pub struct PriceLimit {
    /// Its name.
    pub id: Box<str>,
    /// What it is.
    pub says: Wording,
    /// The list of whose every record it is a limit.
    pub for_each: Option<ListId>,
    /// Over which days the lines are added up.
    pub over: LimitOver,
    /// The lines that are added up, by number.
    pub lines: Vec<LineId>,
    /// Whether none is named: then all lines are added up, also those that only a later
    /// version has.
    pub has_all_lines: bool,
    /// When there is such a limit.
    pub when: Option<Formula>,
    /// The most that the lines come to.
    pub at_most: Option<Formula>,
    /// The least that they come to.
    pub at_least: Option<Formula>,
    /// The amount below which nothing is charged.
    pub nothing_below: Option<Formula>,
    /// Whether there is no such limit where its amounts change within its days.
    pub if_same: bool,
    /// How its amounts are rounded, where that differs from the rule set.
    pub rounding: Option<Rounding>,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}

/// Over which days a limit adds lines up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitOver {
    /// Each calendar month of the period.
    Month,
    /// The quote, with all its parts.
    #[default]
    Quote,
}

impl LimitOver {
    /// Every one, in the order in which limits over them act.
    pub const ALL: [LimitOver; 2] = [LimitOver::Month, LimitOver::Quote];

    /// The word for it in rule files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LimitOver::Month => "month",
            LimitOver::Quote => "quote",
        }
    }
}

impl PriceLimit {
    /// Its amounts, in the order in which they act.
    pub fn bounds(&self) -> impl Iterator<Item = &Formula> {
        let bounds = [&self.nothing_below, &self.at_least, &self.at_most];
        bounds.into_iter().flatten()
    }
}
