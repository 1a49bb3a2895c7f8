//! What a quote can come to while facts are missing: the lowest and the highest
//! total of all completions, and each of them where they are few.

use std::ops::ControlFlow;

use super::{Completions, Ended};
use crate::{
    answer::Evaluation,
    base::money::Money,
    eval::{
        facts::Facts,
        quote::{Outcome, Quote},
    },
    program::model::Ruling,
};

/// The most evaluations for the totals of an answer.
const MAX_EVALUATIONS: u32 = 200;

/// The most totals that are named one by one.
const MAX_NAMED: usize = 4;

/// What a quote without a total can come to.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PossibleTotals {
    /// The lowest total, where that is known.
    pub at_least: Option<Money>,
    /// The highest total, where that is known.
    pub at_most: Option<Money>,
    /// All totals that there can be, rising; empty where they are many, or not
    /// all known.
    pub amounts: Vec<Money>,
}

impl PossibleTotals {
    /// Where only the upper end is known, if any is.
    pub(crate) fn up_to(at_most: Option<Money>) -> PossibleTotals {
        PossibleTotals {
            at_most,
            ..PossibleTotals::default()
        }
    }

    /// Of a quote that depends on missing facts. `facts` are those that it was
    /// evaluated with.
    #[must_use]
    pub fn of(ruling: &Ruling<'_>, facts: &Facts, quote: &Quote) -> PossibleTotals {
        if quote.outcome() != Outcome::Undetermined {
            return PossibleTotals::default();
        }
        let searched = match facts.is_of_part() {
            true => None,
            false => search(ruling, facts),
        };
        searched.unwrap_or_else(|| PossibleTotals::up_to(quote.at_most(ruling.version)))
    }
}

/// The totals of all completions; none where not all were found, or a person
/// prices some.
fn search(ruling: &Ruling<'_>, facts: &Facts) -> Option<PossibleTotals> {
    let given = facts.clone().without_assumed(ruling.version);
    let mut found = Totals::default();
    let mut completions = Completions::new(ruling, MAX_EVALUATIONS).with_texts();
    let ended = completions.visit(&given, |leaf| {
        let is_added = match leaf.evaluation {
            Evaluation::Quote(quote) => found.add(quote),
            Evaluation::Screening(_) => None,
        };
        match is_added {
            Some(()) => ControlFlow::Continue(()),
            None => ControlFlow::Break(()),
        }
    });
    (ended == Ended::All).then(|| found.possible())?
}

#[derive(Default)]
struct Totals {
    lowest: Option<Money>,
    highest: Option<Money>,
    amounts: Vec<Money>,
    are_many: bool,
}

impl Totals {
    /// Adds the totals of a quote; none where it has no amount.
    fn add(&mut self, quote: &Quote) -> Option<()> {
        match quote.outcome() {
            Outcome::Quoted => self.amount(quote.total?),
            Outcome::DoesNotApply => self.amount(Money::ZERO),
            Outcome::Alternatives => {
                for alternative in &quote.alternatives {
                    self.amount(alternative.quote.total?);
                }
            }
            Outcome::Undetermined | Outcome::Refer => return None,
        }
        Some(())
    }

    fn amount(&mut self, amount: Money) {
        let (low, high) = (Money::one(amount.low()), Money::one(amount.high()));
        if self.lowest.is_none_or(|lowest| low.low() < lowest.low()) {
            self.lowest = Some(low);
        }
        if self
            .highest
            .is_none_or(|highest| high.low() > highest.low())
        {
            self.highest = Some(high);
        }
        if !self.are_many && !self.amounts.contains(&amount) {
            self.amounts.push(amount);
            self.are_many = self.amounts.len() > MAX_NAMED;
        }
    }

    fn possible(mut self) -> Option<PossibleTotals> {
        if self.are_many {
            self.amounts.clear();
        }
        self.amounts.sort_by_key(|it| (it.low(), it.high()));
        Some(PossibleTotals {
            at_least: Some(self.lowest?),
            at_most: Some(self.highest?),
            amounts: self.amounts,
        })
    }
}
