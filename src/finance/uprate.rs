//! Next year's prices from this year's: raised by a percentage and rounded in
//! steps, end by end. Statutory charges are never raised (item 12, §8.2); a
//! price kept or set by hand carries its reason.

use rust_decimal::Decimal;

use super::{
    compare::price_cell,
    price_change::RangeDelta,
    print_format,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table, Working},
    tariff_ref::{TariffRef, service},
};
use almoner_engine::{
    base::{money::Money, rounding_bands::RoundingBands},
    check::model::{Category, Charge, Price, PriceForm},
};

/// The most differences from the method that are listed one by one.
const MAX_NAMED: usize = 12;

/// A percentage and rounding, with exceptions.
#[derive(Clone, Debug)]
pub struct Uprating {
    /// The rise as a fraction.
    pub by: Decimal,
    /// The rounding.
    pub steps: RoundingBands,
    /// Only in these services; in all when there are none.
    pub services: Vec<String>,
    /// Charges decided by hand.
    pub by_hand: Vec<ByHand>,
}

/// A charge priced by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// The charge.
    pub id: String,
    /// Its price; none to keep this year's.
    pub price: Option<Money>,
    /// Why.
    pub reason: String,
}

/// Why a price is what it is next year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// By the method.
    Raised,
    /// Its service is not raised.
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
    /// The name.
    pub charge: &'b Charge,
    /// This year's price.
    pub old: &'b Price,
    /// Next year's.
    pub new: PriceForm,
    /// What the method gives before rounding, for what is raised.
    pub exact: Option<Money>,
    /// Why.
    pub why: Why,
}

/// What the method does to a price after rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It rises, or falls where the percentage is a fall.
    Raised,
    /// Rounding leaves it as it was.
    Unchanged,
    /// Rounding lowers it although the percentage is a rise.
    Lowered,
    /// Rounding makes it £0.00.
    ToNothing,
}

impl Effect {
    fn words(self) -> &'static str {
        match self {
            Effect::Raised => "raised",
            Effect::Unchanged => "unchanged by rounding",
            Effect::Lowered => "lowered by rounding",
            Effect::ToNothing => "free by rounding",
        }
    }
}

impl Uprated<'_> {
    /// What the method does to the price; none where it does not decide.
    #[must_use]
    pub fn effect(&self) -> Option<Effect> {
        let exact = self.exact.filter(|_| self.why == Why::Raised)?;
        let (old, new) = (self.old.form.amount()?, self.new.amount()?);
        let is_rise = exact.max() > old.max();
        Some(if new == old {
            Effect::Unchanged
        } else if new.min().is_zero() && !old.min().is_zero() {
            Effect::ToNothing
        } else if is_rise && (new.min() < old.min() || new.max() < old.max()) {
            Effect::Lowered
        } else {
            Effect::Raised
        })
    }
}

impl Uprating {
    /// What the method makes of an amount: both ends raised, both rounded.
    /// None where that is too large to say.
    #[must_use]
    pub fn raise(&self, money: Money) -> Option<(Money, Money)> {
        let exact = money.checked_mul(Decimal::ONE.checked_add(self.by)?)?;
        let low = self.steps.apply(exact.min())?;
        let high = self.steps.apply(exact.max())?;
        Some((exact, Money::range(low, high)?))
    }
}

/// Every charge of the tariff with its price next year. A price too large to
/// raise is left out, which no tariff has.
#[must_use]
pub fn uprate<'b>(tariff_ref: TariffRef<'b>, how: &Uprating) -> Vec<Uprated<'b>> {
    let priced = tariff_ref
        .charges()
        .filter_map(|(charge, price)| Some((charge, price?)));
    priced
        .filter_map(|(charge, old)| {
            let (new, exact, why) = next(charge, old, how)?;
            Some(Uprated {
                charge,
                old,
                new,
                exact,
                why,
            })
        })
        .collect()
}

fn next(charge: &Charge, old: &Price, how: &Uprating) -> Option<(PriceForm, Option<Money>, Why)> {
    let kept = |why| Some((old.form, None, why));
    if let Some(hand) = how.by_hand.iter().find(|hand| *hand.id == *charge.id) {
        let form = hand.price.map_or(old.form, |money| with(old.form, money));
        return Some((form, None, Why::ByHand(hand.reason.clone())));
    }
    let Some(money) = old.form.amount() else {
        return kept(if old.form == PriceForm::Unpriced {
            Why::Unpriced
        } else {
            Why::Ended
        });
    };
    if old.category == Category::Statutory {
        return kept(Why::Statutory);
    }
    let of = service(&charge.id);
    if !how.services.is_empty() && !how.services.iter().any(|asked| asked == of) {
        return kept(Why::NotAsked);
    }
    let (exact, rounded) = how.raise(money)?;
    Some((with(old.form, rounded), Some(exact), Why::Raised))
}

/// The form with another amount.
fn with(form: PriceForm, money: Money) -> PriceForm {
    match form {
        PriceForm::Variable(_) => PriceForm::Variable(money),
        PriceForm::Fixed(_) | PriceForm::Ended | PriceForm::Unpriced => PriceForm::Fixed(money),
    }
}

