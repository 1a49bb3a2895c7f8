//! Decision tables: columns, rows, and that every case meets exactly one row.

use super::{
    cells,
    diagnostics::{FileScope, Sink},
    facts, limits,
    model::{Column, Row, Table},
    symbols::BookSymbols,
    table_coverage,
};
use crate::{
    base::{
        bounds::Bounds, diagnostic::Diagnostic, diagnostic_code::Code, ids::ReasonId, name,
        source_text::Place, types::Type,
    },
    source::model::{ColumnEntry, RowEntry, TableEntry},
};

/// Checks one table of a version.
pub(super) fn check(
    written: &TableEntry<'_>,
    otherwise: Option<ReasonId>,
    cite: Option<Box<str>>,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Table {
    let columns = columns(&written.takes, file, sink);
    let declared = facts::type_of(&written.gives, file, sink);
    let (gives, per) = (declared.plain(), declared.per());
    let place = file.place(written.id);
    let is_too_large = limits::is_too_large(written.id, &written.takes, &written.rows, file, sink);
    let rows = match is_too_large {
        true => Vec::new(),
        false => rows(&written.rows, &columns, &gives, file, shared, sink),
    };
    if rows.len() == written.rows.len() {
        report(&columns, &rows, place, otherwise.is_none(), sink);
    }
    Table {
        id: written.id.into(),
        says: written.says.into(),
        columns,
        gives,
        per,
        rows,
        otherwise,
        cite,
        reading: written.reading.map(Box::from),
        place,
    }
}

/// Checks a table's or parameter's columns.
pub(super) fn columns(
    written: &[ColumnEntry<'_>],
    file: FileScope<'_>,
    sink: &mut Sink<'_>,
) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(written.len());
    for entry in written {
        let place = file.place(entry.id);
        if !name::is_name(entry.id) {
            super::catalogue::bad_name(entry.id, place, sink);
        }
        let mut before = written.iter().take(columns.len());
        if let Some(first) = before.find(|column| column.id == entry.id) {
            let says = format!("two columns are called `{}`", entry.id);
            let diagnostic = Diagnostic::new(Code::DuplicateName, place, says);
            sink.add(diagnostic.related(file.place(first.id), "the other one"));
        }
        let declared = facts::type_of(&entry.is, file, sink);
        let (ty, per) = (declared.plain(), declared.per());
        if !table_coverage::can_be_column(&ty) {
            let says = format!("a column cannot be {ty}");
            let help = "use a whole number, money, a date, yes or no, or one of several options";
            sink.add(Diagnostic::new(Code::Shape, place, says).help(help));
        }
        let within = entry
            .within
            .filter(|_| table_coverage::can_be_column(&ty))
            .and_then(|within| facts::bounds_of(within, &ty, file, sink));
        columns.push(Column {
            id: entry.id.into(),
            ty,
            per,
            within: within.unwrap_or(Bounds::default()),
        });
    }
    columns
}

/// Checks rows; those in error are left out.
pub(super) fn rows(
    written: &[RowEntry<'_>],
    columns: &[Column],
    gives: &Type,
    file: FileScope<'_>,
    shared: &BookSymbols,
    sink: &mut Sink<'_>,
) -> Vec<Row> {
    let mut rows = Vec::with_capacity(written.len());
    for RowEntry(texts, result) in written {
        let gives_place = file.place(result);
        let place = file.place(texts.first().unwrap_or(result));
        let gives = cells::result(result, gives, file, shared, sink);
        if texts.len() != columns.len() {
            let names: Vec<&str> = columns.iter().map(|column| &*column.id).collect();
            let says = format!(
                "this row has {}, but the table has {}",
                counted(texts.len(), "cell"),
                counted(columns.len(), "column")
            );
            let help = if names.is_empty() {
                "write `[]`".to_owned()
            } else {
                format!("write one cell each for {}", names.join(", "))
            };
            sink.add(Diagnostic::new(Code::CellCount, place, says).help(help));
            continue;
        }
        let cells: Vec<_> = texts
            .iter()
            .zip(columns)
            .map(|(text, column)| cells::cell(text, &column.ty, file, sink))
            .collect();
        if let (Some(cells), Some(gives)) = (cells.into_iter().collect(), gives) {
            rows.push(Row {
                cells,
                gives,
                gives_place,
                place,
            });
        }
    }
    rows
}

fn counted(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

/// Reports gaps and overlaps.
pub(super) fn report(
    columns: &[Column],
    rows: &[Row],
    table: Place,
    gaps_matter: bool,
    sink: &mut Sink<'_>,
) {
    for fault in table_coverage::faults(columns, rows, gaps_matter) {
        match fault {
            table_coverage::CoverageProblem::Gap(case) => {
                let says = format!("no row covers {case}");
                let help = "add a row, narrow a column with `within`, or say `otherwise`";
                sink.add(Diagnostic::new(Code::TableGap, table, says).help(help));
            }
            table_coverage::CoverageProblem::Overlap(first, second, case) => {
                let place = |index: usize| rows.get(index).map_or(table, |row| row.place);
                let says = format!("two rows cover {case}");
                let diagnostic = Diagnostic::new(Code::TableOverlap, place(second), says)
                    .related(place(first), "the other row")
                    .help("change one of them so that each case has one row");
                sink.add(diagnostic);
            }
            table_coverage::CoverageProblem::TooManyCases => {
                let says = "the table has too many cases to look for gaps in it";
                let help = "split it into several tables, or say `otherwise`";
                sink.add(Diagnostic::new(Code::TooMany, table, says).help(help));
            }
            table_coverage::CoverageProblem::TooManyRows => {
                let says = "the table has too many rows to compare each with each";
                let help = "split it into several tables";
                sink.add(Diagnostic::new(Code::TooMany, table, says).help(help));
            }
        }
    }
}
