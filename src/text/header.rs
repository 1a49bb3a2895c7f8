//! What comes before and after every answer, and its notes, laid out.

use super::layout::Page;
use almoner_engine::present::{Assumption, Footer, Header, MissingFact, labels};

/// Title, and where it is so, that the answer is indicative.
pub(super) fn above(page: &mut Page, header: &Header) {
    page.heading(&header.title);
    let opening = format!("{}: ", labels::INDICATIVE.to_uppercase());
    for words in &header.indicative {
        page.marked(0, &opening, words);
    }
}

/// Who decides, and the papers the answer rests on.
pub(super) fn below(page: &mut Page, footer: &Footer) {
    if !footer.not_used.is_empty() {
        page.blank();
        let label = match footer.is_open {
            true => labels::NOT_USED_YET,
            false => labels::NOT_USED,
        };
        list(page, 0, label, &footer.not_used);
    }
    if !footer.not_checked.is_empty() {
        page.blank();
        list(page, 0, labels::NOT_CHECKED, &footer.not_checked);
    }
    for advice in &footer.advice {
        page.blank();
        page.paragraph(0, advice);
    }
    page.blank();
    for words in &footer.sources {
        page.dim(0, words);
    }
}

/// The facts that are missing.
pub(super) fn missing(page: &mut Page, indent: usize, missing: &[MissingFact]) {
    let words: Vec<String> = missing.iter().map(MissingFact::words).collect();
    list(page, indent, labels::MISSING, &words);
}

/// What would settle it, and what may be asked after that.
pub(super) fn settles(page: &mut Page, settles: &[String], later: &[String]) {
    list(page, 0, labels::SETTLES, settles);
    list(page, 0, labels::LATER, later);
}

/// What was assumed, in one paragraph.
pub(super) fn assumed(page: &mut Page, assumed: &[Assumption]) {
    let assumed: Vec<&str> = assumed.iter().map(|it| it.words.as_str()).collect();
    together(page, labels::ASSUMED, &assumed);
}

/// How open points were read.
pub(super) fn readings(page: &mut Page, readings: &[String]) {
    list(page, 0, labels::READ_AS, readings);
}

/// Notes of one kind: behind their label, or under it where there are several.
pub(super) fn list(page: &mut Page, indent: usize, label: &str, notes: &[String]) {
    match notes {
        [] => {}
        [only] => page.marked(indent, &format!("{label}: "), only),
        several => {
            page.marked(indent, &format!("{label}:"), "");
            for words in several {
                page.hanging(indent + 2, "- ", words);
            }
        }
    }
}

/// Several notes of one kind in one paragraph; none if there are none.
pub(super) fn together(page: &mut Page, label: &str, notes: &[impl AsRef<str>]) {
    let notes: Vec<&str> = notes.iter().map(AsRef::as_ref).collect();
    if !notes.is_empty() {
        let words = format!("{}.", notes.join("; "));
        page.hanging(0, &format!("{label}: "), &words);
    }
}
