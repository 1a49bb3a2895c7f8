//! The period of a quote: the facts that are its first and its last day.

use super::{
    diagnostics::{FileScope, Sink},
    model::{BookingPeriod, Home},
    symbols::{Scope, Symbol},
};
use crate::{
    base::{diagnostic::Diagnostic, diagnostic_code::Code, ids::FactId, types::Type},
    source::model::BookingPeriodEntry,
};

/// Checks that a period's ends are dates of the case, where a version has one.
pub(super) fn check(
    entry: Option<&BookingPeriodEntry<'_>>,
    file: FileScope<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<BookingPeriod> {
    let entry = entry?;
    let from = date_of_the_case(entry.from, file, scope, sink);
    let to = date_of_the_case(entry.to, file, scope, sink);
    let period = BookingPeriod {
        from: from?,
        to: to?,
    };
    if period.from == period.to {
        let says = format!("a period cannot begin and end with `{}`", entry.to);
        let diagnostic = Diagnostic::new(Code::Shape, file.place(entry.to), says);
        sink.add(diagnostic.help("name the fact that is its last day"));
        return None;
    }
    Some(period)
}

fn date_of_the_case(
    id: &str,
    file: FileScope<'_>,
    scope: &Scope<'_>,
    sink: &mut Sink<'_>,
) -> Option<FactId> {
    let place = file.place(id);
    match scope.look_up(id) {
        Some(Symbol::Fact(number, Type::Date, Home::Case)) => Some(*number),
        Some(Symbol::Fact(_, Type::Date, _)) => {
            let says = format!("`{id}` is a fact of each record, and a period is the case's");
            let diagnostic = Diagnostic::new(Code::Shape, place, says);
            sink.add(diagnostic.help("name a date that is a fact of the case"));
            None
        }
        Some(Symbol::Fact(_, ty, _)) => {
            let says = format!("a period begins and ends with dates, but `{id}` is {ty}");
            sink.add(Diagnostic::new(Code::TypeMismatch, place, says));
            None
        }
        Some(_) => {
            let says = format!("a period begins and ends with facts, and `{id}` is none");
            sink.add(Diagnostic::new(Code::TypeMismatch, place, says));
            None
        }
        None => {
            if !scope.may_be_unread(id) {
                let says = format!("there is no fact `{id}`");
                let names = scope.candidates();
                let diagnostic = Diagnostic::new(Code::UnknownName, place, says);
                sink.add(diagnostic.nearest(id, names));
            }
            None
        }
    }
}
