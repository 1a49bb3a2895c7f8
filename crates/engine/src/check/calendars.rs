//! Calendars: days that rules speak of by name, for the years that are known.

use std::collections::BTreeMap;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    facts,
    model::{Calendar, CalendarSpan},
    provenance,
    symbols::BookSymbols,
};
use crate::{
    base::{
        date::Date,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        fingerprint::Fingerprint,
        ids::{CalendarId, IdVec},
        name,
        source_text::Place,
    },
    source::{
        calendar::{CalendarEntry, CalendarFile},
        compact_text::compact_text,
        model::Document,
    },
};

/// Checks every calendar of the book.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> IdVec<CalendarId, Calendar> {
    let mut calendars: IdVec<CalendarId, Calendar> = IdVec::new();
    let mut places: BTreeMap<(&str, &str), Place> = BTreeMap::new();
    for (id, document) in documents {
        let Document::Calendar(written) = document else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        let name = written.head.id;
        let place = file.place(name);
        let state = (name, written.head.known);
        if let Some(first) = places.get(&state) {
            let says = format!("the calendar `{name}` is written twice");
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            let diagnostic = diagnostic.related(*first, "the other one");
            let help = "keep all its days in one file; days that became known later go into \
                        another file with another `known`";
            sink.add(diagnostic.help(help));
            continue;
        }
        places.insert(state, place);
        if !name::is_name(name) {
            super::catalogue::bad_name(name, place, sink);
        }
        if let Some(diagnostic) = facts::reserved(name, place) {
            sink.add(diagnostic);
        }
        if shared.parameters().any(|parameter| parameter == name) {
            let says = format!("`{name}` is the name of a parameter of this book");
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.help("choose another name"));
        }
        calendars.push(calendar(written, file, sink));
    }
    link(&mut calendars);
    calendars
}

/// Links each state of a calendar with the one that was known before it.
fn link(calendars: &mut IdVec<CalendarId, Calendar>) {
    let mut order: Vec<(Box<str>, Date, CalendarId)> = calendars
        .iter_ids()
        .map(|(number, it)| (it.id.clone(), it.known, number))
        .collect();
    order.sort_unstable();
    for pair in order.windows(2) {
        let [before, after] = pair else { continue };
        if before.0 == after.0 {
            calendars[after.2].earlier = Some(before.2);
        }
    }
}

fn calendar(written: &CalendarFile<'_>, file: FileScope<'_>, sink: &mut Sink<'_>) -> Calendar {
    let head = &written.head;
    let mut calendar = Calendar {
        id: head.id.into(),
        says: head.says.into(),
        source: head.source.into(),
        known: provenance::day(head.known, file, sink),
        reading: head.reading.map(Box::from),
        earlier: None,
        from: provenance::day(head.from, file, sink),
        until: provenance::day(head.until, file, sink),
        spans: Vec::with_capacity(written.days.len()),
        place: file.place(head.id),
        file: file.file,
        fingerprint: Fingerprint::of(file.text()),
        content: Fingerprint::of(&compact_text(file.text())),
    };
    let are_read = calendar.from != provenance::UNREAD && calendar.until != provenance::UNREAD;
    if are_read && calendar.until < calendar.from {
        let says = "the calendar ends before it begins";
        let diagnostic = Diagnostic::new(Code::BackwardsRange, file.place(head.until), says);
        sink.add(diagnostic.help("`from` and `until` are the first and last day that it covers"));
        return calendar;
    }
    for entry in &written.days {
        let Some(span) = span(entry, file, sink) else {
            continue;
        };
        if are_read && !(calendar.covers(span.from) && calendar.covers(span.until)) {
            let says = "this day lies outside the days that the calendar covers";
            let diagnostic = Diagnostic::new(Code::OutsideYear, file.place(entry.from), says);
            sink.add(diagnostic.help("move `from` or `until` of the calendar, or take it out"));
        }
        if calendar
            .spans
            .last()
            .is_some_and(|last| span.from <= last.until)
        {
            let says = "this day is not after those before it";
            let diagnostic = Diagnostic::new(Code::VersionOverlap, file.place(entry.from), says);
            sink.add(diagnostic.help("write the days of a calendar in order, each once"));
            continue;
        }
        calendar.spans.push(span);
    }
    calendar
}

/// A day or several; `None` after a diagnostic.
fn span(
    entry: &CalendarEntry<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Option<CalendarSpan> {
    let from = provenance::day(entry.from, file, sink);
    let until = entry
        .until
        .map_or(from, |until| provenance::day(until, file, sink));
    if from == provenance::UNREAD || until == provenance::UNREAD {
        return None;
    }
    if until < from {
        let place = file.place(entry.until.unwrap_or(entry.from));
        let says = "this span ends before it begins";
        let diagnostic = Diagnostic::new(Code::BackwardsRange, place, says);
        sink.add(diagnostic.help("write the first day as `from`, the last as `until`"));
        return None;
    }
    Some(CalendarSpan {
        from,
        until,
        says: entry.says.into(),
    })
}
