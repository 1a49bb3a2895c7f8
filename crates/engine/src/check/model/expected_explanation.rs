//! What a case expects of the explanation of its answer.

/// A part of an explanation, all of it, in no order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExpectedExplanation {
    /// Which part.
    pub part: ExplanationPart,
    /// Each of its entries as cases write it.
    pub entries: Vec<Box<str>>,
}

impl ExpectedExplanation {
    pub(in crate::check) fn new(part: ExplanationPart, entries: &[&str]) -> ExpectedExplanation {
        ExpectedExplanation {
            part,
            entries: entries.iter().map(|it| Box::from(*it)).collect(),
        }
    }
}

/// A part of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplanationPart {
    /// The smallest changes that give the nearest better outcome.
    Change,
    /// The later days on which time alone changes the outcome.
    From,
    /// What would cost less.
    Cheaper,
}

impl ExplanationPart {
    /// The field of a case.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            ExplanationPart::Change => "change",
            ExplanationPart::From => "from",
            ExplanationPart::Cheaper => "cheaper",
        }
    }
}
