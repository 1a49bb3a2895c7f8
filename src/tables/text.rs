//! Tables drawn with lines for a terminal; headings and subtotals run across
//! the columns.

use anstyle::Style;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    cell_format,
    lines::{self, length},
};
use crate::finance::report::{Cell, Column, Kind, Report, Row, RowKind, Table};

/// How wide a table is where its words can be broken over lines.
const WIDTH: usize = 110;

/// The least width of a column of words.
const LEAST: usize = 20;

/// The length of the longest bar.
const BAR: i64 = 10;

/// Between two columns.
const GAP: &str = "  ";

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
        Drawing::of(table).draw(table, &mut text);
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
        for (number, line) in lines::wrap(note, WIDTH - 2).iter().enumerate() {
            let lead = if number == 0 { "" } else { "  " };
            text.push_str(&format!("{lead}{line}\n"));
        }
    }
}

/// The columns that are shown, with their widths.
struct Drawing<'t> {
    columns: Vec<(usize, &'t Column, usize)>,
}

impl<'t> Drawing<'t> {
    fn of(table: &'t Table) -> Drawing<'t> {
        let mut columns: Vec<(usize, &Column, usize)> = (0..)
            .zip(&table.columns)
            .filter(|(_, column)| !column.wide)
            .map(|(number, column)| (number, column, widest(table, number, column)))
            .collect();
        let taken: usize = columns.iter().map(|(_, _, width)| width + GAP.len()).sum();
        let mut over = taken.saturating_sub(WIDTH);
        // The widest words give way first.
        let mut words: Vec<&mut (usize, &Column, usize)> = columns
            .iter_mut()
            .filter(|(_, column, _)| column.kind == Kind::Text)
            .collect();
        words.sort_by_key(|(_, _, width)| std::cmp::Reverse(*width));
        for (number, _, width) in words {
            let given = over.min(width.saturating_sub(longest_word(table, *number)));
            *width -= given;
            over -= given;
        }
        Drawing { columns }
    }

    fn draw(&self, table: &Table, text: &mut String) {
        let headings = self
            .columns
            .iter()
            .map(|(_, column, _)| column.heading.clone());
        self.entry(&headings.collect::<Vec<_>>(), text);
        let full: usize = self
            .columns
            .iter()
            .map(|(_, _, width)| width + GAP.len())
            .sum();
        text.push_str(&format!("{}\n", "─".repeat(full.saturating_sub(GAP.len()))));
        for row in &table.rows {
            match row.kind {
                RowKind::Service => text.push_str(&format!("{BOLD}{}{BOLD:#}\n", row.said())),
                _ if row.is_words() => text.push_str(&format!("{}\n", row.said())),
                _ => self.entry(&self.cells(row), text),
            }
            if row.kind == RowKind::Subtotal {
                text.push('\n');
            }
        }
        while text.ends_with("\n\n") {
            text.pop();
        }
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let cell = |number: &usize| row.cells.get(*number).unwrap_or(&Cell::Empty);
        let numbers = self.columns.iter().map(|(number, _, _)| number);
        numbers.map(|number| in_terminal(cell(number))).collect()
    }

    fn entry(&self, cells: &[String], text: &mut String) {
        let columns = self.columns.iter().map(|(_, column, width)| lines::Column {
            width: *width,
            is_right: column.kind.is_figure(),
        });
        for line in lines::of_row(cells, &columns.collect::<Vec<_>>(), GAP) {
            text.push_str(&line);
            text.push('\n');
        }
    }
}

/// The room that a column's heading and cells need on one line.
fn widest(table: &Table, number: usize, column: &Column) -> usize {
    let rows = table.rows.iter().filter(|row| !row.is_words());
    let cells = rows.filter_map(|row| row.cells.get(number));
    let cells = cells.map(|cell| length(&in_terminal(cell)));
    let heading = match column.kind {
        // A heading may be broken between its words, figures may not.
        Kind::Money | Kind::Printed | Kind::Percent | Kind::Count | Kind::Code => {
            column.heading.split(' ').map(length).max().unwrap_or(0)
        }
        Kind::Text | Kind::Bar => length(&column.heading),
    };
    cells.max().unwrap_or(0).max(heading)
}

/// The least width of a column of words: no word is broken.
fn longest_word(table: &Table, number: usize) -> usize {
    let cells = table.entries().filter_map(|row| row.cells.get(number));
    let words = cells.map(|cell| {
        let shown = in_terminal(cell);
        shown.split(' ').map(length).max().unwrap_or(0)
    });
    words.max().unwrap_or(0).max(LEAST)
}

fn in_terminal(cell: &Cell) -> String {
    match cell {
        Cell::Bar(length) => bar(*length),
        _ => cell_format::shown(cell),
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
    use almoner_engine::base::money::Money;

    #[test]
    fn headings_run_across_and_figures_stand_one_under_the_other() {
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
