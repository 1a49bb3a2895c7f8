//! A calendar in every state in which it was known, as JSON.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use super::book::written;
use crate::check::model::{Calendar, Contents};

/// Adds the schema of a calendar's states.
pub(super) fn add_schemas(generator: &mut SchemaGenerator) {
    generator.subschema_for::<CalendarHistory<'_>>();
}

/// A calendar in every state in which it was known.
#[derive(Serialize, JsonSchema)]
struct CalendarHistory<'b> {
    /// Its name in formulas.
    calendar: &'b str,
    /// Its states, the oldest first.
    states: Vec<CalendarState<'b>>,
}

/// A calendar as it was known from a day on.
#[derive(Serialize, JsonSchema)]
struct CalendarState<'b> {
    /// What its days are, in words.
    says: &'b str,
    /// The day since which they are known.
    #[schemars(extend("format" = "date"))]
    known: String,
    /// What the source does not say of that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'b str>,
    /// Where they are published.
    source: &'b str,
    /// The first day that it covers.
    #[schemars(extend("format" = "date"))]
    from: String,
    /// The last day that it covers.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// Its days.
    days: Vec<CalendarDay<'b>>,
    /// The SHA-256 fingerprint of its file.
    fingerprint: String,
}

/// A day of a calendar, or several in a row.
#[derive(Serialize, JsonSchema)]
struct CalendarDay<'b> {
    /// The day, or the first.
    #[schemars(extend("format" = "date"))]
    from: String,
    /// The last; the same where it is one day.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// What it is called.
    says: &'b str,
}

/// A calendar of that name, in every state; nothing if there is none.
#[must_use]
pub fn calendar_history(book: &Contents, name: &str) -> Option<String> {
    let states = book.calendar_history(name);
    let id = &states.first()?.id;
    Some(written(&CalendarHistory {
        calendar: id,
        states: states.iter().map(|it| state(it)).collect(),
    }))
}

fn state(calendar: &Calendar) -> CalendarState<'_> {
    CalendarState {
        says: &calendar.says,
        known: calendar.known.to_string(),
        reading: calendar.reading.as_deref(),
        source: &calendar.source,
        from: calendar.from.to_string(),
        until: calendar.until.to_string(),
        days: calendar
            .spans
            .iter()
            .map(|span| CalendarDay {
                from: span.from.to_string(),
                until: span.until.to_string(),
                says: &span.says,
            })
            .collect(),
        fingerprint: calendar.fingerprint.to_string(),
    }
}
