//! The trace of an answer: every formula with what it read, the tests
//! it made and what came of it, in the order of the rule file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    facts::GivenFact,
    fragments::TestFragments,
    ordered_object::OrderedObject,
    used_value,
    values::{self, Amount, Value},
    writer,
};
use crate::{
    answer::Asked,
    base::{
        ids::{CalendarId, ChargeId, OfferId, PackagesId, ParameterId, TableId},
        types::Options,
        value,
    },
    eval::trace::{Bought, Entry, Source, Span, Trace},
};

/// A formula that was evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What the formula belongs to: `value`, `criterion`, `line`, `option`,
    /// `reduction`, `total`, `schedule`, `priority`, `letter` or `fact`.
    pub step: String,
    /// The name of that in the rule set.
    pub id: String,
    /// Which of its formulas it is: `is`, `when`, `assume`, `each`, `quantity`,
    /// `take`, `adds`, `from`, `until`, `at_least`, `at_most` or `wording`.
    pub part: String,
    /// The words of what it belongs to, where they are the same in every case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// The formula as it is written in the rule file.
    pub formula: String,
    /// The number of the record it was evaluated for, counted from 1; null if
    /// it is of the case.
    pub record: Option<u32>,
    /// What it read, in order.
    pub read: Vec<Read>,
    /// The comparisons it made.
    pub tests: Vec<Test>,
    /// Its value; null if that is not known or could not be computed.
    pub result: Option<Value>,
    /// True if it could not be computed, absent otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// The number of the booking's part it belongs to, counted from 1; only if
    /// the booking has parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_part: Option<u32>,
}

/// Something that a formula read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Read {
    /// A value of another rule set.
    Used(ReadUsed),
    /// The day asked about.
    Day(ReadDay),
    /// A price of the tariff.
    Charge(ReadCharge),
    /// A fact.
    Fact(ReadFact),
    /// A named value of the rule set.
    Value(ReadValue),
    /// A table of the rule set.
    Table(ReadTable),
    /// The cheapest set of packages.
    Packages(ReadPackages),
    /// What packages of one kind alone would cost.
    Offer(ReadOffer),
    /// A dated rate.
    Parameter(ReadParameter),
    /// A calendar.
    Calendar(ReadCalendar),
    /// A record of a list.
    Counted(ReadCounted),
}

/// A value of another rule set, with how it was evaluated there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadUsed {
    /// The name of the other rule set.
    pub rule_set: String,
    /// The first day in force of the version that answers; null if none covers
    /// the day.
    #[schemars(extend("format" = "date"))]
    pub version: Option<String>,
    /// The day asked about.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// The name of the value there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_of: Option<String>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// The facts that were passed or assumed, by name; absent if they are
    /// withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<OrderedObject<GivenFact>>,
    /// Every formula that was evaluated there; absent if it is withheld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Vec<Step>>,
    /// The value; null if it is not known.
    pub value: Option<Value>,
}

/// Whether a record of a list counts, where that depends on which record it is
/// asked for, as in a rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadCounted {
    /// The name of the list.
    pub counted_in: String,
    /// The number of the record, counted from 1.
    pub record: u32,
    /// Whether it counts; null if that is not known.
    pub value: Option<Value>,
}

/// The day asked about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadDay {
    /// The day.
    pub on: String,
}

/// A price of the tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadCharge {
    /// The name of the charge, or `"withheld"`.
    pub charge: String,
    /// Its price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Amount>,
    /// Where it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadFact {
    /// Its name.
    pub fact: String,
    /// The number of the record it was read of, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// Its value; null if it is not known.
    pub value: Option<Value>,
}

/// A named value of the rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadValue {
    /// Its name.
    pub value_of: String,
    /// The number of the record it was read of, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// Its value; null if it is not known.
    pub value: Option<Value>,
}

/// A table of the rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadTable {
    /// Its name.
    pub table: String,
    /// The number of the row that was read, counted from 1; null if that is
    /// not known or is withheld.
    pub row: Option<u32>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What it gives; null if it is not known.
    pub value: Option<Value>,
}

/// The cheapest set of packages that covers what is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadPackages {
    /// The name of the set.
    pub packages: String,
    /// How many of each kind are bought.
    pub bought: Vec<BoughtPackage>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of the source is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What they cost; null if it is not known.
    pub value: Option<Value>,
}

/// How many packages of one kind are bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BoughtPackage {
    /// The name of the kind.
    pub id: String,
    /// How many.
    pub count: u32,
}

/// What packages of one kind alone would cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadOffer {
    /// The name of the set of packages.
    pub packages: String,
    /// The name of the kind.
    pub only: String,
    /// How many it takes; null if that is withheld.
    pub count: Option<u32>,
    /// What they cost; null if it is not known.
    pub value: Option<Value>,
}

