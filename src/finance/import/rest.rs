//! The cells that could not be taken, as a table.

use super::schedule::Schedule;
use crate::{
    finance::report::{Cell, Column, Kind, Report, Row, Table},
    sheets,
};

/// The diagnostics of a schedule, cell by cell.
#[must_use]
pub fn rest(schedule: &Schedule) -> Report {
    let rows = schedule.diagnostics.iter().map(|it| {
        let place = it.at.as_ref();
        let cell = place.and_then(|at| Some(sheets::cell_name(at.column?, at.row)));
        let severity = if it.is_error() { "error" } else { "warning" };
        Row::entry(
            None,
            vec![
                Cell::text(place.map_or("", |at| &*at.sheet)),
                place.map_or(Cell::Empty, |at| Cell::Count(at.row)),
                cell.map_or(Cell::Empty, Cell::text),
                Cell::text(severity),
                Cell::text(it.code.name()),
                Cell::text(&*it.says),
                Cell::text(&*it.help),
            ],
        )
    });
    let title = "Cells that could not be taken".to_owned();
    let table = Table {
        title: title.clone(),
        notes: Vec::new(),
        columns: vec![
            Column::new("sheet", "Sheet", Kind::Text),
            Column::new("row", "Row", Kind::Count),
            Column::new("cell", "Cell", Kind::Code),
            Column::new("severity", "Severity", Kind::Code),
            Column::new("code", "Code", Kind::Code),
            Column::new("says", "What is wrong", Kind::Text),
            Column::new("help", "What to do", Kind::Text),
        ],
        rows: rows.collect(),
    };
    Report {
        title,
        tables: vec![table],
        ..Report::default()
    }
}
