//! Values that convert amounts by one stretch of time into amounts by another.

use super::{
    diagnostics::{FileScope, Sink},
    formula::Formula,
    symbols::Scope,
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code},
    source::{
        formula::model::{Formula as Written, FormulaKind},
        model::ValueEntry,
    },
};

/// Notes the values that convert amounts. Between two units there is one factor
/// at most, or the two could differ.
pub(super) fn declare(
    entries: &[&ValueEntry<'_>],
    file: FileScope<'_>,
    scope: &mut Scope<'_>,
    sink: &mut Sink<'_>,
) {
    for entry in entries {
        let Some(units) = entry.converts else {
            continue;
        };
        let place = file.place(entry.id);
        if units.from == units.to {
            let says = format!(
                "`{}` converts amounts {} into the same",
                entry.id,
                units.to.by()
            );
            let diagnostic = Diagnostic::new(Code::Shape, place, says);
            sink.add(diagnostic.help("give `converts` two different units, or leave it out"));
            continue;
        }
        if let Some(first) = scope.add_conversion(entry.id, units) {
            let says = format!(
                "`{first}` and `{}` both convert between amounts {} and {}",
                entry.id,
                units.from.by(),
                units.to.by(),
            );
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.help("keep one of them: it converts both ways"));
        }
    }
}

/// Reports a factor that is no number.
pub(super) fn check(
    entry: &ValueEntry<'_>,
    is: &Formula,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) {
    let Some(units) = entry.converts.filter(|_| !is.ty.is_number()) else {
        return;
    };
    let says = format!("`{}` is {}, and a factor is a number", entry.id, is.kind());
    let help = format!(
        "write how many {} make one {}, such as `52 / 12` weeks a month",
        units.from.several(),
        units.to.name(),
    );
    sink.add(Diagnostic::new(Code::TypeMismatch, file.place(entry.is), says).help(help));
}

/// The numbers of the values that a formula may convert by: those of a unit that
/// it asks for.
pub(super) fn needed(written: &Written, entries: &[&ValueEntry<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    if let FormulaKind::Per(_, unit) = &written.kind {
        found.extend((0..).zip(entries).filter_map(|(number, entry)| {
            let units = entry.converts?;
            (units.from == *unit || units.to == *unit).then_some(number)
        }));
    }
    for part in written.parts() {
        found.extend(needed(part, entries));
    }
    found
}
