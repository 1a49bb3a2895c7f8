//! A letter as plain text, to be pasted.

use super::{layout::Page, screening};
use almoner_engine::present::LetterView;

/// What stands above what the source asks for and no rule checked.
pub const NOT_CHECKED: &str = "We have not checked:";

/// The letter in full.
pub(super) fn letter(view: &LetterView) -> String {
    on(Page::default(), view)
}

/// The letter with each paragraph on one line, to be edited.
pub(super) fn to_edit(view: &LetterView) -> String {
    on(Page::unwrapped(), view)
}

fn on(mut page: Page, view: &LetterView) -> String {
    paragraphs(&mut page, &view.opening);
    page.blank();
    for schedule in &view.schedules {
        screening::schedule(&mut page, schedule);
    }
    for item in &view.items {
        page.hanging(2, "- ", item);
    }
    for changes in &view.changes {
        page.blank();
        page.paragraph(0, &changes.lead);
        page.blank();
        for item in &changes.items {
            page.hanging(2, "- ", item);
        }
        paragraphs(&mut page, &changes.notes);
    }
    if !view.not_checked.is_empty() {
        page.blank();
        page.paragraph(0, NOT_CHECKED);
        for words in &view.not_checked {
            page.hanging(2, "- ", words);
        }
    }
    paragraphs(&mut page, &view.closing);
    paragraphs(&mut page, &view.decision);
    page.finish()
}

fn paragraphs(page: &mut Page, paragraphs: &[String]) {
    for words in paragraphs {
        page.blank();
        page.paragraph(0, words);
    }
}
