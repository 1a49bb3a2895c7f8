//! The cheapest packages that cover a party.

use super::{
    evaluator::{Evaluator, Impossible, Worked},
    lookup,
    trace::{Bought, Recorder, Source},
};
use crate::{
    base::{money::Money, value::Value},
    check::{formula::Expr, model::Package},
};

/// The most of one kind that a party may count; beyond it nobody books.
const MOST: i64 = 1_000;

/// What the cheapest packages that cover the counts given come to. What each
/// kind alone would cost is recorded beside it.
pub(super) fn cheapest<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    number: u16,
    arguments: &[Expr],
    expr: &Expr,
) -> Worked {
    let ruling = it.ruling;
    let Some(packages) = ruling.version.packages.get(usize::from(number)) else {
        return Err(Impossible::OutsideTable(number));
    };
    let counts = lookup::worked(it, arguments)?;
    if let Some(open) = lookup::unsettled(&counts) {
        return Ok(open);
    }
    let party = party(&counts)?;
    let mut prices = Vec::with_capacity(packages.offers.len());
    for offer in &packages.offers {
        let price = lookup::cited(it, offer.gives, expr)?;
        let Value::Money(price) = price else {
            return Ok(price);
        };
        prices.push(price);
    }
    let mut search = Search::new(&packages.offers, &prices);
    search.try_from(0, &party, Money::ZERO);
    for (kind, only) in (0u16..).zip(search.alone(&party)) {
        if let Some((count, cost)) = only {
            it.read(Source::Offer(number, kind, count), expr, Value::Money(cost));
        }
    }
    let (bought, cost) = search.best.ok_or(Impossible::NoCover(number))?;
    let source = Source::Packages(number, bought);
    Ok(it.read(source, expr, Value::Money(cost)))
}

fn party(counts: &[Value]) -> Result<Vec<u16>, Impossible> {
    let count = |value: &Value| match value {
        Value::Whole(count @ 0..=MOST) => u16::try_from(*count).ok(),
        _ => None,
    };
    let party: Option<Vec<u16>> = counts.iter().map(count).collect();
    party.ok_or(Impossible::Overflow)
}

/// A search through how many of each kind to buy.
struct Search<'s> {
    offers: &'s [Package],
    prices: &'s [Money],
    bought: Bought,
    best: Option<(Bought, Money)>,
}

impl<'s> Search<'s> {
    fn new(offers: &'s [Package], prices: &'s [Money]) -> Search<'s> {
        Search {
            offers,
            prices,
            bought: Bought::default(),
            best: None,
        }
    }

    /// Tries every number of this kind that could be of use, and the kinds
    /// after it for the rest of the party.
    fn try_from(&mut self, kind: usize, party: &[u16], so_far: Money) {
        if party.iter().all(|left| *left == 0) {
            if self.best.is_none_or(|(_, best)| cheaper(so_far, best)) {
                self.best = Some((self.bought, so_far));
            }
            return;
        }
        let (Some(offer), Some(price)) = (self.offers.get(kind), self.prices.get(kind)) else {
            return;
        };
        for count in 0..=useful(offer, party) {
            let cost = price
                .checked_mul(count.into())
                .and_then(|cost| so_far.checked_add(cost));
            let Some(cost) = cost else { return };
            if self.best.is_some_and(|(_, best)| !cheaper(cost, best)) {
                break;
            }
            self.set(kind, count);
            self.try_from(kind + 1, &left(offer, party, count), cost);
        }
        self.set(kind, 0);
    }

    fn set(&mut self, kind: usize, count: u16) {
        if let Some(slot) = self.bought.0.get_mut(kind) {
            *slot = count;
        }
    }

    /// How many of each kind alone would cover the party, and at what cost;
    /// none where a kind alone cannot.
    fn alone(&self, party: &[u16]) -> Vec<Option<(u16, Money)>> {
        let one = |(offer, price): (&Package, &Money)| {
            let count = useful(offer, party);
            let rest = left(offer, party, count);
            let covers = rest.iter().all(|left| *left == 0);
            Some((count, price.checked_mul(count.into())?)).filter(|_| covers)
        };
        self.offers.iter().zip(self.prices).map(one).collect()
    }
}

fn cheaper(one: Money, other: Money) -> bool {
    (one.min(), one.max()) < (other.min(), other.max())
}

/// The most of a kind that could be of use: enough for whichever of those it
/// holds needs the most.
fn useful(offer: &Package, party: &[u16]) -> u16 {
    let needs = offer.holds.iter().zip(party);
    needs
        .filter(|(holds, _)| **holds > 0)
        .map(|(holds, left)| left.div_ceil(*holds))
        .max()
        .unwrap_or(0)
}

fn left(offer: &Package, party: &[u16], count: u16) -> Vec<u16> {
    let one = |(holds, left): (&u16, &u16)| left.saturating_sub(holds.saturating_mul(count));
    offer.holds.iter().zip(party).map(one).collect()
}
