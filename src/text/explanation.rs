//! What would change an answer, laid out.

use super::layout::Page;
use almoner_engine::present::ExplanationView;

/// Each part of an explanation under its heading.
pub(super) fn explanation(page: &mut Page, view: &ExplanationView) {
    for section in &view.sections {
        page.blank();
        page.heading(section.heading);
        if let Some(lead) = &section.lead {
            page.paragraph(0, lead);
        }
        for entry in &section.entries {
            page.hanging(2, "- ", entry);
        }
        for note in &section.notes {
            page.paragraph(0, note);
        }
    }
}
