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
    #[serde(borrow)]
    pub expect: OrderedMap<'s, &'s str>,
}
