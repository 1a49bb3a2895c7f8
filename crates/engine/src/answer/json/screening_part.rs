//! The outcome of a screening, and of each part of one over a period.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    facts::MissingFact,
    parts::{PartFingerprints, PartHead},
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
    /// Its days, and what answers for them.
    #[serde(flatten)]
    pub head: PartHead,
    /// The outcome of the part.
    pub outcome: ScreeningOutcome,
    /// The facts that are needed for it and were not given.
    pub missing: Vec<MissingFact>,
    /// Of its rules and tariff.
    pub fingerprints: PartFingerprints,
}
