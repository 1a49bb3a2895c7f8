//! Calendars: days and spans of days that rules speak of by name.

use crate::base::{
    date::Date,
    fingerprint::Fingerprint,
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
