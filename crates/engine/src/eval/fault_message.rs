//! The message of a fault, and the text of the formula that has it.

use super::fault::{Fault, Impossible};
use crate::{
    base::date::{Date, LongDate},
    check::model::{Version, calendar_states},
    program::model::Ruling,
};

/// What could not be done.
#[must_use]
pub fn fault_message(ruling: &Ruling<'_>, fault: &Fault) -> String {
    let words = match fault.what {
        Impossible::NoPrice(charge) => {
            let id = &ruling.book.charges[charge].id;
            return format!("there is no price for {id} on that day");
        }
        Impossible::NoRate(parameter) => {
            let id = &ruling.parameters[parameter].id;
            return format!("there is no rate for {id} on that day");
        }
        Impossible::OutsideCalendar(calendar, day) => {
            let calendar = &ruling.book.calendars[calendar];
            let (from, until) = (LongDate(calendar.from), LongDate(calendar.until));
            return format!(
                "{} are known from {from} to {until}, and not on {}",
                calendar.says,
                LongDate(day)
            );
        }
        Impossible::CalendarNotKnown(calendar) => {
            let states = calendar_states(&ruling.book.calendars, calendar);
            let first = states.last().map(|(_, first)| first);
            let (known, asked) = (first.map(|it| it.known), ruling.known);
            let day =
                |day: Option<Date>| day.map_or_else(String::new, |it| LongDate(it).to_string());
            let says = first.map_or("", |it| &*it.says);
            return format!(
                "{says} became known on {}, after {}",
                day(known),
                day(asked)
            );
        }
        Impossible::OutsideTable(table) => {
            let id = &ruling.version.tables[table].id;
            return format!("the case lies outside the table {id}");
        }
        Impossible::NoCover(packages) => {
            let id = &ruling.version.packages[packages].id;
            return format!("no packages of {id} cover the party");
        }
        Impossible::Overflow => {
            "the sum cannot be done: the result is too large, or a day outside the calendar"
        }
        Impossible::DivisionByZero => "the sum cannot be done: something is shared among none",
        Impossible::NotPassed => "other rules need a fact that these rules do not pass to them",
        Impossible::Broken => "files of the book that these rules rest on have mistakes",
        Impossible::Nothing => "the least or most of nothing was asked for",
        Impossible::TooManyDays => "the schedule has more days than an answer can hold",
        Impossible::NotRounded => {
            "an amount is not in whole pennies, and no rule says how to round it"
        }
    };
    words.to_owned()
}

/// The part of the formula that could not be evaluated, as written; the whole
/// formula where no part is to blame.
#[must_use]
pub fn faulty_text(version: &Version, fault: &Fault) -> Option<Box<str>> {
    let mut written = None;
    version.each_formula(|formula| {
        if Some(formula.number) == fault.formula {
            let part = formula.text.get(fault.start as usize..fault.end as usize);
            let part = part.filter(|part| !part.is_empty());
            written = Some(part.map_or_else(|| formula.text.clone(), Box::from));
        }
    });
    written
}
