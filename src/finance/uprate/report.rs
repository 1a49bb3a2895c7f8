//! What an uprating did, as a table: charge by charge, with the effect of
//! rounding alone.

use rust_decimal::Decimal;

use super::{Effect, Uprated, Why};
use crate::finance::{
    charge_names::ChargeNames,
    compare::price_cell,
    plan_words::Raise,
    price_change::RangeDelta,
    print_format,
    report::{Cell, Column, Kind, Report, Row, RowKind, Table, Working},
    tariff_ref::{TariffRef, service},
};
use almoner_engine::{
    base::money::Money,
    check::model::{PlanRule, PlannedPrice, PriceForm},
};

/// The most differences from the method that are listed one by one.
const MAX_NAMED: usize = 12;

/// The report: charge by charge, with the effect of rounding alone; and where the
/// book already has the year after, which of its prices differ from the method's.
#[must_use]
pub fn report(
    tariff_ref: TariffRef<'_>,
    rules: &[PlanRule],
    uprated: &[Uprated<'_>],
    after: Option<TariffRef<'_>>,
) -> Report {
    let tariffs: Vec<TariffRef<'_>> = std::iter::once(tariff_ref).chain(after).collect();
    let names = ChargeNames::of(&tariffs);
    let mut rows = Vec::new();
    for group in uprated.chunk_by(|a, b| service(&a.charge.id) == service(&b.charge.id)) {
        if let Some(first) = group.first() {
            rows.push(Row::words(RowKind::Service, &*first.charge.service));
        }
        rows.extend(group.iter().map(|it| row(it, after, &names)));
    }
    let (title, mut notes) = opening(tariff_ref, rules, uprated);
    notes.push(format!(
        "Rounding alone moves one of each charge by {} in all.",
        Money::exact(rounding(uprated))
    ));
    for (effect, words) in [
        (Effect::Unchanged, "Rounding leaves unchanged"),
        (Effect::Lowered, "Rounding lowers"),
        (Effect::ToNothing, "Rounding makes free of charge"),
    ] {
        let ids = uprated.iter().filter(|it| it.effect() == Some(effect));
        let named: Vec<String> = ids.map(|it| names.whole(&it.charge.id)).collect();
        if !named.is_empty() {
            notes.push(format!("{words}: {}.", named.join("; ")));
        }
    }
    let statutory = uprated.iter().filter(|it| it.why == Why::Statutory);
    let statutory: Vec<String> = statutory.map(|it| names.whole(&it.charge.id)).collect();
    if !statutory.is_empty() {
        notes.push(format!(
            "Set by law and left as they are: {}.",
            statutory.join("; ")
        ));
    }
    notes.extend(after.map(|after| compare_with_book(uprated, after, &names)));
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
        ..Report::default()
    }
}

/// The title, and how many charges each percentage raises.
fn opening(
    tariff_ref: TariffRef<'_>,
    rules: &[PlanRule],
    uprated: &[Uprated<'_>],
) -> (String, Vec<String>) {
    let year = &tariff_ref.tariff.year;
    let raised = |of: &Raise<'_>| {
        let its = uprated.iter().filter(|it| {
            let rule = it.rule.is_some_and(|rule| of.is_of(rule));
            rule && it.effect() == Some(Effect::Raised)
        });
        its.count()
    };
    let raises = Raise::all(rules);
    if let [one] = raises.as_slice()
        && one.is_typed
    {
        let notes = vec![format!(
            "{} of {} charges raised by {}.",
            raised(one),
            uprated.len(),
            one.words()
        )];
        return (format!("{year} raised by {}%", one.percent()), notes);
    }
    let notes = raises.iter().map(|it| {
        let decided = uprated
            .iter()
            .filter(|of| of.why == Why::Raised && of.rule.is_some_and(|rule| it.is_of(rule)));
        let (raised, decided) = (raised(it), decided.count());
        let charges = if decided == 1 { "charge" } else { "charges" };
        let (of, reason) = (it.about(), it.because());
        format!(
            "{of}: {raised} of {decided} {charges} raised by {}{reason}.",
            it.words()
        )
    });
    (format!("{year} raised by the plan"), notes.collect())
}

fn columns(tariff_ref: TariffRef<'_>, after: Option<TariffRef<'_>>) -> Vec<Column> {
    let mut columns = vec![
        Column::new("charge", "Charge", Kind::Text),
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
fn compare_with_book(
    uprated: &[Uprated<'_>],
    after: TariffRef<'_>,
    names: &ChargeNames<'_>,
) -> String {
    let raised = uprated.iter().filter(|it| it.why == Why::Raised);
    let pairs = raised.filter_map(|it| Some((it, after.price(&it.charge.id)?.form)));
    let other: Vec<String> = pairs
        .clone()
        .filter(|(it, form)| it.new != *form)
        .map(|(it, form)| {
            let [given, there] = [it.new, form].map(print_format::price_words);
            let name = names.whole(&it.charge.id);
            format!("{name} is {there}, the method gives {given}")
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

fn row(it: &Uprated<'_>, after: Option<TariffRef<'_>>, names: &ChargeNames<'_>) -> Row {
    let new = match it.new {
        PriceForm::Fixed(money) => Cell::Money(money),
        form @ PriceForm::Variable(money) => {
            Cell::Printed(print_format::price_words(form), Some(money))
        }
        PriceForm::Ended => Cell::Empty,
        PriceForm::Unpriced => price_cell(it.old),
    };
    let old = it.old.and_then(|old| old.form.amount());
    let moved = old.zip(it.new.amount());
    let fraction = moved.and_then(|(old, new)| RangeDelta::fraction(old, new));
    let why = match &it.why {
        Why::Raised => it.effect().map_or("raised", Effect::words).to_owned(),
        Why::NotAsked => "left as it is".to_owned(),
        Why::Statutory => "statutory: set by law".to_owned(),
        Why::Ended => "ended".to_owned(),
        Why::Unpriced => "no amount to raise".to_owned(),
        Why::ByHand(reason) => by_hand(it, reason),
    };
    let mut cells = vec![
        Cell::text(names.rest(&it.charge.id)),
        Cell::text(&*it.charge.id),
        price_cell(it.old),
        it.exact.map_or(Cell::Empty, Cell::Money),
        new,
        fraction.map_or(Cell::Empty, Cell::Percent),
        Cell::text(why),
    ];
    cells.extend(after.map(|after| price_cell(after.price(&it.charge.id))));
    Row {
        cites: it.old.map(|old| old.cite.to_string()).into_iter().collect(),
        ..Row::entry(Some(&it.charge.id), cells)
    }
}

/// What was decided by hand, with the reason.
fn by_hand(it: &Uprated<'_>, reason: &str) -> String {
    match it.rule.map(|rule| &rule.price) {
        Some(PlannedPrice::Keep) => format!("kept: {reason}"),
        Some(PlannedPrice::New(_)) => format!("new: {reason}"),
        Some(PlannedPrice::End) => format!("ends: {reason}"),
        _ => format!("set: {reason}"),
    }
}
