//! A calculation that could not be done, and where.

use crate::base::{
    date::Date,
    ids::{CalendarId, ChargeId, FormulaId, PackagesId, ParameterId, TableId},
};

/// Arithmetic that could not be done, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What could not be done.
    pub what: Impossible,
    /// The formula's number.
    pub formula: Option<FormulaId>,
    /// First byte in the formula's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Fault {
    /// A fault that belongs to no formula.
    pub(crate) fn without_place(what: Impossible) -> Fault {
        Fault {
            what,
            formula: None,
            start: 0,
            end: 0,
        }
    }
}

/// What could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// A result too large for a decimal of 28 digits, or a day outside the calendar.
    Overflow,
    /// Something shared among none.
    DivisionByZero,
    /// A charge without a price in the tariff.
    NoPrice(ChargeId),
    /// A parameter without a rate on the day.
    NoRate(ParameterId),
    /// A day that a calendar does not cover.
    OutsideCalendar(CalendarId, Date),
    /// A calendar none of whose states was known yet.
    CalendarNotKnown(CalendarId),
    /// A case outside a table's bounds.
    OutsideTable(TableId),
    /// A party that no packages cover.
    NoCover(PackagesId),
    /// A value of another rule set that reads a fact that is not passed.
    NotPassed,
    /// A value of another rule set whose rules or prices of the day have mistakes.
    Broken,
    /// The least or most of no records.
    Nothing,
    /// A schedule that would not come to an end.
    TooManyDays,
    /// An amount that is not in whole pennies where no rule says how to round.
    NotRounded,
}
