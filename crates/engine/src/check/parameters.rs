//! Parameters: rates by band and date, in tables of their own, so that a rule
//! never holds a number that changes from year to year.

use std::collections::BTreeMap;

use super::{
    dates, facts,
    model::{Parameter, Period},
    names::Shared,
    remarks::{Filed, In, Remarks},
    tables,
};
use crate::{
    base::{
        code::Code,
        diagnostic::Diagnostic,
        fingerprint::Fingerprint,
        ids::{IdVec, ParameterId},
        name,
        source_text::Place,
    },
    source::model::{Document, ParameterFile},
};

/// Checks every parameter of the book.
pub(super) fn check(
    documents: &[Filed<'_>],
    shared: &Shared,
    remarks: &mut Remarks<'_>,
) -> IdVec<ParameterId, Parameter> {
    let mut parameters: IdVec<ParameterId, Parameter> = IdVec::new();
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for (id, document) in documents {
        let Document::Parameter(written) = document else {
            continue;
        };
        let file = In {
            sources: remarks.sources,
            file: *id,
        };
        let place = file.place(written.head.id);
        if let Some(first) = places.get(written.head.id) {
            let says = format!("the parameter `{}` is written twice", written.head.id);
            let remark = Diagnostic::new(Code::DuplicateName, place, says);
            let remark = remark.related(*first, "the other one");
            remarks.add(remark.help("keep all its periods in one file"));
            continue;
        }
        places.insert(written.head.id, place);
        if let Some(remark) = facts::reserved(written.head.id, place) {
            remarks.add(remark);
        }
        parameters.push(parameter(written, file, shared, remarks));
    }
    parameters
}

fn parameter(
    written: &ParameterFile<'_>,
    file: In<'_>,
    shared: &Shared,
    remarks: &mut Remarks<'_>,
) -> Parameter {
    let head = &written.head;
    if !name::is_name(head.id) {
        super::catalogue::bad_name(head.id, file.place(head.id), remarks);
    }
    let columns = tables::columns(&head.takes, file, remarks);
    let gives = facts::type_of(&head.gives, file, remarks);
    let mut periods: Vec<Period> = Vec::with_capacity(written.periods.len());
    for entry in &written.periods {
        let from = dates::day(entry.from, file, remarks);
        let place = file.place(entry.from);
        let before = written.periods.iter().take(periods.len()).next_back();
        if let Some((last, before)) = periods.last().zip(before)
            && last.from >= from
            && from != dates::UNREAD
        {
            let says = "this period does not begin after the one before it";
            let remark = Diagnostic::new(Code::VersionOverlap, place, says);
            let remark = remark.related(file.place(before.from), "the one before it");
            remarks.add(remark.help("write the periods in the order of their days"));
        }
        let rows = tables::rows(&entry.rows, &columns, &gives, file, shared, remarks);
        if rows.len() == entry.rows.len() {
            tables::report(&columns, &rows, place, true, remarks);
        }
        periods.push(Period {
            from,
            cite: entry.cite.into(),
            rows,
        });
    }
    let until = dates::day(head.until, file, remarks);
    if until != dates::UNREAD && periods.last().is_some_and(|last| last.from > until) {
        let says = "the last period begins after this day";
        let remark = Diagnostic::new(Code::BackwardsRange, file.place(head.until), says);
        remarks.add(remark.help("`until` is the last day for which the rates are known"));
    }
    Parameter {
        id: head.id.into(),
        says: head.says.into(),
        columns,
        gives,
        until,
        periods,
        file: file.file,
        fingerprint: Fingerprint::of(file.text()),
    }
}
