//! Priced lines: the ways to price each, the reductions and increases.

use super::wording::Wording;
use crate::{
    base::{
        ids::{IdVec, ListId, OptionId, ReductionId},
        rounding::Rounding,
        source_text::Place,
    },
    check::formula::Formula,
};

/// A priced line, or one per record.
#[derive(Debug)]
#[non_exhaustive]
pub struct Line {
    /// Its name.
    pub id: Box<str>,
    /// What is charged for.
    pub says: Wording,
    /// The list of whose every record it is a line.
    pub for_each: Option<ListId>,
    /// When there is such a line.
    pub when: Option<Formula>,
    /// Why there is none when `when` is no.
    pub otherwise: Option<Wording>,
    /// Ways to price it; the cheapest is taken unless they are readings of an
    /// open point. One, mostly.
    pub options: IdVec<OptionId, PriceOption>,
    /// The open point of the source, where its ways are readings of one: the
    /// names of the readings. Lines with the same names are about one point.
    pub open_point: Option<Box<str>>,
    /// What to say when none of them applies and only a person can price it.
    pub refer: Option<Wording>,
    /// Reductions and increases, in file order.
    pub reductions: IdVec<ReductionId, Reduction>,
    /// What each of them is taken off.
    pub reductions_apply: ReductionsApply,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
    /// Where its id is written.
    pub place: Place,
}

impl Line {
    /// Whether its ways to be priced have names of their own, and are not the
    /// line's one price.
    #[must_use]
    pub fn has_named_ways(&self) -> bool {
        self.options.iter().any(|option| option.id != self.id)
    }
}

/// One way to price a line.
#[derive(Debug)]
#[non_exhaustive]
pub struct PriceOption {
    /// Its name; the line's own when it is the only way.
    pub id: Box<str>,
    /// What it is, in words; of a reading, the clause that states it.
    pub says: Wording,
    /// When it can be chosen.
    pub when: Option<Formula>,
    /// The price of one.
    pub each: Formula,
    /// How many.
    pub quantity: Option<Formula>,
}

/// How the reductions of a line act together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReductionsApply {
    /// Each off the gross amount, what is left rounded once.
    #[default]
    ToGross,
    /// Each off what the ones before it leave, which is rounded every time.
    OneAfterOther,
    /// Only the one that takes most; of equal ones the first.
    Best,
}

impl ReductionsApply {
    /// Each of them.
    pub const ALL: [ReductionsApply; 3] = [
        ReductionsApply::ToGross,
        ReductionsApply::OneAfterOther,
        ReductionsApply::Best,
    ];

    /// The word for it in a rule file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReductionsApply::ToGross => "to_gross",
            ReductionsApply::OneAfterOther => "one_after_other",
            ReductionsApply::Best => "best",
        }
    }
}

/// A reduction of a line, or an increase.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reduction {
    /// Its name.
    pub id: Box<str>,
    /// What it is, in words.
    pub says: Wording,
    /// When it is given.
    pub when: Formula,
    /// How much.
    pub take: Formula,
    /// Whether that is added and not taken off.
    pub is_increase: bool,
    /// The least it can be.
    pub at_least: Option<Formula>,
    /// The most it can be.
    pub at_most: Option<Formula>,
    /// How its own amount is rounded.
    pub rounding: Option<Rounding>,
    /// Where it comes from.
    pub cite: Box<str>,
    /// How an open point of the source is read.
    pub reading: Option<Box<str>>,
}
