//! Calendars as written: days and spans of days with a name.

use serde::Deserialize;

/// Days that rules speak of by name, such as bank holidays or school terms.
#[derive(Debug)]
pub struct CalendarFile<'s> {
    /// Its own fields.
    pub head: CalendarHead<'s>,
    /// Its days, in order.
    pub days: Vec<CalendarEntry<'s>>,
}

/// The fields of a calendar that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarHead<'s> {
    /// Its name in formulas.
    pub id: &'s str,
    /// What its days are, in words.
    pub says: &'s str,
    /// Where its days are published.
    pub source: &'s str,
    /// The day since which its days are known.
    pub known: &'s str,
    /// What the source does not say of that day.
    #[serde(borrow, default)]
    pub reading: Option<&'s str>,
    /// The first day that it covers: earlier days are unknown to it.
    pub from: &'s str,
    /// The last day that it covers.
    pub until: &'s str,
}

/// A day, or a span of days, of a calendar.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarEntry<'s> {
    /// The first day.
    pub from: &'s str,
    /// The last day; left out, the first alone.
    #[serde(borrow, default)]
    pub until: Option<&'s str>,
    /// What it is called.
    pub says: &'s str,
}
