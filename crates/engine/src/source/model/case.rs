//! What a rule set must answer, as written.

use ron::value::RawValue;
use serde::Deserialize;

use crate::source::ordered_map::OrderedMap;

/// What a rule set must answer.
#[derive(Debug)]
pub struct CasesFile<'s> {
    /// The rule set.
    pub rule_set: &'s str,
    /// The cases, in order.
    pub cases: Vec<CaseEntry<'s>>,
}

/// A case: facts, a day and what must come of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEntry<'s> {
    /// What it shows.
    pub says: &'s str,
    /// The day asked about.
    pub on: &'s str,
    /// The day as known on which it is asked.
    #[serde(borrow, default)]
    pub known: Option<&'s str>,
    /// The facts: `{ "minutes": 20, "references": [{ "kind": "training" }] }`,
    /// each unread so that no digit is lost.
    #[serde(borrow, default)]
    pub facts: OrderedMap<'s, &'s RawValue>,
    /// What must come of them, by `outcome`, `total`, `missing`, or the name
    /// of a value, criterion, line or reduction.
    #[serde(borrow, default)]
    pub expect: OrderedMap<'s, &'s str>,
    /// What its explanation must say.
    #[serde(borrow, default)]
    pub explains: Option<ExplainsEntry<'s>>,
}

/// What an explanation must say; what is left out may be anything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplainsEntry<'s> {
    /// Every smallest change that gives the nearest better outcome.
    #[serde(borrow, default)]
    pub change: Option<Vec<&'s str>>,
    /// Every later day on which time alone changes the outcome: the day and the
    /// outcome.
    #[serde(borrow, default)]
    pub from: Option<Vec<&'s str>>,
    /// What would cost less, and what it would come to.
    #[serde(borrow, default)]
    pub cheaper: Option<Vec<&'s str>>,
}
