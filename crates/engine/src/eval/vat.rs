//! The VAT that a quote's total contains. A tariff's price is what is paid: VAT
//! is part of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    price_limits::{LimitState, Limited},
    quote::{LineState, Quote},
};
use crate::{
    base::{ids::ValueId, money::Money, terms::Vat, types::Type, value::Value, vat::VatSplit},
    check::{
        formula::{Expr, Node},
        model::TableResult,
    },
    program::model::Ruling,
};

/// What VAT a total contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatContained {
    /// The VAT, each rate rounded once.
    pub vat: Money,
    /// The rest of the total.
    pub net: Money,
}

/// The VAT in the total of a quote; `None` where there is no total, where no line
/// has VAT, and where it is not known of some line: its price does not come from
/// charges alone, or they differ.
#[must_use]
pub fn contained(quote: &Quote, ruling: &Ruling<'_>) -> Option<VatContained> {
    let codes = &ruling.tariff?.vat_codes;
    if codes.iter().all(|(_, vat)| vat.rate().is_none()) {
        return None;
    }
    if changes(&quote.limits) {
        return None;
    }
    VatContained::of(quote.total?, known(quote, ruling)?)
}

/// The VAT in the total of several parts; `None` where it is not known of some
/// part.
#[must_use]
pub fn contained_in_parts<'a, 'r: 'a>(
    total: Option<Money>,
    limits: &[Limited],
    mut parts: impl Iterator<Item = (&'a Quote, &'a Ruling<'r>)>,
) -> Option<VatContained> {
    if changes(limits) {
        return None;
    }
    let vat = parts.try_fold(Money::ZERO, |all, (quote, ruling)| {
        all.checked_add(known(quote, ruling)?)
    });
    VatContained::of(total?, vat?)
}

/// Whether limits change a total: which VAT that concerns is not known.
pub(crate) fn changes(limits: &[Limited]) -> bool {
    let changes =
        |it: &Limited| matches!(it.state, LimitState::Changed(_) | LimitState::Alternatives);
    limits.iter().any(changes)
}

impl VatContained {
    fn of(total: Money, vat: Money) -> Option<VatContained> {
        let net = total.difference(vat)?;
        (vat != Money::ZERO).then_some(VatContained { vat, net })
    }
}

/// The VAT in the lines of a quote, each rate rounded once.
fn known(quote: &Quote, ruling: &Ruling<'_>) -> Option<Money> {
    let mut by_rate: BTreeMap<Decimal, Money> = BTreeMap::new();
    for quoted in &quote.lines {
        let LineState::Applies(priced) = &quoted.state else {
            continue;
        };
        let net = priced.net.filter(|net| *net != Money::ZERO);
        let (Some(net), Some(chosen)) = (net, priced.chosen) else {
            continue;
        };
        let option = &ruling.version.lines[quoted.line].options[chosen];
        let mut sources = Sources {
            ruling,
            vat: None,
            values: Vec::new(),
        };
        sources.gather(&option.each.expr)?;
        if let Some(rate) = sources.vat?.rate() {
            let sum = by_rate.entry(rate).or_insert(Money::ZERO);
            *sum = sum.checked_add(net)?;
        }
    }
    by_rate.iter().try_fold(Money::ZERO, |all, (rate, sum)| {
        all.checked_add(VatSplit::of_gross(*sum, *rate)?.vat)
    })
}

/// The charges from which a price comes.
struct Sources<'r> {
    ruling: &'r Ruling<'r>,
    /// What all of them say of VAT.
    vat: Option<Vat>,
    /// The values that were looked into.
    values: Vec<ValueId>,
}

impl Sources<'_> {
    /// Takes in what a formula is calculated from; `None` where money comes from
    /// anything but charges, or charges differ.
    fn gather(&mut self, expr: &Expr) -> Option<()> {
        let version = self.ruling.version;
        match &expr.node {
            Node::Constant(value) => self.result(TableResult::Value(*value)),
            Node::Charge(charge) => self.result(TableResult::Charge(*charge)),
            Node::Fact(fact) | Node::Field(_, _, fact) => {
                (version.facts[*fact].ty != Type::Money).then_some(())
            }
            Node::Value(value, _) => {
                if self.values.contains(value) {
                    return Some(());
                }
                self.values.push(*value);
                self.gather(&version.values[*value].is.expr)
            }
            Node::Table(table, _) => {
                let mut rows = version.tables[*table].rows.iter();
                rows.try_for_each(|row| self.result(row.gives))
            }
            Node::Packages(set, _) => {
                let mut offers = version.packages[*set].offers.iter();
                offers.try_for_each(|offer| self.result(offer.gives))
            }
            Node::Parameter(parameter, _) => {
                let gives = &self.ruling.parameters[*parameter].gives;
                (*gives != Type::Money).then_some(())
            }
            Node::If(parts) => {
                self.gather(&parts.1)?;
                self.gather(&parts.2)
            }
            Node::Aggregate(aggregate) => {
                let mut take = aggregate.take.iter();
                take.try_for_each(|part| self.gather(part))
            }
            Node::Arithmetic(..) | Node::Negative(_) | Node::Round(..) | Node::Call(..) => {
                let mut parts = expr.parts().into_iter();
                parts.try_for_each(|part| self.gather(part))
            }
            Node::Used(used) => (used.ty != Type::Money).then_some(()),
            Node::Subject(_, part) => self.gather(part),
            Node::On
            | Node::Calendar(..)
            | Node::Rank(_)
            | Node::Not(_)
            | Node::And(_)
            | Node::Or(_)
            | Node::Compare(..)
            | Node::Within(_)
            | Node::OneOf(..)
            | Node::Includes(..)
            | Node::Known(_) => Some(()),
        }
    }

    fn result(&mut self, gives: TableResult) -> Option<()> {
        let charge = match gives {
            TableResult::Charge(charge) => charge,
            TableResult::Value(Value::Money(money)) => {
                return (money == Money::ZERO).then_some(());
            }
            TableResult::Value(_) => return Some(()),
        };
        let tariff = self.ruling.tariff?;
        let price = tariff.prices[charge].as_ref();
        let Some(price) = price.filter(|price| price.form.amount().is_some()) else {
            return Some(());
        };
        let mut codes = tariff.vat_codes.iter();
        let (_, vat) = codes.find(|(letter, _)| *letter == price.vat)?;
        if *vat == Vat::NotExplained || self.vat.is_some_and(|before| before != *vat) {
            return None;
        }
        self.vat = Some(*vat);
        Some(())
    }
}
