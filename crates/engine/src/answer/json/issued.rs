//! That an answer was issued.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// That the council has issued an answer, with the council's seal. Nothing in it is
/// about the person whom the answer is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// A random reference, by which the answer is found again.
    pub reference: String,
    /// The day on which it was issued.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// The council.
    pub council: String,
    /// Where it was issued: the name of a desk or of a token, of no person; null if
    /// there is none.
    #[serde(deserialize_with = "Option::deserialize")]
    pub desk: Option<String>,
    /// The last day on which a quote is valid; null if the rules do not say how long
    /// it is, if its tariff has ended, and for a screening.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
    /// How to reach those who answer for it; null if the rules do not say.
    #[serde(deserialize_with = "Option::deserialize")]
    pub contact: Option<String>,
    /// The public key of the seal: `ed25519:` and 64 hexadecimal digits.
    pub key: String,
    /// The seal: `ed25519:` and 128 hexadecimal digits, the Ed25519 signature of the
    /// whole answer without this key.
    pub seal: String,
}
