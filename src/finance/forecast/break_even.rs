//! Break-even without volumes: how far volume must rise, stream by stream, for
//! the new prices to meet the budget. The mix of charges is not known, so the
//! rise of a stream's prices is given from the row that rises least to the one
//! that rises most, with the plain mean of all rows.

use rust_decimal::Decimal;

use crate::finance::{
    compare::{Compared, compare},
    price_change::RangeDelta,
    report::{Cell, Column, Kind, Row, RowKind, Table},
    tariff_ref::TariffRef,
};
use almoner_engine::check::model::{Budget, Stream};

/// What a stream's prices do, as fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rise {
    /// The row that rises least and the one that rises most.
    ends: RangeDelta,
    /// The mean of all rows, each counted once; a range by the mean of its ends.
    mean: Decimal,
}

/// The table: from one column of the budget to another.
pub(super) fn table(
    budget: &Budget,
    [from, to]: [usize; 2],
    old: TariffRef<'_>,
    new: TariffRef<'_>,
) -> Table {
    let compared = compare(old, new);
    let heading = |at: usize| budget.columns.get(at).map_or("", |(_, heading)| heading);
    let mut rows: Vec<Row> = Vec::new();
    for stream in &budget.streams {
        let figures = [from, to].map(|at| stream.income.get(at).copied().unwrap_or_default());
        let rise = rise(stream, &compared);
        rows.push(Row {
            cites: stream.cite.iter().map(ToString::to_string).collect(),
            ..Row::entry(None, cells(&stream.name, figures, rise))
        });
    }
    let totals = [from, to].map(|at| budget.sum(at));
    rows.push(Row {
        kind: RowKind::Subtotal,
        ..Row::entry(None, cells("Together", totals, None))
    });
    Table {
        title: format!("Volume needed to meet {}", heading(to)),
        notes: Vec::new(),
        columns: vec![
            Column::new("stream", "Stream", Kind::Text),
            Column::new("from", heading(from), Kind::Money),
            Column::new("to", heading(to), Kind::Money),
            Column::new("must_rise", "Income must rise", Kind::Percent),
            Column::new("prices", "Prices rise", Kind::Percent),
            Column::new("prices_mean", "Mean", Kind::Percent),
            Column::new("volume", "Volume must rise", Kind::Percent),
            Column::new("volume_mean", "At the mean", Kind::Percent),
        ],
        rows,
    }
}

fn cells(name: &str, [from, to]: [Decimal; 2], rise: Option<Rise>) -> Vec<Cell> {
    let percent =
        |it: Option<Decimal>| it.map_or(Cell::Empty, |it| Cell::Percent(RangeDelta::same(it)));
    let volume = |price: Decimal| volume([from, to], price);
    let ends = rise.and_then(|rise| {
        Some(RangeDelta {
            low: volume(rise.ends.high)?,
            high: volume(rise.ends.low)?,
        })
    });
    vec![
        Cell::text(name),
        Cell::Income(RangeDelta::same(from)),
        Cell::Income(RangeDelta::same(to)),
        percent(volume(Decimal::ZERO)),
        rise.map_or(Cell::Empty, |rise| Cell::Percent(rise.ends)),
        percent(rise.map(|rise| rise.mean)),
        ends.map_or(Cell::Empty, Cell::Percent),
        percent(rise.and_then(|rise| volume(rise.mean))),
    ]
}

/// By what fraction volume must rise for income to go from one figure to the
/// other when prices rise by a fraction. None from nothing.
fn volume([from, to]: [Decimal; 2], price: Decimal) -> Option<Decimal> {
    let at_same_volume = from.checked_mul(Decimal::ONE.checked_add(price)?)?;
    to.checked_div(at_same_volume)?.checked_sub(Decimal::ONE)
}

/// What a stream's prices do: as its charges do, or as the budget says where
/// no tariff lists them.
fn rise(stream: &Stream, compared: &[Compared<'_>]) -> Option<Rise> {
    let own = compared
        .iter()
        .filter(|row| stream.takes_in(&row.charge.id));
    let rises: Vec<RangeDelta> = own.filter_map(|row| row.change.fraction()).collect();
    let (Some(least), Some(most)) = (
        rises.iter().map(|it| it.least()).min(),
        rises.iter().map(|it| it.most()).max(),
    ) else {
        return stream.rises.map(|by| Rise {
            ends: RangeDelta::same(by),
            mean: by,
        });
    };
    let sum = rises
        .iter()
        .fold(RangeDelta::NOTHING, |sum, it| sum.plus(*it));
    let ends = Decimal::from(rises.len()).checked_mul(Decimal::TWO)?;
    Some(Rise {
        ends: RangeDelta {
            low: least,
            high: most,
        },
        mean: sum.low.checked_add(sum.high)?.checked_div(ends)?,
    })
}

/// How the figures are to be read, and which charges are in no stream.
pub(super) fn notes(budget: &Budget, new: TariffRef<'_>) -> Vec<String> {
    let mut loose: Vec<&str> = Vec::new();
    for (charge, price) in new.charges() {
        let priced = price.is_some_and(|price| price.form.amount().is_some());
        if priced && budget.stream_of(&charge.id).is_none() {
            loose.push(&charge.id);
        }
    }
    let mut notes = vec![
        "Prices rise from the row that rises least to the one that rises most; the mean counts \
         each row once, since no volumes are known. Volume must then rise by between the two \
         figures shown. A stream with neither has no charge in the tariffs."
            .to_owned(),
    ];
    if !loose.is_empty() {
        notes.push(format!("Charges in no stream: {}.", loose.join(", ")));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_prices_lower_the_break_even_volume() {
        let budget = [Decimal::from(-1000), Decimal::from(-1155)];
        let shown = |price: &str| {
            let volume = volume(budget, price.parse().unwrap()).unwrap();
            volume.round_dp(4).normalize().to_string()
        };
        assert_eq!(shown("0"), "0.155");
        assert_eq!(shown("0.05"), "0.1");
        assert_eq!(shown("0.2"), "-0.0375");
        assert_eq!(volume([Decimal::ZERO, Decimal::ONE], Decimal::ZERO), None);
    }
}
