//! The cheapest packages that cover a party.

use super::{
    cheapest_packages::PackageSearch,
    evaluator::{Evaluator, Worked},
    fault::Impossible,
    lookup,
    trace::{Recorder, Source},
};
use crate::{
    base::{ids::PackagesId, value::Value},
    check::formula::Expr,
};

/// The most of one kind that a party may count; beyond it nobody books.
pub(super) const MAX_PARTY: i64 = 1_000;

/// What the cheapest packages that cover the counts given come to. What each
/// kind alone would cost is recorded too.
pub(super) fn cheapest<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    number: PackagesId,
    arguments: &[Expr],
    expr: &Expr,
) -> Worked {
    let ruling = it.ruling;
    let packages = &ruling.version.packages[number];
    let counts = lookup::worked(it, arguments)?;
    if let Some(open) = lookup::unsettled(&counts) {
        return Ok(open);
    }
    let party = party(&counts).ok_or_else(|| it.stop(Impossible::Overflow))?;
    let mut prices = Vec::with_capacity(packages.offers.len());
    for offer in &packages.offers {
        let price = lookup::cited(it, offer.gives, expr)?;
        let Value::Money(price) = price else {
            return Ok(price);
        };
        prices.push(price);
    }
    let search = PackageSearch::new(&party, packages.offers.as_slice(), &prices);
    for offer in packages.offers.ids() {
        if let Some((count, cost)) = search.alone(offer.into()) {
            it.record_read(
                Source::Offer(number, offer, count),
                expr,
                Value::Money(cost),
            );
        }
    }
    let (bought, cost) = search
        .cheapest()
        .ok_or_else(|| it.stop(Impossible::NoCover(number)))?;
    let source = Source::Packages(number, bought);
    Ok(it.record_read(source, expr, Value::Money(cost)))
}

/// How many of each there are, where that is a number anybody books for.
fn party(counts: &[Value]) -> Option<Vec<u16>> {
    let count = |value: &Value| match value {
        Value::Whole(count @ 0..=MAX_PARTY) => u16::try_from(*count).ok(),
        _ => None,
    };
    counts.iter().map(count).collect()
}
