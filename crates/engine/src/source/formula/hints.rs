//! What people write out of habit from spreadsheets, programming and word
//! processors, and what to write instead.

use std::ops::Range;

use rust_decimal::Decimal;

use super::model::FormulaError;
use crate::base::{money::Money, name};

/// Symbols of other languages, longer ones first, with the remedy.
const FOREIGN_SYMBOLS: [(&str, &str); 24] = [
    ("===", "write `=`"),
    ("==", "write `=`"),
    ("!==", "write `!=`"),
    ("=<", "write `<=`"),
    ("=>", "write `>=`"),
    ("<>", "write `!=`"),
    ("&&", "write `and`"),
    ("&", "write `and`"),
    ("||", "write `or`"),
    ("|", "write `or`"),
    ("..=", "write `..`, which includes both ends"),
    ("...", "write `..`, which includes both ends"),
    ("…", "write `..`, two full stops"),
    ("**", "write the multiplication out"),
    ("^", "write the multiplication out"),
    ("−", "write `-`, the hyphen"),
    ("–", "write `-`, the hyphen"),
    ("—", "write `-`, the hyphen"),
    ("%", "`%` stands directly after a number, as in `50%`"),
    (
        "“",
        "write text between straight single quotation marks, as in 'text'",
    ),
    (
        "”",
        "write text between straight single quotation marks, as in 'text'",
    ),
    (
        "‘",
        "write text between straight single quotation marks, as in 'text'",
    ),
    (
        "’",
        "write text between straight single quotation marks, as in 'text'",
    ),
    ("£", "write the amount directly after `£`, as in `£5.00`"),
];

/// A hint at the head of a text.
pub(super) struct Hint {
    /// How many bytes it takes up.
    pub(super) length: usize,
    says: String,
    help: String,
}

impl Hint {
    fn new(written: &str, help: impl Into<String>) -> Hint {
        Hint {
            length: written.len(),
            says: format!("`{written}` has no meaning in a formula"),
            help: help.into(),
        }
    }

    /// The diagnostic at its place.
    pub(super) fn error(self, span: Range<u32>) -> FormulaError {
        FormulaError::new(span, self.says).help(self.help)
    }
}

/// The hint that `rest` starts with, if any.
pub(super) fn hint_at(rest: &str) -> Option<Hint> {
    let first = rest.chars().next()?;
    match first {
        '"' => return Some(double_quoted(rest)),
        '$' | '€' => return Some(other_currency(rest, first)),
        '!' if !rest.starts_with("!=") => return Some(Hint::new("!", "write `not`")),
        '.' if !rest.starts_with("..") => return Some(bare_point(rest)),
        _ => {}
    }
    FOREIGN_SYMBOLS
        .iter()
        .find(|(written, _)| rest.starts_with(written))
        .map(|(written, help)| Hint::new(written, *help))
}

fn double_quoted(rest: &str) -> Hint {
    let inside = rest.get(1..).unwrap_or("");
    match inside.split_once('"') {
        Some((text, _)) if !text.contains('\'') => {
            let written = rest.get(..text.len() + 2).unwrap_or(rest);
            Hint {
                length: written.len(),
                says: format!("the text `{text}` stands between double quotation marks"),
                help: format!("write '{text}'"),
            }
        }
        _ => Hint::new(
            "\"",
            "write text between single quotation marks, as in 'text'",
        ),
    }
}

fn other_currency(rest: &str, sign: char) -> Hint {
    let amount = rest.get(sign.len_utf8()..).unwrap_or("");
    let end = amount
        .char_indices()
        .find(|(_, c)| !c.is_ascii_digit() && !matches!(c, '.' | ','))
        .map_or(amount.len(), |(end, _)| end);
    let help = match Money::parse(amount.get(..end).unwrap_or("")) {
        Ok(pounds) => format!("amounts are in pounds: write `{pounds}`"),
        Err(_) => "amounts are in pounds, as in `£5.00`".to_owned(),
    };
    let written = rest.get(..sign.len_utf8() + end).unwrap_or("");
    Hint::new(written, help)
}

fn bare_point(rest: &str) -> Hint {
    let digits = rest.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    let written = rest.get(..=digits).unwrap_or(".");
    let mut hint = Hint::new(written, format!("write `0{written}`"));
    if digits == 0 {
        "`..` makes a range, as in `18..25`".clone_into(&mut hint.help);
    }
    hint
}

/// A word that is not a name.
pub(super) fn not_a_name(written: &str, span: Range<u32>) -> FormulaError {
    let error = FormulaError::new(
        span,
        format!("`{written}` is not a name or word of a formula"),
    );
    let lower = written.to_lowercase();
    if name::is_path(&lower) {
        return error.help(format!("formulas are written in small letters: `{lower}`"));
    }
    error.help("names are made of small letters, digits and underscores")
}

/// A number that runs into letters or a second point.
pub(super) fn run_together(number: &str, tail: &str, span: Range<u32>) -> FormulaError {
    let error = FormulaError::new(span, format!("`{number}{tail}` is not a number"));
    if is_unit(tail) {
        return error.help(format!("write a space between them: `{number} {tail}`"));
    }
    match pounds_for(number, tail) {
        Some(help) => error.help(help),
        None => error,
    }
}

/// Whether a word is a unit of a span.
pub(super) fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years"
    )
}

/// What to write for `5 pounds` or `50p`.
pub(super) fn pounds_for(number: &str, word: &str) -> Option<String> {
    let amount = Money::parse(number).ok()?;
    let pounds = match word {
        "pound" | "pounds" | "quid" | "gbp" => amount,
        "p" | "penny" | "pence" => amount.checked_div(Decimal::ONE_HUNDRED)?,
        "percent" => return Some(format!("write `{number}%`")),
        _ => return None,
    };
    Some(format!("write `{pounds}`"))
}

#[cfg(test)]
mod tests {
    use crate::source::formula::parse;

    #[test]
    fn excel_and_code_idioms_get_hints() {
        let remedies = [
            ("a == b", "write `=`"),
            ("a !== b", "write `!=`"),
            ("a <> b", "write `!=`"),
            ("a =< b", "write `<=`"),
            ("a && b", "write `and`"),
            ("a || b", "write `or`"),
            ("!a", "write `not`"),
            ("a in 1..=5", "write `..`, which includes both ends"),
            ("kind = \"training\"", "write 'training'"),
            (
                "kind = “training”",
                "write text between straight single quotation marks, as in 'text'",
            ),
            ("$5", "amounts are in pounds: write `£5.00`"),
            ("5 pounds", "write `£5.00`"),
            (
                "charge * 50 %",
                "`%` stands directly after a number, as in `50%`",
            ),
            ("a . b", "`..` makes a range, as in `18..25`"),
        ];
        for (text, help) in remedies {
            assert_eq!(
                parse(text).unwrap_err().help.as_deref(),
                Some(help),
                "{text}"
            );
        }
    }
}
