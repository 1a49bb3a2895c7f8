//! Calendars: what they cover, since when they are known, and their days.

use super::sheet::Sheet;
use crate::{tables::grid::Grid, text::layout::WIDTH};
use almoner_engine::{
    base::{date::LongDate, ids::CalendarId},
    check::model::{Calendar, Contents, calendar_states},
    present::value_words,
};

/// A calendar in every state, the oldest first; nothing if there is none of that
/// name.
#[must_use]
pub fn calendar(book: &Contents, name: &str) -> Option<String> {
    let mut page = Sheet::default();
    let states = book.calendar_history(name);
    states.first()?;
    for calendar in states {
        state(&mut page, calendar);
    }
    Some(page.text())
}

/// A calendar that a rule set uses, as it is known now and as it was before.
pub(super) fn states(page: &mut Sheet, book: &Contents, latest: CalendarId) {
    for (_, calendar) in calendar_states(&book.calendars, latest) {
        state(page, calendar);
    }
}

fn state(page: &mut Sheet, calendar: &Calendar) {
    let covers = value_words::from_to(calendar.from, calendar.until);
    page.hanging(0, &format!("{} — ", calendar.id), &calendar.says);
    page.hanging(4, "", &format!("{covers} ({})", calendar.source));
    let known = LongDate(calendar.known);
    let known = match &calendar.reading {
        Some(reading) => format!("taken as known from {known}: {reading}"),
        None => format!("known from {known}"),
    };
    page.hanging(4, "", &known);
    let mut grid = Grid::new(&["days", "name"], WIDTH);
    for span in &calendar.spans {
        grid.row(&[&value_words::from_to(span.from, span.until), &*span.says]);
    }
    page.grid(4, grid);
    page.blank();
}
