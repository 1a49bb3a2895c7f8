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
    answer::ranking::Together,
    eval::{evaluator::Fault, joined::Joined, quote::Quote, screen::Screening},
    facts::parts::Part,
    present::{self, Context},
};

/// A quote in full; with `why`, with its working.
#[must_use]
pub fn quote(context: &Context<'_>, quote: &Quote, why: bool) -> String {
    let working = why.then(|| present::quote_working(context, quote));
    quote::quote(&present::quote(context, quote), working.as_slice())
}

/// The quote of a booking in several parts; with `why`, with its working.
#[must_use]
pub fn quote_in_parts(parts: &[Part<'_>], joined: &Joined, why: bool) -> String {
    let working = why.then(|| present::quote_in_parts_working(parts, joined));
    let view = present::quote_in_parts(parts, joined);
    quote::quote(&view, &working.unwrap_or_default())
}

/// A screening in full; with `why`, with its working.
#[must_use]
pub fn screening(context: &Context<'_>, screening: &Screening, why: bool) -> String {
    let working = why.then(|| present::working(context));
    screening::screening(&present::screening(context, screening), working.as_ref())
}

/// Several applicants in order.
#[must_use]
pub fn ranking(together: &Together<'_>) -> String {
    ranking::ranking(&present::ranking(together))
}

/// The letter for an answer; none where the rule set has none for its outcome.
#[must_use]
pub fn letter(context: &Context<'_>, screening: &Screening) -> Option<String> {
    Some(letter::letter(&present::letter(context, screening)?))
}

/// An answer that could not be finished; with `why`, with its working so far.
#[must_use]
pub fn fault(context: &Context<'_>, fault: &Fault, why: bool) -> String {
    let working = why.then(|| present::working(context));
    fault::fault(&present::fault(context, fault), working.as_ref())
}
