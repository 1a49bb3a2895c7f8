//! Values as JSON: amounts as texts with two decimals, days and percentages
//! as texts, choices as their names, what is not known as null.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{fragments::VersionFragments, writer};
use crate::{
    answer::Asked,
    base::{
        bounds::DisplayValue,
        ids::{FactId, ReasonId},
        money::{Money, exact_pounds},
        ratio::Ratio,
        types::Options,
        value,
    },
};

/// What is written in the place of a secret.
pub(super) const WITHHELD: &str = "\"withheld\"";

/// An amount in pounds: `"25.00"`, or a range where the price is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Amount {
    /// `"25.00"`: two decimal places, more only where an amount is not whole
    /// pence; `"31/6"` for one that no decimal is.
    Exact(#[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]{2,}|/[0-9]+)$"))] String),
    /// A range.
    Range(AmountRange),
}

/// A range of amounts in pounds: `{"min":"230.00","max":"240.00"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AmountRange {
    /// The lower end, included.
    #[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]{2,}|/[0-9]+)$"))]
    pub min: String,
    /// The upper end, included.
    #[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]{2,}|/[0-9]+)$"))]
    pub max: String,
}

impl Amount {
    /// An amount as it is written.
    #[must_use]
    pub fn of(money: Money) -> Amount {
        let (min, max) = (exact_pounds(money.low()), exact_pounds(money.high()));
        match money.is_range() {
            true => Amount::Range(AmountRange { min, max }),
            false => Amount::Exact(min),
        }
    }
}

/// The value of a fact or of a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(serde_json::Number),
    /// A number that is no decimal (`"31/6"`), a text, an option, a day (`"2018-05-01"`), a percentage (`"50%"`), a
    /// span (`"3 months"`), an exact amount in pounds (`"25.00"`), or
    /// `"withheld"` in the place of what is confidential.
    Text(String),
    /// Several options, or days.
    Several(Vec<String>),
    /// An amount that is a range.
    Range(AmountRange),
    /// It does not apply.
    NotApplicable(NotApplicable),
}

/// Something that does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    /// Why it does not apply.
    pub does_not_apply: Option<String>,
}

/// Writes an amount, or null.
pub(super) fn money_or_null(out: &mut String, amount: Option<Money>) {
    match amount {
        Some(amount) => writer::money(out, amount),
        None => out.push_str("null"),
    }
}

/// Writes a value; a choice among these options, which everything that can be
/// a choice has.
pub(super) fn value(
    out: &mut String,
    asked: Asked<'_>,
    value: value::Value,
    options: Option<&Options>,
) {
    match value {
        value::Value::Unknown(_) => out.push_str("null"),
        value::Value::DoesNotApply(why) => {
            out.push_str("{\"does_not_apply\":");
            reason(out, asked.fragments.version, Some(why));
            out.push('}');
        }
        value::Value::YesNo(yes) => out.push_str(if yes { "true" } else { "false" }),
        value::Value::Whole(whole) => writer::whole(out, whole),
        value::Value::Number(exact) => number(out, exact),
        value::Value::Percent(fraction) => percent(out, fraction),
        value::Value::Money(amount) => writer::money(out, amount),
        value::Value::Date(day) => writer::day(out, day),
        value::Value::Time(time) => {
            // Writing to a text cannot fail.
            let _ = write!(out, "\"{time}\"");
        }
        value::Value::Days(_) | value::Value::Months(_) => {
            // Writing to a text cannot fail.
            let _ = write!(out, "\"{}\"", DisplayValue(value));
        }
        value::Value::Choice(number) => {
            writer::text_or_null(out, options.map(|all| all.name(number)));
        }
        value::Value::Choices(chosen) => choices(out, chosen, options),
        value::Value::Text(number) => writer::text(out, asked.facts.text(number)),
    }
}

/// Writes a fact's value.
pub(super) fn fact(out: &mut String, asked: Asked<'_>, number: FactId, given: value::Value) {
    let options = asked.ruling.version.facts[number].ty.options();
    value(out, asked, given, options);
}

fn percent(out: &mut String, fraction: Ratio) {
    out.push('"');
    match fraction.hundredfold().as_decimal() {
        Some(percent) => writer::decimal(out, percent, 0),
        None => writer::fraction(out, fraction.hundredfold()),
    }
    out.push_str("%\"");
}

/// A number, or the text `"31/6"` of one that is no decimal.
fn number(out: &mut String, number: Ratio) {
    match number.as_decimal() {
        Some(decimal) => writer::decimal(out, decimal, 0),
        None => {
            out.push('"');
            writer::fraction(out, number);
            out.push('"');
        }
    }
}

fn choices(out: &mut String, chosen: u64, options: Option<&Options>) {
    out.push('[');
    let mut first = true;
    if let Some(options) = options {
        for number in options.chosen(chosen) {
            separate(out, &mut first);
            writer::text(out, options.name(number));
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
pub(super) fn reason(out: &mut String, fragments: &VersionFragments, reason: Option<ReasonId>) {
    let words = reason.map(|reason| &fragments.reasons[reason]);
    out.push_str(words.map_or("null", AsRef::as_ref));
}

/// Reads a key that may be absent, and null where it is there.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The value of a fact as answers write it; null of one that is not known.
pub(crate) fn fact_value(asked: Asked<'_>, number: FactId, value: value::Value) -> Option<Value> {
    let mut out = String::new();
    fact(&mut out, asked, number, value);
    serde_json::from_str(&out).ok()
}
