//! Diagnostics about rule files: one type for every stage.

use std::cmp::Ordering;

use super::{
    diagnostic_code::{Code, Severity},
    source_text::Place,
};

/// A diagnostic with its place: what is wrong, what else bears on it, what to do.
///
/// Sentences are in the policy officer's words, start small and end without a
/// full stop; quotations from the file are in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of diagnostic.
    pub code: Code,
    /// What it is about; underlined when drawn.
    pub place: Place,
    /// What is wrong.
    pub says: String,
    /// A short label at the underline.
    pub label: Option<String>,
    /// Other places that bear on it.
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a place.
    #[must_use]
    pub fn new(code: Code, place: Place, says: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            place,
            says: says.into(),
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// With a short label at the underline.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = Some(label.into());
        self
    }

    /// With another place that bears on it.
    #[must_use]
    pub fn related(mut self, place: Place, says: impl Into<String>) -> Diagnostic {
        self.related.push((place, says.into()));
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// With "did you mean", when some candidate is near enough to `written`.
    #[must_use]
    pub fn nearest<'c>(
        self,
        written: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Diagnostic {
        match super::name::nearest(written, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The order in which diagnostics are shown: errors before warnings, then by
    /// place.
    #[must_use]
    pub fn order(&self, other: &Diagnostic) -> Ordering {
        let key = |it: &Diagnostic| (it.code.severity(), it.place, it.code);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.says.cmp(&other.says))
    }

    /// Whether it stops the book from being used.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity() == Severity::Error
    }
}
