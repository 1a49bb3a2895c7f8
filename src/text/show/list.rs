//! What there is in a book.

use crate::tables::grid::Grid;
use crate::text::layout::{Page, WIDTH};
use almoner_engine::check::model::{Contents, Kind, RuleSet, Status, Tariff};

/// Every rule set, with the verb that asks it, and every tariff.
#[must_use]
pub fn list(book: &Contents) -> String {
    let mut page = Page::default();
    page.heading("Rule sets");
    let mut grid = Grid::new(
        &["rule set", "title", "ask it with", "in force from"],
        WIDTH + 20,
    );
    for set in &book.rule_sets {
        grid.row(&[&set.id, &set.newest().title, verb(set), &from(set)]);
    }
    page.block(0, &grid.draw());
    if !book.tariffs.is_empty() {
        page.blank();
        page.heading("Tariffs");
        let mut grid = Grid::new(&["year", "in force", "status"], WIDTH + 20);
        for tariff in &book.tariffs {
            let days = format!("{} to {}", tariff.in_force, tariff.until);
            grid.row(&[&*tariff.year, &days, &status(tariff)]);
        }
        page.block(0, &grid.draw());
    }
    if !book.parameters.is_empty() {
        page.blank();
        page.heading("Dated rates");
        let mut grid = Grid::new(&["rates", "what", "covers", "status"], WIDTH + 20);
        for parameter in &book.parameters {
            let from = parameter.periods.first().map(|first| first.from);
            let from = from.map_or_else(String::new, |from| from.to_string());
            let days = format!("{from} to {}", parameter.until);
            let proposed = parameter.periods.iter();
            let proposed = proposed.filter(|it| it.decision.status == Status::Proposed);
            let status = match proposed.count() {
                0 => Status::Adopted.word().to_owned(),
                1 => "1 period proposed".to_owned(),
                count => format!("{count} periods proposed"),
            };
            grid.row(&[&*parameter.id, &parameter.says, &days, &status]);
        }
        page.block(0, &grid.draw());
    }
    if !book.calendars.is_empty() {
        page.blank();
        page.heading("Calendars");
        let mut grid = Grid::new(&["calendar", "what", "covers", "known since"], WIDTH + 20);
        for calendar in &book.calendars {
            let days = format!("{} to {}", calendar.from, calendar.until);
            let known = calendar.known.to_string();
            grid.row(&[&*calendar.id, &calendar.says, &days, &known]);
        }
        page.block(0, &grid.draw());
    }
    page.finish()
}

/// The verb that asks a rule set.
fn verb(set: &RuleSet) -> &'static str {
    match set.kind() {
        Kind::Pricing => "quote",
        Kind::Eligibility => "screen",
    }
}

/// The first days in force.
fn from(set: &RuleSet) -> String {
    let days: Vec<String> = set
        .versions
        .iter()
        .map(|version| version.in_force.to_string())
        .collect();
    days.join(", ")
}

/// Whether a tariff is adopted, and how many of its charges another decision
/// changed.
fn status(tariff: &Tariff) -> String {
    let varied = tariff.varied().map(|(variation, charges)| {
        let count = charges.len();
        let charges = if count == 1 { "charge" } else { "charges" };
        let word = variation.decision.status.word();
        format!("; {count} {charges} varied, {word}")
    });
    let word = tariff.decision.status.word();
    format!("{word}{}", varied.collect::<String>())
}
