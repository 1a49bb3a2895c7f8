//! Why a value in well-formed text is not the one that belongs there.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::{
    model::ChoiceEntry,
    remark::{BACKSLASH, Remark, given_twice, lacks, no_such_field, one_of},
    scan::opening_of,
    stop::Stop,
};
use crate::base::code::Code;

/// The remark on the value where reading stopped.
pub(super) fn remark(text: &str, error: &SpannedError) -> Remark {
    let stop = Stop::new(text, error);
    if let Some(remark) = wrong_name(&stop, &error.code) {
        return remark;
    }
    let remark = |range: Range<usize>, says: String| Remark::new(Code::Shape, range, says);
    match &error.code {
        Error::InvalidValueForType { expected, .. } if expected == "a borrowed string" => remark(
            stop.piece_before(),
            "the text has a backslash before a character".to_owned(),
        )
        .help(BACKSLASH),
        Error::InvalidValueForType { expected, .. } if expected == ChoiceEntry::FORM => {
            let shown = stop.shown_before();
            let says = format!("expected {expected}, found `{shown}`");
            let remark = remark(stop.piece_before(), says);
            match stop.word_before() {
                true => remark.help(format!("write \"{shown}\"")),
                false => remark,
            }
        }
        Error::ExpectedDifferentLength { .. } => remark(
            stop.piece(),
            "something is missing here: there are too few parts".to_owned(),
        ),
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => remark(
            stop.piece(),
            format!("`{}` is one part too many", stop.shown()),
        ),
        Error::ExpectedComma | Error::TrailingCharacters if stop.opens() => remark(
            stop.piece_before(),
            format!(
                "`{}` stands alone, without parts in brackets",
                stop.shown_before()
            ),
        ),
        Error::ExpectedStructLike if stop.word_before() => remark(
            stop.piece_before(),
            format!(
                "`{}` needs its parts between `(` and `)`",
                stop.shown_before()
            ),
        ),
        Error::IntegerOutOfBounds => remark(
            stop.piece_before(),
            format!(
                "`{}` is too large a number, or below zero",
                stop.shown_before()
            ),
        ),
        code => wrong_kind(&stop, code),
    }
}

/// A field or word by a name that is not known, there twice, or not there.
fn wrong_name(stop: &Stop<'_>, code: &Error) -> Option<Remark> {
    match code {
        Error::NoSuchEnumVariant {
            expected, found, ..
        } => {
            let says = format!("`{found}` is not one of the words that can stand here");
            let remark = Remark::new(Code::Shape, stop.word(), says);
            Some(remark.help(one_of(found, expected)))
        }
        Error::NoSuchStructField {
            expected, found, ..
        } => Some(no_such_field(stop.word(), found, expected)),
        Error::DuplicateStructField { field, .. } => Some(given_twice(stop.word(), field)),
        Error::MissingStructField { field, .. } => {
            let open = opening_of(&stop.pieces, stop.at).unwrap_or(stop.piece());
            Some(lacks(open, field))
        }
        Error::ExpectedDifferentStructName { found, .. } => {
            let says = format!("`{found}` has no place before `(`");
            let remark = Remark::new(Code::Shape, stop.word(), says);
            Some(remark.help("start the entry with `(`"))
        }
        _ => None,
    }
}

/// Something of the wrong kind: text, list, number and so on.
fn wrong_kind(stop: &Stop<'_>, code: &Error) -> Remark {
    let shown = stop.shown();
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
            return Remark::new(Code::Shape, stop.piece(), says);
        }
    };
    let remark = Remark::new(
        Code::Shape,
        stop.piece(),
        format!("expected {kind}, found `{shown}`"),
    );
    match (code, shown.as_str()) {
        (_, "None") => remark.help("leave the field out"),
        (Error::ExpectedIdentifier, text) if text.starts_with('"') => {
            remark.help(format!("write `{}`", text.trim_matches('"')))
        }
        (Error::ExpectedString, "'") => remark.help("write double quotation marks, as in \"…\""),
        (Error::ExpectedString, word) if stop.is_word() => remark.help(format!("write \"{word}\"")),
        _ => remark,
    }
}
