//! Priced lines, as written.

use serde::Deserialize;

use super::rounding::RoundingEntry;

/// A priced line, or one line per record of a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What is charged for, in words.
    pub says: &'s str,
    /// One line for each record of this list.
    #[serde(borrow, default)]
    pub for_each: Option<&'s str>,
    /// When there is such a line.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// Why there is none when `when` is no.
    #[serde(borrow, default)]
    pub otherwise: Option<&'s str>,
    /// The charge that `charge` stands for in `each`.
    #[serde(borrow, default)]
    pub charge: Option<&'s str>,
    /// The price of one; `charge` if not given.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// How many; one if not given.
    #[serde(borrow, default)]
    pub quantity: Option<&'s str>,
    /// Ways to price the same thing, of which the cheapest is taken.
    #[serde(borrow, default)]
    pub cheapest_of: Vec<OptionEntry<'s>>,
    /// What it costs as an open point of the source is read, one way or the
    /// other; the answer has all of them.
    #[serde(borrow, default)]
    pub alternatives: Vec<AlternativeEntry<'s>>,
    /// Only a person can price it where no way applies: what to say then.
    #[serde(borrow, default)]
    pub refer: Option<&'s str>,
    /// Reductions and increases, in the order in which they act.
    #[serde(borrow, default)]
    pub reductions: Vec<ReductionEntry<'s>>,
    /// What each of them is taken off: `to_gross`, `one_after_other` or `best`.
    #[serde(borrow, default)]
    pub reductions_apply: Option<&'s str>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// One way to price a line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// When it can be chosen.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// The charge that `charge` stands for in `each`.
    #[serde(borrow, default)]
    pub charge: Option<&'s str>,
    /// The price of one.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// How many.
    #[serde(borrow, default)]
    pub quantity: Option<&'s str>,
}

/// One of several readings of an open point, with the price of the line under
/// it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlternativeEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// The reading, as a clause that fits after "if".
    pub reading: &'s str,
    /// The charge that `charge` stands for in `each`.
    #[serde(borrow, default)]
    pub charge: Option<&'s str>,
    /// The price of one.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// How many.
    #[serde(borrow, default)]
    pub quantity: Option<&'s str>,
}

/// A reduction of a line, or an increase.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReductionEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words.
    pub says: &'s str,
    /// When it is given.
    pub when: &'s str,
    /// How much it takes off: a percentage or an amount.
    #[serde(borrow, default)]
    pub take: Option<&'s str>,
    /// In the place of `take`: how much it adds.
    #[serde(borrow, default)]
    pub adds: Option<&'s str>,
    /// The least it can be.
    #[serde(borrow, default)]
    pub at_least: Option<&'s str>,
    /// The most it can be.
    #[serde(borrow, default)]
    pub at_most: Option<&'s str>,
    /// How its own amount is rounded.
    #[serde(borrow, default)]
    pub rounding: Option<RoundingEntry<'s>>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}
