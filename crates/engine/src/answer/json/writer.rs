//! The smallest pieces of JSON, written straight into the answer: texts,
//! numbers, days.

use std::fmt::Write;

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use crate::base::{date::Date, money::Money, ratio::Ratio};

/// Writes a text in quotation marks.
pub(super) fn text(out: &mut String, text: &str) {
    out.push('"');
    escaped(out, text);
    out.push('"');
}

/// Writes a text with JSON escapes, without the quotation marks.
pub(super) fn escaped(out: &mut String, text: &str) {
    // Without a way out before the end, so that many bytes are tested at once.
    let has_special = |found: bool, byte: u8| found | is_special(byte);
    if !text.bytes().fold(false, has_special) {
        return out.push_str(text);
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_special) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// A text in quotation marks.
#[must_use]
pub fn quoted(given: &str) -> Box<str> {
    let mut out = String::with_capacity(given.len() + 2);
    text(&mut out, given);
    out.into()
}

/// Writes a JSON array without white space, each entry with `write`; none if it is
/// not one.
pub fn compact_array(
    out: &mut String,
    array: &str,
    mut write: impl FnMut(&mut String, &RawValue) -> Option<()>,
) -> Option<()> {
    let entries: Vec<&RawValue> = serde_json::from_str(array).ok()?;
    out.push('[');
    for (number, entry) in entries.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        write(out, entry)?;
    }
    out.push(']');
    Some(())
}

/// A text in quotation marks, or null.
pub(super) fn quoted_or_null(given: Option<&str>) -> Box<str> {
    given.map_or_else(|| "null".into(), quoted)
}

/// Writes a text in quotation marks, or null.
pub(super) fn text_or_null(out: &mut String, given: Option<&str>) {
    match given {
        Some(given) => text(out, given),
        None => out.push_str("null"),
    }
}

/// Writes a whole number.
pub(super) fn whole(out: &mut String, whole: i64) {
    digits(out, whole < 0, whole.unsigned_abs(), 0);
}

/// Writes the number of a part, counted from one. A line has it as `part`; a
/// step as `in_part`, since its `part` is which of its formulas it is.
pub(super) fn part_number(out: &mut String, key: &str, number: usize) {
    out.push_str(",\"");
    out.push_str(key);
    out.push_str("\":");
    whole(out, i64::try_from(number + 1).unwrap_or(i64::MAX));
}

/// Writes a decimal exactly, with at least `least` decimal places and no
/// trailing zeros after those.
pub(super) fn decimal(out: &mut String, number: Decimal, least: u32) {
    let mut scale = number.scale();
    let Ok(mut value) = u64::try_from(number.mantissa().unsigned_abs()) else {
        return long_decimal(out, number, least);
    };
    while scale > least && value.is_multiple_of(10) {
        value /= 10;
        scale -= 1;
    }
    while scale < least {
        let Some(tenfold) = value.checked_mul(10) else {
            return long_decimal(out, number, least);
        };
        value = tenfold;
        scale += 1;
    }
    digits(out, number.is_sign_negative() && value != 0, value, scale);
}

/// The rare decimal of more digits than a machine word holds.
fn long_decimal(out: &mut String, number: Decimal, least: u32) {
    let mut plain = number.normalize();
    if plain.scale() < least {
        plain.rescale(least);
    }
    // Writing to a text cannot fail.
    let _ = write!(out, "{plain}");
}

/// Writes an amount: `"25.00"`, a range `{"min":"230.00","max":"240.00"}`.
pub(super) fn money(out: &mut String, money: Money) {
    if !money.is_range() {
        return pounds(out, money.low());
    }
    out.push_str("{\"min\":");
    pounds(out, money.low());
    out.push_str(",\"max\":");
    pounds(out, money.high());
    out.push('}');
}

fn pounds(out: &mut String, pounds: Ratio) {
    out.push('"');
    match pounds.as_decimal() {
        Some(pounds) => decimal(out, pounds, 2),
        None => fraction(out, pounds),
    }
    out.push('"');
}

/// Writes a number that is no decimal, `31/6`.
pub(super) fn fraction(out: &mut String, number: Ratio) {
    // Writing to a text cannot fail.
    let _ = write!(out, "{number}");
}

/// Writes digits with a point before the last `scale` of them.
fn digits(out: &mut String, negative: bool, value: u64, scale: u32) {
    if negative {
        out.push('-');
    }
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(value);
    let scale = usize::try_from(scale).unwrap_or(0);
    let point = digits.len().saturating_sub(scale);
    let (whole, part) = digits.split_at_checked(point).unwrap_or((digits, ""));
    out.push_str(if whole.is_empty() { "0" } else { whole });
    if scale > 0 {
        out.push('.');
        for _ in part.len()..scale {
            out.push('0');
        }
        out.push_str(part);
    }
}

/// Writes a day, `"2018-05-01"`.
pub(super) fn day(out: &mut String, day: Date) {
    let Ok(year) = u16::try_from(day.year()) else {
        // Days before the year 0 come only from sums; writing cannot fail.
        let _ = write!(out, "\"{day}\"");
        return;
    };
    out.push('"');
    two_digits(out, year / 100);
    two_digits(out, year % 100);
    out.push('-');
    two_digits(out, u16::from(day.month().unsigned_abs()));
    out.push('-');
    two_digits(out, u16::from(day.day().unsigned_abs()));
    out.push('"');
}

fn two_digits(out: &mut String, value: u16) {
    one_digit(out, u64::from(value / 10 % 10));
    one_digit(out, u64::from(value % 10));
}

fn one_digit(out: &mut String, digit: u64) {
    out.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
}

/// Where something comes from and how it is read, where it says so.
pub(super) fn rests_on(out: &mut String, cite: Option<&str>, reading: Option<&str>) {
    for (key, words) in [(",\"cite\":", cite), (",\"reading\":", reading)] {
        if let Some(words) = words {
            out.push_str(key);
            text(out, words);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn amounts_have_two_decimals_and_no_more_zeros() {
        for (number, shown) in [
            ("25", "25.00"),
            ("0", "0.00"),
            ("0.5", "0.50"),
            ("-3.2", "-3.20"),
            ("-0.05", "-0.05"),
            ("1234.5000", "1234.50"),
            ("0.005", "0.005"),
            (
                "79228162514264337593543950.5",
                "79228162514264337593543950.50",
            ),
        ] {
            let number = Decimal::from_str_exact(number).unwrap();
            assert_eq!(written(|out| decimal(out, number, 2)), shown);
        }
    }

    #[test]
    fn dates_and_texts_are_json_strings() {
        let may = crate::base::date::parse("2018-05-01").unwrap();
        assert_eq!(written(|out| day(out, may)), "\"2018-05-01\"");
        let odd = "a\"b\\c\nd\u{1}é";
        assert_eq!(written(|out| text(out, odd)), "\"a\\\"b\\\\c\\nd\\u0001é\"");
    }

    proptest! {
        #[test]
        fn whole_numbers_are_written_as_rust_does(number: i64) {
            prop_assert_eq!(written(|out| whole(out, number)), number.to_string());
        }

        #[test]
        fn decimals_are_exact(mantissa: i64, scale in 0u32..20) {
            let number = Decimal::new(mantissa, scale);
            let mut plain = number.normalize();
            if plain.scale() < 2 {
                plain.rescale(2);
            }
            prop_assert_eq!(written(|out| decimal(out, number, 2)), plain.to_string());
        }

        #[test]
        fn any_text_reads_back(any in ".*") {
            let written = written(|out| text(out, &any));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), any);
        }
    }
}
