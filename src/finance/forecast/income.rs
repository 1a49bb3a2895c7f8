//! Income from volumes at two tariffs' prices, and why it differs: prices at the
//! new volumes, volumes at the old prices, so that the two effects add up to the
//! whole (the price and volume variances of standard costing). Where policy states a percentage and its rounding,
//! the price effect is split into the percentage, the rounding and the rest.

use rust_decimal::Decimal;

use super::volumes::Volume;
use crate::finance::{
    price_change::RangeDelta,
    tariff_ref::{TariffRef, service},
    uprate::Uprating,
};
use almoner_engine::{
    base::{
        money::Money,
        rounding::{Mode, Rounding},
    },
    check::model::{Charge, Policy, PolicyCheck, PriceForm},
};

/// What one charge, or several together, bring in. Income is below zero, as in
/// the books, and so is every effect that raises it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Income {
    /// The first tariff's prices on the first year's volumes.
    pub(super) before: RangeDelta,
    /// The second tariff's prices on the second year's volumes.
    pub(super) after: RangeDelta,
    /// Because volumes change, at the old prices.
    pub(super) by_volume: RangeDelta,
    /// Because prices change, at the new volumes: the percentage of policy.
    pub(super) by_percent: RangeDelta,
    /// The rounding of that percentage.
    pub(super) by_rounding: RangeDelta,
    /// The rest of the price effect: prices set in another way.
    pub(super) otherwise: RangeDelta,
}

/// A charge with what it brings in.
#[derive(Clone, Debug)]
pub(super) struct Earned<'b> {
    /// The charge.
    pub(super) charge: &'b Charge,
    /// Its prices in the two tariffs.
    pub(super) prices: [Option<Money>; 2],
    /// Its volumes in the two years.
    pub(super) volumes: [Decimal; 2],
    /// What it brings in.
    pub income: Income,
}

impl Income {
    /// Nothing at all.
    pub(super) const NOTHING: Income = Income {
        before: RangeDelta::NOTHING,
        after: RangeDelta::NOTHING,
        by_volume: RangeDelta::NOTHING,
        by_percent: RangeDelta::NOTHING,
        by_rounding: RangeDelta::NOTHING,
        otherwise: RangeDelta::NOTHING,
    };

    /// All that prices do.
    #[must_use]
    pub(super) fn by_price(self) -> RangeDelta {
        self.by_percent.plus(self.by_rounding).plus(self.otherwise)
    }

    /// This and another together.
    #[must_use]
    pub(super) fn plus(self, other: Income) -> Income {
        Income {
            before: self.before.plus(other.before),
            after: self.after.plus(other.after),
            by_volume: self.by_volume.plus(other.by_volume),
            by_percent: self.by_percent.plus(other.by_percent),
            by_rounding: self.by_rounding.plus(other.by_rounding),
            otherwise: self.otherwise.plus(other.otherwise),
        }
    }
}

/// What each charge brings in, in the order of the table of volumes. Volumes
/// have been read against these two tariffs; a charge that neither has is left
/// out.
#[must_use]
pub(super) fn earned<'b>(
    volumes: &[Volume],
    old: TariffRef<'b>,
    new: TariffRef<'b>,
    policy: Option<&Policy>,
) -> Vec<Earned<'b>> {
    let each = volumes.iter().filter_map(|volume| {
        let of = |tariff_ref: TariffRef<'b>| {
            tariff_ref
                .charges()
                .find(|(charge, _)| *charge.id == *volume.id)
        };
        let (charge, _) = of(new).or_else(|| of(old))?;
        let price =
            |tariff_ref: TariffRef<'b>| tariff_ref.price(&volume.id).map(|price| price.form);
        let prices = [price(old), price(new)].map(|form| form.and_then(PriceForm::amount));
        let method = policy.and_then(|policy| method(policy, &charge.id));
        let volumes = [volume.before, volume.after];
        Some(Earned {
            charge,
            prices,
            volumes,
            income: income(prices, volumes, method.as_ref())?,
        })
    });
    each.collect()
}

