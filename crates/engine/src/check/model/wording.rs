//! Words of a rule file, with formulas between them.

use crate::check::formula::Formula;

/// Words with formulas between them.
#[derive(Debug, Default)]
pub struct Wording(pub Vec<Words>);

/// A part of a wording.
#[derive(Debug)]
pub enum Words {
    /// Words, to be shown unchanged.
    Plain(Box<str>),
    /// A formula whose value is put in.
    Formula(Formula),
    /// Words that depend on whether there is one or another number.
    Plural(Plural),
}

/// Words for one, and for any other number.
#[derive(Debug)]
pub struct Plural {
    /// The number.
    pub count: Formula,
    /// The words if it is one; `#` stands for the number.
    pub one: Box<str>,
    /// The words if it is any other.
    pub other: Box<str>,
}

impl Words {
    /// The formula whose value the words need.
    #[must_use]
    pub fn formula(&self) -> Option<&Formula> {
        match self {
            Words::Plain(_) => None,
            Words::Formula(formula) => Some(formula),
            Words::Plural(plural) => Some(&plural.count),
        }
    }

    /// The same, to be changed.
    pub fn formula_mut(&mut self) -> Option<&mut Formula> {
        match self {
            Words::Plain(_) => None,
            Words::Formula(formula) => Some(formula),
            Words::Plural(plural) => Some(&mut plural.count),
        }
    }
}

impl Wording {
    /// The words, if there is no formula among them.
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
            Words::Plural(Plural { count, one, other }) => {
                format!("{{{}: {one}|{other}}}", count.text)
            }
        };
        self.0.iter().map(part).collect()
    }
}
