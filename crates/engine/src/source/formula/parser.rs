//! Tokens become a formula, by one function for each line of the grammar.

use std::ops::Range;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    cursor::Cursor,
    hints::is_unit,
    lexer::{Token, TokenKind, span, too_long},
    model::{Aggregate, Formula, FormulaError, FormulaKind},
};
use crate::base::{
    operators::{Operator, Quantifier},
    time_unit::TimeUnit,
};

/// How deeply a formula may be nested, so that no text can exhaust the stack,
/// here or where formulas are checked and compiled.
const MAX_DEPTH: usize = 64;

/// Reads a formula; places are bytes of `text`.
///
/// # Errors
/// The first thing that keeps `text` from being a formula, in the reader's
/// words and with its place.
pub fn parse(text: &str) -> Result<Formula, FormulaError> {
    let mut parser = Parser {
        cursor: Cursor::new(text)?,
        levels: 0,
    };
    if parser.cursor.peek().is_none() {
        return Err(FormulaError::new(
            span(0..text.len()),
            "the formula is empty",
        ));
    }
    let formula = parser.formula()?;
    if parser.cursor.peek().is_some() {
        return Err(parser.cursor.stray());
    }
    if is_deeper_than(&formula, MAX_DEPTH) {
        return Err(too_long(formula.span));
    }
    Ok(formula)
}

pub(super) struct Parser<'t> {
    pub(super) cursor: Cursor<'t>,
    /// How many formulas are being read one inside the other.
    levels: usize,
}

pub(super) type ParseResult = Result<Formula, FormulaError>;

impl<'t> Parser<'t> {
    pub(super) fn formula(&mut self) -> ParseResult {
        self.deeper(|parser| {
            let Some(start) = parser.cursor.eat("if") else {
                return parser.or();
            };
            let test = parser.formula()?;
            parser.cursor.expect("then", "after the test of `if`")?;
            let then = parser.formula()?;
            parser
                .cursor
                .expect("else", "saying what holds otherwise")?;
            let otherwise = parser.formula()?;
            let span = start.start..otherwise.span.end;
            let kind = FormulaKind::If(Box::new(test), Box::new(then), Box::new(otherwise));
            Ok(Formula::new(span, kind))
        })
    }

    fn or(&mut self) -> ParseResult {
        self.joined("or", Parser::and, FormulaKind::Or)
    }

