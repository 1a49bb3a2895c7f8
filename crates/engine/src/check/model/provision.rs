//! What the source says, and what the rules make of it.

use crate::base::{
    ids::{FactId, ValueId},
    source_text::Place,
};

/// A sentence or paragraph of the source.
#[derive(Debug)]
#[non_exhaustive]
pub struct Provision {
    /// Its name.
    pub id: Box<str>,
    /// Where it stands.
    pub cite: Box<str>,
    /// What it says, in the author's own words.
    pub says: Box<str>,
    /// By what it bears on a case; none if it always does.
    pub when: Option<Bearing>,
    /// What the rules make of it.
    pub status: ProvisionStatus,
    /// Where its id is written.
    pub place: Place,
}

/// The yes or no by which a provision bears on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// A fact.
    Fact(FactId),
    /// A value.
    Value(ValueId),
}

/// What the rules make of a provision.
#[derive(Debug)]
pub enum ProvisionStatus {
    /// Entries of these names say what it says.
    Encoded(Vec<Box<str>>),
    /// Entries of these names say what it says as their readings take it.
    Read(Vec<Box<str>>),
    /// Entries of these names leave it to a person.
    Referred(Vec<Box<str>>),
    /// Nothing does, for this reason: answers say that it was not checked.
    NotEncoded(Box<str>),
}

impl Provision {
    /// Why no rule says what it says; none where one does.
    #[must_use]
    pub fn why_not_encoded(&self) -> Option<&str> {
        match &self.status {
            ProvisionStatus::NotEncoded(why) => Some(why),
            _ => None,
        }
    }
}
