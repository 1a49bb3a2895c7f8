//! Next year's prices from this year's, by the rules of a plan: raised by a
//! percentage and rounded in steps, end by end, kept, set, new or ended. Statutory
//! charges are never raised (item 12, §8.2); a price decided by hand carries its
//! reason.

mod report;

pub use self::report::report;

use rust_decimal::Decimal;

use super::tariff_ref::TariffRef;
use almoner_engine::{
    base::{money::Money, rounding_bands::RoundingBands},
    check::model::{Category, Charge, PlanRule, PlannedPrice, Price, PriceForm},
};

/// A percentage and rounding.
#[derive(Clone, Debug)]
pub struct Uprating {
    /// The rise as a fraction.
    pub by: Decimal,
    /// The rounding.
    pub steps: RoundingBands,
}

/// Why a price is what it is next year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// By the method.
    Raised,
    /// No rule is about it.
    NotAsked,
    /// The council does not set it.
    Statutory,
    /// There is no price any more.
    Ended,
    /// It has printed words in place of a price.
    Unpriced,
    /// Decided by hand, for this reason.
    ByHand(String),
}

/// A charge and its price next year.
#[derive(Clone, Debug)]
pub struct Uprated<'b> {
    /// The charge.
    pub charge: &'b Charge,
    /// This year's price; none for a new charge.
    pub old: Option<&'b Price>,
    /// Next year's.
    pub new: PriceForm,
    /// What the method gives before rounding, for what is raised.
    pub exact: Option<Money>,
    /// The rule that is about it.
    pub rule: Option<&'b PlanRule>,
    /// Why.
    pub why: Why,
}

/// What the method does to a price after rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It rises, or falls where the percentage is a fall.
    Raised,
    /// The percentage is nothing, and so is the effect of rounding.
    Same,
    /// Rounding leaves it as it was.
    Unchanged,
    /// Rounding lowers it although the percentage is no fall.
    Lowered,
    /// Rounding makes it £0.00.
    ToNothing,
}

impl Effect {
    fn words(self) -> &'static str {
        match self {
            Effect::Raised => "raised",
            Effect::Same => "unchanged",
            Effect::Unchanged => "unchanged by rounding",
            Effect::Lowered => "lowered by rounding",
            Effect::ToNothing => "free by rounding",
        }
    }
}

impl Uprated<'_> {
    /// Where this year's price is written, in bytes.
    pub(super) fn place(&self) -> Option<(usize, usize)> {
        let place = self.old?.place;
        Some((place.start as usize, place.end as usize))
    }

    /// What the method does to the price; none where it does not decide.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        let exact = self.exact.filter(|_| self.why == Why::Raised)?;
        let (old, new) = (self.old?.form.amount()?, self.new.amount()?);
        let is_fall = exact.max() < old.max();
        Some(if new == old && exact == old {
            Effect::Same
        } else if new == old {
            Effect::Unchanged
        } else if new.min().is_zero() && !old.min().is_zero() {
            Effect::ToNothing
        } else if !is_fall && (new.min() < old.min() || new.max() < old.max()) {
            Effect::Lowered
        } else {
            Effect::Raised
        })
    }
}

impl Uprating {
    /// Applies the method to an amount: both ends are raised, then rounded.
    /// `None` on overflow.
    #[must_use]
    pub fn raise(&self, money: Money) -> Option<(Money, Money)> {
        let exact = money.checked_mul(Decimal::ONE.checked_add(self.by)?)?;
        let low = self.steps.apply(exact.min())?;
        let high = self.steps.apply(exact.max())?;
        Some((exact, Money::range(low, high)?))
    }
}

/// Every charge of the tariff with its price next year, and the new ones. A price
/// that would overflow is omitted; no tariff has one.
#[must_use]
pub fn uprate<'b>(tariff_ref: TariffRef<'b>, rules: &'b [PlanRule]) -> Vec<Uprated<'b>> {
    let each = tariff_ref.charges().filter_map(|(charge, old)| {
        let rule = PlanRule::deciding(rules, &charge.id).first().copied();
        let Some(old) = old else {
            return first_price(charge, rule?);
        };
        let (new, exact, why) = next(charge, old, rule)?;
        Some(Uprated {
            charge,
            old: Some(old),
            new,
            exact,
            rule,
            why,
        })
    });
    each.collect()
}

