//! What could not be done, where, and in words.

use crate::{
    base::ids::{ChargeId, FormulaId, PackagesId, ParameterId, TableId},
    check::model::Version,
    program::model::Ruling,
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
    /// A case outside a table's bounds.
    OutsideTable(TableId),
    /// A party that no packages cover.
    NoCover(PackagesId),
    /// The least or most of no records.
    Nothing,
    /// A schedule that would not come to an end.
    TooManyDays,
    /// An amount that is not in whole pennies where no rule says how to round.
    NotRounded,
}

/// What could not be done.
#[must_use]
pub fn fault_words(ruling: &Ruling<'_>, fault: &Fault) -> String {
    let words = match fault.what {
        Impossible::NoPrice(charge) => {
            let id = &ruling.book.charges[charge].id;
            return format!("there is no price for {id} on that day");
        }
        Impossible::NoRate(parameter) => {
            let id = &ruling.parameters[parameter].id;
            return format!("there is no rate for {id} on that day");
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
pub fn written(version: &Version, fault: &Fault) -> Option<Box<str>> {
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
