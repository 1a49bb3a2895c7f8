//! Rows of a table as they were written, many in little memory.

use super::Cells;

/// Rows of cells.
#[derive(Debug, Default)]
pub struct CellRows {
    /// All cells, one after the other.
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
    rows: Vec<Place>,
}

/// Where a row is.
#[derive(Debug)]
struct Place {
    /// The line that it begins on.
    number: u64,
    /// Where its text begins.
    begin: usize,
    /// Its first cell, by its number.
    first: usize,
}

impl CellRows {
    /// Adds a row.
    pub(super) fn push(&mut self, number: u64, cells: &Cells) {
        let begin = self.text.len();
        self.rows.push(Place {
            number,
            begin,
            first: self.ends.len(),
        });
        self.text.push_str(cells.as_slice());
        let mut end = begin;
        for cell in cells {
            end += cell.len();
            self.ends.push(end);
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The line that a row begins on.
    #[must_use]
    pub fn number(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |it| it.number)
    }

    /// The cells of a row.
    pub fn cells(&self, row: usize) -> impl ExactSizeIterator<Item = &str> {
        let place = self.rows.get(row);
        let next = self.rows.get(row + 1);
        let last = next.map_or(self.ends.len(), |it| it.first);
        let ends = place.and_then(|it| self.ends.get(it.first..last));
        let ends = ends.unwrap_or_default();
        let mut begin = place.map_or(0, |it| it.begin);
        ends.iter().map(move |end| {
            let cell = self.text.get(begin..*end).unwrap_or_default();
            begin = *end;
            cell
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_their_own_cells() {
        let mut rows = CellRows::default();
        rows.push(2, &Cells::from(vec!["a", "", "ä,"]));
        rows.push(5, &Cells::from(vec!["x"]));
        let cells = |row| rows.cells(row).collect::<Vec<_>>();
        assert_eq!(cells(0), ["a", "", "ä,"]);
        assert_eq!(cells(1), ["x"]);
        assert_eq!((rows.number(1), rows.len()), (5, 2));
        assert_eq!(rows.cells(2).len(), 0);
    }
}
