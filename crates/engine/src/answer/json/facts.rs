//! The facts of an answer: as they were given, what is missing, what was
//! assumed and what is withheld. Always in the order of the declarations, so
//! that the same facts give the same bytes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    fragments::FactFragments,
    ordered_object::OrderedObject,
    record::{self, Record},
    values, writer,
};
use crate::{
    answer::{
        Asked,
        not_used::{NotUsed, matters_when},
    },
    base::{
        ids::{FactId, ListId, RecordId},
        value::{self, Missing},
    },
    check::model::{self, Home, List},
    eval::{
        next_questions::{self, NextQuestion},
        records::Records,
        timeline::{DaySpan, Timeline},
    },
};

/// A fact that was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GivenFact {
    /// Its value.
    Value(values::Value),
    /// The values that it has over time.
    Dated(Vec<DatedValue>),
    /// The records of a list.
    Records(Vec<GivenRecord>),
}

/// A record that was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GivenRecord {
    /// One that is there on some days only.
    Dated(DatedRecord),
    /// Its facts by name.
    Record(OrderedObject<GivenField>),
}

/// A fact of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GivenField {
    /// Its value.
    Value(values::Value),
    /// The values that it has over time.
    Dated(Vec<DatedValue>),
}

/// A value that holds for some days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// The first day; no key if it holds from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub from: Option<String>,
    /// The last day; no key if it holds without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub until: Option<String>,
    /// The value.
    pub value: values::Value,
}

/// A record that is there on some days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedRecord {
    /// The first day; no key if it is there from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub from: Option<String>,
    /// The last day; no key if it is there without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub until: Option<String>,
    /// Its facts by name.
    pub value: OrderedObject<GivenField>,
}

/// A fact that the answer needs and was not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingFact {
    /// The name of the fact; null if no fact is missing but a price is a range
    /// and the answer differs within it.
    pub fact: Option<String>,
    /// The JSON Pointer (RFC 6901) to it in `facts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The days that the question is about and for which no value is given;
    /// only of a fact given with days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<MissingDays>,
    /// The question that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Who can supply it; null if the rule set does not say.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::values::present"
    )]
    pub from: Option<Option<String>>,
    /// What is open if no fact is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

/// Days in a row for which a fact is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingDays {
    /// The first.
    #[schemars(extend("format" = "date"))]
    pub first: String,
    /// The last.
    #[schemars(extend("format" = "date"))]
    pub last: String,
}

/// A fact that was given and that no formula of the answer read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnusedFact {
    /// The name of the fact.
    pub fact: String,
    /// The record it is of; only of a fact of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// What it is called.
    pub label: String,
    /// When it matters, as a clause that fits after "only"; only if that can be
    /// said in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matters_when: Option<String>,
}

/// A fact that was not given, and the value that was assumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssumedFact {
    /// The name of the fact.
    pub fact: String,
    /// The JSON Pointer (RFC 6901) to it in `facts`.
    pub at: String,
    /// The value.
    pub value: Option<values::Value>,
}

/// Writes the facts that were given, without the confidential ones.
pub(super) fn facts(out: &mut String, asked: Asked<'_>) {
    out.push('{');
    let mut first = true;
    let ruling = asked.ruling;
    let declared = ruling.version.facts.iter_ids();
    for ((number, fact), fragments) in declared.zip(&asked.fragments.version.facts) {
        // A record's facts are written with the records of its list.
        if matches!(fact.home, Home::Record(..))
            || !is_given(asked, number, fact)
            || ruling.secrets.fact(number)
        {
            continue;
        }
        values::separate(out, &mut first);
        out.push_str(&fragments.key);
        match fact.home {
            Home::List(list) => records(out, asked, list),
            _ => match timeline(asked, number, None) {
                Some(timeline) => dated(out, asked, number, timeline),
                None => values::fact(out, asked, number, asked.facts.value(number)),
            },
        }
    }
    out.push('}');
}

/// Whether a fact was given; a record's, whether any record has it.
fn is_given(asked: Asked<'_>, number: FactId, fact: &model::Fact) -> bool {
    let facts = asked.facts;
    match fact.home {
        Home::Record(list, _) => facts.records(list).is_some_and(|records| {
            (0..records.given()).any(|record| facts.is_given(fact, number, Some(record)))
        }),
        _ => facts.is_given(fact, number, None),
    }
}

fn given_cell(records: &Records, record: u16, column: u16) -> Option<value::Value> {
    let value = records.cell(record, column);
    (value.is_settled() && !records.is_assumed(record, column)).then_some(value)
}

fn records(out: &mut String, asked: Asked<'_>, list: ListId) {
    let declared = &asked.ruling.version.lists[list];
    out.push('[');
    if let Some(records) = asked.facts.records(list) {
        for number in 0..records.given() {
            if number > 0 {
                out.push(',');
            }
            let days = asked.facts.dated().and_then(|it| it.days(list, number));
            if let Some(days) = days {
                open_days(out, days);
            }
            one_record(out, asked, declared, (records, number));
            if days.is_some() {
                out.push('}');
            }
        }
    }
    out.push(']');
}

fn one_record(out: &mut String, asked: Asked<'_>, list: &List, at: (&Records, u16)) {
    let (records, number) = at;
    out.push('{');
    let mut first = true;
    for column in 0..list.columns {
        let fact = list.field(column);
        let fragments = &asked.fragments.version.facts[fact];
        if asked.ruling.secrets.fact(fact) {
            continue;
        }
        let timeline = timeline(asked, fact, Some(number));
        let value = given_cell(records, number, column);
        if timeline.is_none() && value.is_none() {
            continue;
        }
        values::separate(out, &mut first);
        out.push_str(&fragments.key);
        match (timeline, value) {
            (Some(timeline), _) => dated(out, asked, fact, timeline),
            (None, Some(value)) => values::fact(out, asked, fact, value),
            (None, None) => {}
        }
    }
    out.push('}');
}

