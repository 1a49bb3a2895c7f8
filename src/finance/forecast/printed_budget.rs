//! Reconciles the printed budget: its columns added up again, and the text of the
//! paper compared with its table.

use rust_decimal::Decimal;

use crate::finance::{
    price_change::RangeDelta,
    report::{Cell, Column, Kind, Row, RowKind, Table},
};
use almoner_engine::{
    base::money::booked,
    check::model::{Budget, BudgetFigure, Stated},
};

/// The table, column by column as printed.
pub(super) fn table(budget: &Budget) -> Table {
    let columns = budget.columns.iter();
    let columns = columns.map(|(is, heading)| Column::new(id(*is), &**heading, Kind::Money));
    let mut rows: Vec<Row> = Vec::new();
    for stream in &budget.streams {
        rows.push(Row {
            cites: stream.cite.iter().map(ToString::to_string).collect(),
            ..Row::entry(None, cells(&stream.name, &stream.income))
        });
    }
    rows.push(Row {
        kind: RowKind::Subtotal,
        ..Row::entry(None, cells("Total", &budget.total))
    });
    Table {
        title: "The budget as printed".to_owned(),
        notes: [format!("Printed in {}.", budget.cite), sums(budget)]
            .into_iter()
            .chain(budget.stated.iter().filter_map(|it| stated(budget, it)))
            .collect(),
        columns: std::iter::once(Column::new("stream", "Stream", Kind::Text))
            .chain(columns)
            .collect(),
        rows,
    }
}

fn cells(name: &str, income: &[Decimal]) -> Vec<Cell> {
    let income = income.iter().map(|it| Cell::Income(RangeDelta::same(*it)));
    std::iter::once(Cell::text(name)).chain(income).collect()
}

/// What each service costs in each column, and how much of it is taken; none
/// where the budget says no cost.
pub(super) fn costs(budget: &Budget) -> Option<Table> {
    let mut rows = Vec::new();
    for stream in &budget.streams {
        let figures = budget
            .columns
            .iter()
            .zip(stream.income.iter().zip(&stream.cost));
        for ((is, heading), (income, cost)) in figures {
            if *is == BudgetFigure::Variance {
                continue;
            }
            let share = income.abs().checked_mul(Decimal::ONE_HUNDRED);
            let share = share.and_then(|it| it.checked_div(*cost));
            rows.push(Row::entry(
                None,
                vec![
                    Cell::text(&*stream.name),
                    Cell::text(&**heading),
                    Cell::Income(RangeDelta::same(*income)),
                    Cell::Income(RangeDelta::same(*cost)),
                    Cell::Income(RangeDelta::same(income.saturating_add(*cost))),
                    share.map_or(Cell::Empty, |it| {
                        Cell::text(format!("{}%", it.round_dp(1).normalize()))
                    }),
                ],
            ));
        }
    }
    (!rows.is_empty()).then(|| Table {
        title: "Income and cost".to_owned(),
        notes: Vec::new(),
        columns: vec![
            Column::new("stream", "Stream", Kind::Text),
            Column::new("figure", "Figures", Kind::Text),
            Column::new("income", "Income", Kind::Money),
            Column::new("cost", "Cost", Kind::Money),
            Column::new("net", "Net", Kind::Money),
            Column::new("recovered", "Recovered", Kind::Code),
        ],
        rows,
    })
}

/// A column's name for programs.
fn id(is: BudgetFigure) -> &'static str {
    match is {
        BudgetFigure::Outturn => "outturn",
        BudgetFigure::Budget => "budget",
        BudgetFigure::Forecast => "forecast",
        BudgetFigure::Proposed => "proposed",
        BudgetFigure::Variance => "variance",
    }
}

/// Whether the printed totals are the sums of their streams.
fn sums(budget: &Budget) -> String {
    let columns = budget.columns.iter().zip(&budget.total).enumerate();
    let wrong: Vec<String> = columns
        .filter(|(column, (_, total))| budget.sum(*column) != **total)
        .map(|(column, ((_, heading), total))| {
            let [sum, total] = [budget.sum(column), *total].map(booked);
            format!("{heading} is printed as {total}, its streams add up to {sum}")
        })
        .collect();
    if wrong.is_empty() {
        "Added up again: every printed total is the sum of its streams.".to_owned()
    } else {
        format!("Does not add up: {}.", wrong.join("; "))
    }
}

/// A sentence on an increase that the paper states, compared with its table.
fn stated(budget: &Budget, stated: &Stated) -> Option<String> {
    let [from, to] = stated.columns;
    let (from, to) = (budget.column(from)?, budget.column(to)?);
    let figure = |column: usize| match stated.stream {
        Some(stream) => budget.streams.get(stream)?.income.get(column).copied(),
        None => Some(budget.sum(column)),
    };
    let (first, last) = (figure(from)?, figure(to)?);
    // More income is further below zero.
    let rise = first.checked_sub(last)?;
    let off = rise.checked_sub(stated.increase)?.abs();
    let heading = |column: usize| budget.columns.get(column).map_or("", |(_, it)| it);
    let table = format!(
        "from {} {} to {} {} is {}",
        heading(from),
        booked(first),
        heading(to),
        booked(last),
        booked(rise)
    );
    let place = stated.cite.strip_prefix(&*budget.source);
    let place = place
        .and_then(|it| it.strip_prefix(", "))
        .unwrap_or(&stated.cite);
    Some(if off <= stated.within {
        format!("{place} agrees with the table: “{}”: {table}.", stated.says)
    } else {
        format!(
            "{place} does not agree with the table: “{}”, but {table}.",
            stated.says
        )
    })
}
