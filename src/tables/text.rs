//! Tables drawn with lines for a terminal; headings and subtotals run across
//! the columns.

use anstyle::Style;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{cell_format, grid::Grid, wrap};
use crate::finance::report::{Cell, Column, Report, Row, RowKind, Table};

/// How wide a table is where its words can be broken over lines.
const WIDTH: usize = 110;

/// The length of the longest bar.
const BAR: i64 = 10;

const BOLD: Style = Style::new().bold();

/// A report as text: its title, its tables, its notes.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", report.title);
    for table in &report.tables {
        text.push('\n');
        if table.title != report.title {
            text.push_str(&format!("{BOLD}{}{BOLD:#}\n\n", table.title));
        }
        text.push_str(&draw(table, report.shows_keys));
        text.push('\n');
        push_notes(&mut text, &table.notes);
    }
    push_notes(&mut text, report.foot());
    text
}

fn push_notes<'n>(text: &mut String, notes: impl IntoIterator<Item = &'n String>) {
    let mut notes = notes.into_iter().peekable();
    if notes.peek().is_some() {
        text.push('\n');
    }
    for note in notes {
        for (number, line) in wrap::wrap(note, WIDTH - 2).iter().enumerate() {
            let lead = if number == 0 { "" } else { "  " };
            text.push_str(&format!("{lead}{line}\n"));
        }
    }
}

/// The columns that fit a terminal: those not marked as wide.
fn terminal_columns(table: &Table, shows_keys: bool) -> Vec<(usize, &Column)> {
    let columns = table.shown(shows_keys);
    columns.filter(|(_, column)| !column.wide).collect()
}

fn draw(table: &Table, shows_keys: bool) -> String {
    let columns = terminal_columns(table, shows_keys);
    let headings: Vec<&str> = columns.iter().map(|(_, it)| &*it.heading).collect();
    let mut grid = Grid::new(&headings, WIDTH);
    for (at, (_, column)) in columns.iter().enumerate() {
        if column.kind.is_figure() {
            grid = grid.figures(at);
        }
    }
    for row in &table.rows {
        match row.kind {
            RowKind::Service => grid.heading(row.text()),
            _ if row.is_words() => grid.across(row.text()),
            _ => grid.row(&cells(row, &columns)),
        }
        if row.kind == RowKind::Subtotal {
            grid.across("");
        }
    }
    grid.draw()
}

fn cells(row: &Row, columns: &[(usize, &Column)]) -> Vec<String> {
    let cell = |number: usize| row.cells.get(number).unwrap_or(&Cell::Empty);
    let cells = columns.iter().map(|(number, _)| in_terminal(cell(*number)));
    cells.collect()
}

fn in_terminal(cell: &Cell) -> String {
    match cell {
        Cell::Bar(length) => bar(*length),
        _ => cell_format::display(cell),
    }
}

/// A bar for a rise, with another mark for a fall.
fn bar(length: Decimal) -> String {
    let blocks = length
        .abs()
        .saturating_mul(Decimal::from(BAR))
        .round()
        .to_usize()
        .unwrap_or(0);
    let mark = if length.is_sign_negative() {
        "▒"
    } else {
        "█"
    };
    mark.repeat(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::report::Kind;
    use almoner_engine::base::money::Money;

    #[test]
    fn headings_span_columns_and_figures_align() {
        let entry = |name: &str, price: &str| {
            let price = Cell::Money(Money::parse(price).unwrap());
            Row::entry(None, vec![Cell::text("left out"), Cell::text(name), price])
        };
        let table = Table {
            title: "Fees".to_owned(),
            notes: Vec::new(),
            columns: vec![
                Column::wide("long", "Long", Kind::Text),
                Column::new("name", "Name", Kind::Text),
                Column::new("price", "Price", Kind::Money),
            ],
            rows: vec![
                Row::words(RowKind::Service, "A service whose name is long"),
                entry("day", "6180"),
                entry("half a day", "5"),
            ],
        };
        let title = "Fees".to_owned();
        let text = report(&Report {
            title,
            tables: vec![table],
            ..Report::default()
        });
        let drawn: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(drawn[0], "Name            Price");
        assert_eq!(drawn[3], "day         £6,180.00");
        assert_eq!(drawn[4], "half a day      £5.00");
        assert_eq!(bar(Decimal::new(-5, 1)), "▒".repeat(5));
    }
}
