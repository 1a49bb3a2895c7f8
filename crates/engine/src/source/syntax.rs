//! Why a text cannot be read at all: its brackets, commas or quotation marks.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::{
    remark::{BACKSLASH, Remark},
    scan::{Kind, Piece, Unbalanced, is_curly, unbalanced},
    stop::Stop,
};
use crate::base::code::Code;

const STRAIGHT: &str = "write straight quotation marks, \"…\", around text; curly ones can stand \
                        inside it";

/// The remark on the place where reading stopped, or on what led to it.
pub(super) fn remark(text: &str, error: &SpannedError) -> Remark {
    let stop = Stop::new(text, error);
    if let Some(remark) = quotation_marks(&stop) {
        return remark;
    }
    if matches!(error.code, Error::ExceededRecursionLimit) {
        return Remark::new(
            Code::Syntax,
            stop.piece(),
            "the brackets are nested too deeply to read",
        );
    }
    if let Some(remark) = unbalanced(&stop.pieces).map(brackets) {
        return remark;
    }
    let shown = stop.shown();
    let at_stop = |says: String| Remark::new(Code::Syntax, stop.piece(), says);
    match &error.code {
        _ if stop.next().is_none() => at_stop("the file ends too early".to_owned())
            .help("its fields stand between `(` and `)`"),
        _ if stop.inside_piece() => at_stop(format!("`{shown}` is not a value"))
            .help("dates and other text stand between quotation marks"),
        Error::ExpectedComma
        | Error::ExpectedArrayEnd
        | Error::ExpectedMapEnd
        | Error::ExpectedStructLikeEnd
        | Error::ExpectedOptionEnd => at_stop(format!(
            "`{shown}` does not follow from what is before it"
        ))
        .label("a comma before this?")
        .help(
            "commas stand between entries and between fields; text stands between quotation marks",
        ),
        Error::ExpectedMapColon => at_stop(format!("expected `:` and a value, found `{shown}`")),
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) => {
            let remark = at_stop(format!(
                "expected the name of a field, such as `id:`, found `{shown}`"
            ));
            if shown.bytes().all(|b| b.is_ascii_digit()) {
                remark.help("a number has a full stop before its decimals: 50.00")
            } else {
                remark
            }
        }
        Error::InvalidEscape(_) => {
            at_stop("a backslash stands before a character that needs none".to_owned())
                .help(BACKSLASH)
        }
        Error::TrailingCharacters => {
            at_stop(format!("`{shown}` stands after the file's last bracket"))
        }
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            at_stop(format!("expected `(`, found `{shown}`"))
        }
        _ => at_stop(format!("`{shown}` has no meaning here")).help(text_or_price(&stop)),
    }
}

/// What to write for something that is neither text, number nor bracket.
fn text_or_price(stop: &Stop<'_>) -> String {
    let shown = stop.shown();
    if shown == "£" {
        "a price is written without its sign, as in 10.00; elsewhere an amount stands between \
         quotation marks, as in \"£10.00\""
            .to_owned()
    } else if stop.is_word() {
        format!("text stands between quotation marks: \"{shown}\"")
    } else {
        "text stands between quotation marks, as in \"…\"".to_owned()
    }
}

/// Quotation marks are the usual reason for what fails later in the file.
fn quotation_marks(stop: &Stop<'_>) -> Option<Remark> {
    let pieces = stop.before().into_iter().chain(stop.next());
    pieces
        .filter_map(|piece| quotation_mark(stop.text, piece))
        .next()
}

fn quotation_mark(text: &str, piece: &Piece) -> Option<Remark> {
    let inside = text.get(piece.range.clone())?;
    let start = piece.range.start;
    let line_end = inside.find('\n');
    let first_line = start..start + line_end.unwrap_or(inside.len());
    match piece.kind {
        Kind::Curly => Some(curly(piece.range.clone(), inside)),
        Kind::EndlessComment => {
            let says = "the comment that starts here has no end";
            Some(Remark::new(Code::Syntax, first_line, says).help("end it with `*/`"))
        }
        Kind::Text if line_end.is_none() => None,
        Kind::Text | Kind::EndlessText => {
            // A curly mark meant to end the text lets it run on.
            if let Some((at, mark)) = inside.match_indices(is_curly).next() {
                return Some(curly(start + at..start + at + mark.len(), mark));
            }
            let says = "the text that starts here runs on over the end of the line";
            let help = "is its closing quotation mark missing, or a comma after it?";
            Some(Remark::new(Code::Syntax, first_line, says).help(help))
        }
        _ => None,
    }
}

fn curly(range: Range<usize>, mark: &str) -> Remark {
    let says = format!("`{mark}` is a curly quotation mark, which neither starts nor ends text");
    Remark::new(Code::CurlyQuotes, range, says).help(STRAIGHT)
}

fn brackets(unbalanced: Unbalanced) -> Remark {
    match unbalanced {
        Unbalanced::ClosesNothing(close) => Remark::new(
            Code::Syntax,
            close,
            "this bracket closes nothing that is open",
        ),
        Unbalanced::NeverClosed { open, needed } => {
            Remark::new(Code::Syntax, open, "this bracket is never closed")
                .help(format!("add `{needed}`"))
        }
        Unbalanced::Mismatched {
            open,
            close,
            needed,
        } => {
            let mut remark = Remark::new(
                Code::Syntax,
                close,
                format!("expected `{needed}` before this bracket"),
            );
            remark.related = Some((open, "to close this one".to_owned()));
            remark
        }
    }
}
