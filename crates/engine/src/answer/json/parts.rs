//! A quote in parts: one answer with the lines and the working of every part,
//! each with the part's number, and the parts themselves beside them.
//!
//! What stands at the top of any answer (`version`, `tariff`, `on`, the
//! fingerprints) is of the first day, as everywhere; `status` is indicative if
//! any part is; `total` is that of all parts together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    answer::{self, Answer, Status},
    facts::{self, MissingFact},
    quote::{QuoteOutcome, write_lines},
    text, trace,
    values::{self, Amount},
    whole::Told,
};
use crate::{
    answer::Asked,
    base::{ids::FactId, value::Missing},
    check::model::{self, Home, Version},
    eval::{joined::Joined, quote::Quote, trace::Trace},
    facts::parts as booking,
};

/// A part of a booking: days with the same rules and prices.
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
    /// The first day in force of the version that answers for it.
    #[schemars(extend("format" = "date"))]
    pub version: String,
    /// The year of its tariff; null if the rules use no prices.
    pub tariff: Option<String>,
    /// Whether its rules and prices are adopted.
    pub status: Status,
    /// What comes of it.
    pub outcome: QuoteOutcome,
    /// What is to be paid for it.
    pub total: Option<Amount>,
    /// The sum of its other lines; only if a person must price some line.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::present"
    )]
    pub without_referred: Option<Option<Amount>>,
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

/// Writes a quote in parts. `asked` is the whole question, as its first part's
/// rules see it.
pub(super) fn write(
    asked: Asked<'_>,
    parts: &[booking::Part<'_>],
    joined: &Joined,
    told: Told,
) -> String {
    let proposed = |part: &booking::Part<'_>| part.ruling.status() == model::Status::Proposed;
    let status = match parts.iter().any(proposed) {
        true => model::Status::Proposed,
        false => model::Status::Adopted,
    };
    let length = match told {
        Told::Traced => traces(parts, joined)
            .map(|(asked, trace)| answer::expected(asked, trace))
            .sum(),
        Told::Silent => 0,
    };
    let outcome = joined.together.outcome.name();
    let mut answer = Answer::begin_as(asked, status, (outcome, length));
    answer.out.push_str(",\"lines\":[");
    let mut first = true;
    for (number, (part, (quote, _))) in parts.iter().zip(&joined.quotes).enumerate() {
        answer.turn_to(number, asked_of(part));
        write_lines(&mut answer, quote, &mut first);
    }
    answer.amount("],\"total\":", joined.together.total);
    if joined.together.without_referred.is_some() {
        answer.amount(",\"without_referred\":", joined.together.without_referred);
    }
    answer.out.push_str(",\"parts\":[");
    for (number, (part, (quote, _))) in parts.iter().zip(&joined.quotes).enumerate() {
        write_part(&mut answer, (number, part), quote);
    }
    let mut out = answer.out;
    let both = |of: fn(&Quote) -> Missing| {
        let each = parts.iter().zip(&joined.quotes);
        each.fold(Missing::NONE, |all, (part, (quote, _))| {
            all.union(as_numbered(
                asked.ruling.version,
                part.ruling.version,
                of(quote),
            ))
        })
    };
    out.push_str("],\"missing\":");
    facts::missing(&mut out, asked, both(|quote| quote.missing));
    out.push_str(",\"assumed\":");
    facts::assumed(&mut out, asked, both(|quote| quote.assumed));
    answer::end_with(&mut out, asked, |out| match told {
        Told::Traced => trace::write_parts(out, traces(parts, joined)),
        Told::Silent => out.push_str("null"),
    });
    out
}

/// Each part as a question of its own, with how it was worked out.
fn traces<'a>(
    parts: &'a [booking::Part<'_>],
    joined: &'a Joined,
) -> impl Iterator<Item = (Asked<'a>, &'a Trace)> {
    let each = parts.iter().zip(&joined.quotes);
    each.map(|(part, (_, trace))| (asked_of(part), trace))
}

/// A part as a question of its own.
pub(super) fn asked_of<'a>(part: &'a booking::Part<'_>) -> Asked<'a> {
    Asked {
        ruling: &part.ruling,
        facts: &part.facts,
    }
}

/// The days of a part, what answers for them and what it comes to.
fn write_part(answer: &mut Answer<'_>, (number, part): (usize, &booking::Part<'_>), quote: &Quote) {
    let (ruling, out) = (&part.ruling, &mut answer.out);
    if number > 0 {
        out.push(',');
    }
    out.push_str("{\"number\":");
    text::whole(out, i64::try_from(number + 1).unwrap_or(i64::MAX));
    out.push_str(",\"first\":");
    text::day(out, part.first);
    out.push_str(",\"last\":");
    text::day(out, part.last);
    out.push_str(",\"version\":");
    text::day(out, ruling.version.in_force);
    out.push_str(",\"tariff\":");
    out.push_str(ruling.prices.map_or("null", |prices| prices.year()));
    out.push_str(",\"status\":");
    out.push_str(answer::status_word(ruling.status()));
    out.push_str(",\"outcome\":\"");
    out.push_str(quote.outcome().name());
    out.push('"');
    out.push_str(",\"total\":");
    values::money_or_null(out, quote.total);
    if quote.refers() {
        out.push_str(",\"without_referred\":");
        values::money_or_null(out, quote.without_referred);
    }
    out.push_str(",\"missing\":");
    facts::missing(out, asked_of(part), quote.missing);
    out.push_str(",\"fingerprints\":");
    out.push_str(&ruling.wire.rules);
    out.push_str(ruling.prices.map_or("null", |prices| prices.fingerprint()));
    out.push_str("}}");
}

/// Facts of a part's version by their numbers in another; those that it has
/// not are left out.
fn as_numbered(version: &Version, of: &Version, facts: Missing) -> Missing {
    if std::ptr::eq(version, of) {
        return facts;
    }
    let place = |version: &Version, number: FactId| {
        let fact = &version.facts[number];
        let list = match fact.home {
            Home::Record(list, _) => Some(version.list(list).id.clone()),
            _ => None,
        };
        (list, fact.id.clone())
    };
    let range = match facts.intersects(Missing::PRICE_IS_A_RANGE) {
        true => Missing::PRICE_IS_A_RANGE,
        false => Missing::NONE,
    };
    facts.facts().fold(range, |all, number| {
        let same = version
            .facts
            .ids()
            .find(|other| place(version, *other) == place(of, number));
        same.map_or(all, |same| all.union(Missing::fact(same)))
    })
}
