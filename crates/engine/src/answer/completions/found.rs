//! The totals that a quote without one can come to, and those of completions found so far.

use crate::{
    base::money::Money,
    eval::quote::{Outcome, Quote},
};

/// The most totals that are named one by one.
const MAX_NAMED: usize = 4;

/// What a quote without a total can come to.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PossibleTotals {
    /// No total is lower; none where that is not known.
    pub at_least: Option<Money>,
    /// No total is higher; none where that is not known, or there is no highest.
    pub at_most: Option<Money>,
    /// All totals that there can be, rising; empty where they are many, or not
    /// all known.
    pub amounts: Vec<Money>,
    /// Whether each end is a total that there can be, and not only one that no other is
    /// beyond.
    pub are_narrowest: bool,
}

/// The totals found so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) lowest: Option<Money>,
    pub(super) highest: Option<Money>,
    amounts: Vec<Money>,
    pub(super) are_many: bool,
}

impl Found {
    /// Adds the totals of a quote; none where it has no amount.
    pub(super) fn add(&mut self, quote: &Quote) -> Option<()> {
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

    pub(super) fn possible(mut self) -> Option<PossibleTotals> {
        if self.are_many {
            self.amounts.clear();
        }
        self.amounts.sort_by_key(|it| (it.low(), it.high()));
        Some(PossibleTotals {
            at_least: Some(self.lowest?),
            at_most: Some(self.highest?),
            amounts: self.amounts,
            are_narrowest: true,
        })
    }
}
