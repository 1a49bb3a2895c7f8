//! Answers as an officer reads them aloud and pastes them into an e-mail:
//! plain text, at most 80 columns, amounts aligned. The words are
//! those of [`almoner_engine::present`]; here they are laid out. Bold and dim
//! are written as terminal escapes, which are stripped where the text does not
//! go to a terminal; they never carry information alone.

pub mod batch;
pub mod coded_rows;
pub mod codes;
pub mod diagnostics;
pub mod diff;
mod explanation;
mod fault;
mod header;
mod layout;
mod letter;
mod quote;
mod ranking;
mod saved_answer;
mod screening;
pub mod show;
pub mod terminal;
mod working;

pub use letter::NOT_CHECKED;

use crate::tables::pages::AmountRow;
use almoner_engine::{
    answer::{Answer, FaultedAnswer, ranking::Ranking},
    explain::Explanation,
    present::{
        self, AnswerView, ExplanationView, LetterView, QuoteView, SavedAnswerView, VerdictView,
        Working,
    },
};

/// An answer in full; with `why`, with its working.
#[must_use]
pub fn answer(answer: &Answer<'_>, why: bool) -> String {
    explained_answer(answer, None, why)
}

/// An answer in full with what would change it; with `why`, with its working.
#[must_use]
pub fn explained_answer(
    answer: &Answer<'_>,
    explanation: Option<&Explanation>,
    why: bool,
) -> String {
    let working = match why {
        true => present::working(answer),
        false => Vec::new(),
    };
    let explanation = explanation.map(|it| present::explanation(answer, it));
    let explanation = explanation.unwrap_or_default();
    view(&present::answer(answer), &explanation, &working)
}

/// An answer in words with what would change it and its working, laid out.
#[must_use]
pub fn view(view: &AnswerView, explanation: &ExplanationView, working: &[Working]) -> String {
    match view {
        AnswerView::Quote(view) => quote::quote(view, explanation, working),
        AnswerView::Screening(view) => screening::screening(view, explanation, working),
        _ => String::new(),
    }
}

/// The lines of a quote and what they come to, a row each.
#[must_use]
pub fn quote_rows(view: &QuoteView) -> Vec<AmountRow> {
    quote::rows(view)
}

/// Whether a saved answer is today's, and where the two differ.
#[must_use]
pub fn verdict(view: &VerdictView) -> String {
    saved_answer::verdict(view)
}

/// A saved answer, as it was saved.
#[must_use]
pub fn saved_answer(view: &SavedAnswerView) -> String {
    saved_answer::saved_answer(view)
}

/// Several applicants in order.
#[must_use]
pub fn ranking(ranking: &Ranking<'_>) -> String {
    ranking::ranking(&present::ranking(ranking))
}

/// The letter for an answer, with what would change a no; none where the rule set has
/// none for its outcome.
#[must_use]
pub fn letter(answer: &Answer<'_>, explanation: Option<&Explanation>) -> Option<String> {
    Some(letter::letter(&present::letter(answer, explanation)?))
}

/// The same letter with each paragraph on one line, to be edited.
#[must_use]
pub fn letter_to_edit(answer: &Answer<'_>, explanation: Option<&Explanation>) -> Option<String> {
    Some(letter::to_edit(&present::letter(answer, explanation)?))
}

/// A letter in words, laid out.
#[must_use]
pub fn letter_view(view: &LetterView) -> String {
    letter::letter(view)
}

/// An answer that could not be finished; with `why`, with its working so far.
#[must_use]
pub fn fault(faulted: &FaultedAnswer<'_>, why: bool) -> String {
    let working = why.then(|| present::fault_working(faulted));
    fault::fault(&present::fault(faulted), working.as_ref())
}