/// A charge that this year does not have.
fn first_price<'b>(charge: &'b Charge, rule: &'b PlanRule) -> Option<Uprated<'b>> {
    let PlannedPrice::New(money) = rule.price else {
        return None;
    };
    Some(Uprated {
        charge,
        old: None,
        new: PriceForm::Fixed(money),
        exact: None,
        rule: Some(rule),
        why: Why::ByHand(rule.reason.to_string()),
    })
}

/// The price, what it is before rounding, and why. Only a rule about the charge
/// itself decides one that is statutory or has no amount.
fn next(
    charge: &Charge,
    old: &Price,
    rule: Option<&PlanRule>,
) -> Option<(PriceForm, Option<Money>, Why)> {
    let kept = |why| Some((old.form, None, why));
    let is_raise = |rule: &PlanRule| matches!(rule.price, PlannedPrice::Raise(..));
    let is_by_hand = rule.is_some_and(|it| it.charges.is_charge(&charge.id) && !is_raise(it));
    let amount = old.form.amount();
    match amount {
        None if !is_by_hand && old.form == PriceForm::Unpriced => return kept(Why::Unpriced),
        None if !is_by_hand => return kept(Why::Ended),
        _ if !is_by_hand && old.category == Category::Statutory => return kept(Why::Statutory),
        _ => {}
    }
    let Some(rule) = rule else {
        return kept(Why::NotAsked);
    };
    let by_hand = Why::ByHand(rule.reason.to_string());
    match &rule.price {
        PlannedPrice::Raise(by, steps) => {
            let how = Uprating {
                by: *by,
                steps: steps.clone(),
            };
            let (exact, rounded) = how.raise(amount?)?;
            Some((with(old.form, rounded), Some(exact), Why::Raised))
        }
        PlannedPrice::Keep => kept(by_hand),
        PlannedPrice::Set(money) | PlannedPrice::New(money) => {
            Some((with(old.form, *money), None, by_hand))
        }
        PlannedPrice::End => Some((PriceForm::Ended, None, by_hand)),
    }
}

/// The form with another amount.
fn with(form: PriceForm, money: Money) -> PriceForm {
    match form {
        PriceForm::Variable(_) => PriceForm::Variable(money),
        PriceForm::Fixed(_) | PriceForm::Ended | PriceForm::Unpriced => PriceForm::Fixed(money),
    }
}

/// A rule that this year's tariff does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Its number among the rules.
    pub rule: usize,
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: String,
}

/// The rules that do not fit the tariff: about a charge without a price, a first
/// price for one that has a price, and two that are equally precise.
#[must_use]
pub fn misfits(tariff_ref: TariffRef<'_>, rules: &[PlanRule]) -> Vec<Misfit> {
    let year = &tariff_ref.tariff.year;
    let mut misfits: Vec<Misfit> = Vec::new();
    for (charge, price) in tariff_ref.charges() {
        let deciding = PlanRule::deciding(rules, &charge.id);
        let (Some(first), last) = (deciding.first(), deciding.last()) else {
            continue;
        };
        let is_new = matches!(first.price, PlannedPrice::New(_));
        let id = &charge.id;
        let (says, help) = if deciding.len() > 1 {
            let says = format!("two rules are equally precise for `{id}`");
            (says, "leave one out, or write one for the charge itself")
        } else if is_new && price.is_some() {
            let says = format!("`{id}` has a price in {year} already");
            (says, "write `Set` for a charge that has a price")
        } else if !is_new && price.is_none() && first.charges.is_charge(id) {
            let says = format!("`{id}` has no price in {year}");
            (says, "write `New` for its first price")
        } else {
            continue;
        };
        let Some(rule) = last.and_then(|it| rules.iter().position(|rule| std::ptr::eq(rule, *it)))
        else {
            continue;
        };
        if misfits.iter().all(|known| known.rule != rule) {
            misfits.push(Misfit {
                rule,
                says,
                help: help.to_owned(),
            });
        }
    }
    misfits
}
