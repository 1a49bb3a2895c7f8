//! Tables as GitHub-flavoured Markdown: a heading for each service, a table of
//! its entries, its subtotal beneath.

use super::{cell_format, escape::markdown as escaped};
use crate::finance::report::{Cell, Column, Kind, Report, Row, RowKind, Table};

/// A report as Markdown.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut text = format!("# {}\n", escaped(&report.title));
    for note in report.foot() {
        text.push_str(&format!("\n{}\n", escaped(note)));
    }
    for table in &report.tables {
        if table.title != report.title {
            text.push_str(&format!("\n## {}\n", escaped(&table.title)));
        }
        push_table(&mut text, table, report.shows_keys);
        for note in &table.notes {
            text.push_str(&format!("\n{}\n", escaped(note)));
        }
    }
    text
}

fn push_table(text: &mut String, table: &Table, shows_keys: bool) {
    for section in table.sections() {
        if let Some(heading) = section.heading {
            text.push_str(&format!("\n### {}\n", escaped(heading)));
        }
        for run in section.runs() {
            match run {
                [row] if row.is_words() => {
                    text.push_str(&format!("\n*{}*\n", escaped(row.text())));
                }
                rows => {
                    let shown: Vec<(usize, &Column)> = written(table, shows_keys).collect();
                    push_header(text, &shown);
                    for row in rows {
                        push_row(text, &shown, row);
                    }
                }
            }
        }
    }
}

fn written(table: &Table, shows_keys: bool) -> impl Iterator<Item = (usize, &Column)> {
    let columns = table.shown(shows_keys);
    columns.filter(|(_, column)| column.kind != Kind::Bar)
}

fn push_header(text: &mut String, shown: &[(usize, &Column)]) {
    text.push_str("\n|");
    for (_, column) in shown {
        text.push_str(&format!(" {} |", escaped(&column.heading)));
    }
    text.push_str("\n|");
    for (_, column) in shown {
        text.push_str(if column.kind.is_figure() {
            " ---: |"
        } else {
            " --- |"
        });
    }
    text.push('\n');
}

fn push_row(text: &mut String, shown: &[(usize, &Column)], row: &Row) {
    let mark = match row.kind {
        RowKind::Subtotal => "**",
        _ => "",
    };
    text.push('|');
    for (number, _) in shown {
        let cell = row.cells.get(*number).unwrap_or(&Cell::Empty);
        let words = escaped(&cell_format::display(cell));
        if words.is_empty() {
            text.push_str("  |");
        } else {
            text.push_str(&format!(" {mark}{words}{mark} |"));
        }
    }
    text.push('\n');
}
