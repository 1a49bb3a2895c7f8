//! Why a value in well-formed text is not the one that belongs there.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::{
    diagnostic::{BACKSLASH_HELP, TextDiagnostic, given_twice, lacks, no_such_field, one_of},
    position::ErrorPosition,
    tokenizer::opening_of,
};
use crate::{base::diagnostic_code::Code, source::model::ChoiceEntry};

/// The diagnostic on the value where reading stopped.
pub(in crate::source) fn diagnose(text: &str, error: &SpannedError) -> TextDiagnostic {
    let position = ErrorPosition::new(text, error);
    if let Some(remark) = wrong_name(&position, &error.code) {
        return remark;
    }
    let remark = |range: Range<usize>, says: String| TextDiagnostic::new(Code::Shape, range, says);
    match &error.code {
        Error::InvalidValueForType { expected, .. } if expected == "a borrowed string" => remark(
            position.previous_range(),
            "the text has a backslash before a character".to_owned(),
        )
        .help(BACKSLASH_HELP),
        Error::InvalidValueForType { expected, .. } if expected == ChoiceEntry::FORM => {
            let shown = position.shown_before();
            let says = format!("expected {expected}, found `{shown}`");
            let remark = remark(position.previous_range(), says);
            match position.word_before() {
                true => remark.help(format!("write \"{shown}\"")),
                false => remark,
            }
        }
        Error::ExpectedDifferentLength { .. } => remark(
            position.range(),
            "something is missing here: there are too few parts".to_owned(),
        ),
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => remark(
            position.range(),
            format!("`{}` is one part too many", position.shown()),
        ),
        Error::ExpectedComma | Error::TrailingCharacters if position.opens() => remark(
            position.previous_range(),
            format!(
                "`{}` stands alone, without parts in brackets",
                position.shown_before()
            ),
        ),
        Error::ExpectedStructLike if position.word_before() => remark(
            position.previous_range(),
            format!(
                "`{}` needs its parts between `(` and `)`",
                position.shown_before()
            ),
        ),
        Error::IntegerOutOfBounds => remark(
            position.previous_range(),
            format!(
                "`{}` is too large a number, or below zero",
                position.shown_before()
            ),
        ),
        code => wrong_kind(&position, code),
    }
}

/// As [`diagnose`], for the value of a field, whose name says more about what
/// belongs there.
pub(in crate::source) fn diagnose_field(
    field: &str,
    text: &str,
    error: &SpannedError,
) -> TextDiagnostic {
    let mut diagnostic = diagnose(text, error);
    if field != "rows" || diagnostic.help.is_some() {
        return diagnostic;
    }
    if matches!(
        error.code,
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_)
    ) {
        let says = "a row stands between `(` and `)`: its cells in a list, then its value";
        says.clone_into(&mut diagnostic.says);
    }
    diagnostic.help("write `([cells], value)`, such as `([\"1..3\"], \"£5.00\")`")
}

/// A field or word by a name that is not known, there twice, or not there.
fn wrong_name(position: &ErrorPosition<'_>, code: &Error) -> Option<TextDiagnostic> {
    match code {
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => {
            let says = format!("`{found}` is not one of the words that can stand here");
            let remark = TextDiagnostic::new(Code::Shape, position.word(), says);
            Some(remark.help(one_of(found, expected)))
        }
        Error::NoSuchStructField {
            expected, found, ..
        } => Some(no_such_field(position.word(), found, expected)),
        Error::DuplicateStructField { field, .. } => Some(given_twice(position.word(), field)),
        Error::MissingStructField { field, .. } => {
            let open = opening_of(&position.tokens, position.at).unwrap_or(position.range());
            Some(lacks(open, field))
        }
        Error::ExpectedDifferentStructName { found, .. } => {
            let says = format!("`{found}` has no place before `(`");
            let remark = TextDiagnostic::new(Code::Shape, position.word(), says);
            Some(remark.help("start the entry with `(`"))
        }
        _ => None,
    }
}

/// Something of the wrong kind: text, list, number and so on.
fn wrong_kind(position: &ErrorPosition<'_>, code: &Error) -> TextDiagnostic {
    let shown = position.shown();
    let kind = match code {
        Error::ExpectedArray => "a list between `[` and `]`",
        Error::ExpectedMap => "entries between `{` and `}`",
        Error::ExpectedString => "text between quotation marks",
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => "a whole number",
        Error::ExpectedBoolean => "`true` or `false`",
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            "an entry between `(` and `)`"
        }
        Error::ExpectedIdentifier => "a word without quotation marks",
        _ => {
            let says = format!("`{shown}` is not what belongs here");
            return TextDiagnostic::new(Code::Shape, position.range(), says);
        }
    };
    let remark = TextDiagnostic::new(
        Code::Shape,
        position.range(),
        format!("expected {kind}, found `{shown}`"),
    );
    match (code, shown.as_str()) {
        (_, "None") => remark.help("leave the field out"),
        (Error::ExpectedIdentifier, text) if text.starts_with('"') => {
            remark.help(format!("write `{}`", text.trim_matches('"')))
        }
        (Error::ExpectedString, "'") => remark.help("write double quotation marks, as in \"…\""),
        (Error::ExpectedString, word) if position.is_word() => {
            remark.help(format!("write \"{word}\""))
        }
        _ => remark,
    }
}
