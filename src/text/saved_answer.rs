//! A saved answer laid out, as it was saved.

use super::layout::Page;
use crate::tables::pages::AmountRow;
use almoner_engine::present::{SavedAnswerView, VerdictView};

/// Whether it is today's answer, and where the two differ.
pub(super) fn verdict(view: &VerdictView) -> String {
    let mut page = Page::default();
    page.heading(view.headline);
    for difference in &view.differences {
        page.hanging(2, "- ", difference);
    }
    page.finish()
}

/// What was saved.
pub(super) fn saved_answer(view: &SavedAnswerView) -> String {
    let mut page = Page::default();
    page.heading(&format!("As it was saved: {}", view.title));
    if let Some(outcome) = view.outcome {
        page.paragraph(0, outcome);
    }
    page.blank();
    let rows = view.rows.iter().map(|row| AmountRow {
        label: row.words.clone(),
        amount: row.result.clone(),
        bold: row.is_total,
        ..AmountRow::default()
    });
    page.rows(&rows.collect::<Vec<_>>());
    page.finish()
}
