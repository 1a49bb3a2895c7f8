//! Dated rates: every period with its rows, its status, when it became known
//! and by whom.

use super::{
    entry::{gives, read_as, result_words},
    sheet::Sheet,
};
use crate::tables::grid::Grid;
use crate::text::layout::WIDTH;
use almoner_engine::{
    base::{date::LongDate, name::to_words},
    check::model::{Contents, Parameter, Period},
    present::value_words::{cell_words, decided},
};

/// A parameter with its rates of all days.
#[must_use]
pub fn rates(book: &Contents, parameter: &Parameter) -> String {
    let mut page = Sheet::default();
    page.heading(&format!("{} — {}", parameter.id, parameter.says));
    decisions(&mut page, parameter);
    for period in &parameter.periods {
        page.blank();
        self::period(&mut page, (book, parameter), period);
    }
    page.text()
}

/// A parameter that a rule set uses: its periods with who decided them.
pub(super) fn used(page: &mut Sheet, parameter: &Parameter) {
    page.hanging(0, &format!("{} — ", parameter.id), &parameter.says);
    decisions(page, parameter);
    page.blank();
}

fn decisions(page: &mut Sheet, parameter: &Parameter) {
    let headings = [
        "in force from",
        "until",
        "status",
        "known since",
        "decided by",
        "source",
    ];
    let mut grid = Grid::new(&headings, WIDTH + 20);
    for period in &parameter.periods {
        grid.row(&[
            period.from.to_string(),
            parameter.last_day_of(period).to_string(),
            period.decision.status.word().to_owned(),
            period.decision.known.to_string(),
            period.decision.by.to_string(),
            period.cite.to_string(),
        ]);
    }
    page.grid(0, grid);
}

/// The rows of a period, and how its source is read.
fn period(page: &mut Sheet, (book, parameter): (&Contents, &Parameter), period: &Period) {
    let from = LongDate(period.from);
    page.hanging(
        0,
        "",
        &format!(
            "From {from} ({}), {}.",
            period.cite,
            decided(&period.decision)
        ),
    );
    let names: Vec<String> = parameter
        .columns
        .iter()
        .map(|column| to_words(&column.id))
        .collect();
    let gives = gives(parameter.per);
    let headings: Vec<&str> = names.iter().map(String::as_str).chain([&*gives]).collect();
    let mut grid = Grid::new(&headings, WIDTH);
    for row in &period.rows {
        let cells = parameter.columns.iter().zip(&row.cells);
        let mut cells: Vec<String> = cells
            .map(|(column, cell)| cell_words(column, cell))
            .collect();
        cells.push(result_words(book, row.gives, &parameter.gives));
        grid.row(&cells);
    }
    page.grid(4, grid);
    read_as(page, period.reading.as_deref());
}
