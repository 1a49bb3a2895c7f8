//! Criteria: each cited, named once, and a question of yes or no.

use std::collections::BTreeMap;

use super::{
    catalogue,
    diagnostics::Sink,
    line_checker,
    model::Criterion,
    named_day,
    resolve::{self, FormulaText},
    symbols::Scope,
    values::{self, EntryContext},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{CriterionId, IdVec},
        name,
        types::Type,
    },
    source::model::CriterionEntry,
};

/// Checks the criteria of a version.
pub(super) fn check(
    written: &[CriterionEntry<'_>],
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<CriterionId, Criterion> {
    let mut seen: BTreeMap<&str, &CriterionEntry<'_>> = BTreeMap::new();
    let mut criteria = IdVec::new();
    for entry in written {
        let place = around.file.place(entry.id);
        if let Some(first) = seen.insert(entry.id, entry) {
            let says = format!("two criteria are called `{}`", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(around.file.place(first.id), "the other one"));
        }
        if !name::is_name(entry.id) {
            catalogue::bad_name(entry.id, place, sink);
        }
        criteria.extend(criterion(entry, around, scope, sink));
    }
    criteria
}

fn criterion(
    entry: &CriterionEntry<'_>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Criterion> {
    let place = around.file.place(entry.id);
    let cite = around.cite(entry.cite).unwrap_or_default();
    if cite.is_empty() {
        line_checker::no_citation("criterion", entry.id, place, sink);
    }
    let on = named_day::resolve(entry.on, around.file, scope, sink);
    let mut yes_no = |text: &str| {
        let site = FormulaText::on(on, text, around.file.place(text));
        resolve::formula(site, Some(&Type::YesNo), scope, sink)
    };
    let when = entry.when.and_then(&mut yes_no);
    let holds = yes_no(entry.holds);
    let mut words = |text: &str| {
        let site = FormulaText::on(on, text, around.file.place(text));
        values::words(site, scope, sink)
    };
    Some(Criterion {
        id: entry.id.into(),
        says: words(entry.says),
        refer: entry.refer.map(&mut words),
        remedy: entry.remedy.map(&mut words),
        letter: entry.letter.map(&mut words),
        holds: holds?,
        when,
        on,
        cite,
        reading: entry.reading.map(Box::from),
        place,
    })
}
