//! Tokens become a formula, by one function for each line of the grammar.

use std::ops::Range;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    lexer::{Kind, Token, span, too_long},
    model::{Aggregate, Formula, FormulaError, Shape},
    row::{COMPARISONS, Row},
    slips::is_unit,
};
use crate::base::operators::{Operator, Quantifier};

/// How deeply a formula may be nested, so that no text can exhaust the stack,
/// here or where formulas are checked and compiled.
const MOST_LEVELS: usize = 64;

/// Reads a formula; places are bytes of `text`.
///
/// # Errors
/// The first thing that keeps `text` from being a formula, in the reader's
/// words and with its place.
pub fn parse(text: &str) -> Result<Formula, FormulaError> {
    let mut parser = Parser {
        row: Row::new(text)?,
        levels: 0,
    };
    if parser.row.peek().is_none() {
        return Err(FormulaError::new(
            span(0..text.len()),
            "the formula is empty",
        ));
    }
    let formula = parser.formula()?;
    if parser.row.peek().is_some() {
        return Err(parser.row.stray());
    }
    if is_deeper_than(&formula, MOST_LEVELS) {
        return Err(too_long(formula.span));
    }
    Ok(formula)
}

struct Parser<'t> {
    row: Row<'t>,
    /// How many formulas are being read one inside the other.
    levels: usize,
}

type Parsed = Result<Formula, FormulaError>;

impl<'t> Parser<'t> {
    fn formula(&mut self) -> Parsed {
        self.deeper(|parser| {
            let Some(start) = parser.row.eat("if") else {
                return parser.or();
            };
            let test = parser.formula()?;
            parser.row.expect("then", "after the test of `if`")?;
            let then = parser.formula()?;
            parser.row.expect("else", "saying what holds otherwise")?;
            let otherwise = parser.formula()?;
            let span = start.start..otherwise.span.end;
            let shape = Shape::If(Box::new(test), Box::new(then), Box::new(otherwise));
            Ok(Formula::new(span, shape))
        })
    }

    fn or(&mut self) -> Parsed {
        self.joined("or", Parser::and, Shape::Or)
    }

    fn and(&mut self) -> Parsed {
        self.joined("and", Parser::not, Shape::And)
    }

    fn joined(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Parsed,
        shape: fn(Vec<Formula>) -> Shape,
    ) -> Parsed {
        let first = part(self)?;
        let mut span = first.span.clone();
        let mut parts = vec![first];
        while self.row.eat(word).is_some() {
            let next = part(self)?;
            span.end = next.span.end;
            parts.push(next);
        }
        match parts.pop() {
            Some(only) if parts.is_empty() => Ok(only),
            last => {
                parts.extend(last);
                Ok(Formula::new(span, shape(parts)))
            }
        }
    }

    fn not(&mut self) -> Parsed {
        let Some(start) = self.row.eat("not") else {
            return self.comparison();
        };
        let negated = self.deeper(Parser::not)?;
        let span = start.start..negated.span.end;
        Ok(Formula::new(span, Shape::Not(Box::new(negated))))
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        let Some(token) = self.row.peek().cloned() else {
            return Ok(left);
        };
        let found = COMPARISONS.iter().find(|(symbol, _)| token.is(symbol));
        if let Some((_, comparison)) = found {
            self.row.skip(1);
            let right = self.sum()?;
            self.row.no_second_comparison(&left)?;
            let span = left.span.start..right.span.end;
            let shape = Shape::Compare(*comparison, Box::new(left), Box::new(right));
            return Ok(Formula::new(span, shape));
        }
        let negated = token.is("not") && self.row.peek_at(1).is_some_and(|next| next.is("in"));
        if token.is("in") || negated {
            self.row.skip(1 + usize::from(negated));
            let within = self.within(left)?;
            return Ok(if negated { denied(within) } else { within });
        }
        if token.is("includes") {
            self.row.skip(1);
            let options = match self.row.eat("[") {
                Some(open) => self.list(open, "]")?,
                None => vec![self.sum()?],
            };
            let span = left.span.start..self.row.before().end;
            return Ok(Formula::new(span, Shape::Includes(Box::new(left), options)));
        }
        if token.is("is") {
            self.row.skip(1);
            return self.known(left);
        }
        Ok(left)
    }

