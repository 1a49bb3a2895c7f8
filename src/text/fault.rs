//! An answer that could not be finished, laid out.

use super::{header, layout::Page, working};
use almoner_engine::present::{FaultView, Working};

/// What could not be done; with the working, if it is given, up to there.
pub(super) fn fault(view: &FaultView, steps: Option<&Working>) -> String {
    let mut page = Page::default();
    header::above(&mut page, &view.header);
    page.blank();
    page.heading(&view.headline);
    if let Some(place) = &view.place {
        page.paragraph(0, place);
    }
    match steps {
        Some(steps) => working::working(&mut page, steps),
        None if view.has_working => page.paragraph(
            0,
            "Look at the facts it reads; with --why the working is shown.",
        ),
        None => {}
    }
    header::below(&mut page, &view.footer);
    page.finish()
}
