//! The result of asking a saved question again.

use crate::answer::json;

/// How the new answer compares with the saved one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The same answer, from the same rules, prices and facts. The engine may
    /// be another.
    Identical,
    /// The same answer from the same prices and facts, though a file of rules,
    /// prices or rates has changed: in nothing that the answer uses.
    Unchanged,
    /// Where the answers differ, in words, the most important first.
    Differs(Vec<String>),
    /// The saved answer is not as it was given: its own fingerprint is of another
    /// text. Where it is not what the question gives today, in words; nothing
    /// where only its fingerprints were altered.
    Altered(Vec<String>),
    /// The answer withholds these confidential facts, without which it cannot
    /// be asked for again.
    NeedsFacts(Vec<String>),
}

impl Verdict {
    /// As one JSON object: `{"verdict":"identical"}`, `unchanged`, `differs` or
    /// `altered` with `differences`, or `needs_facts` with `facts`.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(&self.shape()).unwrap_or_default()
    }

    /// What its JSON has.
    #[must_use]
    pub fn shape(&self) -> json::Verdict {
        let (differences, facts, verdict) = match self {
            Verdict::Identical => (None, None, json::VerdictWord::Identical),
            Verdict::Unchanged => (None, None, json::VerdictWord::Unchanged),
            Verdict::Differs(differences) => {
                (Some(differences.clone()), None, json::VerdictWord::Differs)
            }
            Verdict::Altered(differences) => {
                (Some(differences.clone()), None, json::VerdictWord::Altered)
            }
            Verdict::NeedsFacts(facts) => {
                (None, Some(facts.clone()), json::VerdictWord::NeedsFacts)
            }
        };
        json::Verdict {
            differences,
            facts,
            verdict,
        }
    }
}
