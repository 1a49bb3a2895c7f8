//! A formula's text cut into tokens, each with its place.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{
    hints::{hint_at, not_a_name, run_together},
    model::FormulaError,
};
use crate::base::{
    date::{self, Date},
    date_text, name,
    time::{self, Time, TimeText},
};

/// Tokens beyond this are refused: nobody could review such a formula, and it
/// bounds the depth of everything that walks over one.
const MAX_TOKENS: usize = 1_000;

/// What nothing else can be called.
pub const RESERVED: [&str; 21] = [
    "if", "then", "else", "and", "or", "not", "in", "includes", "is", "known", "any", "every",
    "count", "sum", "least", "most", "of", "where", "charge", "yes", "no",
];

/// Each spelling with its symbol; longer spellings come before their prefixes.
const SYMBOLS: [(&str, &str); 21] = [
    ("..", ".."),
    ("!=", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("×", "*"),
    ("÷", "/"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("(", "("),
    (")", ")"),
    ("[", "["),
    ("]", "]"),
    (",", ","),
];

/// One word, number, text or symbol.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    /// As written.
    pub(super) text: &'t str,
    pub(super) span: Range<u32>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenKind {
    Number(Decimal),
    Money(Decimal),
    /// As its fraction.
    Percent(Decimal),
    Date(Date),
    Time(Time),
    /// With its quotation marks.
    Text,
    /// A word of the grammar.
    Reserved,
    /// A name, or names joined by dots.
    Word,
    /// The symbol in its standard spelling: `<=` for `≤`.
    Symbol(&'static str),
}

impl Token<'_> {
    /// Whether it is this symbol or reserved word.
    pub(super) fn is(&self, written: &str) -> bool {
        match self.kind {
            TokenKind::Symbol(symbol) => symbol == written,
            TokenKind::Reserved => self.text == written,
            _ => false,
        }
    }
}

/// Cuts a formula into tokens, up to the first thing that cannot be one.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, FormulaError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.token()? {
        if tokens.len() == MAX_TOKENS {
            return Err(too_long(token.span));
        }
        tokens.push(token);
    }
    Ok(tokens)
}

/// The error for a formula over `MAX_TOKENS` or `MAX_DEPTH`.
pub(super) fn too_long(span: Range<u32>) -> FormulaError {
    FormulaError::new(span, "the formula is too long or too deeply nested to read")
        .help("give parts of it names under `values` and use the names")
}

/// The bytes of `range` as a span.
pub(super) fn span(range: Range<usize>) -> Range<u32> {
    let narrow = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
    narrow(range.start)..narrow(range.end)
}

struct Lexer<'t> {
    text: &'t str,
    /// Where the next token or space starts, always between two characters.
    at: usize,
}

