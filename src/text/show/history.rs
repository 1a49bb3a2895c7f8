//! How rules and prices came to be: every version and year, its status, when
//! it became known and by whom.

use crate::tables::grid::Grid;
use crate::text::layout::{Page, WIDTH};
use almoner_engine::{
    base::{date::Date, ids::ChargeId},
    check::model::{Charge, Contents, Decision, PriceForm, RuleSet, Tariff, Unit},
    present::value_words,
};

/// The versions of a rule set.
#[must_use]
pub fn rule_set(set: &RuleSet) -> String {
    let mut page = Page::default();
    let title = &set.newest().title;
    page.heading(&format!("{title} ({}) — versions", set.id));
    let headings = [
        "in force from",
        "until",
        "status",
        "known since",
        "decided by",
    ];
    let mut grid = Grid::new(&headings, WIDTH + 20);
    let next = set.versions.iter().skip(1).map(Some).chain([None]);
    for (version, next) in set.versions.iter().zip(next) {
        let until = match (version.until, next) {
            (Some(until), _) => until.to_string(),
            (None, Some(next)) => format!("before {}", next.in_force),
            (None, None) => "further notice".to_owned(),
        };
        grid.row(&[
            version.in_force.to_string(),
            until,
            version.decision.status.word().to_owned(),
            version.decision.known.to_string(),
            version.decision.by.to_string(),
        ]);
    }
    page.block(0, &grid.draw());
    for version in &set.versions {
        if let Some(reading) = decision_reading(version.in_force, &version.decision) {
            page.paragraph(0, &reading);
        }
    }
    page.finish()
}

/// The prices of one charge.
#[must_use]
pub fn charge(book: &Contents, number: ChargeId) -> String {
    let mut page = Page::default();
    let charge = &book.charges[number];
    page.heading(&title(charge));
    if let Some(unit) = unit_words(book, charge) {
        page.paragraph(0, &unit);
    }
    let headings = [
        "year",
        "price",
        "in force",
        "status",
        "known since",
        "decided by",
        "printed",
    ];
    let mut grid = Grid::new(&headings, WIDTH + 20).figures(1);
    for tariff in &book.tariffs {
        let entry = tariff.prices[number].as_ref();
        let cite = entry.map_or_else(
            || "not in this tariff".to_owned(),
            |price| format!("{}, row {}", price.table, price.row),
        );
        grid.row(&[
            tariff.year.to_string(),
            price_words(tariff, number),
            format!("{} to {}", tariff.in_force, tariff.until),
            tariff.decision_of(number).status.word().to_owned(),
            tariff.decision_of(number).known.to_string(),
            tariff.decision_of(number).by.to_string(),
            cite,
        ]);
    }
    page.block(0, &grid.draw());
    for tariff in &book.tariffs {
        for note in price_notes(tariff, number) {
            page.paragraph(0, &note);
        }
    }
    page.finish()
}

/// What a reader should know of a tariff's price of a charge: its note, what the
/// source does not say of the decision, and why it was varied.
#[must_use]
pub fn price_notes(tariff: &Tariff, number: ChargeId) -> Vec<String> {
    let entry = tariff.prices[number].as_ref();
    let note = entry.and_then(|price| price.note.as_ref());
    let note = note.map(|note| format!("{}: {note}", tariff.year));
    let reading = decision_reading(tariff.in_force, tariff.decision_of(number));
    let varied = entry.and_then(|price| tariff.variation_of(price));
    let varied = varied.map(|varied| {
        let ground = varied.ground.as_deref();
        let ground = ground.map_or_else(String::new, |it| format!("{it} grounds, "));
        let (from, authority, reason) = (varied.in_force, &varied.authority, &varied.reason);
        format!("varied from {from} ({ground}{authority}): {reason}")
    });
    note.into_iter().chain(reading).chain(varied).collect()
}

/// One of what a price of a charge buys, in a sentence; nothing for those of groups,
/// which their printed names describe.
#[must_use]
pub fn unit_words(book: &Contents, charge: &Charge) -> Option<String> {
    let unit = unit(book, charge.per.as_ref()?)?;
    Some(format!("A price is for {unit}."))
}

fn unit<'b>(book: &'b Contents, unit: &Unit) -> Option<&'b str> {
    Some(match unit {
        Unit::Hour => "an hour",
        Unit::Day => "a day",
        Unit::Week => "a week",
        Unit::Term => "a term",
        Unit::Session => "a session",
        Unit::Visit => "a visit",
        Unit::PersonNight => "a person for a night",
        Unit::PersonDay => "a person for a day",
        Unit::Unit(id) => {
            let mut units = book.units.iter();
            return units.find(|unit| unit.id == *id).map(|unit| &*unit.says);
        }
        Unit::Activity(_) | Unit::Person(_) | Unit::Group(..) | Unit::Family(..) => return None,
    })
}

/// The prices of several charges, a row each and a column a year.
#[must_use]
pub fn prices(book: &Contents, numbers: &[ChargeId]) -> String {
    let mut page = Page::default();
    page.block(0, &price_grid(book, numbers).draw());
    page.finish()
}

pub(super) fn price_grid(book: &Contents, numbers: &[ChargeId]) -> Grid {
    let years = book.tariffs.iter().map(|tariff| &*tariff.year);
    let headings: Vec<&str> = ["charge", "printed name"]
        .into_iter()
        .chain(years)
        .collect();
    let mut grid = Grid::new(&headings, WIDTH + 20);
    for column in 2..headings.len() {
        grid = grid.figures(column);
    }
    for number in numbers {
        let charge = &book.charges[*number];
        let mut row = vec![charge.id.to_string(), charge.name.to_string()];
        row.extend(
            book.tariffs
                .iter()
                .map(|tariff| price_words(tariff, *number)),
        );
        grid.row(&row);
    }
    grid
}

fn title(charge: &Charge) -> String {
    format!("{} — {}: {}", charge.id, charge.service, charge.name)
}

/// A tariff's price of a charge, `£30.00` or `ended`.
#[must_use]
pub fn price_words(tariff: &Tariff, number: ChargeId) -> String {
    match &tariff.prices[number] {
        Some(price) => match price.form {
            PriceForm::Fixed(money) => money.to_string(),
            PriceForm::Variable(money) => format!("{money}, variable"),
            PriceForm::Ended => "ended".to_owned(),
            PriceForm::Unpriced => price.words.as_deref().unwrap_or_default().to_owned(),
        },
        None => "—".to_owned(),
    }
}

/// What the source does not say of a decision.
fn decision_reading(in_force: Date, decision: &Decision) -> Option<String> {
    decision.reading.as_ref()?;
    let decided = value_words::decided(decision);
    Some(format!("in force {in_force}: {decided}"))
}
