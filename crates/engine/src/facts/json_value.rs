//! One value in JSON, read by the type its fact is declared with. No number
//! passes through binary floating point.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{
    json_text::{Elements, unescaped},
    parse_value::{self, Mismatch, Parsed},
};
use crate::{
    base::{types::Type, value::Value},
    check::model::Fact,
};

/// Reads one value by what its first character says it is; `text` keeps what
/// the value borrows.
pub(super) fn read_value<'t, 'r: 't>(
    fact: &Fact,
    raw: &'r str,
    text: &'t mut Cow<'r, str>,
) -> Result<Parsed<'t>, Mismatch> {
    match raw.as_bytes() {
        [b'"', ..] => {
            let wrong = || Mismatch::must("text whose every character exists");
            *text = unescaped(raw).ok_or_else(wrong)?;
            parse_value::parse(fact, text)
        }
        [b't' | b'f', ..] if fact.ty == Type::YesNo => parse_value::parse(fact, raw),
        [b'-' | b'0'..=b'9', ..] if is_counted(&fact.ty) => {
            *text = plain_digits(&fact.ty, raw);
            parse_value::parse(fact, text)
        }
        [b'[', ..] => several(fact, raw),
        _ => Err(mismatched(fact)),
    }
}

/// Whether a value of the type can be written as a JSON number.
fn is_counted(ty: &Type) -> bool {
    matches!(ty, Type::Whole | Type::Number | Type::Money | Type::Percent)
}

/// A JSON number in digits alone: `20` for `2e1`, and for a whole number also
/// for `20.0` (JSON Schema 2020-12, §6.1.1: a number without a fraction is an
/// integer). Unchanged where that is not possible.
fn plain_digits<'t>(ty: &Type, raw: &'t str) -> Cow<'t, str> {
    let decimal = if raw.contains(['e', 'E']) {
        Decimal::from_scientific(raw)
    } else if *ty == Type::Whole && raw.contains('.') {
        Decimal::from_str_exact(raw)
    } else {
        return Cow::Borrowed(raw);
    };
    decimal.map_or(Cow::Borrowed(raw), |it| {
        Cow::Owned(it.normalize().to_string())
    })
}

/// What a value of the wrong kind must be.
fn mismatched(fact: &Fact) -> Mismatch {
    let wrong = Mismatch::must(fact.ty.to_string());
    match fact.ty {
        Type::Text | Type::Date | Type::Time | Type::Choice(_) | Type::Choices(_) => {
            wrong.help("write it in quotation marks")
        }
        _ => wrong,
    }
}

/// Several options as an array of their names.
fn several<'t>(fact: &Fact, raw: &str) -> Result<Parsed<'t>, Mismatch> {
    let Type::Choices(options) = &fact.ty else {
        return Err(mismatched(fact));
    };
    let wrong = || Mismatch::must(fact.ty.to_string());
    let elements: Elements<'_> = serde_json::from_str(raw).map_err(|_| wrong())?;
    if elements.count > elements.first.len() {
        return Err(wrong());
    }
    let mut chosen = 0;
    for element in elements.first {
        let name = Some(element.get()).filter(|raw| raw.starts_with('"'));
        let name = name.and_then(unescaped).ok_or_else(wrong)?;
        chosen |= 1u64 << parse_value::option(fact, options, &name)?;
    }
    parse_value::within(fact, Value::Choices(chosen)).map(Parsed::Value)
}
