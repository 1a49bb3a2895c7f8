//! The outcome of a screening, and of each part of one over a period.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::Status, facts::MissingFact, part_begins::PartBegins, split_quote::PartFingerprints,
};

/// The outcome of a screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScreeningOutcome {
    /// Every criterion is met.
    Eligible,
    /// A criterion is not met.
    NotEligible,
    /// Facts are missing.
    Undetermined,
    /// A person must decide.
    Refer,
}

/// A part of a period: days for which the screening reads the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScreeningPart {
    /// Its number, counted from 1.
    pub number: u32,
    /// Its first day.
    #[schemars(extend("format" = "date"))]
    pub first: String,
    /// Its last day.
    #[schemars(extend("format" = "date"))]
    pub last: String,
    /// Why it begins; not in the first part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begins: Vec<PartBegins>,
    /// The first day in force of the version that answers for it.
    #[schemars(extend("format" = "date"))]
    pub version: String,
    /// The year of its tariff; null if the rules use no prices.
    pub tariff: Option<String>,
    /// Whether its rules and prices are adopted.
    pub status: Status,
    /// The outcome of the part.
    pub outcome: ScreeningOutcome,
    /// The facts that are needed for it and were not given.
    pub missing: Vec<MissingFact>,
    /// Of its rules and tariff.
    pub fingerprints: PartFingerprints,
}