/// The report: charge by charge, with the effect of rounding alone; and where the
/// book already has the year after, which of its prices differ from the method's.
#[must_use]
pub fn report(
    tariff_ref: TariffRef<'_>,
    how: &Uprating,
    uprated: &[Uprated<'_>],
    after: Option<TariffRef<'_>>,
) -> Report {
    let mut rows = Vec::new();
    for group in uprated.chunk_by(|a, b| service(&a.charge.id) == service(&b.charge.id)) {
        if let Some(first) = group.first() {
            rows.push(Row::words(RowKind::Service, &*first.charge.service));
        }
        rows.extend(group.iter().map(|it| row(it, after)));
    }
    let effects: Vec<Effect> = uprated.iter().filter_map(Uprated::effect).collect();
    let raised = effects.iter().filter(|it| **it == Effect::Raised).count();
    let by = how.by.saturating_mul(Decimal::ONE_HUNDRED).normalize();
    let title = format!("{} raised by {by}%", tariff_ref.tariff.year);
    let mut notes = vec![
        format!(
            "{raised} of {} charges raised by {by}%, rounded half up to {}.",
            uprated.len(),
            how.steps
        ),
        format!(
            "Rounding alone moves one of each charge by {} in all.",
            Money::exact(rounding(uprated))
        ),
    ];
    for (effect, words) in [
        (Effect::Unchanged, "Rounding leaves unchanged"),
        (Effect::Lowered, "Rounding lowers"),
        (Effect::ToNothing, "Rounding makes free of charge"),
    ] {
        let ids = uprated.iter().filter(|it| it.effect() == Some(effect));
        let ids: Vec<&str> = ids.map(|it| &*it.charge.id).collect();
        if !ids.is_empty() {
            notes.push(format!("{words}: {}.", ids.join(", ")));
        }
    }
    let statutory = uprated.iter().filter(|it| it.why == Why::Statutory);
    let statutory: Vec<&str> = statutory.map(|it| &*it.charge.id).collect();
    if !statutory.is_empty() {
        notes.push(format!(
            "Set by law and left as they are: {}.",
            statutory.join(", ")
        ));
    }
    notes.extend(after.map(|after| compare_with_book(uprated, after)));
    Report {
        title: title.clone(),
        notes,
        fingerprints: vec![tariff_ref.fingerprint()],
        tables: vec![Table {
            title,
            notes: Vec::new(),
            columns: columns(tariff_ref, after),
            rows,
        }],
    }
}

fn columns(tariff_ref: TariffRef<'_>, after: Option<TariffRef<'_>>) -> Vec<Column> {
    let mut columns = vec![
        Column::key("id", "Id"),
        Column::new("old", tariff_ref.tariff.year.to_string(), Kind::Money),
        Column::new("exact", "Before rounding", Kind::Money),
        Column::new("new", "New", Kind::Money),
        Column::new("percent", "Change %", Kind::Percent).worked(Working::Fraction("old", "new")),
        Column::new("why", "Why", Kind::Text),
    ];
    columns.extend(after.map(|after| {
        let heading = format!("{} in the book", after.tariff.year);
        Column::new("in_the_book", heading, Kind::Money)
    }));
    columns
}

/// How the prices that were raised compare with those of the year after that
/// the book has.
fn compare_with_book(uprated: &[Uprated<'_>], after: TariffRef<'_>) -> String {
    let raised = uprated.iter().filter(|it| it.why == Why::Raised);
    let pairs = raised.filter_map(|it| Some((it, after.price(&it.charge.id)?.form)));
    let other: Vec<String> = pairs
        .clone()
        .filter(|(it, form)| it.new != *form)
        .map(|(it, form)| {
            let [given, there] = [it.new, form].map(print_format::price_words);
            format!("{} is {there}, the method gives {given}", it.charge.id)
        })
        .collect();
    let all = pairs.count();
    let year = &after.tariff.year;
    let same = all.saturating_sub(other.len());
    let first = format!(
        "The book has {year} already: {same} of {all} raised charges have there the price that \
         the method gives"
    );
    match other.len() {
        0 => format!("{first}."),
        1..=MAX_NAMED => format!("{first}; {}.", other.join("; ")),
        _ => format!("{first}; the others are in the table."),
    }
}

/// What the rounding gains (or, below zero, loses) at the lower ends.
fn rounding(uprated: &[Uprated<'_>]) -> Decimal {
    let each = uprated.iter().filter_map(|it| {
        let (exact, new) = (it.exact?.min(), it.new.amount()?.min());
        new.checked_sub(exact)
    });
    each.fold(Decimal::ZERO, Decimal::saturating_add)
}

fn row(it: &Uprated<'_>, after: Option<TariffRef<'_>>) -> Row {
    let new = match it.new {
        PriceForm::Fixed(money) => Cell::Money(money),
        form @ PriceForm::Variable(money) => {
            Cell::Printed(print_format::price_words(form), Some(money))
        }
        PriceForm::Ended => Cell::Empty,
        PriceForm::Unpriced => price_cell(Some(it.old)),
    };
    let moved = it.old.form.amount().zip(it.new.amount());
    let fraction = moved.and_then(|(old, new)| RangeDelta::fraction(old, new));
    let why = match &it.why {
        Why::Raised => it.effect().map_or("raised", Effect::words).to_owned(),
        Why::NotAsked => "left as it is".to_owned(),
        Why::Statutory => "statutory: set by law".to_owned(),
        Why::Ended => "ended".to_owned(),
        Why::Unpriced => "no amount to raise".to_owned(),
        Why::ByHand(reason) => reason.clone(),
    };
    let mut cells = vec![
        Cell::text(&*it.charge.id),
        price_cell(Some(it.old)),
        it.exact.map_or(Cell::Empty, Cell::Money),
        new,
        fraction.map_or(Cell::Empty, Cell::Percent),
        Cell::text(why),
    ];
    cells.extend(after.map(|after| price_cell(after.price(&it.charge.id))));
    Row {
        cites: vec![it.old.cite.to_string()],
        ..Row::entry(Some(&it.charge.id), cells)
    }
}
