//! A cursor over the tokens of a formula: looks ahead, steps on, and describes
//! an unexpected token.

use std::ops::Range;

use super::{
    hints::pounds_for,
    lexer::{Token, TokenKind, span, tokens},
    model::{Formula, FormulaError},
};
use crate::base::operators::Comparison;

/// The symbols that compare.
pub(super) const COMPARISONS: [(&str, Comparison); 6] = [
    ("=", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<", Comparison::Less),
    ("<=", Comparison::AtMost),
    (">", Comparison::Greater),
    (">=", Comparison::AtLeast),
];

/// Tokens, read from left to right.
#[derive(Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    /// The number of the next token.
    at: usize,
    end: Range<u32>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Result<Cursor<'t>, FormulaError> {
        Ok(Cursor {
            text,
            tokens: tokens(text)?,
            at: 0,
            end: span(text.len()..text.len()),
        })
    }

    /// The point after the last character.
    pub(super) fn end(&self) -> Range<u32> {
        self.end.clone()
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.at += count;
    }

    pub(super) fn peek(&self) -> Option<&Token<'t>> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Option<&Token<'t>> {
        self.tokens.get(self.at + ahead)
    }

    fn previous(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at.checked_sub(1)?)
    }

    /// The place of the previous token.
    pub(super) fn before(&self) -> Range<u32> {
        self.previous().map_or(0..0, |token| token.span.clone())
    }

    /// Steps over this symbol or reserved word, if it is next, and returns its
    /// place.
    pub(super) fn eat(&mut self, written: &str) -> Option<Range<u32>> {
        let span = self.peek().filter(|next| next.is(written))?.span.clone();
        self.at += 1;
        Some(span)
    }

    pub(super) fn eat_word(&mut self) -> Option<Token<'t>> {
        let word = self
            .peek()
            .filter(|next| next.kind == TokenKind::Word)?
            .clone();
        self.at += 1;
        Some(word)
    }

    /// Steps over a word that is no reserved one.
    pub(super) fn eat_plain(&mut self, word: &str) -> bool {
        let found = self.plain_at(0, word);
        self.at += usize::from(found);
        found
    }

    /// Whether this unreserved word stands `ahead` places on.
    pub(super) fn plain_at(&self, ahead: usize, word: &str) -> bool {
        self.peek_at(ahead)
            .is_some_and(|next| next.kind == TokenKind::Word && next.text == word)
    }

    pub(super) fn expect(
        &mut self,
        written: &str,
        purpose: &str,
    ) -> Result<Range<u32>, FormulaError> {
        if let Some(span) = self.eat(written) {
            return Ok(span);
        }
        if self.peek().is_some_and(|_| self.value_follows()) && self.value_precedes() {
            return Err(self.stray());
        }
        Err(self
            .expected(&format!("`{written}`"))
            .help(format!("`{written}` is needed here, {purpose}")))
    }

    pub(super) fn close(
        &mut self,
        open: &Range<u32>,
        opening: &str,
        closing: &str,
    ) -> Result<(), FormulaError> {
        if self.eat(closing).is_some() {
            return Ok(());
        }
        if self.peek().is_some() {
            return Err(self.stray());
        }
        Err(
            FormulaError::new(open.clone(), format!("`{opening}` is never closed"))
                .help(format!("add `{closing}`")),
        )
    }

    pub(super) fn no_second_comparison(&self, left: &Formula) -> Result<(), FormulaError> {
        match self.peek() {
            Some(next) if COMPARISONS.iter().any(|(symbol, _)| next.is(symbol)) => {
                let span = left.span.start..next.span.end;
                Err(FormulaError::new(span, "two comparisons stand in a row")
                    .help("join them with `and`, or write a range, as in `key_stage in 2..4`"))
            }
            _ => Ok(()),
        }
    }

    /// The text of a span.
    pub(super) fn text_of(&self, span: &Range<u32>) -> &'t str {
        let at = |end: u32| usize::try_from(end).unwrap_or(usize::MAX);
        self.text.get(at(span.start)..at(span.end)).unwrap_or("")
    }

    /// Whether the next token can start a value.
    pub(super) fn value_follows(&self) -> bool {
        self.value_follows_at(0)
    }

    /// Whether the token `ahead` places on can start a value.
    pub(super) fn value_follows_at(&self, ahead: usize) -> bool {
        self.peek_at(ahead).is_some_and(|next| match next.kind {
            TokenKind::Reserved => matches!(
                next.text,
                "yes" | "no" | "charge" | "any" | "every" | "count" | "sum" | "least" | "most"
            ),
            TokenKind::Symbol(symbol) => matches!(symbol, "(" | "-"),
            _ => true,
        })
    }

    /// Whether the token before can end a value.
    fn value_precedes(&self) -> bool {
        self.previous().is_some_and(|before| match before.kind {
            TokenKind::Reserved => matches!(before.text, "yes" | "no" | "charge" | "known"),
            TokenKind::Symbol(symbol) => matches!(symbol, ")" | "]"),
            _ => true,
        })
    }

    /// `expected … after …, found …`.
    pub(super) fn expected(&self, what: &str) -> FormulaError {
        let after = match self.previous() {
            Some(before) => format!(" after `{}`", before.text),
            None => String::new(),
        };
        let (span, found) = match self.peek() {
            Some(next) => (next.span.clone(), format!("`{}`", next.text)),
            None => (self.end.clone(), "the end of the formula".to_owned()),
        };
        FormulaError::new(span, format!("expected {what}{after}, found {found}"))
    }

    /// The error for a token that cannot start a value.
    pub(super) fn no_value(&self, token: &Token<'t>) -> FormulaError {
        let error = self.expected("a value");
        match token.text {
            "not" | "if" => error.help(format!(
                "put the part with `{0}` between `(` and `)`",
                token.text
            )),
            "+" => error.help("a number has no `+` before it"),
            _ if token.kind == TokenKind::Reserved => error.help(format!(
                "`{}` is a word of formulas and cannot be a name",
                token.text
            )),
            _ => error,
        }
    }

    /// The error for a token where an operator or the end was expected.
    pub(super) fn stray(&self) -> FormulaError {
        let (Some(before), Some(next)) = (self.previous(), self.peek()) else {
            return self.expected("an operator");
        };
        let both = before.span.start..next.span.end;
        if self.value_follows() {
            let parts = format!("{} {}", before.text, next.text);
            let error = FormulaError::new(
                both,
                format!("`{parts}` lacks an operator between its parts"),
            );
            return match pounds_for(before.text, next.text) {
                Some(help) => error.help(help),
                None => error.help("join them with an operator, such as `*` or `and`"),
            };
        }
        let error =
            |says: &str| FormulaError::new(next.span.clone(), format!("`{}` {says}", next.text));
        match next.text {
            ")" | "]" => error("closes nothing that is open"),
            "," => {
                let error = error("stands between the parts of a call or a list only");
                let decimals = self
                    .peek_at(1)
                    .filter(|it| matches!(it.kind, TokenKind::Number(_)));
                match (before.kind, decimals) {
                    (TokenKind::Number(_) | TokenKind::Money(_), Some(decimals)) => {
                        error.help(format!(
                            "decimals follow a full stop: `{}.{}`",
                            before.text, decimals.text
                        ))
                    }
                    _ => error,
                }
            }
            ".." => error("makes a range, which stands only after `in`"),
            "[" => error("starts a list, which stands only after `in` or `includes`"),
            "known" => error("stands only after `is`").help("write `is known`"),
            _ => error("does not belong here"),
        }
    }
}
