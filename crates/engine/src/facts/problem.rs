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

/// The kinds of problem. Their names are stable: programs may rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemCode {
    /// A text that cannot be read as facts at all.
    Unreadable,
    /// A name that no fact of the rule set has.
    UnknownFact,
    /// A value that the fact cannot have.
    InvalidValue,
    /// The same thing given twice.
    Duplicate,
    /// More records, texts or problems than one question can hold.
    TooMany,
    /// A first day after the last.
    PeriodReversed,
    /// A day that contradicts another day of the question.
    DayMismatch,
    /// There are no rules or prices for the day.
    NotAvailable,
    /// Something that must be given and is not.
    Missing,
    /// A sum that could not be done with these facts.
    Fault,
}

impl ProblemCode {
    /// The name for programs: `unknown-fact`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ProblemCode::Unreadable => "unreadable",
            ProblemCode::UnknownFact => "unknown-fact",
            ProblemCode::InvalidValue => "invalid-value",
            ProblemCode::Duplicate => "duplicate",
            ProblemCode::TooMany => "too-many",
            ProblemCode::PeriodReversed => "period-reversed",
            ProblemCode::DayMismatch => "day-mismatch",
            ProblemCode::NotAvailable => "not-available",
            ProblemCode::Missing => "missing",
            ProblemCode::Fault => "fault",
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
