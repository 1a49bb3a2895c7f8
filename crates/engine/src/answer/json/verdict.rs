//! The result of `verify`, as JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What came of asking again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// Where the answers part, weightiest first; only if they differ or the
    /// saved answer was altered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differences: Option<Vec<String>>,
    /// The confidential facts that the answer withholds; only if it cannot be
    /// asked for again without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Vec<String>>,
    /// Whether it is the same answer.
    pub verdict: VerdictWord,
}

/// Whether a saved answer is the one that is given today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictWord {
    /// The same answer, from the same rules, prices and facts.
    Identical,
    /// The same answer; a file of rules, prices or rates has changed in nothing
    /// that it uses.
    Unchanged,
    /// Another answer.
    Differs,
    /// The saved answer is not as it was given: its own fingerprint is of another
    /// text.
    Altered,
    /// Confidential facts are needed to ask again.
    NeedsFacts,
}
