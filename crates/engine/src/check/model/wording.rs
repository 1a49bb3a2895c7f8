//! Words of a rule file, with formulas between them.

use crate::check::formula::Formula;

/// Words with formulas between them.
#[derive(Debug, Default)]
pub struct Wording(pub Vec<Words>);

/// A part of a wording.
#[derive(Debug)]
pub enum Words {
    /// Words as they stand.
    Plain(Box<str>),
    /// A formula whose value is put in.
    Formula(Formula),
}

impl Wording {
    /// The words, when no formula stands between them.
    #[must_use]
    pub fn plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Words::Plain(words)] => Some(words),
            _ => None,
        }
    }

    /// The words as they are written, with formulas in braces.
    #[must_use]
    pub fn as_written(&self) -> String {
        let part = |words: &Words| match words {
            Words::Plain(plain) => plain.to_string(),
            Words::Formula(formula) => format!("{{{}}}", formula.text),
        };
        self.0.iter().map(part).collect()
    }
}
