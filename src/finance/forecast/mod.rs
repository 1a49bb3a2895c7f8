//! Income by service stream, against the budget that the paper prints.
//!
//! With volumes: what each stream brings in at the old prices and at the new,
//! how much of the change is price and how much volume, what rounding gains,
//! and what follows if demand is other than thought. Without: by how much
//! volume must rise for the new prices to meet the budget. Income is below zero
//! and stands in brackets, as finance prints it.

mod demand;

mod income;

mod needed;

mod printed;

mod streams;

mod volumes;

pub use self::volumes::{Remark, Volume, read};

use super::{side::Side, table::Paper};
use almoner_engine::check::model::{Budget, Figure, Policy};

/// What a forecast rests on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'b> {
    /// The prices of the year before.
    pub old: Side<'b>,
    /// The prices of the year that is budgeted.
    pub new: Side<'b>,
    /// The budget, and which charges bring each stream in.
    pub budget: &'b Budget,
    /// What policy says of the new prices, if anything.
    pub policy: Option<&'b Policy>,
    /// The column that the new year is measured from.
    pub from: Figure,
}

/// The papers: with volumes where there are some, else what they must do. None
/// where the budget lacks the column to measure from or the proposed one.
#[must_use]
pub fn paper(ground: Ground<'_>, volumes: Option<&[Volume]>) -> Option<Paper> {
    let Ground {
        old, new, budget, ..
    } = ground;
    let from = budget.column(ground.from)?;
    let to = budget.column(Figure::Proposed)?;
    let mut notes = vec![
        "Income is below zero and stands in brackets, and so does whatever adds to it.".to_owned(),
    ];
    let mut tables = match volumes {
        Some(volumes) => {
            let earned = income::earned(volumes, old, new, ground.policy);
            let streams = streams::by_stream(budget, old, new, &earned);
            notes.push(streams::note(&streams));
            vec![
                streams::table(budget, &streams, to, [old, new]),
                streams::prices(budget, &streams),
                demand::table(budget, &streams, to),
                streams::charges(&earned, [old, new]),
            ]
        }
        None => {
            notes.extend(needed::notes(budget, new));
            vec![needed::table(budget, [from, to], old, new)]
        }
    };
    tables.push(printed::table(budget));
    let readings = budget.streams.iter().filter_map(|stream| {
        let reading = stream.reading.as_ref()?;
        Some(format!("{}: {reading}.", stream.name))
    });
    notes.extend(readings);
    Some(Paper {
        title: format!(
            "Income {} beside {}: {}",
            new.tariff.year, old.tariff.year, budget.title
        ),
        notes,
        fingerprints: [old, new].map(Side::fingerprint).into(),
        tables,
        ..Paper::default()
    })
}
