//! Readings that belong to no entry of a rule set and are the same everywhere in
//! it, where they affected an answer.

use super::{quote::Quote, screen::Screening};
use crate::check::model::Version;

/// On which day a birthday of 29 February falls.
pub const LEAP_BIRTHDAY: &str =
    "a birthday on 29 February falls on 1 March in a year that has no 29 February";

/// Of a quote: how amounts are rounded, if that changed a figure, and when
/// birthdays fall.
#[must_use]
pub fn of_quote<'v>(version: &'v Version, quote: &Quote) -> Vec<&'v str> {
    let rounding = version.rounding.as_ref();
    let rounding = rounding.and_then(|rule| rule.reading.as_deref());
    let rounding = rounding.filter(|_| quote.is_rounded());
    let birthday = quote.leap_birthday.then_some(LEAP_BIRTHDAY);
    rounding.into_iter().chain(birthday).collect()
}

/// Of a screening: when birthdays fall.
#[must_use]
pub fn of_screening(screening: &Screening) -> Vec<&'static str> {
    let birthday = screening.leap_birthday.then_some(LEAP_BIRTHDAY);
    birthday.into_iter().collect()
}
