//! An answer that could not be finished: what could not be done, and where.

use super::{answered::Answered, head, page::Page, shown, why};
use almoner_engine::{
    eval::{evaluator::Fault, fault::fault_words},
    program::wire,
};

/// What could not be done, with the formula; with `why`, what had been worked
/// out by then.
#[must_use]
pub fn unfinished(answered: &Answered<'_>, fault: &Fault, why: bool) -> String {
    let mut page = Page::default();
    head::above(&mut page, answered, "no answer");
    page.heading(&shown::sentence(&fault_words(answered.ruling, fault)));
    if let Some(number) = fault.formula {
        let formula = answered.formula(number);
        let at = formula.text.get(fault.start as usize..fault.end as usize);
        let at = at.filter(|at| !at.is_empty()).unwrap_or(&formula.text);
        let mut words = format!("It stands in `{at}`");
        if let Some((step, _)) = answered.part(number) {
            let about = wire::about(answered.version(), step);
            words.push_str(&format!(", {} {}", about.kind, about.id));
            words = answered.cited(words, about.cite);
        }
        page.paragraph(0, &format!("{words}."));
        if !why && !answered.secrets().within(&formula.expr) {
            page.paragraph(
                0,
                "Look at the facts it reads; with --why the working is shown.",
            );
        }
    }
    if why {
        why::so_far(&mut page, answered);
    }
    head::below(&mut page, answered);
    page.finish()
}
