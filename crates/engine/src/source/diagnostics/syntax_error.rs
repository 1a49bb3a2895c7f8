//! Why a text cannot be read at all: its brackets, commas or quotation marks.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::{
    diagnostic::{BACKSLASH_HELP, TextDiagnostic},
    position::ErrorPosition,
    tokenizer::{Token, TokenKind, Unbalanced, is_curly, unbalanced},
};
use crate::base::diagnostic_code::Code;

const STRAIGHT_QUOTES_HELP: &str = "write straight quotation marks, \"…\", around text; curly ones can stand \
                        inside it";

/// The diagnostic on the place where reading stopped, or on what led to it.
pub(in crate::source) fn diagnose(text: &str, error: &SpannedError) -> TextDiagnostic {
    let position = ErrorPosition::new(text, error);
    if let Some(remark) = quotation_marks(&position) {
        return remark;
    }
    if matches!(error.code, Error::ExceededRecursionLimit) {
        return TextDiagnostic::new(
            Code::Syntax,
            position.range(),
            "the brackets are nested too deeply to read",
        );
    }
    if let Some(remark) = unbalanced(&position.tokens).map(brackets) {
        return remark;
    }
    let shown = position.shown();
    let at_position = |says: String| TextDiagnostic::new(Code::Syntax, position.range(), says);
    match &error.code {
        _ if position.next().is_none() => at_position("the file ends too early".to_owned())
            .help("its fields stand between `(` and `)`"),
        _ if position.inside_token() => at_position(format!("`{shown}` is not a value"))
            .help("dates and other text stand between quotation marks"),
        Error::ExpectedComma
        | Error::ExpectedArrayEnd
        | Error::ExpectedMapEnd
        | Error::ExpectedStructLikeEnd
        | Error::ExpectedOptionEnd => at_position(format!(
            "`{shown}` does not follow from what is before it"
        ))
        .label("a comma before this?")
        .help(
            "commas stand between entries and between fields; text stands between quotation marks",
        ),
        Error::ExpectedMapColon => {
            at_position(format!("expected `:` and a value, found `{shown}`"))
        }
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) => {
            let remark = at_position(format!(
                "expected the name of a field, such as `id:`, found `{shown}`"
            ));
            amount_with_comma(&position).unwrap_or(remark)
        }
        Error::InvalidEscape(_) => {
            at_position("a backslash stands before a character that needs none".to_owned())
                .help(BACKSLASH_HELP)
        }
        Error::TrailingCharacters => {
            at_position(format!("`{shown}` stands after the file's last bracket"))
        }
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            at_position(format!("expected `(`, found `{shown}`"))
        }
        _ => at_position(format!("`{shown}` has no meaning here")).help(text_or_price(&position)),
    }
}

/// A number that ends at a comma, and goes on after it: `1,020.00`, `50,00`.
fn amount_with_comma(position: &ErrorPosition<'_>) -> Option<TextDiagnostic> {
    let comma = position
        .before()
        .filter(|it| it.kind == TokenKind::Mark(','))?;
    let before = position.text.get(..comma.range.start)?;
    let start = before.len() - trailing_digits(before);
    let rest = position.text.get(start..)?;
    let length = amount_length(rest);
    let written = rest.get(..length)?;
    if start == comma.range.start || length <= comma.range.end - start {
        return None;
    }
    let says = format!("`{written}` has a comma in it");
    let diagnostic = TextDiagnostic::new(Code::Syntax, start..start + length, says);
    Some(diagnostic.help(format!("write {}: no comma in an amount", plain(written))))
}

fn trailing_digits(text: &str) -> usize {
    text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len()
}

/// How far digits, commas and one full stop go.
fn amount_length(text: &str) -> usize {
    let number = text.split("..").next().unwrap_or("");
    let end = number.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'));
    let number = number.get(..end.unwrap_or(number.len())).unwrap_or("");
    number.trim_end_matches([',', '.']).len()
}

/// An amount as rule files have it: `1,020.00` is 1020.00, `50,00` is 50.00.
fn plain(written: &str) -> String {
    match written.rsplit_once(',') {
        Some((pounds, pence)) if pence.len() < 3 && !written.contains('.') => {
            format!("{}.{pence}", pounds.replace(',', ""))
        }
        _ => written.replace(',', ""),
    }
}

/// What to write for something that is neither text, number nor bracket.
fn text_or_price(position: &ErrorPosition<'_>) -> String {
    let shown = position.shown();
    if shown == "£" {
        let rest = position.text.get(position.range().end..).unwrap_or("");
        let amount = match rest.get(..amount_length(rest)) {
            Some(written) if !written.is_empty() => plain(written),
            _ => "10.00".to_owned(),
        };
        format!("a price has no pound sign: write {amount}; elsewhere write \"£{amount}\"")
    } else if position.is_word() {
        format!("text stands between quotation marks: \"{shown}\"")
    } else {
        "text stands between quotation marks, as in \"…\"".to_owned()
    }
}

/// Quotation marks are the usual reason for what fails later in the file.
pub(super) fn quotation_marks(position: &ErrorPosition<'_>) -> Option<TextDiagnostic> {
    let tokens = position.before().into_iter().chain(position.next());
    tokens
        .filter_map(|token| quotation_mark(position.text, token))
        .next()
}

fn quotation_mark(text: &str, token: &Token) -> Option<TextDiagnostic> {
    let inside = text.get(token.range.clone())?;
    let start = token.range.start;
    let line_end = inside.find('\n');
    let first_line = start..start + line_end.unwrap_or(inside.len());
    match token.kind {
        TokenKind::Curly => Some(curly(token.range.clone(), inside)),
        TokenKind::EndlessComment => {
            let says = "the comment that starts here has no end";
            Some(TextDiagnostic::new(Code::Syntax, first_line, says).help("end it with `*/`"))
        }
        TokenKind::Text if line_end.is_none() => None,
        TokenKind::Text | TokenKind::EndlessText => {
            // A curly mark meant to end the text lets it run on.
            if let Some((at, mark)) = inside.match_indices(is_curly).next() {
                return Some(curly(start + at..start + at + mark.len(), mark));
            }
            let says = "the text that starts here runs on over the end of the line";
            let help = "is its closing quotation mark missing, or a comma after it?";
            Some(TextDiagnostic::new(Code::Syntax, first_line, says).help(help))
        }
        _ => None,
    }
}

fn curly(range: Range<usize>, mark: &str) -> TextDiagnostic {
    let says = format!("`{mark}` is a curly quotation mark, which neither starts nor ends text");
    TextDiagnostic::new(Code::CurlyQuotes, range, says).help(STRAIGHT_QUOTES_HELP)
}

fn brackets(unbalanced: Unbalanced) -> TextDiagnostic {
    match unbalanced {
        Unbalanced::ClosesNothing(close) => TextDiagnostic::new(
            Code::Syntax,
            close,
            "this bracket closes nothing that is open",
        ),
        Unbalanced::NeverClosed { open, needed } => {
            TextDiagnostic::new(Code::Syntax, open, "this bracket is never closed")
                .help(format!("add `{needed}`"))
        }
        Unbalanced::Mismatched {
            open,
            close,
            needed,
        } => {
            let mut remark = TextDiagnostic::new(
                Code::Syntax,
                close,
                format!("expected `{needed}` before this bracket"),
            );
            remark.related = Some((open, "to close this one".to_owned()));
            remark
        }
    }
}
