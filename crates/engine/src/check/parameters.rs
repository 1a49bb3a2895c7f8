//! Parameters: rates by band and date, in tables of their own, so that a rule
//! never holds a number that changes from year to year.

use std::collections::BTreeMap;

use super::{
    diagnostics::{FileScope, Sink, SourceDocument},
    facts, limits,
    model::{Parameter, Period},
    provenance,
    symbols::BookSymbols,
    tables,
};
use crate::{
    base::{
        date::Date,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        fingerprint::Fingerprint,
        ids::{IdVec, ParameterId},
        name,
        source_text::Place,
    },
    source::{
        compact_text::compact_text,
        model::{Document, ParameterFile},
    },
};

/// Checks every parameter of the book.
pub(super) fn check(
    documents: &[SourceDocument<'_>],
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> IdVec<ParameterId, Parameter> {
    let mut parameters: IdVec<ParameterId, Parameter> = IdVec::new();
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for (id, document) in documents {
        let Document::Parameter(written) = document else {
            continue;
        };
        let file = FileScope {
            sources: sink.sources,
            file: *id,
        };
        let place = file.place(written.head.id);
        if let Some(first) = places.get(written.head.id) {
            let says = format!("the parameter `{}` is written twice", written.head.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            let diagnostic = diagnostic.related(*first, "the other one");
            sink.add(diagnostic.help("keep all its periods in one file"));
            continue;
        }
        places.insert(written.head.id, place);
        if let Some(diagnostic) = facts::reserved(written.head.id, place) {
            sink.add(diagnostic);
        }
        parameters.push(parameter(written, file, shared, sink));
    }
    parameters
}

fn parameter(
    written: &ParameterFile<'_>,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Parameter {
    let head = &written.head;
    if !name::is_name(head.id) {
        super::catalogue::bad_name(head.id, file.place(head.id), sink);
    }
    let columns = tables::columns(&head.takes, file, sink);
    let declared = facts::type_of(&head.gives, file, sink);
    let (gives, per) = (declared.plain(), declared.per());
    let mut periods: Vec<Period> = Vec::with_capacity(written.periods.len());
    for entry in &written.periods {
        let from = provenance::day(entry.from, file, sink);
        let place = file.place(entry.from);
        let decision = provenance::decision(&entry.decided, file, sink);
        let before = written.periods.iter().take(periods.len()).next_back();
        if let Some((last, before)) = periods.last().zip(before) {
            in_order(
                last,
                file.place(before.from),
                (from, decision.known, place),
                sink,
            );
        }
        let is_too_large = limits::is_too_large(head.id, &head.takes, &entry.rows, file, sink);
        let rows = match is_too_large {
            true => Vec::new(),
            false => tables::rows(&entry.rows, &columns, &gives, file, shared, sink),
        };
        if rows.len() == entry.rows.len() {
            tables::report(&columns, &rows, place, true, sink);
        }
        periods.push(Period {
            from,
            cite: entry.cite.into(),
            decision,
            reading: entry.reading.map(Into::into),
            rows,
        });
    }
    let until = provenance::day(head.until, file, sink);
    if until != provenance::UNREAD && periods.last().is_some_and(|last| last.from > until) {
        let says = "the last period begins after this day";
        let diagnostic = Diagnostic::new(Code::BackwardsRange, file.place(head.until), says);
        sink.add(diagnostic.help("`until` is the last day for which the rates are known"));
    }
    Parameter {
        id: head.id.into(),
        says: head.says.into(),
        columns,
        gives,
        per,
        until,
        periods,
        file: file.file,
        fingerprint: Fingerprint::of(file.text()),
        content: Fingerprint::of(&compact_text(file.text())),
    }
}

/// Reports a period that is not after the one before it: it begins later, or on
/// the same day and became known later.
fn in_order(before: &Period, its_place: Place, period: (Date, Date, Place), sink: &mut Sink<'_>) {
    let (from, known, place) = period;
    if from == provenance::UNREAD || before.from < from {
        return;
    }
    let (says, help) = match before.from == from {
        true if before.decision.known < known => return,
        true => (
            "this period begins with the one before it and did not become known after it",
            "of two that begin together, write the later decision last, or keep only one",
        ),
        false => (
            "this period does not begin after the one before it",
            "write the periods in the order of their days",
        ),
    };
    let diagnostic = Diagnostic::new(Code::VersionOverlap, place, says);
    sink.add(
        diagnostic
            .related(its_place, "the one before it")
            .help(help),
    );
}
