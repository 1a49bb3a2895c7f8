//! What the readiness check answers.

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
    /// True where the last book offered was refused: the one before it answers.
    #[serde(skip_serializing_if = "is_false")]
    #[schemars(default)]
    pub(crate) refused: bool,
    /// True where the token file cannot be used: nobody can call.
    #[serde(skip_serializing_if = "is_false")]
    #[schemars(default)]
    pub(crate) tokens_refused: bool,
    /// True where the files of the council's keys cannot be used: nothing is issued.
    #[serde(skip_serializing_if = "is_false")]
    #[schemars(default)]
    pub(crate) keys_refused: bool,
}

/// The same with the reasons, for the monitoring listener.
#[derive(Debug, Serialize)]
pub(crate) struct ReadyDetails<'s> {
    pub(crate) ready: bool,
    pub(crate) book: &'s str,
    /// Why the last book offered was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<&'s RefusedBook>,
    /// Why the token file cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tokens_refused: Option<String>,
    /// Why the files of the council's keys cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) keys_refused: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(it: &bool) -> bool {
    !it
}

/// Why a book was refused.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum RefusedBook {
    /// It has mistakes.
    Mistakes(Box<RawValue>),
    /// Its files cannot be read, or its mistakes are too long to repeat.
    Message {
        /// What happened.
        says: &'static str,
    },
}
