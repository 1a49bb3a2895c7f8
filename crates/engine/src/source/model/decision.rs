//! Who decided something, as written.

use serde::Deserialize;

/// Whether a version was adopted or only proposed, when, and by whom.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum DecisionEntry<'s> {
    /// Decided by those who may.
    Adopted {
        /// The day it became known.
        #[serde(borrow)]
        on: &'s str,
        /// Who decided.
        #[serde(borrow)]
        by: &'s str,
        /// What of this the source does not say.
        #[serde(borrow, default)]
        reading: Option<&'s str>,
    },
    /// Put before those who may decide; answers are indicative.
    Proposed {
        /// The day it became known.
        #[serde(borrow)]
        on: &'s str,
        /// Before whom.
        #[serde(borrow)]
        by: &'s str,
        /// What of this the source does not say.
        #[serde(borrow, default)]
        reading: Option<&'s str>,
    },
}

impl<'s> DecisionEntry<'s> {
    /// Who decided, or before whom it was put.
    #[must_use]
    pub fn by(&self) -> &'s str {
        match self {
            DecisionEntry::Adopted { by, .. } | DecisionEntry::Proposed { by, .. } => by,
        }
    }
}
