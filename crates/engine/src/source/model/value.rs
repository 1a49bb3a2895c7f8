//! Named values and values taken from other rule sets, as written.

use serde::Deserialize;

use crate::{base::time_unit::TimeUnit, source::ordered_map::OrderedMap};

/// A named intermediate result.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// What it is, in words; `{…}` puts a formula's value in.
    #[serde(borrow, default)]
    pub says: &'s str,
    /// The formula.
    pub is: &'s str,
    /// The list of whose every record this is a value.
    #[serde(borrow, default)]
    pub each: Option<&'s str>,
    /// The fact or value that is the day it is about.
    #[serde(borrow, default)]
    pub on: Option<&'s str>,
    /// When it applies.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// Why it does not apply when `when` is no, in words.
    #[serde(borrow, default)]
    pub otherwise: Option<&'s str>,
    /// Over which parts of the period it is added up: `parts`,
    /// `eligible_parts` or `referred_parts`; only of what follows.
    #[serde(borrow, default)]
    pub sum: Option<&'s str>,
    /// The units of amounts between which it is the factor.
    #[serde(default)]
    pub converts: Option<ConversionEntry>,
    /// Where it comes from.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// How an open point of the source is read.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
}

/// The units between which a value converts: an amount by the one, times the
/// value, is the amount by the other.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversionEntry {
    /// What the amount is by.
    pub from: TimeUnit,
    /// What it is by then.
    pub to: TimeUnit,
}

/// What a rule set takes from another one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseEntry<'s> {
    /// What stands before the point in `hours.first_day`.
    pub id: &'s str,
    /// The other rule set.
    pub rule_set: &'s str,
    /// The list of whose every record the values are asked.
    #[serde(borrow, default)]
    pub for_each: Option<&'s str>,
    /// The day asked about: a formula. Left out, that of the question.
    #[serde(borrow, default)]
    pub on: Option<&'s str>,
    /// The other rule set's facts by name: formulas.
    #[serde(borrow, default)]
    pub facts: OrderedMap<'s, &'s str>,
    /// The values that are taken, by name.
    #[serde(borrow)]
    pub values: Vec<&'s str>,
}
