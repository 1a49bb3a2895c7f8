//! The cheapest packages for a party of which it is only known how many people of each
//! sort there are at least and at most.

use super::{
    Bounded,
    range::{Range, Values},
};
use crate::{
    base::{bounds::Bounds, ids::PackagesId, money::Money, value::Value},
    check::formula::Expr,
    eval::{
        cheapest_packages::{Minimum, PackageSearch},
        packages::MAX_PARTY,
        trace::Recorder,
    },
};

impl<B: Recorder> Bounded<'_, B> {
    /// No less than the packages that hold the smallest party, if each can be bought; no
    /// more than those that hold the largest, each with its minimum of the people who
    /// are there in any case.
    pub(super) fn packages(&mut self, number: PackagesId, arguments: &[Expr]) -> Range {
        let ruling = self.exact.ruling;
        let offers = ruling.version.packages[number].offers.as_slice();
        let counts: Vec<Range> = arguments.iter().map(|it| self.range(it)).collect();
        let gives = offers.iter().map(|offer| offer.gives);
        let prices: Option<Vec<Money>> = gives
            .map(|gives| match self.result(gives).settled() {
                Some(Value::Money(price)) => Some(price),
                _ => None,
            })
            .collect();
        let nothing = Bounds {
            low: Some(Value::Money(Money::ZERO)),
            high: None,
        };
        let may_not_apply = prices.is_none() || counts.iter().any(|it| it.may_not_apply);
        let bounds = match prices {
            Some(prices) => {
                let party = |end: fn(Bounds) -> Option<Value>, open| {
                    let counts = counts
                        .iter()
                        .map(|it| people(end(it.values.bounds()), open));
                    counts.collect::<Vec<u16>>()
                };
                let smallest = party(|it| it.low, 0);
                let largest = party(|it| it.high, MAX_PARTY);
                let cost = |party: &[u16], minimum| {
                    let search =
                        PackageSearch::with_minimum(party, minimum, (offers, prices.as_slice()));
                    search.cheapest().map(|(_, cost)| cost)
                };
                let low = cost(&smallest, Minimum::None).map(|cost| Money::one(cost.low()));
                // Of two ways with prices that are ranges, the cheaper can be dearer at
                // its upper end.
                let is_exact = prices.iter().all(|price| !price.is_range());
                let high = is_exact.then(|| cost(&largest, Minimum::Of(&smallest)));
                Bounds {
                    low: low.map(Value::Money).or(nothing.low),
                    high: high.flatten().map(Value::Money),
                }
            }
            None => nothing,
        };
        Range {
            values: Values::between(bounds),
            may_not_apply,
        }
    }
}

/// A number of people; more than anybody books for cannot be answered.
fn people(end: Option<Value>, open: i64) -> u16 {
    let count = match end {
        Some(Value::Whole(count)) => count.clamp(0, MAX_PARTY),
        _ => open,
    };
    u16::try_from(count).unwrap_or(u16::MAX)
}
