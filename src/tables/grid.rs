//! The one table drawer for the terminal: headings, a rule, then rows over as
//! many lines as their words need. Widths adapt to the cells.

use anstyle::Style;

use super::wrap::{length, wrap};

/// Between two columns.
const GAP: &str = "  ";

/// The narrowest a column of words gets before its longest word is broken.
const MIN_WIDTH: usize = 12;

const BOLD: Style = Style::new().bold();

/// Builds a table and measures its columns.
#[derive(Debug)]
pub struct Grid {
    max_width: usize,
    columns: Vec<GridColumn>,
    rows: Vec<GridRow>,
}

#[derive(Debug)]
struct GridColumn {
    heading: String,
    is_figure: bool,
}

#[derive(Debug)]
enum GridRow {
    Cells(Vec<String>),
    Across(String),
}

impl Grid {
    /// A table with these headings, at most `max_width` letters wide where its
    /// words can be broken over lines.
    #[must_use]
    pub fn new<T: AsRef<str>>(headings: &[T], max_width: usize) -> Grid {
        let columns = headings.iter().map(|heading| GridColumn {
            heading: heading.as_ref().to_owned(),
            is_figure: false,
        });
        Grid {
            max_width,
            columns: columns.collect(),
            rows: Vec::new(),
        }
    }

    /// With this column's cells aligned right and never broken, as amounts are.
    #[must_use]
    pub fn figures(mut self, column: usize) -> Grid {
        if let Some(column) = self.columns.get_mut(column) {
            column.is_figure = true;
        }
        self
    }

    /// Adds a row.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        let cells = cells.iter().map(|cell| cell.as_ref().to_owned());
        self.rows.push(GridRow::Cells(cells.collect()));
    }

    /// Adds a heading across the table.
    pub fn heading(&mut self, words: &str) {
        self.across(&format!("{BOLD}{words}{BOLD:#}"));
    }

    /// Adds words across the table, in one line.
    pub fn across(&mut self, words: &str) {
        self.rows.push(GridRow::Across(words.to_owned()));
    }

    /// The headings, with whether each is of figures.
    pub fn headings(&self) -> impl Iterator<Item = (&str, bool)> {
        let columns = self.columns.iter();
        columns.map(|it| (it.heading.as_str(), it.is_figure))
    }

    /// The rows that have cells.
    pub fn rows(&self) -> impl Iterator<Item = &[String]> {
        self.rows.iter().filter_map(|row| match row {
            GridRow::Cells(cells) => Some(cells.as_slice()),
            GridRow::Across(_) => None,
        })
    }

    /// The table as lines, without a line end after the last.
    #[must_use]
    pub fn draw(&self) -> String {
        let widths = self.widths();
        let full = widths.iter().map(|width| width + GAP.len()).sum::<usize>();
        let headings: Vec<String> = self.columns.iter().map(|it| it.heading.clone()).collect();
        let mut drawn = self.lines(&headings, &widths);
        drawn.push("─".repeat(full.saturating_sub(GAP.len())));
        for row in &self.rows {
            match row {
                GridRow::Cells(cells) => drawn.extend(self.lines(cells, &widths)),
                GridRow::Across(words) => drawn.push(words.clone()),
            }
        }
        drawn.join("\n").trim_end().to_owned()
    }

    /// A row, over as many lines as its words need.
    fn lines(&self, cells: &[String], widths: &[usize]) -> Vec<String> {
        let wrapped = cells.iter().zip(widths);
        let wrapped: Vec<Vec<String>> = wrapped.map(|(cell, width)| wrap(cell, *width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        let line = |number: usize| {
            let mut line = String::new();
            for ((lines, column), width) in wrapped.iter().zip(&self.columns).zip(widths) {
                let words = lines.get(number).map_or("", String::as_str);
                let space = " ".repeat(width.saturating_sub(length(words)));
                let parts = if column.is_figure {
                    [&space, words]
                } else {
                    [words, &space]
                };
                line.extend(parts);
                line.push_str(GAP);
            }
            line.trim_end().to_owned()
        };
        (0..height).map(line).collect()
    }

    /// How wide each column is. Where the table is too wide, the widest column
    /// of words gives way first: down to its longest word, and only where that
    /// is not enough down to [`MIN_WIDTH`].
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = (0..self.columns.len())
            .map(|number| self.widest(number, length).min(self.max_width))
            .collect();
        let words: Vec<usize> = (0..widths.len())
            .map(|number| self.widest(number, longest_word))
            .collect();
        let narrowest = vec![MIN_WIDTH; widths.len()];
        for least in [words, narrowest] {
            while widths.iter().map(|width| width + GAP.len()).sum::<usize>()
                > self.max_width + GAP.len()
            {
                let columns = widths.iter_mut().zip(&least).zip(&self.columns);
                let giving = columns
                    .filter(|((width, least), column)| !column.is_figure && **width > **least)
                    .max_by_key(|((width, _), _)| **width);
                let Some(((width, _), _)) = giving else { break };
                *width -= 1;
            }
        }
        widths
    }

    /// The greatest measure of a column's cells and its heading. The heading of
    /// figures may be broken between its words.
    fn widest(&self, number: usize, measure: impl Fn(&str) -> usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| match row {
            GridRow::Cells(cells) => cells.get(number),
            GridRow::Across(_) => None,
        });
        let cells = cells.map(|cell| measure(cell)).max().unwrap_or(0);
        let heading = self.columns.get(number).map_or(0, |column| {
            if column.is_figure {
                longest_word(&column.heading)
            } else {
                measure(&column.heading)
            }
        });
        cells.max(heading)
    }
}

fn longest_word(words: &str) -> usize {
    words.split(' ').map(length).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widest_words_wrap_first_and_figures_never() {
        let mut grid = Grid::new(&["what", "why", "£"], 26).figures(2);
        grid.row(&["a long description", "short", "6,180.00"]);
        grid.across("across the table");
        let expected = "what         why           £\n\
                        ────────────────────────────\n\
                        a long       short  6,180.00\n\
                        description\n\
                        across the table";
        assert_eq!(grid.draw(), expected);
    }

    #[test]
    fn word_is_broken_only_as_a_last_resort() {
        let mut grid = Grid::new(&["a", "b"], 26);
        grid.row(&["an_identifier_of_many_letters", "words and words"]);
        let drawn = grid.draw();
        assert!(drawn.lines().all(|line| length(line) <= 26), "{drawn}");
        assert!(drawn.contains("an_identifier"), "{drawn}");
    }
}
