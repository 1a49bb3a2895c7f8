//! A comma too few or too many.

use ron::error::{Error, SpannedError};

use super::{
    position::ErrorPosition,
    syntax_error::quotation_marks,
    tokenizer::{TokenKind, unbalanced},
};

/// What one byte of the text would have to be: a blank after what a comma should follow,
/// or a comma that follows another; none if something else is wrong.
pub(in crate::source) fn mended(text: &str, error: &SpannedError) -> Option<(usize, &'static str)> {
    let position = ErrorPosition::new(text, error);
    if quotation_marks(&position).is_some() || unbalanced(&position.tokens).is_some() {
        return None;
    }
    let (before, next) = (position.before()?, position.next()?);
    if next.kind == TokenKind::Mark(',') {
        let is_second = matches!(before.kind, TokenKind::Mark(',') | TokenKind::Open(_));
        return is_second.then_some((next.range.start, " "));
    }
    let is_missing = matches!(
        error.code,
        Error::ExpectedComma
            | Error::ExpectedArrayEnd
            | Error::ExpectedMapEnd
            | Error::ExpectedStructLikeEnd
            | Error::ExpectedOptionEnd
    );
    let at = before.range.end;
    let is_blank = text.as_bytes().get(at)?.is_ascii_whitespace();
    (is_missing && is_blank && before.kind != TokenKind::Mark(',')).then_some((at, ","))
}