impl<'t> Lexer<'t> {
    fn token(&mut self) -> Result<Option<Token<'t>>, FormulaError> {
        let spaced = self.rest();
        self.at += spaced.len() - spaced.trim_start().len();
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(None);
        };
        if first.is_ascii_digit() {
            return self.number().map(Some);
        }
        if first.is_alphabetic() || first == '_' {
            return self.word().map(Some);
        }
        if first == '£' && second_is_digit(rest) {
            return self.money().map(Some);
        }
        if first == '\'' {
            return self.quoted().map(Some);
        }
        if let Some(hint) = hint_at(rest) {
            let place = span(self.at..self.at + hint.length);
            return Err(hint.error(place));
        }
        match SYMBOLS
            .iter()
            .find(|(written, _)| rest.starts_with(written))
        {
            Some((written, symbol)) => {
                Ok(Some(self.take(written.len(), TokenKind::Symbol(symbol))))
            }
            None => Err(self.error(
                first.len_utf8(),
                format!("`{}` has no meaning in a formula", first.escape_debug()),
            )),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn take(&mut self, length: usize, kind: TokenKind) -> Token<'t> {
        let end = self.at + length;
        let token = Token {
            kind,
            text: self.text.get(self.at..end).unwrap_or(""),
            span: span(self.at..end),
        };
        self.at = end;
        token
    }

    fn error(&self, length: usize, says: String) -> FormulaError {
        FormulaError::new(span(self.at..self.at + length), says)
    }

    /// A word: any letters at first, so that `Minutes` gets a diagnostic of its own.
    fn word(&mut self) -> Result<Token<'t>, FormulaError> {
        let rest = self.rest();
        let mut length = word_length(rest);
        while let Some(part) = rest.get(length..).and_then(|after| after.strip_prefix('.')) {
            if !part.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                break;
            }
            length += 1 + word_length(part);
        }
        let written = rest.get(..length).unwrap_or(rest);
        if !name::is_path(written) {
            return Err(not_a_name(written, span(self.at..self.at + length)));
        }
        let kind = if RESERVED.contains(&written) {
            TokenKind::Reserved
        } else {
            TokenKind::Word
        };
        Ok(self.take(length, kind))
    }

    fn quoted(&mut self) -> Result<Token<'t>, FormulaError> {
        let rest = self.rest();
        match rest.char_indices().skip(1).find(|(_, c)| *c == '\'') {
            Some((end, _)) => Ok(self.take(end + 1, TokenKind::Text)),
            None => Err(self
                .error(
                    rest.len(),
                    "the text that starts here has no end".to_owned(),
                )
                .help("end it with `'`")),
        }
    }

    fn money(&mut self) -> Result<Token<'t>, FormulaError> {
        let sign = '£'.len_utf8();
        let amount = self.rest().get(sign..).unwrap_or("");
        let digits = with_decimals(amount, thousands_length(amount));
        let plain = amount.get(..digits).unwrap_or("").replace(',', "");
        self.ends_cleanly(sign + digits)?;
        let pounds = self.decimal(&plain, sign + digits)?;
        Ok(self.take(sign + digits, TokenKind::Money(pounds)))
    }

    fn number(&mut self) -> Result<Token<'t>, FormulaError> {
        let rest = self.rest();
        if let Some(length) = date_length(rest) {
            return self.date(length);
        }
        if let Some(length) = time_length(rest) {
            return self.time(length);
        }
        let whole = digits_length(rest);
        let length = with_decimals(rest, whole);
        let after = rest.get(length..).unwrap_or("");
        if after.starts_with('%') {
            let fraction = self.decimal(rest.get(..length).unwrap_or(""), length)?;
            return match hundredth(fraction) {
                Some(fraction) => Ok(self.take(length + 1, TokenKind::Percent(fraction))),
                None => {
                    Err(self.error(length + 1, "the percentage has too many digits".to_owned()))
                }
            };
        }
        let grouped = thousands_length(rest);
        if grouped > length {
            let written = rest.get(..grouped).unwrap_or("");
            let (joined, parted) = (written.replace(',', ""), written.replace(',', ", "));
            return Err(self
                .error(
                    grouped,
                    format!("`{written}` could be one number or several"),
                )
                .help(format!("write `{joined}` for one, `{parted}` for several")));
        }
        self.ends_cleanly(length)?;
        let number = self.decimal(rest.get(..length).unwrap_or(""), length)?;
        Ok(self.take(length, TokenKind::Number(number)))
    }

    fn date(&mut self, length: usize) -> Result<Token<'t>, FormulaError> {
        let written = self.rest().get(..length).unwrap_or("");
        if let Some(day) = date::parse(written) {
            return Ok(self.take(length, TokenKind::Date(day)));
        }
        let help = match date_text::parse(written) {
            Some(day) => format!("write `{day}`"),
            None => "dates are written year-month-day, such as `2018-05-01`".to_owned(),
        };
        Err(self
            .error(
                length,
                format!("`{written}` is not a day of the calendar as written here"),
            )
            .help(help))
    }

    fn time(&mut self, length: usize) -> Result<Token<'t>, FormulaError> {
        let written = self.rest().get(..length).unwrap_or("");
        if let Some(time) = time::parse(written) {
            return Ok(self.take(length, TokenKind::Time(time)));
        }
        let (says, help) = match time::read(written) {
            TimeText::Time(time) => (
                format!("`{written}` is not how a formula writes a time"),
                format!("write `{time}`"),
            ),
            _ => (
                format!("`{written}` is not a time of day"),
                "times go from `00:00` to `24:00`".to_owned(),
            ),
        };
        Err(self.error(length, says).help(help))
    }

    fn decimal(&self, plain: &str, length: usize) -> Result<Decimal, FormulaError> {
        Decimal::from_str_exact(plain).map_err(|_| {
            self.error(
                length,
                format!("`{plain}` has more digits than can be counted with exactly"),
            )
        })
    }

    /// A number must not run into a word or a second decimal point.
    fn ends_cleanly(&self, length: usize) -> Result<(), FormulaError> {
        let rest = self.rest();
        let after = rest.get(length..).unwrap_or("");
        let point = after.starts_with('.') && !after.starts_with("..");
        if !point && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return Ok(());
        }
        let tail = after
            .char_indices()
            .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
            .map_or(after.len(), |(end, _)| end);
        let (number, tail) = (
            rest.get(..length).unwrap_or(""),
            after.get(..tail).unwrap_or(""),
        );
        Err(run_together(
            number,
            tail,
            span(self.at..self.at + length + tail.len()),
        ))
    }
}

/// The number divided by a hundred, if it can be without losing a digit.
fn hundredth(number: Decimal) -> Option<Decimal> {
    let mut fraction = number;
    fraction.set_scale(number.scale() + 2).ok()?;
    Some(fraction.normalize())
}

fn second_is_digit(text: &str) -> bool {
    text.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
}

fn word_length(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !c.is_alphanumeric() && *c != '_')
        .map_or(text.len(), |(end, _)| end)
}

