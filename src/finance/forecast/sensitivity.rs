//! Sensitivity to demand: income at more or less of every volume, the demand that
//! the budget needs, and the fall at which the new prices bring in no more than
//! the old ones would have.

use rust_decimal::Decimal;

use super::{by_stream::Streams, income::Income};
use crate::finance::{
    price_change::RangeDelta,
    report::{Cell, Column, Kind, Row, Table},
};
use almoner_engine::{
    base::rounding::{Mode, Rounding},
    check::model::Budget,
};

/// Differences in demand, in per cent, with the column's id and heading.
const DEMAND: [(i64, &str, &str); 5] = [
    (-10, "demand_90", "10% less"),
    (-5, "demand_95", "5% less"),
    (0, "demand_100", "As expected"),
    (5, "demand_105", "5% more"),
    (10, "demand_110", "10% more"),
];

/// The table, a row for each stream with volumes.
pub(super) fn table(budget: &Budget, streams: &Streams, to: usize) -> Table {
    let each = budget.streams.iter().zip(&streams.each);
    let rows = each.filter_map(|(stream, income)| {
        let budgeted = stream.income.get(to).copied().unwrap_or_default();
        Some(Row::entry(None, cells(&stream.name, (*income)?, budgeted)))
    });
    let demand = DEMAND.map(|(percent, id, heading)| Column {
        // In the table of income already, where there is little room.
        wide: percent == 0,
        ..Column::new(id, heading, Kind::Money)
    });
    let mut columns = vec![Column::new("stream", "Stream", Kind::Text)];
    columns.extend(demand);
    columns.extend([
        Column::new("budget_needs", "Budget needs demand", Kind::Percent),
        Column::new("can_lose", "Demand can fall by", Kind::Percent),
    ]);
    Table {
        title: "If demand differs".to_owned(),
        notes: vec![
            "To the nearest pound. Budget needs demand: how far volumes must be above (below, where it is negative) \
             the expected ones to meet the budget. Demand can fall by: the fall at which the new \
             prices bring in no more than the old ones would have."
                .to_owned(),
        ],
        columns,
        rows: rows.collect(),
    }
}

fn cells(name: &str, income: Income, budgeted: Decimal) -> Vec<Cell> {
    let mut cells = vec![Cell::text(name)];
    for (percent, _, _) in DEMAND {
        let times = Decimal::new(100_i64.saturating_add(percent), 2);
        cells.push(scaled(income.after, times).map_or(Cell::Empty, Cell::Income));
    }
    let needs = over(RangeDelta::same(budgeted), income.after);
    let old_prices = income.after.minus(income.by_price());
    for ends in [needs, over(old_prices, income.after)] {
        cells.push(ends.map_or(Cell::Empty, Cell::Percent));
    }
    cells
}

/// Income at a multiple of the volume, to the pound.
fn scaled(income: RangeDelta, times: Decimal) -> Option<RangeDelta> {
    let pound = Rounding::new(Mode::HalfUp, Decimal::ONE)?;
    let end = |it: Decimal| pound.apply(it.checked_mul(times)?);
    Some(RangeDelta {
        low: end(income.low)?,
        high: end(income.high)?,
    })
}

/// By what fraction one income is above another, end by end. None from nothing.
fn over(one: RangeDelta, other: RangeDelta) -> Option<RangeDelta> {
    let end = |a: Decimal, b: Decimal| a.checked_div(b)?.checked_sub(Decimal::ONE);
    Some(RangeDelta {
        low: end(one.low, other.low)?,
        high: end(one.high, other.high)?,
    })
}
