//! What a quote comes to under each reading of an open point of the source, in
//! words.

use super::{amount::Amount, context::Context};
use crate::{
    answer::Answer,
    base::money::Money,
    eval::{
        alternatives,
        parts_total::Totals,
        quote::{LineState, Quote},
    },
};

/// A sum under one reading of each open point that it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeView {
    /// The reading, as a clause that fits after "if".
    pub reading: String,
    /// The sum, or what is known of it.
    pub amount: Amount,
}

/// Every alternative of a quote.
pub(super) fn of_quote(context: &Context<'_>, quote: &Quote) -> Vec<AlternativeView> {
    let all = quote.open_alternatives().iter();
    let all = all.map(|it| AlternativeView {
        reading: alternatives::words(context.ruling, context.facts, &it.readings),
        amount: amount(it.quote.total, it.quote.without_referred),
    });
    all.collect()
}

/// Every alternative of several parts together.
pub(super) fn of_parts(answer: &Answer<'_>, totals: &Totals) -> Vec<AlternativeView> {
    let all = totals.alternatives.iter();
    let all = all.map(|it| AlternativeView {
        reading: answer.reading_words(it),
        amount: amount(it.total, it.without_referred),
    });
    all.collect()
}

fn amount(total: Option<Money>, without_referred: Option<Money>) -> Amount {
    match (total, without_referred) {
        (Some(total), _) => Amount::settled(Some(total)),
        (None, Some(rest)) => Amount::words(format!("{rest}, plus a price to be agreed,")),
        (None, None) => Amount::refer(),
    }
}

/// Several sums in one sentence: `£54.50 if the price is for the group; £1,635.00
/// if it is for each person`. None where there is one.
pub(super) fn sentence(all: &[AlternativeView]) -> Option<Amount> {
    let each = all.iter();
    let each = each.map(|it| format!("{} if {}", it.amount, it.reading));
    (!all.is_empty()).then(|| Amount::words(each.collect::<Vec<_>>().join("; ")))
}

/// Amounts alone: `£54.50 or £1,635.00`.
pub(super) fn amounts(all: impl Iterator<Item = Amount>) -> Amount {
    let mut words: Vec<String> = Vec::new();
    for amount in all {
        if !words.contains(&amount.words) {
            words.push(amount.words);
        }
    }
    Amount::words(words.join(" or "))
}

/// What a line comes to under a reading, less its reductions.
pub(super) fn net(state: &LineState) -> Amount {
    match state {
        LineState::Applies(priced) => Amount::settled(priced.net),
        LineState::DoesNotApply(_) => Amount::words("no charge"),
        _ => Amount::refer(),
    }
}
