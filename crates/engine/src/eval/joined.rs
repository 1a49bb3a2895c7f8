//! A quote in parts: each part quoted on its own, and the parts added up. A
//! booking has parts where its days have different rules or prices.

use super::{
    evaluator::{Fault, Impossible},
    facts::Facts,
    quote::{Outcome, Quote, quote_traced},
    screen::Unfinished,
    trace::Trace,
};
use crate::{base::money::Money, program::model::Ruling};

/// The quotes of all parts, and what they come to together.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Each part's quote, with how it was worked out.
    pub quotes: Vec<(Quote, Trace)>,
    /// What they come to.
    pub together: Together,
}

/// What several quotes come to together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Together {
    /// What comes of them: what is unknown of one part decides before what
    /// only a person may price in another.
    pub outcome: Outcome,
    /// The sum of the parts in which something is charged; none while any part
    /// is unknown or a person's to price.
    pub total: Option<Money>,
    /// Where a person prices something: the sum of the rest.
    pub without_referred: Option<Money>,
}

/// Quotes every part and adds them up.
///
/// # Errors
/// When arithmetic cannot be done: the number of the part, and its trace so far.
pub fn quote_parts<'a>(
    parts: impl IntoIterator<Item = (&'a Ruling<'a>, &'a Facts)>,
) -> Result<Joined, (usize, Box<Unfinished>)> {
    let mut quotes = Vec::new();
    for (number, (ruling, facts)) in parts.into_iter().enumerate() {
        quotes.push(quote_traced(ruling, facts).map_err(|unfinished| (number, unfinished))?);
    }
    let each: Vec<&Quote> = quotes.iter().map(|(quote, _)| quote).collect();
    match together(&each) {
        Some(together) => Ok(Joined { quotes, together }),
        None => Err(too_large(quotes)),
    }
}

/// What quotes come to together; none where the sum is too large.
#[must_use]
pub fn together(quotes: &[&Quote]) -> Option<Together> {
    let any = |outcome| quotes.iter().any(|quote| quote.outcome() == outcome);
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
    Some(Together {
        outcome,
        total: sum.filter(|_| outcome == Outcome::Quoted),
        without_referred: sum.filter(|_| outcome == Outcome::Refer),
    })
}

fn too_large(mut quotes: Vec<(Quote, Trace)>) -> (usize, Box<Unfinished>) {
    let trace = quotes.pop().map(|(_, trace)| trace).unwrap_or_default();
    let fault = Fault {
        what: Impossible::Overflow,
        formula: None,
        start: 0,
        end: 0,
    };
    (quotes.len(), Box::new(Unfinished { fault, trace }))
}
