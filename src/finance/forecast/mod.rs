//! Income by service stream, against the budget that the paper prints.
//!
//! With volumes: what each stream brings in at the old prices and at the new,
//! how much of the change is price and how much volume, what rounding gains,
//! and the sensitivity to demand. Without: how far volume must rise for the new
//! prices to meet the budget. Income is below zero and is printed in brackets,
//! as finance does.

mod sensitivity;

mod income;

mod break_even;

mod printed_budget;

mod by_stream;

mod volumes;

pub use self::volumes::{Remark, Volume, read};

use super::{report::Report, tariff_ref::TariffRef};
use almoner_engine::check::model::{Budget, BudgetFigure, Policy};

/// The inputs of a forecast.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'b> {
    /// The prices of the year before.
    pub old: TariffRef<'b>,
    /// The prices of the year that is budgeted.
    pub new: TariffRef<'b>,
    /// The budget, and which charges bring each stream in.
    pub budget: &'b Budget,
    /// What policy says of the new prices, if anything.
    pub policy: Option<&'b Policy>,
    /// The column that the new year is measured from.
    pub from: BudgetFigure,
}

/// The report: with volumes, income by stream; without, the volume needed. `None`
/// where the budget lacks the column to measure from or the proposed one.
#[must_use]
pub fn report(basis: Basis<'_>, volumes: Option<&[Volume]>) -> Option<Report> {
    let Basis {
        old, new, budget, ..
    } = basis;
    let from = budget.column(basis.from)?;
    let to = budget.column(BudgetFigure::Proposed)?;
    let mut notes =
        vec!["Income is shown in brackets, and so is anything that adds to it.".to_owned()];
    let mut tables = match volumes {
        Some(volumes) => {
            let earned = income::earned(volumes, old, new, basis.policy);
            let streams = by_stream::by_stream(budget, old, new, &earned);
            notes.push(by_stream::note(&streams));
            vec![
                by_stream::table(budget, &streams, to, [old, new]),
                by_stream::prices(budget, &streams),
                sensitivity::table(budget, &streams, to),
                by_stream::charges(&earned, [old, new]),
            ]
        }
        None => {
            notes.extend(break_even::notes(budget, new));
            vec![break_even::table(budget, [from, to], old, new)]
        }
    };
    tables.push(printed_budget::table(budget));
    tables.extend(printed_budget::costs(budget));
    let readings = budget.streams.iter().filter_map(|stream| {
        let reading = stream.reading.as_ref()?;
        Some(format!("{}: {reading}.", stream.name))
    });
    notes.extend(readings);
    Some(Report {
        title: format!(
            "Income {} compared with {}: {}",
            new.tariff.year, old.tariff.year, budget.title
        ),
        lead: new.lead(),
        notes,
        fingerprints: [old, new].map(TariffRef::fingerprint).into(),
        tables,
        ..Report::default()
    })
}
