//! Days, decisions and citations, which every kind of file has.

use super::{
    diagnostics::{FileScope, Sink},
    model::{Decision, Status},
};
use crate::{
    base::{
        date::{self, Date, LongDate},
        date_text,
        diagnostic::Diagnostic,
        diagnostic_code::Code,
    },
    source::model::DecisionEntry,
};

/// Replaces a day that could not be read, so that later checks can skip it.
pub(super) const UNREAD: Date = Date::ZERO;

/// A day as written; a diagnostic and [`UNREAD`] if it is none.
pub(super) fn day(text: &str, file: FileScope<'_>, sink: &mut Sink<'_>) -> Date {
    date::parse(text).unwrap_or_else(|| {
        let says = format!("`{text}` is not a day of the calendar");
        let diagnostic = Diagnostic::new(Code::BadDate, file.place(text), says);
        sink.add(diagnostic.help(remedy(text)));
        UNREAD
    })
}

/// What to write instead of a day that is none.
pub(super) fn remedy(text: &str) -> String {
    if let Some(day) = date_text::parse(text) {
        return format!("write `{day}`: the year first");
    }
    let first_of_month = text
        .get(..8)
        .and_then(|month| date::parse(&format!("{month}01")));
    match first_of_month {
        Some(first) if text.len() == 10 => format!(
            "the last day of that month is {}",
            LongDate(first.last_of_month())
        ),
        _ => "write year-month-day, such as 2018-04-01".to_owned(),
    }
}

/// Who decided, and when it became known.
pub(super) fn decision(
    decided: &DecisionEntry<'_>,
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Decision {
    let (status, on, by, reading) = match decided {
        DecisionEntry::Adopted { on, by, reading } => (Status::Adopted, on, by, reading),
        DecisionEntry::Proposed { on, by, reading } => (Status::Proposed, on, by, reading),
    };
    if let Some(text) = reading.filter(|text| text.trim().is_empty()) {
        let says = "the reading of a decision does not say what the source leaves open";
        let diagnostic = Diagnostic::new(Code::NoReason, file.place(text), says);
        let help =
            "write it, such as \"the paper does not say when it was adopted\", or leave it out";
        sink.add(diagnostic.help(help));
    }
    Decision {
        status,
        known: day(on, file, sink),
        by: (*by).into(),
        reading: reading.map(Box::from),
    }
}

/// A citation in full: `§2.3` and `Appendix 1` are places in the file's own
/// source, anything else names its source itself.
pub(super) fn citation(source: &str, cite: &str) -> Box<str> {
    if cite.starts_with('§') || cite.starts_with("Appendix") {
        format!("{source}, {cite}").into()
    } else {
        cite.into()
    }
}
