//! Values as JSON: amounts as texts with two decimals, days and percentages
//! as texts, choices as their names, what is not known as null.

use std::fmt::Write;

use super::text;
use crate::{
    answer::Asked,
    base::{
        bounds::Plain,
        ids::{FactId, ReasonId},
        money::Money,
        types::Options,
        value::Value,
    },
    program::wire::Wire,
};

/// What is written in the place of a secret.
pub(super) const WITHHELD: &str = "\"withheld\"";

/// Writes an amount: `"25.00"`, a range `{"min":"230.00","max":"240.00"}`.
pub(super) fn money(out: &mut String, money: Money) {
    if !money.is_range() {
        return pounds(out, money.min());
    }
    out.push_str("{\"min\":");
    pounds(out, money.min());
    out.push_str(",\"max\":");
    pounds(out, money.max());
    out.push('}');
}

fn pounds(out: &mut String, pounds: rust_decimal::Decimal) {
    out.push('"');
    text::decimal(out, pounds, 2);
    out.push('"');
}

/// Writes an amount, or null.
pub(super) fn money_or_null(out: &mut String, amount: Option<Money>) {
    match amount {
        Some(amount) => money(out, amount),
        None => out.push_str("null"),
    }
}

/// Writes a value; a choice among these options.
pub(super) fn value(out: &mut String, asked: Asked<'_>, value: Value, options: Option<&Options>) {
    match value {
        Value::Unknown(_) => out.push_str("null"),
        Value::DoesNotApply(why) => {
            out.push_str("{\"does_not_apply\":");
            reason(out, asked.ruling.wire, Some(why));
            out.push('}');
        }
        Value::YesNo(yes) => out.push_str(if yes { "true" } else { "false" }),
        Value::Whole(whole) => text::whole(out, whole),
        Value::Number(number) => text::decimal(out, number, 0),
        Value::Percent(fraction) => percent(out, fraction),
        Value::Money(amount) => money(out, amount),
        Value::Date(day) => text::day(out, day),
        Value::Days(_) | Value::Months(_) => {
            // Writing to a text cannot fail.
            let _ = write!(out, "\"{}\"", Plain(value));
        }
        Value::Choice(number) => text::text(out, options.map_or("", |all| all.name(number))),
        Value::Choices(chosen) => choices(out, chosen, options),
        Value::Text(number) => text::text(out, asked.facts.text(number)),
    }
}

/// Writes a fact's value.
pub(super) fn fact(out: &mut String, asked: Asked<'_>, number: FactId, given: Value) {
    let declared = asked.ruling.version.facts.get(usize::from(number));
    value(out, asked, given, declared.and_then(|it| it.ty.options()));
}

fn percent(out: &mut String, fraction: rust_decimal::Decimal) {
    out.push('"');
    let mut percent = fraction.normalize();
    match percent.scale().checked_sub(2) {
        Some(scale) if percent.set_scale(scale).is_ok() => text::decimal(out, percent, 0),
        _ => {
            let hundredfold = fraction.checked_mul(rust_decimal::Decimal::ONE_HUNDRED);
            text::decimal(out, hundredfold.unwrap_or(fraction), 0);
        }
    }
    out.push_str("%\"");
}

fn choices(out: &mut String, chosen: u64, options: Option<&Options>) {
    out.push('[');
    let names = options.into_iter().flat_map(Options::iter);
    let mut first = true;
    for (number, name) in (0u32..64).zip(names) {
        if chosen & (1 << number) != 0 {
            separate(out, &mut first);
            text::text(out, name);
        }
    }
    out.push(']');
}

/// Writes a comma before every entry but the first.
pub(super) fn separate(out: &mut String, first: &mut bool) {
    if !std::mem::take(first) {
        out.push(',');
    }
}

/// Writes why something does not apply, or null.
pub(super) fn reason(out: &mut String, wire: &Wire, reason: Option<ReasonId>) {
    let words = reason.and_then(|reason| wire.reasons.get(usize::from(reason)));
    out.push_str(words.map_or("null", AsRef::as_ref));
}
