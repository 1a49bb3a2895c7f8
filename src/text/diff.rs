//! Two versions of a rule set side by side, for a terminal: under each entry its
//! parts that differ, old above new.

use super::layout::Page;
use crate::changes::diff_report::{change_words, counted, title};
use almoner_engine::changes::{Change, Diff, EntryChange};

/// What differs, section by section.
#[must_use]
pub fn diff(diff: &Diff) -> String {
    let mut page = Page::default();
    page.heading(&title(diff));
    page.blank();
    page.paragraph(0, &counted(diff));
    for section in diff
        .changes
        .chunk_by(|a, b| a.name.section == b.name.section)
    {
        let Some(first) = section.first() else {
            continue;
        };
        page.blank();
        page.heading(first.name.section.heading());
        for it in section {
            entry(&mut page, it);
        }
    }
    page.finish()
}

fn entry(page: &mut Page, entry: &EntryChange) {
    page.blank();
    let change = match entry.change {
        Change::Changed => String::new(),
        change => format!(" ({})", change_words(change)),
    };
    let says = match entry.says.as_str() {
        "" => String::new(),
        says => format!(" — {says}"),
    };
    page.titled(&entry.name.id, &format!("{says}{change}"));
    for field in &entry.fields {
        let is_of_both = entry.change == Change::Changed;
        match (&field.before, &field.after) {
            (Some(before), Some(after)) => {
                page.paragraph(4, field.field.words);
                lines(page, 6, "before  ", before);
                lines(page, 6, "after   ", after);
            }
            (None, Some(text)) if is_of_both => {
                page.paragraph(4, &format!("{} (added)", field.field.words));
                lines(page, 6, "after   ", text);
            }
            (Some(text), None) if is_of_both => {
                page.paragraph(4, &format!("{} (taken out)", field.field.words));
                lines(page, 6, "before  ", text);
            }
            (None, Some(text)) | (Some(text), None) => {
                lines(page, 4, &format!("{}: ", field.field.words), text);
            }
            (None, None) => {}
        }
    }
}

/// A text of one line or several, behind an opening.
fn lines(page: &mut Page, indent: usize, opening: &str, text: &str) {
    let margin = " ".repeat(opening.chars().count());
    let mut opening = opening;
    for line in text.lines() {
        page.hanging(indent, opening, line);
        opening = &margin;
    }
}
