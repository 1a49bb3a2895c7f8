//! The words for outcomes: the same outcome is called the same in every output.

use crate::answer::Outcome;

/// What an outcome is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutcomeWords {
    /// Over an answer: `Not eligible`.
    pub(super) heading: &'static str,
    /// In a sentence about what an answer would be: `a no`.
    pub(super) becomes: &'static str,
    /// In a cell of a table: `no`.
    pub(super) short: &'static str,
}

/// The words for the outcome of an answer.
pub(super) fn outcome_words(outcome: Outcome) -> OutcomeWords {
    let (heading, becomes, short) = match outcome {
        Outcome::Eligible => ("Eligible", "a yes", "yes"),
        Outcome::NotEligible => ("Not eligible", "a no", "no"),
        Outcome::Undetermined => ("Not decided yet", "not decided yet", "not decided yet"),
        Outcome::Refer => (
            "For a person to decide",
            "for a person to decide",
            "for a person to decide",
        ),
        Outcome::Quoted => ("A price", "a price", "a price"),
        Outcome::Alternatives => ("Several prices", "several prices", "several prices"),
        Outcome::DoesNotApply => ("Nothing to pay", "nothing to pay", "nothing to pay"),
    };
    OutcomeWords {
        heading,
        becomes,
        short,
    }
}

/// What an outcome is called over an answer: `Not eligible`.
pub(super) fn heading(outcome: impl Into<Outcome>) -> &'static str {
    outcome_words(outcome.into()).heading
}

/// The same within a sentence: `not eligible`.
pub(super) fn in_sentence(outcome: impl Into<Outcome>) -> String {
    heading(outcome).to_lowercase()
}

/// What an outcome is called in a cell of a table: `no`.
pub(crate) fn in_a_cell(outcome: Outcome) -> &'static str {
    outcome_words(outcome).short
}
