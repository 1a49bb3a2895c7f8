//! Totals other than the quote's own: a multiple of some of its lines.

use super::{
    catalogue,
    diagnostics::Sink,
    list_names,
    model::{Line, Total},
    resolve::{self, FormulaText},
    symbols::Scope,
    values::{self, EntryContext},
};
use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        ids::{IdVec, LineId, ListId, TotalId},
        name,
        types::Type,
    },
    source::model::TotalEntry,
};

/// Checks the totals of a version with these lines.
pub(super) fn check(
    entries: &[TotalEntry<'_>],
    lines: &IdVec<LineId, Line>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> IdVec<TotalId, Total> {
    let mut totals: IdVec<TotalId, Total> = IdVec::new();
    for entry in entries {
        let place = around.file.place(entry.id);
        if !name::is_name(entry.id) {
            catalogue::bad_name(entry.id, place, sink);
        }
        let same_line = lines.iter().find(|line| &*line.id == entry.id);
        let same = totals.iter().find(|total| &*total.id == entry.id);
        let first = same.map(|it| it.place).or(same_line.map(|it| it.place));
        if let Some(first) = first {
            let says = format!("two lines or totals are called `{}`", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(first, "the other one"));
        }
        totals.extend(total(entry, lines, around, scope, sink));
    }
    totals
}

fn total(
    entry: &TotalEntry<'_>,
    lines: &IdVec<LineId, Line>,
    around: &EntryContext<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<Total> {
    let file = around.file;
    let for_each = entry
        .for_each
        .and_then(|list| list_names::list_named(list, file, scope, sink));
    let site = |text| FormulaText {
        each: for_each,
        ..FormulaText::of_case(text, file.place(text))
    };
    let when = entry
        .when
        .and_then(|when| resolve::formula(site(when), Some(&Type::YesNo), scope, sink));
    let times = resolve::formula(site(entry.times), Some(&Type::Number), scope, sink);
    let says = values::words(site(entry.says), scope, sink);
    let otherwise = entry
        .otherwise
        .map(|words| values::words(site(words), scope, sink));
    let of = of_lines((entry.id, &entry.of), lines, around, for_each, sink);
    Some(Total {
        id: entry.id.into(),
        says,
        for_each,
        of,
        when,
        otherwise,
        times: times?,
        cite: around.cite(entry.cite),
        reading: entry.reading.map(Box::from),
        place: file.place(entry.id),
    })
}

/// The lines that an entry adds up, by number: those named, or all.
pub(super) fn of_lines(
    (entry, named): (&str, &[&str]),
    lines: &IdVec<LineId, Line>,
    around: &EntryContext<'_>,
    for_each: Option<ListId>,
    sink: &mut Sink<'_>,
) -> Vec<LineId> {
    if named.is_empty() {
        let fits = |line: &Line| for_each.is_none() || line.for_each == for_each;
        return lines
            .iter_ids()
            .filter(|(_, line)| fits(line))
            .map(|(number, _)| number)
            .collect();
    }
    let mut of = Vec::with_capacity(named.len());
    for id in named {
        let place = around.file.place(id);
        match lines.iter_ids().find(|(_, line)| *line.id == **id) {
            Some((_, line)) if for_each.is_some() && line.for_each != for_each => {
                let says = format!("`{id}` is not a line of the records that `{entry}` is for");
                let help = "name lines with the same `for_each`";
                sink.add(Diagnostic::new(Code::TypeMismatch, place, says).help(help));
            }
            Some((number, _)) => of.push(number),
            None if sink.may_be_in_error(around.file.file, id) => {}
            None => {
                let says = format!("there is no line `{id}`");
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                sink.add(diagnostic.nearest(id, lines.iter().map(|line| &*line.id)));
            }
        }
    }
    of
}
