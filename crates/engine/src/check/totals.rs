//! Totals besides the quote's own: so many times some of its lines.

use super::{
    catalogue,
    model::{Line, Total},
    names::Scope,
    remarks::Remarks,
    resolve::{self, Standing},
    values::{self, Surroundings},
};
use crate::{
    base::{
        code::Code,
        diagnostic::Diagnostic,
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
    around: &Surroundings<'_>,
    scope: &Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> IdVec<TotalId, Total> {
    let mut totals: IdVec<TotalId, Total> = IdVec::new();
    for entry in entries {
        let place = around.file.place(entry.id);
        if !name::is_name(entry.id) {
            catalogue::bad_name(entry.id, place, remarks);
        }
        let same_line = lines.iter().find(|line| &*line.id == entry.id);
        let same = totals.iter().find(|total| &*total.id == entry.id);
        let first = same.map(|it| it.place).or(same_line.map(|it| it.place));
        if let Some(first) = first {
            let says = format!("two lines or totals are called `{}`", entry.id);
            let remark = Diagnostic::new(Code::DuplicateName, place, says);
            remarks.add(remark.related(first, "the other one"));
        }
        totals.extend(total(entry, lines, around, scope, remarks));
    }
    totals
}

fn total(
    entry: &TotalEntry<'_>,
    lines: &IdVec<LineId, Line>,
    around: &Surroundings<'_>,
    scope: &Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<Total> {
    let file = around.file;
    let for_each = entry
        .for_each
        .and_then(|list| values::list_named(list, file, scope, remarks));
    let standing = |text| Standing {
        each: for_each,
        ..Standing::of_case(text, file.place(text))
    };
    let when = entry
        .when
        .and_then(|when| resolve::formula(standing(when), Some(&Type::YesNo), scope, remarks));
    let times = resolve::formula(standing(entry.times), Some(&Type::Number), scope, remarks);
    let says = values::words(standing(entry.says), scope, remarks);
    let of = of_lines(entry, lines, around, for_each, remarks);
    Some(Total {
        id: entry.id.into(),
        says,
        for_each,
        of,
        when,
        times: times?,
        cite: around.cite(entry.cite),
        reading: entry.reading.map(Box::from),
        place: file.place(entry.id),
    })
}

/// The lines that are added up, by number: those named, or all.
fn of_lines(
    entry: &TotalEntry<'_>,
    lines: &IdVec<LineId, Line>,
    around: &Surroundings<'_>,
    for_each: Option<ListId>,
    remarks: &mut Remarks<'_>,
) -> Vec<LineId> {
    if entry.of.is_empty() {
        let fits = |line: &Line| for_each.is_none() || line.for_each == for_each;
        return lines
            .iter_ids()
            .filter(|(_, line)| fits(line))
            .map(|(number, _)| number)
            .collect();
    }
    let mut of = Vec::with_capacity(entry.of.len());
    for id in &entry.of {
        let place = around.file.place(id);
        match lines.iter_ids().find(|(_, line)| *line.id == **id) {
            Some((_, line)) if for_each.is_some() && line.for_each != for_each => {
                let says = format!(
                    "`{id}` is not a line of the records that `{}` is for",
                    entry.id
                );
                let help = "name lines with the same `for_each`";
                remarks.add(Diagnostic::new(Code::TypeMismatch, place, says).help(help));
            }
            Some((number, _)) => of.push(number),
            None if remarks.may_be_in_error(around.file.file, id) => {}
            None => {
                let says = format!("there is no line `{id}`");
                let remark = Diagnostic::new(Code::UnknownName, place, says);
                remarks.add(remark.nearest(id, lines.iter().map(|line| &*line.id)));
            }
        }
    }
    of
}
