//! An answer of any kind as one JSON object.

use crate::answer::{Answer, Evaluation};

/// Writes an answer.
pub(super) fn write(answer: &Answer<'_>) -> String {
    if let Some(totals) = answer.totals() {
        return super::split_quote::write(answer, totals);
    }
    if let Some(whole) = answer.period_screening() {
        return super::split_screening::write(answer, whole);
    }
    let part = answer.first();
    match part.evaluation() {
        Evaluation::Quote(quote) => super::quote::write(part.asked(), quote, part.trace()),
        Evaluation::Screening(screening) => {
            super::screening::write(part.asked(), screening, part.trace(), answer.is_listed())
        }
    }
}
