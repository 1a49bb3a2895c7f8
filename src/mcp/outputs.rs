//! What a tool gives back, as data with the words for the person.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// What a tool gives back.
pub(super) struct Output {
    /// Words for the person.
    pub(super) words: String,
    /// The same as data.
    pub(super) data: Value,
}

/// An answer.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct AnswerOutput {
    /// The rule set that answers.
    pub(super) rule_set: String,
    /// The day asked about; null if it is not known.
    pub(super) on: Option<String>,
    /// `quoted`, `alternatives`, `does_not_apply`, `eligible`, `not_eligible`, `refer` or
    /// `undetermined`.
    pub(super) outcome: String,
    /// The total of a quote, `£25.00`; null while it is not settled.
    pub(super) total: Option<String>,
    /// Whether the rules or prices are only proposed.
    pub(super) is_indicative: bool,
    /// What to ask the person before the answer is settled.
    pub(super) questions: Vec<Question>,
    /// What was assumed, since nobody stated it.
    pub(super) assumed: Vec<String>,
    /// The paragraphs of the source that the answer rests on.
    pub(super) paragraphs: Vec<Paragraph>,
    /// Who decides in the end.
    pub(super) decided_by: Vec<String>,
    /// The whole answer in words, to be repeated as it is.
    pub(super) words: String,
}

/// A fact that is missing, as a question for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Question {
    /// The question in words.
    pub(super) ask: String,
    /// The name of the fact; null where no fact would settle it.
    pub(super) fact: Option<String>,
    /// Where the fact belongs, `children[1].date_of_birth`.
    pub(super) at: Vec<String>,
    /// Who can answer, if not the person.
    pub(super) from: Option<String>,
    /// The permitted options of a choice.
    pub(super) options: Vec<String>,
}

/// A paragraph of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Paragraph {
    /// What rests on it: the name of a criterion, line, value or reduction.
    pub(super) entry: String,
    /// That entry in words.
    pub(super) says: String,
    /// Its standing in this answer, such as `met` or `given`; null without an answer.
    pub(super) standing: Option<String>,
    /// The paper and the paragraph.
    pub(super) cite: String,
    /// What the source says there, where the rules list it.
    pub(super) provisions: Vec<String>,
    /// How an open point of the source is read.
    pub(super) reading: Option<String>,
}

/// The citations of a rule set.
#[derive(Serialize, JsonSchema)]
pub(super) struct CitationsOutput {
    /// The rule set.
    pub(super) rule_set: String,
    /// The first day on which these rules are in force.
    pub(super) version: String,
    /// The paper that paragraphs without another name are in.
    pub(super) source: String,
    /// Who decided on the rules, and when.
    pub(super) decided: String,
    /// Every entry with its paragraph.
    pub(super) paragraphs: Vec<Paragraph>,
    /// What the source says and no rule checks, with the reason.
    pub(super) not_checked: Vec<String>,
}