/// A dated rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadParameter {
    /// Its name.
    pub parameter: String,
    /// The number of the row that was read, counted from 1; null if it is
    /// withheld.
    pub row: Option<u32>,
    /// The first day of the period that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date"))]
    pub from: Option<String>,
    /// Where that comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// How an open point of that is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// What it gives; null if it is not known.
    pub value: Option<Value>,
}

/// A calendar that was asked about a day, or about how many days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadCalendar {
    /// Its name.
    pub calendar: String,
    /// What the day is called in it; absent where it is none of its days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What it says; null if that is not known.
    pub value: Option<Value>,
}

/// A comparison that a formula made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Test {
    /// The comparison as it is written in the rule file.
    pub text: String,
    /// The value of its left side; null if it is not known.
    pub left: Option<Value>,
    /// Whether it holds; null if that is not known.
    pub holds: Option<Value>,
}

/// Writes the trace as an array.
pub(super) fn write(out: &mut String, asked: Asked<'_>, trace: &Trace) {
    out.push('[');
    let mut first = true;
    for span in trace.spans() {
        values::separate(out, &mut first);
        write_span(out, asked, trace, span);
        out.push('}');
    }
    out.push(']');
}

/// Writes the traces of several parts as one array, each step with the number
/// of its part; last those of the whole, where it has any.
pub(super) fn write_parts<'a>(
    out: &mut String,
    parts: impl Iterator<Item = (Asked<'a>, &'a Trace)>,
    whole: impl IntoIterator<Item = (Asked<'a>, &'a Trace)>,
) {
    out.push('[');
    let mut first = true;
    for (number, (asked, trace)) in parts.enumerate() {
        for span in trace.spans() {
            values::separate(out, &mut first);
            write_span(out, asked, trace, span);
            writer::part_number(out, "in_part", number);
            out.push('}');
        }
    }
    for (asked, trace) in whole {
        for span in trace.spans() {
            values::separate(out, &mut first);
            write_span(out, asked, trace, span);
            out.push('}');
        }
    }
    out.push(']');
}

/// Writes a step but for its closing bracket.
fn write_span(out: &mut String, asked: Asked<'_>, trace: &Trace, span: Span) {
    let fragments = &asked.fragments.version.formulas[span.formula];
    out.push_str(&fragments.opening);
    out.push_str(",\"record\":");
    record(out, span.record);
    out.push_str(",\"read\":[");
    let mut first = true;
    let mut tested = false;
    for entry in trace.own(span) {
        match *entry {
            Entry::Read(source, start, value) => {
                values::separate(out, &mut first);
                let secret = fragments.secret_reads.contains(&start);
                read(out, (asked, trace), source, (!secret).then_some(value));
            }
            Entry::Tested(..) => tested = true,
            _ => {}
        }
    }
    out.push_str("],\"tests\":[");
    if tested {
        first = true;
        for entry in trace.own(span) {
            if let Entry::Tested(start, end, left, holds) = *entry
                && let Some(test) = fragments
                    .tests
                    .iter()
                    .find(|test| test.place == (start, end))
            {
                values::separate(out, &mut first);
                write_test(out, asked, test, left, holds);
            }
        }
    }
    out.push_str("],\"result\":");
    match span.result {
        Some(_) if fragments.secret => out.push_str(values::WITHHELD),
        Some(result) => values::value(out, asked, result, fragments.options.as_ref()),
        None => out.push_str("null,\"failed\":true"),
    }
}

fn record(out: &mut String, record: Option<u16>) {
    match record {
        Some(record) => writer::whole(out, i64::from(record) + 1),
        None => out.push_str("null"),
    }
}

fn write_test(
    out: &mut String,
    asked: Asked<'_>,
    test: &TestFragments,
    left: value::Value,
    holds: value::Value,
) {
    out.push_str(&test.opening);
    if test.secret {
        out.push_str(values::WITHHELD);
    } else {
        values::value(out, asked, left, test.options.as_ref());
    }
    out.push_str(",\"holds\":");
    values::value(out, asked, holds, None);
    out.push('}');
}

