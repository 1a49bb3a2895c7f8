//! Comparisons, ranges, calendars and `is known`, as formulas have them.

use super::{
    comparison_words::phrase_at,
    cursor::COMPARISONS,
    lexer::{Token, TokenKind},
    model::{CalendarName, Formula, FormulaError, FormulaKind},
    parser::{ParseResult, Parser, denied},
};

impl<'t> Parser<'t> {
    pub(super) fn comparison(&mut self) -> ParseResult {
        let left = self.sum()?;
        let Some(token) = self.cursor.peek().cloned() else {
            return Ok(left);
        };
        let found = COMPARISONS.iter().find(|(symbol, _)| token.is(symbol));
        if let Some((_, comparison)) = found {
            self.cursor.skip(1);
            let right = self.sum()?;
            self.cursor.no_second_comparison(&left)?;
            let span = left.span.start..right.span.end;
            let kind = FormulaKind::Compare(*comparison, Box::new(left), Box::new(right));
            return Ok(Formula::new(span, kind));
        }
        let negated = token.is("not") && self.cursor.peek_at(1).is_some_and(|next| next.is("in"));
        if token.is("in") || negated {
            self.cursor.skip(1 + usize::from(negated));
            let within = self.within(left)?;
            return Ok(if negated { denied(within) } else { within });
        }
        if token.is("includes") {
            self.cursor.skip(1);
            let options = match self.cursor.eat("[") {
                Some(open) => self.list(open, "]")?,
                None => vec![self.sum()?],
            };
            let span = left.span.start..self.cursor.before().end;
            return Ok(Formula::new(
                span,
                FormulaKind::Includes(Box::new(left), options),
            ));
        }
        if let Some(error) = self.in_words(&left) {
            return Err(error);
        }
        if token.is("is") {
            self.cursor.skip(1);
            return self.known(left);
        }
        Ok(left)
    }

    /// The error about a comparison in words after `left`, if there is one.
    fn in_words(&mut self, left: &Formula) -> Option<FormulaError> {
        let phrase = phrase_at(&self.cursor)?;
        let start = self.cursor.clone();
        self.cursor.skip(phrase.length);
        let right = self.side();
        let low = phrase.is_range() && self.cursor.eat("and").is_some();
        let high = low.then(|| self.side());
        self.cursor = start;
        let left = self.cursor.text_of(&left.span);
        Some(phrase.error(&self.cursor, left, (right, high)))
    }

    /// The text of the next side of a comparison, as far as it can be read.
    fn side(&mut self) -> &'t str {
        let side = self.sum().map(|side| side.span);
        side.map_or("…", |span| self.cursor.text_of(&span))
    }

    /// What follows `in`.
    fn within(&mut self, value: Formula) -> ParseResult {
        let start = value.span.start;
        if let Some(open) = self.cursor.eat("[") {
            let options = self.list(open, "]")?;
            let span = start..self.cursor.before().end;
            return Ok(Formula::new(
                span,
                FormulaKind::OneOf(Box::new(value), options),
            ));
        }
        if let Some(named) = self.calendar_name() {
            let span = start..named.span.end;
            let kind = FormulaKind::InCalendar(Some(Box::new(value)), named);
            return Ok(Formula::new(span, kind));
        }
        let low = if self.cursor.peek().is_some_and(|next| next.is("..")) {
            None
        } else {
            Some(Box::new(self.sum()?))
        };
        let dots = self
            .cursor
            .expect("..", "as in `in 18..25`; a list stands in `[` and `]`")?;
        let high = if self.cursor.value_follows() {
            Some(Box::new(self.sum()?))
        } else {
            None
        };
        if low.is_none() && high.is_none() {
            return Err(FormulaError::new(dots, "the range `..` has neither end")
                .help("give one or both ends, as in `18..`, `..25` or `18..25`"));
        }
        let span = start..self.cursor.before().end;
        Ok(Formula::new(
            span,
            FormulaKind::Within(Box::new(value), low, high),
        ))
    }

    /// A name that stands alone after `in`: no range begins with it.
    fn calendar_name(&mut self) -> Option<CalendarName> {
        const AFTER: [&str; 8] = [")", "]", ",", "and", "or", "then", "else", "where"];
        let next = self.cursor.peek().filter(|it| it.kind == TokenKind::Word)?;
        let after = self.cursor.peek_at(1);
        let ends = after.is_none_or(|after| AFTER.iter().any(|word| after.is(word)));
        if !ends || next.text.contains('.') {
            return None;
        }
        let named = CalendarName {
            name: next.text.to_owned(),
            span: next.span.clone(),
        };
        self.cursor.skip(1);
        Some(named)
    }

    /// What a call takes: a formula, or which days it counts.
    pub(super) fn argument(&mut self) -> ParseResult {
        let first = self.cursor.peek().cloned();
        let is_except = |it: &Token<'t>| it.kind == TokenKind::Word && it.text == "except";
        let (start, excepts) = match &first {
            Some(it) if it.is("in") => (it.span.start, false),
            Some(it) if is_except(it) && self.word_follows() => (it.span.start, true),
            _ => return self.formula(),
        };
        self.cursor.skip(1);
        let Some(named) = self.calendar_name() else {
            return Err(self.cursor.expected("the name of a calendar"));
        };
        let span = start..named.span.end;
        Ok(Formula::new(
            span,
            match excepts {
                true => FormulaKind::ExceptCalendar(named),
                false => FormulaKind::InCalendar(None, named),
            },
        ))
    }

    fn word_follows(&self) -> bool {
        let next = self.cursor.peek_at(1);
        next.is_some_and(|next| next.kind == TokenKind::Word)
    }

    /// What follows `is`.
    fn known(&mut self, value: Formula) -> ParseResult {
        let negated = self.cursor.eat("not").is_some();
        if !self.cursor.peek().is_some_and(|next| next.is("known")) {
            let sign = if negated { "!=" } else { "=" };
            let error = self.cursor.expected("`known`");
            let left = self.cursor.text_of(&value.span);
            let right = self.side();
            return Err(error.help(format!("write `{left} {sign} {right}`")));
        }
        self.cursor.skip(1);
        let span = value.span.start..self.cursor.before().end;
        let known = Formula::new(span, FormulaKind::Known(Box::new(value)));
        Ok(if negated { denied(known) } else { known })
    }
}
