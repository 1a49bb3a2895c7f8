//! The highest price that policy allows a charge: one reading for comparisons
//! and for policy's own report.

use rust_decimal::Decimal;

use almoner_engine::{
    base::{
        money::Money,
        rounding::{Mode, Rounding},
    },
    check::model::{Policy, PolicyCheck},
};

/// The highest price of a service's charge after a price, where policy says: the
/// most in whole pennies, or what its percentage and rounding give.
#[must_use]
pub(super) fn allowed_price(policy: &Policy, service: &str, old: Money) -> Option<Money> {
    let of = |it: Option<&str>| it.is_none_or(|of| of == service);
    let mut rules = policy.rules.iter();
    rules.find_map(|rule| match &rule.check {
        PolicyCheck::RisesAtMost(by) if of(rule.service.as_deref()) => highest(old, *by),
        PolicyCheck::RisesBy(by, steps) if of(rule.service.as_deref()) => {
            let exact = raised(old, *by)?;
            Money::range(steps.apply(exact.min())?, steps.apply(exact.max())?)
        }
        _ => None,
    })
}

/// The highest price in whole pennies that is no more than a fraction above.
#[must_use]
pub(super) fn highest(old: Money, by: Decimal) -> Option<Money> {
    raised(old, by)?.round(Rounding::to_the_penny(Mode::Down))
}

fn raised(old: Money, by: Decimal) -> Option<Money> {
    old.checked_mul(Decimal::ONE.checked_add(by)?)
}

/// Whether a price is above another at either end.
#[must_use]
pub(super) fn is_above(new: Money, allowed: Money) -> bool {
    new.min() > allowed.min() || new.max() > allowed.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn price_is_above_only_in_whole_pennies() {
        let money = |text: &str| Money::parse(text).unwrap();
        let allowed = highest(money("3.15"), Decimal::new(3, 2)).unwrap();
        assert_eq!(allowed.to_string(), "£3.24");
        assert!(!is_above(money("3.24"), allowed));
        assert!(is_above(money("3.25"), allowed));
        let range = highest(money("223..=230"), Decimal::new(3, 2)).unwrap();
        assert!(is_above(money("229..=240"), range));
    }
}