/// The percentage and rounding that policy states for a charge.
fn method(policy: &Policy, id: &str) -> Option<Uprating> {
    policy.rules.iter().find_map(|rule| {
        let PolicyCheck::RisesBy(by, steps) = &rule.check else {
            return None;
        };
        let all = rule.service.as_deref();
        all.is_none_or(|of| of == service(id)).then(|| Uprating {
            by: *by,
            steps: steps.clone(),
        })
    })
}

fn income(
    [old, new]: [Option<Money>; 2],
    [before, after]: [Decimal; 2],
    method: Option<&Uprating>,
) -> Option<Income> {
    let nothing = RangeDelta::NOTHING;
    let bring = |price: Option<Money>, volume| match price {
        Some(price) => bring(price, volume),
        None => Some(nothing),
    };
    let first = bring(old, before)?;
    let second = bring(new, after)?;
    // A charge that is new, or has ended, has no old price to hold volumes to,
    // or no new one: all that it brings or no longer brings is volume.
    let (Some(old), Some(_)) = (old, new) else {
        return Some(Income {
            before: first,
            after: second,
            by_volume: second.minus(first),
            ..Income::NOTHING
        });
    };
    let between = bring(Some(old), after)?;
    let raised = method.and_then(|method| method.raise(old));
    let (exact, given) = match raised {
        Some((exact, given)) => (bring(Some(exact), after)?, bring(Some(given), after)?),
        None => (between, between),
    };
    Some(Income {
        before: first,
        after: second,
        by_volume: between.minus(first),
        by_percent: exact.minus(between),
        by_rounding: given.minus(exact),
        otherwise: second.minus(given),
    })
}

/// What a volume brings in at a price, to the penny, half up; below zero.
fn bring(price: Money, volume: Decimal) -> Option<RangeDelta> {
    let end = |price: Decimal| {
        let sum = Rounding::to_the_penny(Mode::HalfUp).apply(price.checked_mul(volume)?)?;
        Decimal::ZERO.checked_sub(sum)
    };
    Some(RangeDelta {
        low: end(price.min())?,
        high: end(price.max())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use almoner_engine::base::rounding_bands::RoundingBands;

    fn prices(old: &str, new: &str) -> [Option<Money>; 2] {
        [old, new].map(|text| Money::parse(text).ok())
    }

    fn whole(ends: RangeDelta) -> (String, String) {
        let end = |it: Decimal| it.normalize().to_string();
        (end(ends.low), end(ends.high))
    }

    #[test]
    fn effects_add_up_to_the_whole_change() {
        let method = Uprating {
            by: Decimal::new(5, 2),
            steps: RoundingBands::flat(Decimal::ONE),
        };
        let volumes = [Decimal::from(10), Decimal::from(12)];
        let it = income(prices("190", "199"), volumes, Some(&method)).unwrap();
        assert_eq!(whole(it.before).0, "-1900");
        assert_eq!(whole(it.by_volume).0, "-380");
        assert_eq!(whole(it.by_percent).0, "-114");
        assert_eq!(whole(it.by_rounding).0, "-6");
        assert_eq!(whole(it.otherwise).0, "12");
        assert_eq!(whole(it.after).0, "-2388");
        assert_eq!(it.before.plus(it.by_volume).plus(it.by_price()), it.after);
    }

    #[test]
    fn ranges_bring_in_a_range_and_new_charges_are_volume() {
        let volumes = [Decimal::ONE, Decimal::from(2)];
        let it = income(prices("223..=230", "230..=240"), volumes, None).unwrap();
        assert_eq!(whole(it.after), ("-460".to_owned(), "-480".to_owned()));
        assert_eq!(whole(it.by_price()), ("-14".to_owned(), "-20".to_owned()));
        let volumes = [Decimal::ZERO, Decimal::from(3)];
        let it = income([None, Money::parse("5").ok()], volumes, None).unwrap();
        assert_eq!(
            (whole(it.by_volume).0.as_str(), it.by_price()),
            ("-15", RangeDelta::NOTHING)
        );
    }
}
