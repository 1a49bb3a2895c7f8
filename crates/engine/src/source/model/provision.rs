//! What the source says, as written, and what the rules make of it.

use serde::Deserialize;

/// A sentence or paragraph of the source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionEntry<'s> {
    /// Its name.
    pub id: &'s str,
    /// Where it stands.
    #[serde(borrow, default)]
    pub cite: Option<&'s str>,
    /// What it says, in the author's own words.
    pub says: &'s str,
    /// The yes/no fact or value by which it bears on a case; always, if none.
    #[serde(borrow, default)]
    pub when: Option<&'s str>,
    /// What the rules make of it.
    #[serde(borrow)]
    pub status: ProvisionStatusEntry<'s>,
}

/// What the rules make of a provision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum ProvisionStatusEntry<'s> {
    /// Entries say what it says.
    Encoded {
        /// Their names.
        #[serde(borrow)]
        by: Vec<&'s str>,
    },
    /// Entries say what it says as their readings take it.
    Read {
        /// Their names.
        #[serde(borrow)]
        by: Vec<&'s str>,
    },
    /// Entries leave it to a person.
    Referred {
        /// Their names.
        #[serde(borrow)]
        by: Vec<&'s str>,
    },
    /// Nothing does: answers say that it was not checked.
    NotEncoded {
        /// Why not.
        #[serde(borrow)]
        why: &'s str,
    },
}
