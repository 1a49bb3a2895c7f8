//! A reason for a result, in words.

use super::value_words;

/// A reason for a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// In words.
    pub words: String,
    /// What there is, where a test failed: `£1,500.00`.
    pub actual: Option<String>,
    /// What is required, where a test failed: `at most £1,000.00`.
    pub required: Option<String>,
}

impl Reason {
    /// A reason that is no failed test.
    pub(super) fn plain(words: String) -> Reason {
        Reason {
            words,
            ..Reason::default()
        }
    }

    /// With its words as a sentence.
    pub(super) fn into_sentence(self) -> Reason {
        Reason {
            words: value_words::sentence(&self.words),
            ..self
        }
    }
}
