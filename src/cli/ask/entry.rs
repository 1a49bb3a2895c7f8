//! A question that is put to a person, and what is entered.

use super::super::exit::Failure;
use crate::forms::form_view::{Control, FieldView, OptionView};

/// What is written to go back to the question before.
pub(super) const BACK: &str = "<";

/// A question, ready to be asked.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) text: String,
    pub(super) hint: Option<String>,
    pub(super) choice: Choice,
    /// Whether what is entered is not shown again.
    pub(super) is_confidential: bool,
    /// Whether it asks how many records there are.
    pub(super) is_count: bool,
}

/// How a question is answered.
#[derive(Debug)]
pub(super) enum Choice {
    Text,
    One(Vec<Choosable>),
    Several(Vec<Choosable>),
}

/// Something to choose; nothing is chosen where its value is blank.
#[derive(Clone, Debug)]
pub(super) struct Choosable {
    pub(super) value: String,
    pub(super) label: String,
}

/// What was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A value, or several.
    Values(Vec<String>),
    /// Nothing: it stays open.
    Blank,
    /// The question before, please.
    Back,
    /// No more questions.
    Stop,
}

/// Somewhere to ask questions in.
pub(super) trait Prompt {
    /// Asks a question.
    fn ask(&mut self, query: &Query) -> Result<Entry, Failure>;

    /// Says something, apart from the answer.
    fn say(&mut self, words: &str) -> Result<(), Failure>;
}

impl Query {
    /// A question that is answered in writing.
    pub(super) fn text(text: impl Into<String>, hint: Option<String>) -> Query {
        Query {
            text: text.into(),
            hint,
            choice: Choice::Text,
            is_confidential: false,
            is_count: false,
        }
    }

    /// The question of a field, behind the name of its record.
    pub(super) fn of_field(
        field: &FieldView,
        record: Option<&str>,
        is_confidential: bool,
    ) -> Query {
        let all = || field.options.iter().map(Choosable::of).collect();
        Query {
            text: match record {
                Some(record) => format!("{record}: {}", field.label),
                None => field.label.clone(),
            },
            hint: field.hint.clone(),
            choice: match field.control {
                Control::Text => Choice::Text,
                Control::Radios | Control::Select => Choice::One(all()),
                Control::Checkboxes => Choice::Several(all()),
            },
            is_confidential,
            is_count: false,
        }
    }
}

impl Choosable {
    pub(super) fn new(value: &str, label: &str) -> Choosable {
        Choosable {
            value: value.to_owned(),
            label: label.to_owned(),
        }
    }

    fn of(option: &OptionView) -> Choosable {
        Choosable::new(&option.value, &option.label)
    }
}

impl Entry {
    /// A value that is chosen; none where it is blank.
    pub(super) fn of_value(value: &str) -> Entry {
        match value {
            "" => Entry::Blank,
            value => Entry::Values(vec![value.to_owned()]),
        }
    }
}
