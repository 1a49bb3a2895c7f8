//! Where the parser of rule files stopped, and the tokens of text around it.

use std::ops::Range;

use ron::error::{Position, SpannedError};

use super::tokenizer::{Token, TokenKind, tokens};

/// The place of an error and the tokens around it.
pub(super) struct ErrorPosition<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
    /// Where the last step of reading started.
    start: usize,
    /// Where reading stopped.
    pub(super) at: usize,
    /// The number of the token at that position, or of the next one.
    number: usize,
}

impl<'t> ErrorPosition<'t> {
    pub(super) fn new(text: &'t str, error: &SpannedError) -> ErrorPosition<'t> {
        let tokens: Vec<Token> = tokens(text).collect();
        let at = offset(text, error.span.end);
        ErrorPosition {
            text,
            start: offset(text, error.span.start),
            at,
            number: tokens.partition_point(|token| token.range.end <= at),
            tokens,
        }
    }

    /// The token where reading stopped, or the end of the text.
    pub(super) fn range(&self) -> Range<usize> {
        match self.next() {
            Some(token) => token.range.clone(),
            None => self.text.len()..self.text.len(),
        }
    }

    pub(super) fn next(&self) -> Option<&Token> {
        self.tokens.get(self.number)
    }

    pub(super) fn before(&self) -> Option<&Token> {
        self.tokens.get(self.number.checked_sub(1)?)
    }

    /// The last token that was read whole.
    pub(super) fn previous_range(&self) -> Range<usize> {
        self.before()
            .map_or(self.range(), |token| token.range.clone())
    }

    /// The word that was read last.
    pub(super) fn word(&self) -> Range<usize> {
        let inside = self.text.get(self.start..self.at).unwrap_or("");
        if inside.trim().is_empty() {
            self.previous_range()
        } else {
            self.start..self.at
        }
    }

    /// Whether reading stopped in the middle of a token.
    pub(super) fn inside_token(&self) -> bool {
        self.next()
            .is_some_and(|token| token.kind == TokenKind::Word && token.range.start < self.at)
    }

    /// Whether a bracket follows a word.
    pub(super) fn opens(&self) -> bool {
        self.word_before()
            && self
                .next()
                .is_some_and(|token| token.kind == TokenKind::Open('('))
    }

    pub(super) fn is_word(&self) -> bool {
        self.next()
            .is_some_and(|token| token.kind == TokenKind::Word)
    }

    pub(super) fn word_before(&self) -> bool {
        self.before()
            .is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// The token where reading stopped, for a sentence.
    pub(super) fn shown(&self) -> String {
        self.cut_short(self.range())
    }

    pub(super) fn shown_before(&self) -> String {
        self.cut_short(self.previous_range())
    }

    /// The first line of a range of the text, cut to 40 characters.
    fn cut_short(&self, range: Range<usize>) -> String {
        const MAX_CHARS: usize = 40;
        let whole = self.text.get(range).unwrap_or("");
        let line = whole.lines().next().unwrap_or("");
        if line.chars().count() <= MAX_CHARS && line.len() == whole.len() {
            return line.to_owned();
        }
        let mut short: String = line.chars().take(MAX_CHARS).collect();
        short.push('…');
        short
    }
}

/// Lines and columns count from one, columns in characters.
fn offset(text: &str, position: Position) -> usize {
    let line = position.line.saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    let column = position.col.saturating_sub(1);
    start
        + rest
            .char_indices()
            .nth(column)
            .map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_bytes() {
        let text = "a\n£é x\n";
        assert_eq!(offset(text, Position { line: 2, col: 4 }), 7);
        assert_eq!(offset(text, Position { line: 2, col: 90 }), text.len());
        assert_eq!(offset(text, Position { line: 9, col: 1 }), text.len());
    }
}
