//! Several applicants laid out: a heading for each outcome, and under it the
//! applicants in order with their reasons.

use super::{header, layout::Page};
use almoner_engine::present::{ApplicantView, Decider, RankingView};

/// How far what belongs to an applicant is set in.
const INDENT: usize = 9;

/// All of them.
pub(super) fn ranking(view: &RankingView) -> String {
    let mut page = Page::default();
    header::above(&mut page, &view.header);
    page.blank();
    if let Some(places) = &view.places {
        page.paragraph(0, &places.words);
        header::readings(&mut page, &places.readings);
        page.blank();
    }
    for group in &view.groups {
        page.heading(&group.heading);
        for applicant in &group.applicants {
            one(&mut page, applicant);
        }
        page.blank();
    }
    header::readings(&mut page, &view.readings);
    header::below(&mut page, &view.footer);
    page.finish()
}

fn one(page: &mut Page, applicant: &ApplicantView) {
    let reference = &applicant.reference;
    let named = match applicant.place {
        Some(place) => format!("{reference} — {place}"),
        None => reference.clone(),
    };
    match &applicant.position {
        Some(position) => page.marked(2, &format!("{position:<0$}", INDENT - 2), &named),
        None => page.marked(2, "- ", &named),
    }
    for words in applicant.deciding.iter().map(Decider::words) {
        page.paragraph(INDENT, &words);
    }
    header::missing(page, INDENT, &applicant.missing);
    for words in &applicant.order {
        page.paragraph(INDENT, words);
    }
}
