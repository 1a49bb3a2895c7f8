//! A record of a list, as answers name it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A record of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The name of the list among the facts.
    pub list: String,
    /// The number of the record, counted from 1.
    pub number: u32,
}
