//! Whether a variation of a tariff changes a price that an answer reads. Where it
//! changes none, the days before and after its first day are one part.

use crate::{
    base::ids::ChargeId,
    check::{
        formula::{Expr, Node},
        model::{Kind, Role, TableResult, Tariff, Version},
    },
    eval::{
        facts::Facts,
        quote::{self, quote_of_part},
        screen,
        trace::Recorder,
    },
    program::model::Ruling,
};

/// The charges whose prices an evaluation read; `None` where it may read more:
/// while something is missing, or where arithmetic could not be done.
pub(super) type PricesRead = Option<Vec<ChargeId>>;

/// Evaluates a day or a part for what it reads.
pub(super) fn prices_read(
    ruling: &Ruling<'_>,
    facts: &Facts,
    recorder: impl Recorder,
) -> PricesRead {
    match ruling.version.kind {
        Kind::Pricing => {
            let quote = quote_of_part(ruling, facts, false, recorder).ok()?;
            let is_settled = quote.outcome() != quote::Outcome::Undetermined;
            is_settled.then(|| quote.prices.to_vec())
        }
        Kind::Eligibility => {
            let screening = screen::screen(ruling, facts, recorder).ok()?;
            let is_settled = screening.outcome != screen::Outcome::Undetermined;
            is_settled.then(|| screening.prices.to_vec())
        }
    }
}

/// Whether two states of one year's tariff have the same prices for what was
/// read, and for what the words of the rules name.
pub(super) fn are_same(old: &Ruling<'_>, new: &Ruling<'_>, read: [&PricesRead; 2]) -> bool {
    let (Some(before), Some(after)) = (old.tariff, new.tariff) else {
        return false;
    };
    let [Some(first), Some(second)] = read else {
        return false;
    };
    let is_same = |charge: &ChargeId| is_same_price(before, after, *charge);
    before.year == after.year
        && first.iter().chain(second).all(is_same)
        && named_in_words(new.version).iter().all(is_same)
}

/// A price that no variation between the two states sets is the same entry of a
/// file.
fn is_same_price(before: &Tariff, after: &Tariff, charge: ChargeId) -> bool {
    let place = |tariff: &Tariff| tariff.prices[charge].as_ref().map(|price| price.place);
    place(before) == place(after)
}

/// The charges on which wordings and assumptions depend: they are not among the
/// prices that an evaluation reads.
fn named_in_words(version: &Version) -> Vec<ChargeId> {
    let mut found = Vec::new();
    version.each_formula(|formula| {
        let role = version.formula_sites[formula.number].role;
        if matches!(role, Role::Wording | Role::Assume) {
            add_charges(version, &formula.expr, &mut found);
        }
    });
    found
}

fn add_charges(version: &Version, expr: &Expr, found: &mut Vec<ChargeId>) {
    expr.each(&mut |part| match part.node {
        Node::Charge(charge) => found.push(charge),
        Node::Value(value, _) => {
            let value = &version.values[value];
            let formulas = value.when.iter().chain([&value.is]);
            formulas.for_each(|it| add_charges(version, &it.expr, found));
        }
        Node::Table(table, _) => {
            let rows = version.tables[table].rows.iter();
            found.extend(rows.filter_map(|row| charge_of(row.gives)));
        }
        Node::Packages(set, _) => {
            let offers = version.packages[set].offers.iter();
            found.extend(offers.filter_map(|offer| charge_of(offer.gives)));
        }
        _ => {}
    });
}

fn charge_of(gives: TableResult) -> Option<ChargeId> {
    match gives {
        TableResult::Charge(charge) => Some(charge),
        _ => None,
    }
}