fn timeline(asked: Asked<'_>, fact: FactId, record: Option<u16>) -> Option<&Timeline> {
    asked.facts.dated()?.timeline(fact, record)
}

/// Writes the values of a fact over time, as they can be given.
fn dated(out: &mut String, asked: Asked<'_>, fact: FactId, timeline: &Timeline) {
    out.push('[');
    for (index, dated) in timeline.values().iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        open_days(out, dated.days);
        values::fact(out, asked, fact, dated.value);
        out.push('}');
    }
    out.push(']');
}

/// Begins an object with the days for which a value holds; the value follows.
fn open_days(out: &mut String, days: DaySpan) {
    out.push('{');
    for (key, day) in [("\"from\":", days.first), ("\"until\":", days.last)] {
        if let Some(day) = day {
            out.push_str(key);
            writer::day(out, day);
            out.push(',');
        }
    }
    out.push_str("\"value\":");
}

/// Writes the names of the confidential facts that were given.
pub(super) fn withheld(out: &mut String, asked: Asked<'_>) {
    let ruling = asked.ruling;
    out.push('[');
    let mut first = true;
    for number in ruling.secrets.facts() {
        if is_given(asked, number, &ruling.version.facts[number]) {
            values::separate(out, &mut first);
            out.push_str(&asked.fragments.version.facts[number].withheld);
        }
    }
    out.push(']');
}

/// Writes the missing facts that the answer depends on, one entry for each
/// record that lacks a record's fact.
pub(super) fn missing(out: &mut String, asked: Asked<'_>, missing: Missing) {
    out.push('[');
    let mut first = true;
    for wanted in next_questions::next_questions(asked.ruling, asked.facts, missing) {
        let fragments = &asked.fragments.version.facts[wanted.fact];
        values::separate(out, &mut first);
        out.push_str(&fragments.opening);
        at(out, fragments, wanted.record);
        missing_days(out, asked, wanted);
        out.push_str(&fragments.ask);
    }
    if missing.intersects(Missing::PRICE_IS_A_RANGE) {
        values::separate(out, &mut first);
        out.push_str(
            "{\"fact\":null,\"says\":\"a price is a range, and the answer differs within it\"}",
        );
    }
    out.push(']');
}

fn missing_days(out: &mut String, asked: Asked<'_>, wanted: NextQuestion) {
    let ruling = asked.ruling;
    let facts = asked.facts;
    let gaps = facts.gaps(ruling.version, ruling.on, wanted.fact, wanted.record);
    if gaps.is_empty() {
        return;
    }
    out.push_str(",\"days\":[");
    let mut first = true;
    for gap in gaps {
        let (Some(from), Some(to)) = (gap.first, gap.last) else {
            continue;
        };
        values::separate(out, &mut first);
        out.push_str("{\"first\":");
        writer::day(out, from);
        out.push_str(",\"last\":");
        writer::day(out, to);
        out.push('}');
    }
    out.push(']');
}

fn at(out: &mut String, fragments: &FactFragments, record: Option<u16>) {
    out.push_str(",\"at\":\"");
    out.push_str(&fragments.pointer);
    if let Some(record) = record {
        writer::whole(out, i64::from(record));
        out.push_str(&fragments.field);
    }
    out.push('"');
}

/// Writes the facts that were given and that the answer did not use, if any.
pub(super) fn not_used(out: &mut String, asked: Asked<'_>, facts: &[NotUsed]) {
    if facts.is_empty() {
        return;
    }
    let version = asked.ruling.version;
    out.push_str(",\"not_used\":[");
    let mut first = true;
    for entry in facts {
        let fragments = &asked.fragments.version.facts[entry.fact];
        values::separate(out, &mut first);
        out.push_str(&fragments.opening);
        if let (Home::Record(list, _), Some(record)) =
            (version.facts[entry.fact].home, entry.record)
        {
            out.push_str(",\"record\":");
            record::write(out, version, RecordId::of(Some(list), Some(record)));
        }
        out.push_str(",\"label\":");
        writer::text(out, &version.facts[entry.fact].words());
        if let Some(when) = matters_when(asked.ruling, asked.facts, entry.fact, entry.record) {
            out.push_str(",\"matters_when\":");
            writer::text(out, &when);
        }
        out.push('}');
    }
    out.push(']');
}

/// Writes what was taken where nothing was given.
pub(super) fn assumed(out: &mut String, asked: Asked<'_>, assumed: Missing) {
    out.push('[');
    let mut first = true;
    for number in assumed.facts() {
        let Home::Record(list, column) = asked.ruling.version.facts[number].home else {
            let value = asked.facts.value(number);
            values::separate(out, &mut first);
            assumption(out, asked, number, (None, value));
            continue;
        };
        let records = asked.facts.records(list);
        for record in 0..records.map_or(0, Records::given) {
            let cell = records.filter(|records| records.is_assumed(record, column));
            if let Some(records) = cell {
                values::separate(out, &mut first);
                let value = records.cell(record, column);
                assumption(out, asked, number, (Some(record), value));
            }
        }
    }
    out.push(']');
}

fn assumption(
    out: &mut String,
    asked: Asked<'_>,
    number: FactId,
    taken: (Option<u16>, value::Value),
) {
    let (record, value) = taken;
    let fragments = &asked.fragments.version.facts[number];
    out.push_str(&fragments.opening);
    at(out, fragments, record);
    out.push_str(",\"value\":");
    if asked.ruling.secrets.fact(number) {
        out.push_str(values::WITHHELD);
    } else {
        values::fact(out, asked, number, value);
    }
    out.push('}');
}
