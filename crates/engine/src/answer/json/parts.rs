//! What every answer in parts has: how each part begins and ends, and what
//! follows the parts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    envelope::{self, Status},
    facts, fingerprints,
    part_begins::{self, PartBegins},
    trace, used_rates, writer,
};
use crate::{
    answer::{Answer, Asked, Evaluation, Part, not_used},
    base::{sequence::each_once, value::Missing},
    check::model::RatePeriod,
    eval::trace::Trace,
};

/// The days of a part, and the rules and prices that answer for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartHead {
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
}

/// SHA-256 fingerprints of the rules and the tariff of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartFingerprints {
    /// Of the file of the rules.
    pub rules: String,
    /// Of the file of the tariff; null if the rules use no prices.
    pub tariff: Option<String>,
}

/// Begins a part: its number and days, what answers for it, and its outcome.
pub(super) fn write_head(out: &mut String, number: usize, part: &Part<'_>, outcome: &str) {
    let asked = part.asked();
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
    if !part.begins().is_empty() {
        out.push_str(",\"begins\":");
        part_begins::write(out, asked, part.begins());
    }
    out.push_str(",\"version\":");
    writer::day(out, asked.ruling.version.in_force);
    out.push_str(",\"tariff\":");
    out.push_str(asked.fragments.year());
    out.push_str(",\"status\":");
    out.push_str(envelope::status_word(asked.ruling.status()));
    out.push_str(",\"outcome\":\"");
    out.push_str(outcome);
    out.push('"');
}

/// Ends a part: what is missing for it, and its fingerprints.
pub(super) fn write_tail(out: &mut String, part: &Part<'_>) {
    let asked = part.asked();
    out.push_str(",\"missing\":");
    facts::missing(out, asked, part.evaluation().missing());
    out.push_str(",\"fingerprints\":");
    out.push_str(&asked.fragments.version.rules);
    out.push_str(asked.fragments.tariff_fingerprint());
    out.push_str("}}");
}

/// Ends an answer: what is missing, what any part assumed, and how the whole was
/// calculated. `of_whole` are the traces of what belongs to no part.
pub(super) fn end<'a>(
    out: &mut String,
    answer: &'a Answer<'_>,
    missing: Missing,
    readings: &[&str],
    of_whole: impl IntoIterator<Item = (Asked<'a>, &'a Trace)>,
) {
    let asked = answer.asked();
    out.push_str(",\"missing\":");
    facts::missing(out, asked, missing);
    out.push_str(",\"assumed\":");
    facts::assumed(out, asked, of_all(answer, Evaluation::assumed));
    envelope::readings_of_no_entry(out, readings);
    used_rates::write(out, asked.ruling, &rates(answer));
    facts::not_used(out, asked, &answer.not_used());
    let used = fingerprints::used_in_parts(answer);
    let is_traced = answer.first().trace().is_some() && !answer.is_listed();
    let open = open_provisions(answer);
    envelope::end_with(out, asked, used, Some(&open), |out| match is_traced {
        true => trace::write_parts(out, traces(answer), of_whole),
        false => out.push_str("null"),
    });
}

/// Facts of all parts, by their numbers in the version asked.
pub(super) fn of_all(answer: &Answer<'_>, of: fn(&Evaluation) -> Missing) -> Missing {
    let asked = answer.asked().ruling.version;
    answer.parts().fold(Missing::NONE, |all, part| {
        let own = of(part.evaluation());
        all.union(not_used::as_numbered(asked, part.ruling().version, own))
    })
}

/// What the source says about any part and no rule does, of the version asked.
fn open_provisions(answer: &Answer<'_>) -> Vec<u16> {
    let asked = answer.asked().ruling.version;
    let parts = answer.parts();
    let parts = parts.filter(|part| std::ptr::eq(part.ruling().version, asked));
    let mut all: Vec<u16> = parts
        .filter_map(|part| part.evaluation().basis().open_provisions)
        .flatten()
        .copied()
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The rates that any part used, each once.
fn rates(answer: &Answer<'_>) -> Vec<RatePeriod> {
    let rates = answer.parts().flat_map(|part| part.evaluation().rates());
    each_once(rates.copied())
}

/// About how many bytes the traces of all parts take.
pub(super) fn expected(answer: &Answer<'_>) -> usize {
    let lengths = traces(answer).map(|(asked, trace)| envelope::expected(asked, trace));
    lengths.sum()
}

/// Each part as a question of its own, with its trace.
fn traces<'a>(answer: &'a Answer<'_>) -> impl Iterator<Item = (Asked<'a>, &'a Trace)> {
    let parts = answer.parts();
    parts.filter_map(|part| Some((part.asked(), part.trace()?)))
}
