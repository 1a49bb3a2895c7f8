//! Answers as an officer reads them aloud and pastes them into an e-mail:
//! plain text, at most 80 columns, each amount under the other. The words are
//! those of [`almoner_engine::present`]; here they are laid out. Bold and dim
//! are written as terminal escapes, which are stripped where the text does not
//! go to a terminal; nothing is said by them alone.

pub mod batch;
pub mod codes;
pub mod diagnostics;
mod fault;
mod header;
mod layout;
mod letter;
mod quote;
mod ranking;
mod screening;
pub mod show;
mod working;

use almoner_engine::{
    answer::{Answer, Evaluation, Faulted, ranking::Ranking},
    eval::screen::Screening,
    present::{self, Context},
};

/// An answer in full; with `why`, with its working.
#[must_use]
pub fn answer(answer: &Answer<'_>, why: bool) -> String {
    if let Some(totals) = answer.totals() {
        let working = why.then(|| present::quote_in_parts_working(answer));
        let view = present::quote_in_parts(answer, totals);
        return quote::quote(&view, &working.unwrap_or_default());
    }
    let context = &Context::of_part(answer.first());
    match answer.first().evaluation() {
        Evaluation::Quote(quote) => {
            let working = why.then(|| present::quote_working(context, quote));
            quote::quote(&present::quote(context, quote), working.as_slice())
        }
        Evaluation::Screening(screening) => {
            let working = why.then(|| present::working(context));
            screening::screening(&present::screening(context, screening), working.as_ref())
        }
        _ => String::new(),
    }
}

/// Several applicants in order.
#[must_use]
pub fn ranking(ranking: &Ranking<'_>) -> String {
    ranking::ranking(&present::ranking(ranking))
}

/// The letter for an answer; none where the rule set has none for its outcome.
#[must_use]
pub fn letter(context: &Context<'_>, screening: &Screening) -> Option<String> {
    Some(letter::letter(&present::letter(context, screening)?))
}

/// An answer that could not be finished; with `why`, with its working so far.
#[must_use]
pub fn fault(faulted: &Faulted<'_>, why: bool) -> String {
    let context = &Context::new(faulted.asked(), faulted.trace());
    let working = why.then(|| present::working(context));
    let view = present::fault(context, faulted.fault());
    fault::fault(&view, working.as_ref())
}
