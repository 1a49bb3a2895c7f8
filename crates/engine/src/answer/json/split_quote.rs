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
    envelope::{self, Answer, Status},
    facts::{self, MissingFact},
    fingerprints, limit, line,
    part_begins::{self, PartBegins},
    price_status::UsedPrice,
    totals::{self, QuoteOutcome, Subtotal},
    trace,
    values::{self, Amount},
    writer,
};
use crate::{
    answer::{self as answered, Asked, not_used},
    base::value::Missing,
    eval::{
        general_readings,
        parts_total::Totals,
        quote::{Outcome, Quote},
        subtotals::at_most_of_parts,
        trace::Trace,
        vat,
    },
};

/// A part of a period: days for which the answer reads the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Its number, counted from 1.
    pub number: u32,
    /// Its first day.
    #[schemars(extend("format" = "date"))]
    pub first: String,
    /// Its last day.
    #[schemars(extend("format" = "date"))]
    pub last: String,
    /// Why it begins; not in the first part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begins: Vec<PartBegins>,
    /// The first day in force of the version that answers for it.
    #[schemars(extend("format" = "date"))]
    pub version: String,
    /// The year of its tariff; null if the rules use no prices.
    pub tariff: Option<String>,
    /// Whether its rules and prices are adopted.
    pub status: Status,
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
    /// What its total cannot be above; only if all that is missing is whether
    /// reductions are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Amount>,
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

/// SHA-256 fingerprints of the rules and the tariff of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartFingerprints {
    /// Of the file of the rules.
    pub rules: String,
    /// Of the file of the tariff; null if the rules use no prices.
    pub tariff: Option<String>,
}

/// Writes a quote in parts.
pub(super) fn write(whole: &answered::Answer<'_>, sum: &Totals) -> String {
    let asked = whole.asked();
    let length = traces(whole).map(|(asked, trace)| envelope::expected(asked, trace));
    let outcome = sum.outcome.name();
    let mut answer = Answer::begin_as(asked, whole.status(), outcome, length.sum());
    answer.out.push_str(",\"lines\":[");
    let mut first = true;
    for (number, (part, quote)) in quotes(whole).enumerate() {
        answer.turn_to(number, part.asked());
        line::write_lines(&mut answer, quote, &mut first);
    }
    answer.amount("],\"total\":", sum.total);
    let parts = quotes(whole).map(|(part, quote)| (quote, part.ruling()));
    contained_vat::write(
        &mut answer,
        vat::contained_in_parts(sum.total, &sum.limits, parts),
    );
    alternatives::write_of_parts(&mut answer, whole, sum);
    if sum.outcome == Outcome::Undetermined {
        let quotes = quotes(whole).map(|(part, quote)| (quote, part.ruling().version));
        totals::write_at_most(&mut answer, at_most_of_parts(quotes));
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
    let all = |of: fn(&Quote) -> Missing| {
        let own = |part: &answered::Part<'_>, quote| {
            not_used::as_numbered(asked.ruling.version, part.ruling().version, of(quote))
        };
        quotes(whole).fold(Missing::NONE, |all, (part, quote)| {
            all.union(own(part, quote))
        })
    };
    out.push_str("],\"missing\":");
    facts::missing(&mut out, asked, all(|quote| quote.missing));
    out.push_str(",\"assumed\":");
    facts::assumed(&mut out, asked, all(|quote| quote.assumed));
    envelope::readings_of_no_entry(&mut out, &general_readings(whole));
    facts::not_used(&mut out, asked, &whole.not_used());
    let is_traced = whole.first().trace().is_some();
    envelope::end_with(
        &mut out,
        asked,
        fingerprints::used_in_parts(whole),
        |out| match is_traced {
            true => trace::write_parts(out, traces(whole), limit_traces(whole)),
            false => out.push_str("null"),
        },
    );
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

/// Each part as a question of its own, with its trace.
pub(super) fn traces<'a>(
    whole: &'a answered::Answer<'_>,
) -> impl Iterator<Item = (Asked<'a>, &'a Trace)> {
    let parts = whole.parts();
    parts.filter_map(|part| Some((part.asked(), part.trace()?)))
}

/// How limits over several parts were evaluated, with the rules of the first part
/// of each.
fn limit_traces<'a>(
    whole: &'a answered::Answer<'_>,
) -> impl Iterator<Item = (Asked<'a>, &'a Trace)> {
    let traces = whole.limit_traces().iter();
    traces.filter_map(|(part, trace)| Some((whole.parts().nth(*part)?.asked(), trace)))
}

/// Begins a part: its number and its days.
pub(super) fn write_days(out: &mut String, number: usize, part: &answered::Part<'_>) {
    if number > 0 {
        out.push(',');
    }
    out.push_str("{\"number\":");
    writer::whole(out, i64::try_from(number + 1).unwrap_or(i64::MAX));
    if let Some((first, last)) = part.days() {
        out.push_str(",\"first\":");
        writer::day(out, first);
        out.push_str(",\"last\":");
        writer::day(out, last);
    }
}

/// The days of a part, what answers for them and what it comes to.
fn write_part(answer: &mut Answer<'_>, number: usize, part: &answered::Part<'_>, quote: &Quote) {
    let asked = answer.asked;
    let (ruling, out) = (asked.ruling, &mut answer.out);
    write_days(out, number, part);
    if !part.begins().is_empty() {
        out.push_str(",\"begins\":");
        part_begins::write(out, asked, part.begins());
    }
    out.push_str(",\"version\":");
    writer::day(out, ruling.version.in_force);
    out.push_str(",\"tariff\":");
    out.push_str(asked.fragments.year());
    out.push_str(",\"status\":");
    out.push_str(envelope::status_word(ruling.status()));
    out.push_str(",\"outcome\":\"");
    out.push_str(quote.outcome().name());
    out.push('"');
    out.push_str(",\"total\":");
    values::money_or_null(out, quote.total);
    contained_vat::write(answer, vat::contained(quote, ruling));
    alternatives::write(answer, quote);
    totals::write_sums(answer, quote);
    answer.prices(&quote.prices);
    let out = &mut answer.out;
    out.push_str(",\"missing\":");
    facts::missing(out, asked, quote.missing);
    out.push_str(",\"fingerprints\":");
    out.push_str(&asked.fragments.version.rules);
    out.push_str(asked.fragments.tariff_fingerprint());
    out.push_str("}}");
}
