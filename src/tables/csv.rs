//! Tables as CSV (RFC 4180): UTF-8, one header row, a row for each entry.
//! Headings, subtotals and notes are for people and are left out.
//!
//! A spreadsheet takes a cell of words that begins with `=`, `+`, `-` or `@`,
//! also in full width, for a formula; such words are written behind an apostrophe (OWASP, CSV
//! Injection). Figures written here cannot be one and stay figures.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::cell_format;
use crate::{
    finance::report::{Cell, Column, Kind, Report, Table},
    sheets::FORMULA_STARTS,
};

/// A report's tables as one: those with the columns of the first, one after
/// the other, under one header row.
///
/// ```
/// # use almoner::{finance::report::{Cell, Column, Kind, Report, Row, Table}, tables};
/// let report = Report {
///     title: "Fees".into(),
///     tables: vec![Table {
///         title: "Fees".into(),
///         notes: vec![],
///         columns: vec![Column::new("what", "What", Kind::Text)],
///         rows: vec![Row::entry(None, vec![Cell::text("=1+1")])],
///     }],
///     ..Report::default()
/// };
/// assert_eq!(tables::csv::report(&report), "What\r\n'=1+1\r\n");
/// ```
#[must_use]
pub fn report(report: &Report) -> String {
    let Some(first) = report.tables.first() else {
        return String::new();
    };
    let mut records = vec![header(first)];
    let alike = report
        .tables
        .iter()
        .filter(|table| table.columns == first.columns);
    for table in alike {
        records.extend(table.entries().map(|row| {
            let cells = row.cells.iter().chain(std::iter::repeat(&Cell::Empty));
            let columns = table.columns.iter().zip(cells);
            columns
                .filter(|(column, _)| is_written(column))
                .map(|(_, cell)| cell_text(cell))
                .collect()
        }));
    }
    written(&records)
}

/// One row of words.
#[must_use]
pub fn record(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| guarded(cell)).collect();
    written(&[cells])
}

/// Adds a cell of words to a row that is being written, guarded and quoted as
/// [`record`] does.
pub(crate) fn push_words(row: &mut String, words: &str) {
    let guard = if words.starts_with(FORMULA_STARTS) {
        "'"
    } else {
        ""
    };
    if words.contains(['"', ',', '\r', '\n']) {
        row.push('"');
        row.push_str(guard);
        row.push_str(&words.replace('"', "\"\""));
        row.push('"');
    } else {
        row.push_str(guard);
        row.push_str(words);
    }
}

/// The names of the columns.
fn header(table: &Table) -> Vec<String> {
    let columns = table.columns.iter().filter(|column| is_written(column));
    columns.map(|column| guarded(&column.heading)).collect()
}

/// Whether a column is written: a bar says nothing that its figure does not.
pub(super) fn is_written(column: &Column) -> bool {
    column.kind != Kind::Bar
}

fn cell_text(cell: &Cell) -> String {
    let text = cell_format::plain(cell);
    match cell {
        Cell::Text(_) | Cell::Printed(..) => guarded(&text),
        _ => text,
    }
}

/// Guards text against being read as a formula.
fn guarded(words: &str) -> String {
    if words.starts_with(FORMULA_STARTS) {
        format!("'{words}")
    } else {
        words.to_owned()
    }
}

fn written(records: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for record in records {
        // Writing to memory cannot fail.
        drop(writer.write_record(record));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::price_change::RangeDelta;
    use crate::finance::report::Row;

    #[test]
    fn cells_are_written_as_a_record_has_them() {
        for words in [
            "",
            "a",
            "a b",
            "=1+1",
            "-1",
            "a,b",
            "say \"it\"",
            "two\nlines",
            "＝1",
            "'",
        ] {
            let mut row = "x,".to_owned();
            push_words(&mut row, words);
            row.push_str("\r\n");
            assert_eq!(row, record(&["x".to_owned(), words.to_owned()]));
        }
    }

    #[test]
    fn words_are_escaped_against_formulas_and_figures_are_not() {
        let table = Table {
            title: String::new(),
            notes: Vec::new(),
            columns: vec![
                Column::new("a", "A", Kind::Text),
                Column::new("b", "B", Kind::Money),
                Column::new("c", "", Kind::Bar),
            ],
            rows: vec![
                Row::entry(
                    None,
                    vec![
                        Cell::text("@a, \"b\""),
                        Cell::Change(RangeDelta::same((-3).into())),
                    ],
                ),
                Row::words(crate::finance::report::RowKind::Subtotal, "2 charges"),
            ],
        };
        let report = Report {
            tables: vec![table],
            ..Report::default()
        };
        assert_eq!(
            super::report(&report),
            "A,B\r\n\"'@a, \"\"b\"\"\",-3.00\r\n"
        );
    }
}
