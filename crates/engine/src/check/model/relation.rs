//! What facts must agree with: a date that follows another, a fact that
//! excludes or needs another.

use crate::base::{ids::FactId, source_text::Place};

/// What a fact must agree with.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// The other fact: one of the case, or one of the same record.
    pub other: FactId,
    /// Where the other fact is named.
    pub place: Place,
}

/// How a fact must agree with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// It is a date on or after the other.
    NotBefore,
    /// It is at most the other; of several options, none that the other lacks.
    /// A fact with several of these is compared with the others together.
    NoMoreThan,
    /// It cannot be given with the other.
    Excludes,
    /// It cannot be given without the other.
    Needs,
}

impl RelationKind {
    /// The field of a rule file.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            RelationKind::NotBefore => "not_before",
            RelationKind::NoMoreThan => "no_more_than",
            RelationKind::Excludes => "excludes",
            RelationKind::Needs => "needs",
        }
    }

    /// In words, before the name of the other fact: `not before`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            RelationKind::NotBefore => "not before",
            RelationKind::NoMoreThan => "no more than",
            RelationKind::Excludes => "not with",
            RelationKind::Needs => "only with",
        }
    }
}
