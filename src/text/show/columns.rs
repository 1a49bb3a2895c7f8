//! Which steps of a version columns answer, and which not.

use crate::text::layout::Page;
use almoner_engine::{
    base::date::LongDate,
    columns::{FallsBack, Lowered},
    program::model::Ruling,
};

/// How a version is answered for many rows at once, and what is left to be
/// answered row by row, with the reason.
#[must_use]
pub fn columns(ruling: &Ruling<'_>, lowered: &Lowered) -> String {
    let version = ruling.version;
    let mut page = Page::default();
    let day = LongDate(ruling.on);
    page.heading(&format!("{} — columns on {day}", version.title));
    page.paragraph(
        0,
        &match lowered.is_of_use() {
            true => format!(
                "Columns answer many rows at once, with {} operations for each row.",
                lowered.operations()
            ),
            false => "Every row is answered by itself.".to_owned(),
        },
    );
    let (every, some): (Vec<&FallsBack>, Vec<&FallsBack>) =
        lowered.falls_back().iter().partition(|it| it.every_row);
    let parts = [
        ("Every row is answered by itself because of", every),
        ("A row is answered by itself when it comes to", some),
    ];
    for (heading, entries) in parts {
        if entries.is_empty() {
            continue;
        }
        page.blank();
        page.heading(heading);
        for it in entries {
            page.hanging(0, &format!("{} — ", it.step), &it.why);
        }
    }
    page.finish()
}
