//! What is wrong with the facts of a question.

use std::{borrow::Cow, fmt};

/// The most characters of a given text that a problem repeats.
const MAX_SHOWN: usize = 60;

/// Something given that cannot be a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// Where it was given, as a JSON Pointer (RFC 6901): `/references/0/kind`;
    /// empty for the whole.
    pub at: String,
    /// What is wrong, in words.
    pub says: String,
    /// What to do.
    pub help: Option<String>,
}

/// The kinds of problem, in the command line and over HTTP. Their names are
/// stable: programs may rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemCode {
    /// A text that cannot be read as facts at all.
    Unreadable,
    /// A name that no fact of the rule set has.
    UnknownFact,
    /// A value that the fact or the option cannot have.
    InvalidValue,
    /// The same thing given twice.
    Duplicate,
    /// More records, texts or problems than one question can hold.
    TooMany,
    /// A first day after the last.
    PeriodReversed,
    /// Facts that cannot go together.
    Contradiction,
    /// A day that contradicts another day of the question.
    DayMismatch,
    /// There are no rules or prices for the day.
    NotAvailable,
    /// The question names no day, and none follows from its facts.
    NoDay,
    /// The rules do not say who comes first among several applicants.
    NoPriority,
    /// Something that must be given and is not.
    Missing,
    /// A sum that could not be done with these facts.
    Fault,
    /// Facts, volumes or rows that could not be used.
    Facts,
    /// A name that no rule set of the book has.
    UnknownRuleSet,
    /// A command that does not exist.
    UnknownCommand,
    /// An option that the command does not have.
    UnknownOption,
    /// A command that cannot be run as it was typed.
    Usage,
    /// Files of the book that could not be used.
    RulesRejected,
    /// A file or the network could not be read or written.
    Io,
}

impl ProblemCode {
    /// Every code, in the order of the documents.
    pub const ALL: &[ProblemCode] = &[
        ProblemCode::Unreadable,
        ProblemCode::UnknownFact,
        ProblemCode::InvalidValue,
        ProblemCode::Duplicate,
        ProblemCode::TooMany,
        ProblemCode::PeriodReversed,
        ProblemCode::Contradiction,
        ProblemCode::DayMismatch,
        ProblemCode::NotAvailable,
        ProblemCode::NoDay,
        ProblemCode::NoPriority,
        ProblemCode::Missing,
        ProblemCode::Fault,
        ProblemCode::Facts,
        ProblemCode::UnknownRuleSet,
        ProblemCode::UnknownCommand,
        ProblemCode::UnknownOption,
        ProblemCode::Usage,
        ProblemCode::RulesRejected,
        ProblemCode::Io,
    ];

    /// The name for programs: `unknown-fact`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// What it means, in a sentence.
    #[must_use]
    pub fn means(self) -> &'static str {
        self.entry().1
    }

    fn entry(self) -> (&'static str, &'static str) {
        match self {
            ProblemCode::Unreadable => {
                ("unreadable", "A text that cannot be read as facts at all.")
            }
            ProblemCode::UnknownFact => {
                ("unknown-fact", "A name that no fact of the rule set has.")
            }
            ProblemCode::InvalidValue => (
                "invalid-value",
                "A value that the fact or the option cannot have.",
            ),
            ProblemCode::Duplicate => ("duplicate", "The same thing given twice."),
            ProblemCode::TooMany => (
                "too-many",
                "More records, texts or problems than one question can hold.",
            ),
            ProblemCode::PeriodReversed => ("period-reversed", "A first day after the last."),
            ProblemCode::Contradiction => ("contradiction", "Facts that cannot go together."),
            ProblemCode::DayMismatch => (
                "day-mismatch",
                "A day that contradicts another day of the question.",
            ),
            ProblemCode::NotAvailable => {
                ("not-available", "There are no rules or prices for the day.")
            }
            ProblemCode::NoDay => (
                "no-day",
                "The question names no day, and none follows from its facts.",
            ),
            ProblemCode::NoPriority => (
                "no-priority",
                "The rules do not say who comes first among several applicants.",
            ),
            ProblemCode::Missing => ("missing", "Something that must be given and is not."),
            ProblemCode::Fault => ("fault", "A sum that could not be done with these facts."),
            ProblemCode::Facts => ("facts", "Facts, volumes or rows that could not be used."),
            ProblemCode::UnknownRuleSet => (
                "unknown-rule-set",
                "A name that no rule set of the book has.",
            ),
            ProblemCode::UnknownCommand => ("unknown-command", "A command that does not exist."),
            ProblemCode::UnknownOption => (
                "unknown-option",
                "An option that the command does not have.",
            ),
            ProblemCode::Usage => ("usage", "A command that cannot be run as it was typed."),
            ProblemCode::RulesRejected => (
                "rules-rejected",
                "Files of the book that could not be used.",
            ),
            ProblemCode::Io => ("io", "A file or the network could not be read or written."),
        }
    }
}

impl Problem {
    /// A problem without advice.
    #[must_use]
    pub fn new(code: ProblemCode, at: impl Into<String>, says: impl Into<String>) -> Problem {
        Problem {
            code,
            at: at.into(),
            says: says.into(),
            help: None,
        }
    }

    /// The same problem with what to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Problem {
        Problem {
            help: Some(help.into()),
            ..self
        }
    }

    /// Where it is and what is wrong, in one line: `/minutes: must be a whole number`.
    #[must_use]
    pub fn with_place(&self) -> String {
        match self.at.is_empty() {
            true => self.to_string(),
            false => format!("{}: {self}", self.at),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{} ({help})", self.says),
            None => f.write_str(&self.says),
        }
    }
}

impl std::error::Error for Problem {}

/// A JSON Pointer from its parts.
#[must_use]
pub fn pointer(parts: &[&str]) -> String {
    let mut pointer = String::new();
    for part in parts {
        pointer.push('/');
        pointer.push_str(&shown(part).replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

/// A given text, cut short where it is too long to repeat.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or(""))),
        None => Cow::Borrowed(text),
    }
}