    fn and(&mut self) -> ParseResult {
        self.joined("and", Parser::not, FormulaKind::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> ParseResult,
        kind: fn(Vec<Formula>) -> FormulaKind,
    ) -> ParseResult {
        let first = part(self)?;
        let mut span = first.span.clone();
        let mut parts = vec![first];
        while self.cursor.eat(word).is_some() {
            let next = part(self)?;
            span.end = next.span.end;
            parts.push(next);
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => Ok(only),
            last => {
                parts.extend(last);
                Ok(Formula::new(span, kind(parts)))
            }
        }
    }

    fn not(&mut self) -> ParseResult {
        let Some(start) = self.cursor.eat("not") else {
            return self.comparison();
        };
        let negated = self.deeper(Parser::not)?;
        let span = start.start..negated.span.end;
        Ok(Formula::new(span, FormulaKind::Not(Box::new(negated))))
    }

    pub(super) fn sum(&mut self) -> ParseResult {
        let signs = [("+", Operator::Add), ("-", Operator::Subtract)];
        self.chain(signs, Parser::product)
    }

    fn product(&mut self) -> ParseResult {
        let signs = [("*", Operator::Multiply), ("/", Operator::Divide)];
        self.chain(signs, Parser::sign)
    }

    fn chain(
        &mut self,
        signs: [(&str, Operator); 2],
        part: fn(&mut Self) -> ParseResult,
    ) -> ParseResult {
        let mut left = part(self)?;
        while let Some((_, operator)) = signs
            .iter()
            .find(|(sign, _)| self.cursor.eat(sign).is_some())
        {
            let right = part(self)?;
            let span = left.span.start..right.span.end;
            let kind = FormulaKind::Arithmetic(*operator, Box::new(left), Box::new(right));
            left = Formula::new(span, kind);
        }
        Ok(left)
    }

    fn sign(&mut self) -> ParseResult {
        let Some(start) = self.cursor.eat("-") else {
            return self.amount();
        };
        let value = self.deeper(Parser::sign)?;
        let span = start.start..value.span.end;
        Ok(Formula::new(span, FormulaKind::Negative(Box::new(value))))
    }

    /// A value, and by what stretch of time it is an amount: `income per month`.
    fn amount(&mut self) -> ParseResult {
        let mut value = self.primary()?;
        while self.cursor.peek().is_some_and(is_per) {
            self.cursor.skip(1);
            let unit = self.cursor.peek().and_then(|it| TimeUnit::named(it.text));
            let Some(unit) = unit else {
                let units = TimeUnit::ALL.map(TimeUnit::name).join(", ");
                let error = self.cursor.expected("what an amount is by");
                return Err(error.help(format!("an amount is by one of {units}")));
            };
            self.cursor.skip(1);
            let span = value.span.start..self.cursor.before().end;
            value = Formula::new(span, FormulaKind::Per(Box::new(value), unit));
        }
        Ok(value)
    }

    fn primary(&mut self) -> ParseResult {
        let Some(token) = self.cursor.peek().cloned() else {
            return Err(self.cursor.expected("a value"));
        };
        if !self.cursor.value_follows() {
            return Err(self.cursor.no_value(&token));
        }
        self.cursor.skip(1);
        let kind = match token.kind {
            TokenKind::Number(number) => return self.number(number, &token),
            TokenKind::Money(pounds) => FormulaKind::Money(pounds),
            TokenKind::Percent(fraction) => FormulaKind::Percent(fraction),
            TokenKind::Date(day) => FormulaKind::Date(day),
            TokenKind::Time(time) => FormulaKind::Time(time),
            TokenKind::Text => FormulaKind::Text(token.text.trim_matches('\'').to_owned()),
            TokenKind::Word => return self.named(&token),
            TokenKind::Reserved => return self.worded(&token),
            TokenKind::Symbol(_) => {
                let mut inside = self.formula()?;
                self.cursor.close(&token.span, "(", ")")?;
                inside.span = token.span.start..self.cursor.before().end;
                return Ok(inside);
            }
        };
        Ok(Formula::new(token.span, kind))
    }

    /// A number, or a span when a unit follows.
    fn number(&mut self, number: Decimal, token: &Token<'t>) -> ParseResult {
        let unit = self
            .cursor
            .peek()
            .filter(|next| next.kind == TokenKind::Word && is_unit(next.text))
            .map(|next| next.text);
        let Some(unit) = unit else {
            return Ok(Formula::new(
                token.span.clone(),
                FormulaKind::Number(number),
            ));
        };
        self.cursor.skip(1);
        let span = token.span.start..self.cursor.before().end;
        let whole = number.to_i64().filter(|_| number.scale() == 0);
        let kind = match unit.trim_end_matches('s') {
            "day" => whole.map(FormulaKind::Days),
            "week" => whole
                .and_then(|weeks| weeks.checked_mul(7))
                .map(FormulaKind::Days),
            "month" => whole.map(FormulaKind::Months),
            _ => whole
                .and_then(|years| years.checked_mul(12))
                .map(FormulaKind::Months),
        };
        match kind {
            Some(kind) => Ok(Formula::new(span, kind)),
            None => Err(FormulaError::new(
                span,
                format!("`{} {unit}` is not a whole number of {unit}", token.text),
            )),
        }
    }

    /// A name, or a call when `(` follows.
    fn named(&mut self, token: &Token<'t>) -> ParseResult {
        if let Some((qualifier, name)) = token.text.split_once('.') {
            return Parser::qualified(token, qualifier, name);
        }
        if self.is_rank(token) {
            return self.rank(token);
        }
        let name = token.text.to_owned();
        let Some(open) = self.cursor.eat("(") else {
            return Ok(Formula::new(token.span.clone(), FormulaKind::Name(name)));
        };
        let arguments = if self.cursor.eat(")").is_some() {
            Vec::new()
        } else {
            self.list(open, ")")?
        };
        let span = token.span.start..self.cursor.before().end;
        Ok(Formula::new(span, FormulaKind::Call(name, arguments)))
    }

    /// A value that starts with a word of the grammar.
    fn worded(&mut self, token: &Token<'t>) -> ParseResult {
        let kind = match token.text {
            "yes" => FormulaKind::YesNo(true),
            "no" => FormulaKind::YesNo(false),
            "charge" => {
                FormulaKind::Charge(self.cursor.eat_word().map(|path| path.text.to_owned()))
            }
            "any" => self.aggregate(Quantifier::Any)?,
            "every" => self.aggregate(Quantifier::Every)?,
            "count" => self.aggregate(Quantifier::Count)?,
            "sum" => self.aggregate(Quantifier::Sum)?,
            "least" => self.aggregate(Quantifier::Least)?,
            _ => self.aggregate(Quantifier::Most)?,
        };
        Ok(Formula::new(
            token.span.start..self.cursor.before().end,
            kind,
        ))
    }

    fn aggregate(&mut self, quantifier: Quantifier) -> Result<FormulaKind, FormulaError> {
        let takes = matches!(
            quantifier,
            Quantifier::Sum | Quantifier::Least | Quantifier::Most
        );
        let take = if takes {
            let take = self.deeper(Parser::sum)?;
            self.cursor.expect(
                "of",
                "and the name of a list, as in `sum hours of bookings`",
            )?;
            Some(take)
        } else {
            None
        };
        let Some(list) = self
            .cursor
            .eat_word()
            .filter(|list| !list.text.contains('.'))
        else {
            return Err(self
                .cursor
                .expected("the name of a list")
                .help("as in `any references where kind = character`"));
        };
        let filter = match self.cursor.eat("where") {
            Some(_) => Some(self.formula()?),
            None => None,
        };
        Ok(FormulaKind::Aggregate(Box::new(Aggregate {
            quantifier,
            take,
            list: list.text.to_owned(),
            list_span: list.span,
            filter,
        })))
    }

    /// Formulas between commas, up to and with the closing bracket.
    pub(super) fn list(
        &mut self,
        open: Range<u32>,
        closing: &str,
    ) -> Result<Vec<Formula>, FormulaError> {
        let opening = if closing == "]" { "[" } else { "(" };
        let is_call = closing == ")";
        let mut parts = Vec::new();
        loop {
            parts.push(if is_call {
                self.argument()?
            } else {
                self.formula()?
            });
            if self.cursor.eat(",").is_none() {
                break;
            }
        }
        self.cursor.close(&open, opening, closing)?;
        Ok(parts)
    }

    /// One level deeper, or the diagnostic that there are too many.
    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self) -> ParseResult) -> ParseResult {
        if self.levels == MAX_DEPTH {
            let here = self
                .cursor
                .peek()
                .map_or(self.cursor.end(), |next| next.span.clone());
            return Err(too_long(here));
        }
        self.levels += 1;
        let formula = read(self);
        self.levels -= 1;
        formula
    }
}

fn is_per(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word && token.text == "per"
}

/// The formula with `not` said inside it, as in `is not known`.
pub(super) fn denied(formula: Formula) -> Formula {
    Formula::new(formula.span.clone(), FormulaKind::Not(Box::new(formula)))
}

/// Chains nest too: `a + b + c` is two levels. The tokens are limited, so this
/// walk ends before the stack does.
fn is_deeper_than(formula: &Formula, levels: usize) -> bool {
    match levels.checked_sub(1) {
        None => true,
        Some(left) => formula
            .parts()
            .into_iter()
            .any(|part| is_deeper_than(part, left)),
    }
}
