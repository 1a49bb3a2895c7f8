//! The period of a quote: the facts that are its first and its last day.

use super::{
    model::{Booked, Home},
    names::{Named, Scope},
    remarks::{In, Remarks},
};
use crate::{
    base::{code::Code, diagnostic::Diagnostic, ids::FactId, types::Type},
    source::model::BookingPeriodEntry,
};

/// Checks that a period's ends are dates of the case, where a version has one.
pub(super) fn check(
    entry: Option<&BookingPeriodEntry<'_>>,
    file: In<'_>,
    scope: &Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<Booked> {
    let entry = entry?;
    let from = date_of_the_case(entry.from, file, scope, remarks);
    let to = date_of_the_case(entry.to, file, scope, remarks);
    let booked = Booked {
        from: from?,
        to: to?,
    };
    if booked.from == booked.to {
        let says = format!("a period cannot begin and end with `{}`", entry.to);
        let remark = Diagnostic::new(Code::Shape, file.place(entry.to), says);
        remarks.add(remark.help("name the fact that is its last day"));
        return None;
    }
    Some(booked)
}

fn date_of_the_case(
    id: &str,
    file: In<'_>,
    scope: &Scope<'_>,
    remarks: &mut Remarks<'_>,
) -> Option<FactId> {
    let place = file.place(id);
    match scope.look_up(id) {
        Some(Named::Fact(number, Type::Date, Home::Case)) => Some(*number),
        Some(Named::Fact(_, Type::Date, _)) => {
            let says = format!("`{id}` is a fact of each record, and a period is the case's");
            let remark = Diagnostic::new(Code::Shape, place, says);
            remarks.add(remark.help("name a date that is a fact of the case"));
            None
        }
        Some(Named::Fact(_, ty, _)) => {
            let says = format!("a period begins and ends with dates, but `{id}` is {ty}");
            remarks.add(Diagnostic::new(Code::TypeMismatch, place, says));
            None
        }
        Some(_) => {
            let says = format!("a period begins and ends with facts, and `{id}` is none");
            remarks.add(Diagnostic::new(Code::TypeMismatch, place, says));
            None
        }
        None => {
            if !scope.may_be_unread(id) {
                let says = format!("there is no fact `{id}`");
                let names = scope.candidates();
                let remark = Diagnostic::new(Code::UnknownName, place, says);
                remarks.add(remark.nearest(id, names));
            }
            None
        }
    }
}