fn digits_length(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The length of `1,234,567`, as far as its commas part groups of three.
fn thousands_length(text: &str) -> usize {
    let mut length = digits_length(text);
    if length > 3 {
        return length;
    }
    while let Some(group) = text.get(length..).and_then(|rest| rest.strip_prefix(',')) {
        if digits_length(group) != 3 {
            break;
        }
        length += 4;
    }
    length
}

/// The length with a fraction such as `.25`, if one follows the whole digits;
/// `..` is no decimal point.
fn with_decimals(text: &str, whole: usize) -> usize {
    match text.get(whole..).and_then(|rest| rest.strip_prefix('.')) {
        Some(decimals) if digits_length(decimals) > 0 => whole + 1 + digits_length(decimals),
        _ => whole,
    }
}

/// The length of what looks like a date, `2018-5-1` and `1/5/2018` included.
fn date_length(text: &str) -> Option<usize> {
    let parts = |separator: char, widths: [std::ops::RangeInclusive<usize>; 3]| {
        let mut length = 0;
        for (number, width) in widths.into_iter().enumerate() {
            if number > 0 {
                length += usize::from(text.get(length..)?.starts_with(separator));
            }
            let digits = digits_length(text.get(length..)?);
            if !width.contains(&digits) {
                return None;
            }
            length += digits;
        }
        Some(length)
    };
    parts('-', [4..=4, 1..=2, 1..=2]).or_else(|| parts('/', [1..=2, 1..=2, 4..=4]))
}

/// The length of what looks like a time of day: `18:30`, `6pm` or `6.30 pm`.
fn time_length(text: &str) -> Option<usize> {
    let hour = digits_length(text);
    let after = text.get(hour..)?;
    let minutes = after
        .strip_prefix([':', '.'])
        .filter(|minutes| digits_length(minutes) == 2);
    let clock = hour + minutes.map_or(0, |_| 3);
    let end = text.get(clock..)?;
    let spaces = end.len() - end.trim_start_matches(' ').len();
    let half = end.get(spaces..).filter(|it| {
        let word = it.get(..word_length(it)).unwrap_or("");
        ["am", "pm"]
            .iter()
            .any(|half| word.eq_ignore_ascii_case(half))
    });
    match half {
        Some(_) => Some(clock + spaces + 2),
        None => (minutes.is_some() && after.starts_with(':')).then_some(clock),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let cut: Vec<&str> = tokens(text).unwrap().iter().map(|t| t.text).collect();
        cut.join(" ")
    }

    fn refused(text: &str) -> (String, String) {
        let error = tokens(text).unwrap_err();
        (error.says, error.help.unwrap_or_default())
    }

    #[test]
    fn ranges_dates_and_paths_are_single_tokens() {
        assert_eq!(cut("0..1"), "0 .. 1");
        assert_eq!(cut("£230.00..£240.00"), "£230.00 .. £240.00");
        assert_eq!(cut("a..b"), "a .. b");
        assert_eq!(cut("2018-05-01..2019-3"), "2018-05-01 .. 2019 - 3");
        assert_eq!(
            cut("charge nursery.age_2_3.full.week*2"),
            "charge nursery.age_2_3.full.week * 2"
        );
        assert_eq!(cut("£1,234.50,£12"), "£1,234.50 , £12");
        assert_eq!(cut("a≤b×50%"), "a ≤ b × 50%");
    }

    #[test]
    fn amounts_are_exact() {
        let kind = |text: &str| tokens(text).unwrap()[0].kind;
        assert_eq!(
            kind("£1,234.50"),
            TokenKind::Money(Decimal::new(123_450, 2))
        );
        assert_eq!(kind("12.5%"), TokenKind::Percent(Decimal::new(125, 3)));
        assert_eq!(kind("≠"), TokenKind::Symbol("!="));
    }

    #[test]
    fn malformed_number_says_what_to_write() {
        let remedies = [
            ("50p", "write `£0.50`"),
            ("24months", "write a space between them: `24 months`"),
            ("1/5/2018", "write `2018-05-01`"),
            (
                "2018-02-30",
                "dates are written year-month-day, such as `2018-05-01`",
            ),
            ("1,234", "write `1234` for one, `1, 234` for several"),
            (".5", "write `0.5`"),
            ("£ 5", "write the amount directly after `£`, as in `£5.00`"),
            (
                "Minutes",
                "formulas are written in small letters: `minutes`",
            ),
            (
                "naïve",
                "names are made of small letters, digits and underscores",
            ),
            ("'open", "end it with `'`"),
        ];
        for (text, help) in remedies {
            assert_eq!(refused(text).1, help, "{text}");
        }
        assert_eq!(refused("1.2.3").0, "`1.2.3` is not a number");
        assert_eq!(
            refused("99999999999999999999999999999999").0,
            "`99999999999999999999999999999999` has more digits than can be counted with exactly"
        );
    }
}
