//! A record of a list, as answers name it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::writer;
use crate::{base::ids::RecordId, check::model::Version};

/// A record of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The name of the list among the facts.
    pub list: String,
    /// The number of the record, counted from 1.
    pub number: u32,
}

impl Record {
    pub(crate) fn of(version: &Version, RecordId { list, number }: RecordId) -> Record {
        Record {
            list: version.list_name(list).to_owned(),
            number: u32::from(number) + 1,
        }
    }
}

/// Writes a record of a list, or null.
pub(super) fn write(out: &mut String, version: &Version, record: Option<RecordId>) {
    let Some(RecordId { list, number }) = record else {
        return out.push_str("null");
    };
    out.push_str("{\"list\":");
    writer::text(out, version.list_name(list));
    out.push_str(",\"number\":");
    writer::whole(out, i64::from(number) + 1);
    out.push('}');
}
