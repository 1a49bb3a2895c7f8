//! Diagnostics about a span of text, in the words of those who write rule files:
//! never the parser's own names for things.

use std::ops::Range;

use crate::base::{diagnostic_code::Code, name};

/// A diagnostic about a span of text.
#[derive(Debug)]
pub(in crate::source) struct TextDiagnostic {
    pub(in crate::source) code: Code,
    /// In bytes of the text.
    pub(in crate::source) range: Range<usize>,
    pub(in crate::source) says: String,
    pub(in crate::source) label: Option<&'static str>,
    /// Another range of the text that it refers to.
    pub(in crate::source) related: Option<(Range<usize>, String)>,
    pub(in crate::source) help: Option<String>,
}

impl TextDiagnostic {
    pub(in crate::source) fn new(
        code: Code,
        range: Range<usize>,
        says: impl Into<String>,
    ) -> TextDiagnostic {
        TextDiagnostic {
            code,
            range,
            says: says.into(),
            label: None,
            related: None,
            help: None,
        }
    }

    pub(in crate::source) fn help(mut self, help: impl Into<String>) -> TextDiagnostic {
        self.help = Some(help.into());
        self
    }

    pub(in crate::source) fn label(mut self, label: &'static str) -> TextDiagnostic {
        self.label = Some(label);
        self
    }
}

pub(in crate::source) const BACKSLASH_HELP: &str = "write the text as r#\"…\"#, in which a backslash and a quotation mark are \
                         characters like any other";

/// A field that there is none of.
pub(in crate::source) fn no_such_field(
    range: Range<usize>,
    word: &str,
    fields: &[&str],
) -> TextDiagnostic {
    TextDiagnostic::new(
        Code::Shape,
        range,
        format!("`{word}` is not a field of this entry"),
    )
    .help(one_of(word, fields))
}

/// A field that is there already.
pub(in crate::source) fn given_twice(range: Range<usize>, field: &str) -> TextDiagnostic {
    TextDiagnostic::new(
        Code::Shape,
        range,
        format!("the field `{field}` is given twice"),
    )
}

/// A field that is not there.
pub(in crate::source) fn lacks(range: Range<usize>, field: &str) -> TextDiagnostic {
    TextDiagnostic::new(
        Code::Shape,
        range,
        format!("the field `{field}` is missing"),
    )
    .help(format!("add `{field}: …`"))
}

/// The nearest word, or all of them.
pub(in crate::source) fn one_of(word: &str, words: &[&str]) -> String {
    match name::nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if words.is_empty() => "leave it out".to_owned(),
        None => format!("it can be `{}`", words.join("`, `")),
    }
}
