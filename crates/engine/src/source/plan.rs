//! Plans as written: what next year's prices are made of.

use serde::Deserialize;

/// How next year's prices follow from this year's.
#[derive(Debug)]
pub struct PlanFile<'s> {
    /// Its own fields.
    pub head: PlanHead<'s>,
    /// The rules, in order.
    pub rules: Vec<PlanEntry<'s>>,
}

/// The fields of a plan that are not lists of entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanHead<'s> {
    /// The year whose prices it makes, `2019/20`.
    pub year: &'s str,
}

/// One rule of a plan.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanEntry<'s> {
    /// A service, a pattern such as `music.*`, or a charge.
    pub charges: &'s str,
    /// What becomes of their prices.
    #[serde(borrow)]
    pub price: PlannedPriceEntry<'s>,
    /// Why.
    pub reason: &'s str,
}

/// What a plan can do with prices.
#[derive(Debug, Deserialize)]
pub enum PlannedPriceEntry<'s> {
    /// Raised by this percentage, rounded in these steps.
    Raise(#[serde(borrow)] &'s str, #[serde(borrow)] &'s str),
    /// As it is.
    Keep,
    /// This price.
    Set(#[serde(borrow)] &'s str),
    /// The first price of a charge that this year does not have.
    New(#[serde(borrow)] &'s str),
    /// No price any more.
    End,
}
