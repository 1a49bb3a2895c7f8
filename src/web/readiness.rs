//! What the readiness check answers.

use almoner_engine::answer::json::Diagnostics;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

/// The service is ready.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Ready<'s> {
    /// Always true.
    pub(crate) ready: bool,
    /// The fingerprint of the book that answers.
    pub(crate) book: &'s str,
    /// Why the last book offered was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<&'s RefusedBook>,
}

/// Why a book was refused.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RefusedBook {
    /// It has mistakes.
    Mistakes(#[schemars(with = "Diagnostics")] Box<RawValue>),
    /// Its files cannot be read.
    Unreadable {
        /// What happened.
        says: &'static str,
    },
}
