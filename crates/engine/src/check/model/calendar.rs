//! Calendars: days and spans of days that rules speak of by name.

use crate::base::{
    date::Date,
    fingerprint::Fingerprint,
    ids::{CalendarId, IdVec},
    source_text::{Place, SourceId},
};

/// Days that rules speak of by name, for the years that it covers.
#[derive(Debug)]
#[non_exhaustive]
pub struct Calendar {
    /// Its name.
    pub id: Box<str>,
    /// What its days are, in words.
    pub says: Box<str>,
    /// Where its days are published.
    pub source: Box<str>,
    /// The day since which its days are known.
    pub known: Date,
    /// What the source does not say of that day.
    pub reading: Option<Box<str>>,
    /// The same calendar as it was known before.
    pub earlier: Option<CalendarId>,
    /// The first day that it covers.
    pub from: Date,
    /// The last day that it covers.
    pub until: Date,
    /// Its spans, which do not overlap, in order.
    pub spans: Vec<CalendarSpan>,
    /// Where its name is written.
    pub place: Place,
    /// The file it is written in.
    pub file: SourceId,
    /// The fingerprint of that file's text.
    pub fingerprint: Fingerprint,
    /// The fingerprint of that text without comments and layout.
    pub content: Fingerprint,
}

/// One day, or several in a row.
#[derive(Debug)]
#[non_exhaustive]
pub struct CalendarSpan {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// What it is called.
    pub says: Box<str>,
}

impl Calendar {
    /// What a fingerprint of its file is listed under: `bank_holidays`, or of a
    /// state that was replaced `bank_holidays known from 2026-01-01`.
    #[must_use]
    pub fn state(&self, is_latest: bool) -> String {
        match is_latest {
            true => self.id.to_string(),
            false => format!("{} known from {}", self.id, self.known),
        }
    }

    /// Whether it says of a day that it is or is not one of its days.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// The number of the span in which a day lies.
    #[must_use]
    pub fn span_of(&self, day: Date) -> Option<usize> {
        let after = self.spans.partition_point(|span| span.from <= day);
        let number = after.checked_sub(1)?;
        let span = self.spans.get(number)?;
        (day <= span.until).then_some(number)
    }
}

/// A calendar and its earlier states, the latest first.
pub fn calendar_states(
    calendars: &IdVec<CalendarId, Calendar>,
    latest: CalendarId,
) -> impl Iterator<Item = (CalendarId, &Calendar)> {
    let find = |number| calendars.find(number).map(|calendar| (number, calendar));
    std::iter::successors(find(latest), move |(_, calendar)| {
        calendar.earlier.and_then(find)
    })
}
