//! A price for every charge that a rule uses, on every day on which the rule
//! and a tariff are in force.

use super::{
    diagnostics::Sink,
    header_index::HeaderIndex,
    model::{RuleSet, Tariff, Version},
    symbols::BookSymbols,
    tariffs::Tariffs,
};
use crate::base::{date, diagnostic::Diagnostic, diagnostic_code::Code, ids::ChargeId};

/// Checks that every charge a version uses has a price in every tariff that
/// is in force while it is.
pub(super) fn check(
    set: &RuleSet,
    tariffs: &Tariffs,
    shared: &BookSymbols,
    headers: &HeaderIndex,
    sink: &mut Sink<'_>,
) {
    for (index, version) in set.versions.iter().enumerate() {
        let next = set.versions.iter().skip(index + 1);
        let next = next
            .map(|next| next.in_force)
            .find(|from| *from > version.in_force);
        let last = next
            .and_then(|next| date::add_days(next, -1))
            .or(version.until);
        for tariff in &tariffs.list {
            let meets =
                version.in_force <= tariff.until && last.is_none_or(|last| tariff.in_force <= last);
            if meets {
                for number in without_price(version, tariff, tariffs) {
                    sink.add(no_price(number, version, tariff, shared, headers));
                }
            }
        }
    }
}

/// The charges a version uses that a tariff has no price for; one whose price
/// could not be read has its own diagnostic.
fn without_price(version: &Version, tariff: &Tariff, tariffs: &Tariffs) -> Vec<ChargeId> {
    let unpriced = version.charges.iter().copied().filter(|number| {
        let price = tariff.prices[*number].as_ref();
        let amount = price.and_then(|price| price.form.amount());
        amount.is_none() && !tariffs.unsettled.contains(&(tariff.file, *number))
    });
    unpriced.collect()
}

fn no_price(
    number: ChargeId,
    version: &Version,
    tariff: &Tariff,
    shared: &BookSymbols,
    headers: &HeaderIndex,
) -> Diagnostic {
    let charge = &shared.charges()[number].id;
    let places = version.charge_places.iter();
    let mut places = places.filter(|(used, _)| *used == number);
    let place = places
        .next()
        .map_or(headers.get(version.file).id, |(_, place)| *place);
    let says = format!("`{charge}` has no price in the tariff for {}", tariff.year);
    let help = "price it there, or end this version and write one that does without it";
    let diagnostic = Diagnostic::new(Code::NoPrice, place, says).help(help);
    match &tariff.prices[number] {
        Some(price) if price.words.is_some() => {
            diagnostic.related(price.place, "words stand here for its price")
        }
        Some(price) => diagnostic.related(price.place, "it has ended"),
        None => diagnostic.related(headers.get(tariff.file).id, "this tariff does not list it"),
    }
}
