//! Writes the trace of an answer: every formula with what it read, the tests
//! it made and its result, in the order of the rule file.

use super::{fragments::TestFragments, used_value, values, writer};
use crate::{
    answer::Asked,
    base::{
        ids::{CalendarId, ChargeId, FormulaId, OfferId, PackagesId, ParameterId, TableId},
        types::Options,
        value,
    },
    check::model::Step,
    eval::trace::{Bought, Entry, Source, Span, Trace},
};

/// Writes the trace as an array.
pub(super) fn write(out: &mut String, asked: Asked<'_>, trace: &Trace) {
    out.push('[');
    let mut first = true;
    for span in spans_shown(asked, trace) {
        values::separate(out, &mut first);
        write_span(out, asked, trace, span);
        out.push('}');
    }
    out.push(']');
}

/// The steps that are written: not those on the way to a result that rests on
/// what must not be shown, for which of them there are may depend on it.
fn spans_shown(asked: Asked<'_>, trace: &Trace) -> Vec<Span> {
    if !asked.ruling.secrets.has_facts() {
        return trace.spans();
    }
    let version = asked.ruling.version;
    let rests_on_secret =
        |formula: FormulaId| asked.fragments.version.formulas[formula].rests_on_secret;
    let mut spans = trace.spans_outside(rests_on_secret);
    spans.retain(|span| {
        let step = version.formula_sites[span.formula].step;
        !(rests_on_secret(span.formula) && matches!(step, Step::Value(_) | Step::Fact(_)))
    });
    spans
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
        for span in spans_shown(asked, trace) {
            values::separate(out, &mut first);
            write_span(out, asked, trace, span);
            writer::part_number(out, "in_part", number);
            out.push('}');
        }
    }
    for (asked, trace) in whole {
        for span in spans_shown(asked, trace) {
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
    let own = || trace.own(span).filter(|_| !fragments.rests_on_secret);
    for entry in own() {
        match *entry {
            Entry::Read(source, _, value) => {
                values::separate(out, &mut first);
                read(out, (asked, trace), source, value);
            }
            Entry::Tested(..) => tested = true,
            _ => {}
        }
    }
    out.push_str("],\"tests\":[");
    if tested {
        first = true;
        for entry in own() {
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
    values::value(out, asked, left, test.options.as_ref());
    out.push_str(",\"holds\":");
    values::value(out, asked, holds, None);
    out.push('}');
}

/// Writes what was read, and its value.
fn read(
    out: &mut String,
    (asked, trace): (Asked<'_>, &Trace),
    source: Source,
    found: value::Value,
) {
    let ruling = asked.ruling;
    let options = match source {
        Source::Used(_) | Source::NoRules(..) => {
            return used_value::write(out, asked, (source, trace), found, write);
        }
        Source::On => {
            out.push_str("{\"on\":");
            values::value(out, asked, found, None);
            return out.push('}');
        }
        Source::Charge(number) => return charge(out, asked, number),
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
        Source::Table(number, row) => table(out, asked, number, row),
        Source::Packages(number, bought) => {
            packages(out, asked, number, bought);
            None
        }
        Source::Offer(number, alone, count) => {
            offer(out, asked, (number, alone), count);
            None
        }
        Source::Calendar(number, span) => {
            calendar(out, asked, number, span);
            None
        }
        Source::Parameter(number, period, row) => parameter(out, asked, number, period, row),
    };
    if let Source::Field(_, number) | Source::Value(_, Some(number)) | Source::Counted(_, number) =
        source
    {
        out.push_str(",\"record\":");
        record(out, Some(number));
    }
    out.push_str(",\"value\":");
    values::value(out, asked, found, options);
    out.push('}');
}

fn charge(out: &mut String, asked: Asked<'_>, number: ChargeId) {
    let prepared = asked.fragments.read_charge(number);
    match prepared.filter(|prepared| !prepared.is_empty()) {
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
/// not known.
fn packages(out: &mut String, asked: Asked<'_>, number: PackagesId, bought: Bought) {
    let packages = &asked.ruling.version.packages[number];
    out.push_str("{\"packages\":");
    writer::text(out, &packages.id);
    out.push_str(",\"bought\":[");
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
fn offer(out: &mut String, asked: Asked<'_>, (number, alone): (PackagesId, OfferId), count: u16) {
    let packages = &asked.ruling.version.packages[number];
    out.push_str("{\"packages\":");
    writer::text(out, &packages.id);
    out.push_str(",\"only\":");
    writer::text(out, &packages.offers[alone].id);
    out.push_str(",\"count\":");
    writer::whole(out, i64::from(count));
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
    row: u16,
) -> Option<&'a Options> {
    let parameter = &asked.ruling.parameters[number];
    out.push_str("{\"parameter\":");
    writer::text(out, &parameter.id);
    out.push_str(",\"row\":");
    record(out, Some(row));
    if let Some(period) = parameter.period(period) {
        out.push_str(",\"from\":");
        writer::day(out, period.from);
        writer::rests_on(out, Some(&period.cite), period.reading.as_deref());
    }
    parameter.gives.options()
}
