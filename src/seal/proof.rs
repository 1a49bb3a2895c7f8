//! Whether an answer was issued, and whether it is still what the rules say.

use almoner_engine::answer::{
    json::{self, Issued},
    verify::Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{keys::PublicKeys, signed_text};

/// Whether the council has issued an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issue {
    /// It has: the seal is of its key, and of this answer.
    Issued(Box<Issued>),
    /// It has no seal.
    NotIssued,
    /// It has a seal, and there are no keys to check it with.
    NotChecked,
    /// Its seal is of none of the council's keys.
    UnknownKey,
    /// Its seal is of another text, or is not a seal.
    Altered,
}

/// What a program reads of the issue of an answer.
#[derive(Deserialize)]
struct Sealed {
    issued: Option<serde_json::Value>,
}

impl Issue {
    /// Checks the seal of an answer.
    #[must_use]
    pub fn of(answer: &str, keys: Option<&PublicKeys>) -> Issue {
        let answer = answer.trim_start_matches('\u{feff}').trim();
        let issued = match serde_json::from_str(answer) {
            Ok(Sealed { issued: None }) => return Issue::NotIssued,
            Ok(Sealed { issued: Some(it) }) => serde_json::from_value::<Issued>(it),
            // With `issued` twice it is not an answer, sealed or not.
            Err(_) => return Issue::Altered,
        };
        let Some(keys) = keys else {
            return Issue::NotChecked;
        };
        let (Ok(issued), Some(text)) = (issued, signed_text(answer)) else {
            return Issue::Altered;
        };
        if !keys.has(&issued.key) {
            return Issue::UnknownKey;
        }
        match keys.is_signed(&text, &issued.key, &issued.seal) {
            true => Issue::Issued(Box::new(issued)),
            false => Issue::Altered,
        }
    }
}

/// What is proved of a saved answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Whether it is what the rules say today.
    pub verdict: Verdict,
    /// Whether it was issued.
    pub issue: Issue,
}

impl Proof {
    /// Puts both together: what has a seal of this very text is not altered,
    /// whatever its own fingerprint says.
    #[must_use]
    pub fn new(verdict: Verdict, issue: Issue) -> Proof {
        let verdict = match (verdict, &issue) {
            (Verdict::Altered(differences), Issue::Issued(_)) => Verdict::Differs(differences),
            (verdict, _) => verdict,
        };
        Proof { verdict, issue }
    }

    /// Whether nothing speaks against the answer: it is what the rules say or, if the
    /// rules have changed, what the council issued.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self.issue {
            Issue::Issued(_) => !matches!(self.verdict, Verdict::NeedsFacts(_)),
            Issue::NotIssued | Issue::NotChecked => {
                matches!(self.verdict, Verdict::Identical | Verdict::Unchanged)
            }
            Issue::UnknownKey | Issue::Altered => false,
        }
    }

    /// Whether the council has issued it.
    #[must_use]
    pub fn is_issued(&self) -> bool {
        matches!(self.issue, Issue::Issued(_))
    }

    /// Whether its seal speaks against it.
    #[must_use]
    pub fn is_refuted(&self) -> bool {
        matches!(self.issue, Issue::UnknownKey | Issue::Altered)
    }

    /// As one JSON object.
    #[must_use]
    pub fn json(&self) -> String {
        let (status, issued) = match &self.issue {
            Issue::Issued(issued) => (IssueStatus::Issued, Some((**issued).clone())),
            Issue::NotIssued => (IssueStatus::NotIssued, None),
            Issue::NotChecked => (IssueStatus::NotChecked, None),
            Issue::UnknownKey => (IssueStatus::UnknownKey, None),
            Issue::Altered => (IssueStatus::Altered, None),
        };
        let shape = ProofJson {
            verdict: self.verdict.shape(),
            issue: status,
            issued,
        };
        serde_json::to_string(&shape).unwrap_or_default()
    }
}

/// The proof of a saved answer: whether it is what the rules say today, and whether
/// it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Proof")]
pub struct ProofJson {
    /// Whether it is what the rules say today.
    #[serde(flatten)]
    pub verdict: json::Verdict,
    /// Whether it was issued.
    pub issue: IssueStatus,
    /// What the seal proves; only if it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Issued>,
}

/// Whether the council has issued an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssueStatus {
    /// It has: the seal is of its key, and of this very answer.
    Issued,
    /// The answer has no seal.
    NotIssued,
    /// The answer has a seal, and there are no keys to check it with.
    NotChecked,
    /// The seal is of none of the council's keys.
    UnknownKey,
    /// The seal is of another text: the answer or the seal has been altered.
    Altered,
}
