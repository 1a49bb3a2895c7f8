//! A quote in parts: the parts, and the lines and the working of all of them,
//! each with its part's number.
//!
//! What is at the top of any answer (`version`, `tariff`, `on`, the
//! fingerprints) is of the day asked about, as everywhere; `status` is indicative if
//! any part is; `total` is that of all parts together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    alternatives::{self, Alternative},
    contained_vat::{self, ContainedVat},
    envelope::Answer,
    facts::MissingFact,
    limit, line,
    parts::{self, PartFingerprints, PartHead},
    price_status::UsedPrice,
    totals::{self, QuoteOutcome, Subtotal},
    values::Amount,
};
use crate::{
    answer::{self as answered, Asked, Evaluation, PossibleTotals},
    eval::{
        general_readings,
        parts_total::Totals,
        quote::{Outcome, Quote},
        trace::Trace,
        vat,
    },
};

/// A part of a period: days for which the answer reads the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Its days, and what answers for them.
    #[serde(flatten)]
    pub head: PartHead,
    /// The outcome of the part.
    pub outcome: QuoteOutcome,
    /// What is to be paid for it.
    pub total: Option<Amount>,
    /// The VAT that its total contains; only if some line has VAT and it is
    /// known of every line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<ContainedVat>,
    /// What is to be paid for it under each reading; only if it depends on an
    /// open point of the source. Then `total` is null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What its total cannot be below; only of one that is undetermined, where that is
    /// known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Amount>,
    /// What its total cannot be above; only of one that is undetermined, where that is
    /// known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Amount>,
    /// Whether `at_least` and `at_most` are totals that there can be; of a part that is
    /// not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowest: Option<bool>,
    /// The sum of its other lines; only if a person must price some line.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::values::present"
    )]
    pub without_referred: Option<Option<Amount>>,
    /// The sums of its lines of each record, then of those for the case; only
    /// if some line is for each record of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtotals: Option<Vec<Subtotal>>,
    /// The prices that it used, each with its status; only if the rules use
    /// prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<UsedPrice>>,
    /// The facts that are needed for it and were not given.
    pub missing: Vec<MissingFact>,
    /// Of its rules and tariff.
    pub fingerprints: PartFingerprints,
}

/// Writes a quote in parts.
pub(super) fn write(whole: &answered::Answer<'_>, sum: &Totals) -> String {
    let asked = whole.asked();
    let (outcome, length) = (sum.outcome.name(), parts::expected(whole));
    let mut answer = Answer::begin_as(asked, whole.status(), outcome, length);
    answer.out.push_str(",\"lines\":[");
    let mut first = true;
    for (number, (part, quote)) in quotes(whole).enumerate() {
        answer.turn_to(number, part.asked());
        line::write_lines(&mut answer, quote, &mut first);
    }
    answer.amount("],\"total\":", sum.total);
    let quoted = quotes(whole).map(|(part, quote)| (quote, part.ruling()));
    let contained = vat::contained_in_parts(sum.total, &sum.limits, quoted);
    contained_vat::write(&mut answer, contained);
    alternatives::write_of_parts(&mut answer, whole, sum);
    if sum.outcome == Outcome::Undetermined {
        let parts = quotes(whole).map(|(part, quote)| (part.ruling(), part.facts(), quote));
        let possible = PossibleTotals::of_parts(&parts.collect::<Vec<_>>());
        totals::write_possible(&mut answer, &possible);
    }
    if sum.without_referred.is_some() {
        answer.amount(",\"without_referred\":", sum.without_referred);
    }
    let asked_parts: Vec<Asked<'_>> = quotes(whole).map(|(part, _)| part.asked()).collect();
    limit::write(&mut answer, &sum.limits, &asked_parts);
    answer.out.push_str(",\"parts\":[");
    for (number, (part, quote)) in quotes(whole).enumerate() {
        answer.turn_to(number, part.asked());
        write_part(&mut answer, number, part, quote);
    }
    let mut out = answer.out;
    out.push(']');
    let missing = parts::of_all(whole, Evaluation::missing);
    let readings = general_readings(whole);
    parts::end(&mut out, whole, missing, &readings, limit_traces(whole));
    out
}

/// The readings of all parts that belong to no entry, each once.
fn general_readings<'a>(whole: &'a answered::Answer<'_>) -> Vec<&'a str> {
    let own = |(part, quote): (&'a answered::Part<'_>, &Quote)| {
        general_readings::of_quote(part.ruling().version, quote)
    };
    let mut readings: Vec<&str> = quotes(whole).flat_map(own).collect();
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// Each part with its quote.
fn quotes<'a>(
    whole: &'a answered::Answer<'_>,
) -> impl Iterator<Item = (&'a answered::Part<'a>, &'a Quote)> {
    whole.parts().filter_map(|part| Some((part, part.quote()?)))
}

/// How limits over several parts were evaluated, with the rules of the first part
/// of each.
fn limit_traces<'a>(
    whole: &'a answered::Answer<'_>,
) -> impl Iterator<Item = (Asked<'a>, &'a Trace)> {
    let traces = whole.limit_traces().iter();
    traces.filter_map(|(part, trace)| Some((whole.parts().nth(*part)?.asked(), trace)))
}

/// The days of a part, what answers for them and what it comes to.
fn write_part(answer: &mut Answer<'_>, number: usize, part: &answered::Part<'_>, quote: &Quote) {
    parts::write_head(&mut answer.out, number, part, quote.outcome().name());
    answer.amount(",\"total\":", quote.total);
    contained_vat::write(answer, vat::contained(quote, part.ruling()));
    alternatives::write(answer, quote);
    totals::write_sums(answer, quote);
    answer.prices(&quote.prices);
    parts::write_tail(&mut answer.out, part);
}