    /// What follows `in`.
    fn within(&mut self, value: Formula) -> Parsed {
        let start = value.span.start;
        if let Some(open) = self.row.eat("[") {
            let options = self.list(open, "]")?;
            let span = start..self.row.before().end;
            return Ok(Formula::new(span, Shape::OneOf(Box::new(value), options)));
        }
        let low = if self.row.peek().is_some_and(|next| next.is("..")) {
            None
        } else {
            Some(Box::new(self.sum()?))
        };
        let dots = self
            .row
            .expect("..", "as in `in 18..25`; a list stands in `[` and `]`")?;
        let high = if self.row.value_follows() {
            Some(Box::new(self.sum()?))
        } else {
            None
        };
        if low.is_none() && high.is_none() {
            return Err(FormulaError::new(dots, "the range `..` has neither end")
                .help("give one or both ends, as in `18..`, `..25` or `18..25`"));
        }
        let span = start..self.row.before().end;
        Ok(Formula::new(
            span,
            Shape::Within(Box::new(value), low, high),
        ))
    }

    /// What follows `is`.
    fn known(&mut self, value: Formula) -> Parsed {
        let negated = self.row.eat("not").is_some();
        if !self.row.peek().is_some_and(|next| next.is("known")) {
            let sign = if negated { "!=" } else { "=" };
            let error = self.row.expected("`known`");
            return Err(error.help(format!("to compare with a value, write `{sign}`")));
        }
        self.row.skip(1);
        let span = value.span.start..self.row.before().end;
        let known = Formula::new(span, Shape::Known(Box::new(value)));
        Ok(if negated { denied(known) } else { known })
    }

    fn sum(&mut self) -> Parsed {
        let signs = [("+", Operator::Add), ("-", Operator::Subtract)];
        self.chain(signs, Parser::product)
    }

    fn product(&mut self) -> Parsed {
        let signs = [("*", Operator::Multiply), ("/", Operator::Divide)];
        self.chain(signs, Parser::sign)
    }

    fn chain(&mut self, signs: [(&str, Operator); 2], part: fn(&mut Self) -> Parsed) -> Parsed {
        let mut left = part(self)?;
        while let Some((_, operator)) = signs.iter().find(|(sign, _)| self.row.eat(sign).is_some())
        {
            let right = part(self)?;
            let span = left.span.start..right.span.end;
            let shape = Shape::Arithmetic(*operator, Box::new(left), Box::new(right));
            left = Formula::new(span, shape);
        }
        Ok(left)
    }

    fn sign(&mut self) -> Parsed {
        let Some(start) = self.row.eat("-") else {
            return self.primary();
        };
        let value = self.deeper(Parser::sign)?;
        let span = start.start..value.span.end;
        Ok(Formula::new(span, Shape::Negative(Box::new(value))))
    }

    fn primary(&mut self) -> Parsed {
        let Some(token) = self.row.peek().cloned() else {
            return Err(self.row.expected("a value"));
        };
        if !self.row.value_follows() {
            return Err(self.row.no_value(&token));
        }
        self.row.skip(1);
        let shape = match token.kind {
            Kind::Number(number) => return self.number(number, &token),
            Kind::Money(pounds) => Shape::Money(pounds),
            Kind::Percent(fraction) => Shape::Percent(fraction),
            Kind::Date(day) => Shape::Date(day),
            Kind::Text => Shape::Text(token.text.trim_matches('\'').to_owned()),
            Kind::Word => return self.named(&token),
            Kind::Reserved => return self.worded(&token),
            Kind::Symbol(_) => {
                let mut inside = self.formula()?;
                self.row.close(&token.span, "(", ")")?;
                inside.span = token.span.start..self.row.before().end;
                return Ok(inside);
            }
        };
        Ok(Formula::new(token.span, shape))
    }

    /// A number, or a span when a unit follows.
    fn number(&mut self, number: Decimal, token: &Token<'t>) -> Parsed {
        let unit = self
            .row
            .peek()
            .filter(|next| next.kind == Kind::Word && is_unit(next.text))
            .map(|next| next.text);
        let Some(unit) = unit else {
            return Ok(Formula::new(token.span.clone(), Shape::Number(number)));
        };
        self.row.skip(1);
        let span = token.span.start..self.row.before().end;
        let whole = number.to_i64().filter(|_| number.scale() == 0);
        let shape = match unit.trim_end_matches('s') {
            "day" => whole.map(Shape::Days),
            "week" => whole
                .and_then(|weeks| weeks.checked_mul(7))
                .map(Shape::Days),
            "month" => whole.map(Shape::Months),
            _ => whole
                .and_then(|years| years.checked_mul(12))
                .map(Shape::Months),
        };
        match shape {
            Some(shape) => Ok(Formula::new(span, shape)),
            None => Err(FormulaError::new(
                span,
                format!("`{} {unit}` is not a whole number of {unit}", token.text),
            )),
        }
    }

