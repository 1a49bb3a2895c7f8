//! Tables drawn with lines.

use crate::tables::lines::{self, Column};

/// Between two columns.
const GAP: &str = "   ";

/// The fewest letters that a column gives up after its words are broken.
const MIN_SAVING: usize = 3;

/// A table being put together.
pub(super) struct Grid {
    width: usize,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Grid {
    /// A table with these headings, at most so many letters wide.
    pub(super) fn new(headings: &[&str], width: usize) -> Grid {
        let headings = headings.iter().map(|it| (*it).to_owned()).collect();
        Grid {
            width,
            rows: vec![headings],
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
        let cells = cells.iter().map(|cell| cell.as_ref().to_owned());
        self.rows.push(cells.collect());
    }

    /// The table as lines.
    pub(super) fn drawn(&self) -> String {
        let widths = self.widths();
        let full: usize = widths.iter().map(|width| width + GAP.len()).sum();
        let full = full.saturating_sub(1);
        let rule = |line: &str| line.repeat(full);
        let mut drawn = vec![rule("─")];
        for (number, row) in self.rows.iter().enumerate() {
            let columns: Vec<Column> = (0..)
                .zip(&widths)
                .map(|(column, width)| Column {
                    width: *width,
                    is_right: number > 0 && self.right.contains(&column),
                })
                .collect();
            let lines = lines::of_row(row, &columns, GAP);
            drawn.extend(
                lines
                    .iter()
                    .map(|line| format!(" {line}").trim_end().to_owned()),
            );
            if number == 0 {
                drawn.push(rule("═"));
            }
        }
        drawn.push(rule("─"));
        drawn.join("\n")
    }

    /// How wide each column is: the first as its cells need; the others as they
    /// need where that is no more than their share, else their share.
    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let mut widths: Vec<Option<usize>> = vec![None; columns];
        if let Some(first) = widths.first_mut() {
            *first = Some(self.longest(0, usize::MAX));
        }
        let room = (self.width + 1).saturating_sub(columns.saturating_mul(GAP.len()));
        self.settle(&mut widths, room, |share, column| {
            let need = self.longest(column, usize::MAX);
            (need <= share).then_some(need)
        });
        self.settle(&mut widths, room, |share, column| {
            let need = self.longest(column, share);
            (need.saturating_add(MIN_SAVING) <= share).then_some(need)
        });
        let (left, count) = left(&widths, room);
        let mut more = left.checked_rem(count).unwrap_or(0);
        let share = left.checked_div(count).unwrap_or(0).max(1);
        let widths = widths.into_iter().map(|width| {
            width.unwrap_or_else(|| {
                let one = usize::from(more > 0);
                more = more.saturating_sub(1);
                share + one
            })
        });
        widths.collect()
    }

    /// Settles columns that need less than their share of what is left, as long
    /// as there are such.
    fn settle(
        &self,
        widths: &mut [Option<usize>],
        room: usize,
        need: impl Fn(usize, usize) -> Option<usize>,
    ) {
        loop {
            let before = left(widths, room);
            for column in 0..widths.len() {
                let (left, count) = left(widths, room);
                let Some(width) = widths.get_mut(column).filter(|width| width.is_none()) else {
                    continue;
                };
                *width = need(left.checked_div(count).unwrap_or(0), column);
            }
            if before == left(widths, room) {
                return;
            }
        }
    }

    /// The longest line of a column whose words are broken at a width.
    fn longest(&self, column: usize, width: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let lines = cells.flat_map(|cell| lines::wrap(cell, width));
        lines.map(|line| lines::length(&line)).max().unwrap_or(0)
    }
}

/// The room that is left to the columns without a width, and how many they are.
fn left(widths: &[Option<usize>], room: usize) -> (usize, usize) {
    let taken: usize = widths.iter().flatten().sum();
    let count = widths.iter().filter(|width| width.is_none()).count();
    (room.saturating_sub(taken), count)
}