/// Writes what was read, and its value unless that is a secret.
fn read(
    out: &mut String,
    (asked, trace): (Asked<'_>, &Trace),
    source: Source,
    found: Option<value::Value>,
) {
    let ruling = asked.ruling;
    let options = match source {
        Source::Used(_) | Source::NoRules(..) => {
            return used_value::write(out, asked, (source, trace), found, write);
        }
        Source::On => {
            out.push_str("{\"on\":");
            shown(out, asked, found, None);
            return out.push('}');
        }
        Source::Charge(number) => return charge(out, asked, number, found),
        Source::Counted(list, _) => {
            out.push_str("{\"counted_in\":");
            writer::text(out, &ruling.version.facts[list].id);
            None
        }
        Source::Fact(number) | Source::Field(number, _) => {
            out.push_str(&asked.fragments.version.facts[number].opening);
            ruling.version.facts[number].ty.options()
        }
        Source::Value(number, _) => {
            out.push_str("{\"value_of\":");
            out.push_str(&asked.fragments.version.values[number].id);
            ruling.version.values[number].is.ty.options()
        }
        Source::Table(number, row) => table(out, asked, number, row.filter(|_| found.is_some())),
        Source::Packages(number, bought) => {
            packages(out, asked, number, found.map(|_| bought));
            None
        }
        Source::Offer(number, alone, count) => {
            offer(out, asked, (number, alone), found.map(|_| count));
            None
        }
        Source::Calendar(number, span) => {
            calendar(out, asked, number, span.filter(|_| found.is_some()));
            None
        }
        Source::Parameter(number, period, row) => {
            let row = found.map(|_| row);
            parameter(out, asked, number, period, row)
        }
    };
    if let Source::Field(_, number) | Source::Value(_, Some(number)) | Source::Counted(_, number) =
        source
    {
        out.push_str(",\"record\":");
        record(out, Some(number));
    }
    out.push_str(",\"value\":");
    shown(out, asked, found, options);
    out.push('}');
}

fn shown(
    out: &mut String,
    asked: Asked<'_>,
    found: Option<value::Value>,
    options: Option<&Options>,
) {
    match found {
        Some(found) => values::value(out, asked, found, options),
        None => out.push_str(values::WITHHELD),
    }
}

fn charge(out: &mut String, asked: Asked<'_>, number: ChargeId, found: Option<value::Value>) {
    let shown = found.and_then(|_| asked.fragments.read_charge(number));
    match shown.filter(|prepared| !prepared.is_empty()) {
        Some(prepared) => out.push_str(prepared),
        None => {
            out.push_str("{\"charge\":");
            out.push_str(values::WITHHELD);
            out.push('}');
        }
    }
}

fn table<'a>(
    out: &mut String,
    asked: Asked<'a>,
    number: TableId,
    row: Option<u16>,
) -> Option<&'a Options> {
    let table = &asked.ruling.version.tables[number];
    out.push_str("{\"table\":");
    writer::text(out, &table.id);
    out.push_str(",\"row\":");
    record(out, row);
    writer::rests_on(out, table.cite.as_deref(), table.reading.as_deref());
    table.gives.options()
}

/// A set of packages with how many of each kind are bought: none while that is
/// not known or withheld.
fn packages(out: &mut String, asked: Asked<'_>, number: PackagesId, bought: Option<Bought>) {
    let packages = &asked.ruling.version.packages[number];
    out.push_str("{\"packages\":");
    writer::text(out, &packages.id);
    out.push_str(",\"bought\":[");
    let bought = bought.unwrap_or_default();
    let chosen = packages.offers.iter().zip(bought.0);
    let chosen = chosen.filter(|(_, count)| *count > 0);
    for (place, (offer, count)) in chosen.enumerate() {
        out.push_str(if place > 0 { ",{\"id\":" } else { "{\"id\":" });
        writer::text(out, &offer.id);
        out.push_str(",\"count\":");
        writer::whole(out, i64::from(count));
        out.push('}');
    }
    out.push(']');
    writer::rests_on(out, packages.cite.as_deref(), packages.reading.as_deref());
}

/// What packages of one kind alone would cost.
fn offer(
    out: &mut String,
    asked: Asked<'_>,
    (number, alone): (PackagesId, OfferId),
    count: Option<u16>,
) {
    let packages = &asked.ruling.version.packages[number];
    out.push_str("{\"packages\":");
    writer::text(out, &packages.id);
    out.push_str(",\"only\":");
    writer::text(out, &packages.offers[alone].id);
    out.push_str(",\"count\":");
    match count {
        Some(count) => writer::whole(out, i64::from(count)),
        None => out.push_str("null"),
    }
}

fn calendar(out: &mut String, asked: Asked<'_>, number: CalendarId, span: Option<u16>) {
    let calendar = &asked.ruling.book.calendars[number];
    out.push_str("{\"calendar\":");
    writer::text(out, &calendar.id);
    if let Some(span) = span.and_then(|span| calendar.spans.get(usize::from(span))) {
        out.push_str(",\"entry\":");
        writer::text(out, &span.says);
    }
}

fn parameter<'a>(
    out: &mut String,
    asked: Asked<'a>,
    number: ParameterId,
    period: u16,
    row: Option<u16>,
) -> Option<&'a Options> {
    let parameter = &asked.ruling.parameters[number];
    out.push_str("{\"parameter\":");
    writer::text(out, &parameter.id);
    out.push_str(",\"row\":");
    record(out, row);
    if let Some(period) = parameter
        .periods
        .get(usize::from(period))
        .filter(|_| row.is_some())
    {
        out.push_str(",\"from\":");
        writer::day(out, period.from);
        writer::rests_on(out, Some(&period.cite), period.reading.as_deref());
    }
    parameter.gives.options()
}
