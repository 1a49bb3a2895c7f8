//! What facts and records are called in words, for readers who do not know their
//! names in files; and what a provision bears by.

use super::{Bearing, Fact, Version};
use crate::base::{
    ids::{ListId, RecordId},
    name::singular,
};

impl Fact {
    /// Its words, marked as such: `“number of lessons”`.
    #[must_use]
    pub fn quoted(&self) -> String {
        format!("\u{201c}{}\u{201d}", self.words())
    }
}

impl Version {
    /// What one record of a list is called: as the rules say, or the list's name
    /// without the ending of the plural, `party` for `parties`.
    #[must_use]
    pub fn one_of(&self, list: ListId) -> String {
        match &self.lists[list].one {
            Some(one) => one.to_string(),
            None => singular(self.list_name(list)),
        }
    }

    /// A record in words, counted from one: `child 2`.
    #[must_use]
    pub fn record_words(&self, record: RecordId) -> String {
        format!("{} {}", self.one_of(record.list), record.number + 1)
    }
}

impl Bearing {
    /// The name of the fact or value.
    #[must_use]
    pub fn name(self, version: &Version) -> &str {
        match self {
            Bearing::Fact(fact) => &version.facts[fact].id,
            Bearing::Value(value) => &version.values[value].id,
        }
    }
}