    /// A name, or a call when `(` follows.
    fn named(&mut self, token: &Token<'t>) -> Parsed {
        if token.text.contains('.') {
            let path = token.text.strip_prefix("charge.").unwrap_or(token.text);
            return Err(FormulaError::new(
                token.span.clone(),
                format!("`{}` is not a name", token.text),
            )
            .help(format!("for the price of a charge, write `charge {path}`")));
        }
        let name = token.text.to_owned();
        let Some(open) = self.row.eat("(") else {
            return Ok(Formula::new(token.span.clone(), Shape::Name(name)));
        };
        let arguments = if self.row.eat(")").is_some() {
            Vec::new()
        } else {
            self.list(open, ")")?
        };
        let span = token.span.start..self.row.before().end;
        Ok(Formula::new(span, Shape::Call(name, arguments)))
    }

    /// A value that starts with a word of the grammar.
    fn worded(&mut self, token: &Token<'t>) -> Parsed {
        let shape = match token.text {
            "yes" => Shape::YesNo(true),
            "no" => Shape::YesNo(false),
            "charge" => Shape::Charge(self.row.eat_word().map(|path| path.text.to_owned())),
            "any" => self.aggregate(Quantifier::Any)?,
            "every" => self.aggregate(Quantifier::Every)?,
            "count" => self.aggregate(Quantifier::Count)?,
            "sum" => self.aggregate(Quantifier::Sum)?,
            "least" => self.aggregate(Quantifier::Least)?,
            _ => self.aggregate(Quantifier::Most)?,
        };
        Ok(Formula::new(token.span.start..self.row.before().end, shape))
    }

    fn aggregate(&mut self, quantifier: Quantifier) -> Result<Shape, FormulaError> {
        let takes = matches!(
            quantifier,
            Quantifier::Sum | Quantifier::Least | Quantifier::Most
        );
        let take = if takes {
            let take = self.deeper(Parser::sum)?;
            self.row.expect(
                "of",
                "and the name of a list, as in `sum hours of bookings`",
            )?;
            Some(take)
        } else {
            None
        };
        let Some(list) = self.row.eat_word().filter(|list| !list.text.contains('.')) else {
            return Err(self
                .row
                .expected("the name of a list")
                .help("as in `any references where kind = character`"));
        };
        let filter = match self.row.eat("where") {
            Some(_) => Some(self.formula()?),
            None => None,
        };
        Ok(Shape::Aggregate(Box::new(Aggregate {
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
        while self.row.eat(",").is_some() {
            parts.push(self.formula()?);
        }
        self.row.close(&open, opening, closing)?;
        Ok(parts)
    }

    /// One level deeper, or the remark that there are too many.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.levels == MOST_LEVELS {
            let here = self
                .row
                .peek()
                .map_or(self.row.end(), |next| next.span.clone());
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
    Formula::new(formula.span.clone(), Shape::Not(Box::new(formula)))
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
        match &formula.shape {
            Shape::YesNo(answer) => format!("{answer}"),
            Shape::Number(number) => number.to_string(),
            Shape::Money(pounds) => format!("£{pounds}"),
            Shape::Percent(fraction) => format!("%{fraction}"),
            Shape::Date(day) => day.to_string(),
            Shape::Days(days) => format!("{days}d"),
            Shape::Months(months) => format!("{months}m"),
            Shape::Text(text) => format!("'{text}'"),
            Shape::Name(name) => name.clone(),
            Shape::Charge(path) => format!("<{}>", path.as_deref().unwrap_or("")),
            Shape::Call(name, _) => format!("{name}({parts})"),
            Shape::Not(_) => format!("(not {parts})"),
            Shape::Negative(_) => format!("(neg {parts})"),
            Shape::And(_) => format!("(and {parts})"),
            Shape::Or(_) => format!("(or {parts})"),
            Shape::Arithmetic(operator, ..) => format!("({operator:?} {parts})"),
            Shape::Compare(comparison, ..) => format!("({comparison:?} {parts})"),
            Shape::Within(_, low, high) => {
                format!(
                    "(within{}{} {parts})",
                    u8::from(low.is_some()),
                    u8::from(high.is_some())
                )
            }
            Shape::OneOf(..) => format!("(one-of {parts})"),
            Shape::Includes(..) => format!("(includes {parts})"),
            Shape::If(..) => format!("(if {parts})"),
            Shape::Known(_) => format!("(known {parts})"),
            Shape::Aggregate(aggregate) => {
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
