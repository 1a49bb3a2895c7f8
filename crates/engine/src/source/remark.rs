//! Remarks on a stretch of text, in the words of those who write rule files:
//! never the parser's own names for things.

use std::ops::Range;

use crate::base::{code::Code, name};

/// A remark on a stretch of a text.
#[derive(Debug)]
pub(super) struct Remark {
    pub(super) code: Code,
    /// In bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) says: String,
    pub(super) label: Option<&'static str>,
    /// Another stretch that bears on it.
    pub(super) related: Option<(Range<usize>, String)>,
    pub(super) help: Option<String>,
}

impl Remark {
    pub(super) fn new(code: Code, range: Range<usize>, says: impl Into<String>) -> Remark {
        Remark {
            code,
            range,
            says: says.into(),
            label: None,
            related: None,
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Remark {
        self.help = Some(help.into());
        self
    }

    pub(super) fn label(mut self, label: &'static str) -> Remark {
        self.label = Some(label);
        self
    }
}

pub(super) const BACKSLASH: &str = "write the text as r#\"…\"#, in which a backslash and a quotation mark are \
                         characters like any other";

/// A field that there is none of.
pub(super) fn no_such_field(range: Range<usize>, word: &str, fields: &[&str]) -> Remark {
    Remark::new(
        Code::Shape,
        range,
        format!("`{word}` is not a field of this entry"),
    )
    .help(one_of(word, fields))
}

/// A field that is there already.
pub(super) fn given_twice(range: Range<usize>, field: &str) -> Remark {
    Remark::new(
        Code::Shape,
        range,
        format!("the field `{field}` is given twice"),
    )
}

/// A field that is not there.
pub(super) fn lacks(range: Range<usize>, field: &str) -> Remark {
    Remark::new(
        Code::Shape,
        range,
        format!("the field `{field}` is missing"),
    )
    .help(format!("add `{field}: …`"))
}

/// The nearest word, or all of them.
pub(super) fn one_of(word: &str, words: &[&str]) -> String {
    match name::nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if words.is_empty() => "leave it out".to_owned(),
        None => format!("it can be `{}`", words.join("`, `")),
    }
}
