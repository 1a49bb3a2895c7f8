//! What the quotes of a booking's parts come to together. A booking has parts
//! where its days have different rules or prices.

use super::quote::{Outcome, Quote};
use crate::base::money::Money;

/// The sum of several quotes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// The outcome of all parts: an unknown fact of one part decides before a
    /// line of another that only a person may price.
    pub outcome: Outcome,
    /// The sum of the parts in which something is charged; `None` while any part
    /// has an unknown price or one that only a person can set.
    pub total: Option<Money>,
    /// Where a person prices something: the sum of the rest.
    pub without_referred: Option<Money>,
}

/// What quotes come to together; `None` where the sum is too large.
#[must_use]
pub fn totals<'q>(quotes: impl Iterator<Item = &'q Quote> + Clone) -> Option<Totals> {
    let any = |outcome| quotes.clone().any(|quote| quote.outcome() == outcome);
    let order = [Outcome::Undetermined, Outcome::Refer, Outcome::Quoted];
    let outcome = order.into_iter().find(|outcome| any(*outcome));
    let outcome = outcome.unwrap_or(Outcome::DoesNotApply);
    let mut sum: Option<Money> = None;
    for quote in quotes {
        let Some(part) = quote.total.or(quote.without_referred) else {
            continue;
        };
        sum = Some(match sum {
            Some(so_far) => so_far.checked_add(part)?,
            None => part,
        });
    }
    Some(Totals {
        outcome,
        total: sum.filter(|_| outcome == Outcome::Quoted),
        without_referred: sum.filter(|_| outcome == Outcome::Refer),
    })
}
