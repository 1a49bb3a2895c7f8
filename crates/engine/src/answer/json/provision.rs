//! What the source of a rule set says, for programs that show a book.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::model::{Provision, ProvisionStatus, Version};

/// A sentence or paragraph of the source, and what the rules make of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Provision")]
pub(super) struct ProvisionShape<'b> {
    /// Its name.
    id: &'b str,
    /// What it says, in the words of the rule set's author.
    says: &'b str,
    /// Where it stands.
    cite: &'b str,
    /// What the rules make of it.
    status: Status,
    /// The names of the entries that encode, read or refer it.
    by: Vec<&'b str>,
    /// Why no entry does; null if one does.
    why: Option<&'b str>,
    /// The yes/no fact or value by which it bears on a case; absent if it always
    /// does.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<&'b str>,
}

/// What the rules make of a provision.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ProvisionStatus")]
enum Status {
    /// Entries say what it says.
    Encoded,
    /// Entries say what it says as their readings take it.
    Read,
    /// Entries leave it to a person.
    Referred,
    /// No entry says it.
    NotEncoded,
}

impl ProvisionShape<'_> {
    pub(super) fn of<'b>(version: &'b Version, provision: &'b Provision) -> ProvisionShape<'b> {
        let (status, by) = match &provision.status {
            ProvisionStatus::Encoded(by) => (Status::Encoded, by.as_slice()),
            ProvisionStatus::Read(by) => (Status::Read, by.as_slice()),
            ProvisionStatus::Referred(by) => (Status::Referred, by.as_slice()),
            ProvisionStatus::NotEncoded(_) => (Status::NotEncoded, &[][..]),
        };
        ProvisionShape {
            id: &provision.id,
            says: &provision.says,
            cite: &provision.cite,
            status,
            by: by.iter().map(|name| &**name).collect(),
            why: provision.why_not_encoded(),
            when: provision.when.map(|when| when.name(version)),
        }
    }
}
