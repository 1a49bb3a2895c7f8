//! Tables drawn with lines.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, presets,
};

/// A table being put together.
pub(super) struct Grid {
    table: Table,
    right: Vec<usize>,
}

impl Grid {
    /// A table with these headings, at most so many columns wide.
    pub(super) fn new(headings: &[&str], width: usize) -> Grid {
        let mut table = Table::new();
        table
            .force_no_tty()
            .load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .set_header(headings.iter().map(Cell::new));
        Grid {
            table,
            right: Vec::new(),
        }
    }

    /// With this column's cells moved to the right, as amounts are.
    pub(super) fn right(mut self, column: usize) -> Grid {
        self.right.push(column);
        self
    }

    /// One more row.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        let cells = cells.iter().enumerate().map(|(column, cell)| {
            let cell = Cell::new(cell.as_ref());
            if self.right.contains(&column) {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            }
        });
        self.table.add_row(cells.collect::<Vec<_>>());
    }

    /// The table as lines.
    pub(super) fn drawn(&mut self) -> String {
        if let Some(names) = self.table.column_mut(0) {
            names.set_constraint(ColumnConstraint::ContentWidth);
        }
        let lines: Vec<String> = self
            .table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n")
    }
}
