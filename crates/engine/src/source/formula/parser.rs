//! Tokens become a formula, by one function for each line of the grammar.

use std::ops::Range;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    comparison_words::phrase_at,
    cursor::{COMPARISONS, Cursor},
    hints::is_unit,
    lexer::{Token, TokenKind, span, too_long},
    model::{Aggregate, Formula, FormulaError, FormulaKind},
};
use crate::base::operators::{Operator, Quantifier};

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

struct Parser<'t> {
    cursor: Cursor<'t>,
    /// How many formulas are being read one inside the other.
    levels: usize,
}

type ParseResult = Result<Formula, FormulaError>;

impl<'t> Parser<'t> {
    fn formula(&mut self) -> ParseResult {
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

    fn comparison(&mut self) -> ParseResult {
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

    fn sum(&mut self) -> ParseResult {
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
            return self.primary();
        };
        let value = self.deeper(Parser::sign)?;
        let span = start.start..value.span.end;
        Ok(Formula::new(span, FormulaKind::Negative(Box::new(value))))
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
        if token.text.contains('.') {
            let path = token.text.strip_prefix("charge.").unwrap_or(token.text);
            return Err(FormulaError::new(
                token.span.clone(),
                format!("`{}` is not a name", token.text),
            )
            .help(format!("for the price of a charge, write `charge {path}`")));
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
    fn list(&mut self, open: Range<u32>, closing: &str) -> Result<Vec<Formula>, FormulaError> {
        let opening = if closing == "]" { "[" } else { "(" };
        let mut parts = vec![self.formula()?];
        while self.cursor.eat(",").is_some() {
            parts.push(self.formula()?);
        }
        self.cursor.close(&open, opening, closing)?;
        Ok(parts)
    }

    /// One level deeper, or the remark that there are too many.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> ParseResult) -> ParseResult {
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

/// The formula with `not` said inside it, as in `is not known`.
fn denied(formula: Formula) -> Formula {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    /// A formula with every part in brackets.
    fn shown(text: &str) -> String {
        show(&parse(text).unwrap())
    }

    fn show(formula: &Formula) -> String {
        let parts: Vec<String> = formula.parts().into_iter().map(show).collect();
        let parts = parts.join(" ");
        match &formula.kind {
            FormulaKind::YesNo(answer) => format!("{answer}"),
            FormulaKind::Number(number) => number.to_string(),
            FormulaKind::Money(pounds) => format!("£{pounds}"),
            FormulaKind::Percent(fraction) => format!("%{fraction}"),
            FormulaKind::Date(day) => day.to_string(),
            FormulaKind::Days(days) => format!("{days}d"),
            FormulaKind::Months(months) => format!("{months}m"),
            FormulaKind::Text(text) => format!("'{text}'"),
            FormulaKind::Name(name) => name.clone(),
            FormulaKind::Charge(path) => format!("<{}>", path.as_deref().unwrap_or("")),
            FormulaKind::Call(name, _) => format!("{name}({parts})"),
            FormulaKind::Not(_) => format!("(not {parts})"),
            FormulaKind::Negative(_) => format!("(neg {parts})"),
            FormulaKind::And(_) => format!("(and {parts})"),
            FormulaKind::Or(_) => format!("(or {parts})"),
            FormulaKind::Arithmetic(operator, ..) => format!("({operator:?} {parts})"),
            FormulaKind::Compare(comparison, ..) => format!("({comparison:?} {parts})"),
            FormulaKind::Within(_, low, high) => {
                format!(
                    "(within{}{} {parts})",
                    u8::from(low.is_some()),
                    u8::from(high.is_some())
                )
            }
            FormulaKind::OneOf(..) => format!("(one-of {parts})"),
            FormulaKind::Includes(..) => format!("(includes {parts})"),
            FormulaKind::If(..) => format!("(if {parts})"),
            FormulaKind::Known(_) => format!("(known {parts})"),
            FormulaKind::Aggregate(aggregate) => {
                format!("({:?} {} {parts})", aggregate.quantifier, aggregate.list)
            }
        }
    }

    fn refused(text: &str) -> String {
        parse(text).unwrap_err().says
    }

    #[test]
    fn arithmetic_binds_before_comparison_before_logic() {
        assert_eq!(
            shown("(free_school_meals and key_stage >= 2) or pupil_premium"),
            "(or (and free_school_meals (AtLeast key_stage 2)) pupil_premium)"
        );
        assert_eq!(
            shown("charge * minutes / 60 / pupils"),
            "(Divide (Divide (Multiply <> minutes) 60) pupils)"
        );
        assert_eq!(shown("a - b - -c"), "(Subtract (Subtract a b) (neg c))");
        assert_eq!(
            shown("not a = b and not c"),
            "(and (not (Equal a b)) (not c))"
        );
        assert_eq!(
            shown("a + b × c ≠ £0.01"),
            "(NotEqual (Add a (Multiply b c)) £0.01)"
        );
    }

    #[test]
    fn ranges_and_lists() {
        assert_eq!(shown("age(born) in 18..25"), "(within11 age(born) 18 25)");
        assert_eq!(shown("a in 18.. and b"), "(and (within10 a 18) b)");
        assert_eq!(shown("a not in ..£9.99"), "(not (within01 a £9.99))");
        assert_eq!(shown("a in [x, 'y z']"), "(one-of a x 'y z')");
        assert_eq!(shown("a includes [x, y]"), "(includes a x y)");
        assert_eq!(shown("a includes x or b"), "(or (includes a x) b)");
        assert_eq!(shown("(a in 1..) = yes"), "(Equal (within10 a 1) true)");
    }

    #[test]
    fn lists_of_records() {
        assert_eq!(
            shown("any references where kind = character and not relative"),
            "(Any references (and (Equal kind character) (not relative)))"
        );
        assert_eq!(
            shown("(count children where age < 16) + sum hours * 2 of bookings > 3"),
            "(Greater (Add (Count children (Less age 16)) (Sum bookings (Multiply hours 2))) 3)"
        );
        assert_eq!(shown("every children"), "(Every children )");
        assert_eq!(shown("least price of options"), "(Least options price)");
    }

    #[test]
    fn choices_spans_dates_and_charges() {
        assert_eq!(
            shown("if a is known then charge nursery.babies.half_day.day else £0"),
            "(if (known a) <nursery.babies.half_day.day> £0)"
        );
        assert_eq!(shown("a is not known"), "(not (known a))");
        assert_eq!(
            shown("ends - starts <= 2 weeks"),
            "(AtMost (Subtract ends starts) 14d)"
        );
        assert_eq!(
            shown("starts + 2 years > 2018-05-01"),
            "(Greater (Add starts 24m) 2018-05-01)"
        );
        assert_eq!(shown("min(max(a, 50%), weeks)"), "min(max(a %0.5) weeks)");
        assert_eq!(shown("today()"), "today()");
    }

    #[test]
    fn places_are_bytes_of_the_text() {
        let text = "£5 * (minutes + 1)";
        let formula = parse(text).unwrap();
        assert_eq!(formula.span, 0..19);
        let inside = formula.parts()[1].span.clone();
        assert_eq!(
            &text[inside.start as usize..inside.end as usize],
            "(minutes + 1)"
        );
    }

    #[test]
    fn mistakes_are_told_in_plain_words() {
        let remarks = [
            ("", "the formula is empty"),
            (
                "charge * minutes 60",
                "`minutes 60` lacks an operator between its parts",
            ),
            ("(a b)", "`a b` lacks an operator between its parts"),
            (
                "a *",
                "expected a value after `*`, found the end of the formula",
            ),
            ("* a", "expected a value, found `*`"),
            ("(a + b", "`(` is never closed"),
            ("a in [x, y", "`[` is never closed"),
            ("a + b)", "`)` closes nothing that is open"),
            (
                "if a then b",
                "expected `else` after `b`, found the end of the formula",
            ),
            ("if a b", "`a b` lacks an operator between its parts"),
            ("a then b", "`then` does not belong here"),
            ("1 < a < 3", "two comparisons stand in a row"),
            ("a is 5", "expected `known` after `is`, found `5`"),
            (
                "a in 5",
                "expected `..` after `5`, found the end of the formula",
            ),
            ("a in ..", "the range `..` has neither end"),
            ("a..b", "`..` makes a range, which stands only after `in`"),
            ("nursery.babies.day", "`nursery.babies.day` is not a name"),
            (
                "count (a)",
                "expected the name of a list after `count`, found `(`",
            ),
            ("of + 1", "expected a value, found `of`"),
            ("a + not b", "expected a value after `+`, found `not`"),
            ("1.5 weeks", "`1.5 weeks` is not a whole number of weeks"),
            ("f(a, )", "expected a value after `,`, found `)`"),
            ("🦀", "`🦀` has no meaning in a formula"),
        ];
        for (text, says) in remarks {
            assert_eq!(refused(text), says, "{text}");
        }
    }

    #[test]
    fn no_text_is_too_deep_to_refuse() {
        let too_long = "the formula is too long or too deeply nested to read";
        for part in [
            "(",
            "not ",
            "-",
            "if ",
            "a + ",
            "f(",
            "sum ",
            "a and (",
            "any a where ",
        ] {
            assert_eq!(refused(&part.repeat(100_000)), too_long, "{part}");
            assert!(parse(&part.repeat(400)).is_err(), "{part}");
        }
        let chain = format!("{}a", "a + ".repeat(62));
        assert!(parse(&chain).is_ok());
        assert_eq!(refused(&format!("a + {chain} + a")), too_long);
        assert!(parse(&format!("{}a", "a and ".repeat(300))).is_ok());
    }

    fn spans_fit(formula: &Formula, text: &str) -> bool {
        text.get(formula.span.start as usize..formula.span.end as usize)
            .is_some_and(|part| !part.is_empty())
            && formula.parts().into_iter().all(|part| {
                formula.span.start <= part.span.start
                    && part.span.end <= formula.span.end
                    && spans_fit(part, text)
            })
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            match parse(&text) {
                Ok(formula) => prop_assert!(spans_fit(&formula, &text)),
                Err(e) => prop_assert!(text.get(e.span.start as usize..e.span.end as usize).is_some()),
            }
        }

        #[test]
        fn any_row_of_words_is_read_or_refused(
            text in "( |a|b1|not |if |then |else |and |or | in |\\.\\.|\\[|\\]|\\(|\\)|,|is |known |any |sum | of | where |charge |x\\.y|5|1\\.5|£3|,250|%|-|\\*|=|<|'t'|’|é| weeks|2018-05-01|5/6/2017){0,12}"
        ) {
            match parse(&text) {
                Ok(formula) => prop_assert!(spans_fit(&formula, &text)),
                Err(e) => prop_assert!(text.get(e.span.start as usize..e.span.end as usize).is_some()),
            }
        }
    }
}
