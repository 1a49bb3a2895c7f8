//! Column widths on a page, in letters: figures and codes get what they need,
//! words share the rest.

use super::cell_format;
use crate::finance::report::{Cell, Column, Kind, Row, Table};

/// The most letters on a line of A4 landscape that can still be read.
pub(super) const PAGE: usize = 150;

/// The narrowest column of words.
const MIN_WORDS: usize = 12;

/// The room of each of the columns of these numbers, on lines of at most
/// [`PAGE`] letters unless the figures alone need more.
pub(super) fn of(table: &Table, numbers: &[usize], rows: &[&Row]) -> Vec<usize> {
    let needs: Vec<Need> = numbers
        .iter()
        .filter_map(|number| Some(Need::of(*number, table.columns.get(*number)?, rows)))
        .collect();
    let fixed = needs.iter().map(Need::fixed).sum::<usize>();
    let wanted = needs.iter().map(|need| need.words).sum::<usize>().max(1);
    let left = PAGE.saturating_sub(fixed);
    let room = |need: &Need| match need.words {
        0 => need.figure,
        words if wanted <= left => words,
        words => (words * left / wanted).max(need.least),
    };
    needs.iter().map(room).collect()
}

/// What a column needs.
struct Need {
    /// A column of figures or codes: for the longest, on one line.
    figure: usize,
    /// A column of words: for the longest, on one line.
    words: usize,
    /// And for its longest word.
    least: usize,
}

impl Need {
    fn of(number: usize, column: &Column, rows: &[&Row]) -> Need {
        let full = rows.iter().filter(|row| !row.is_words());
        let shown =
            full.map(|row| cell_format::display(row.cells.get(number).unwrap_or(&Cell::Empty)));
        let (mut longest, mut word) = (0, longest_word(&column.heading));
        for cell in shown {
            // `£30 (variable)` and ranges can stand on two lines.
            longest = longest.max(match column.kind {
                Kind::Printed | Kind::Money | Kind::Percent => longest_word(&cell).max(8),
                _ => cell.chars().count(),
            });
            if column.kind == Kind::Text {
                word = word.max(longest_word(&cell));
            }
        }
        let least = longest.max(word) + 3;
        if column.kind == Kind::Text {
            Need {
                figure: 0,
                words: least,
                least: (word + 2).max(MIN_WORDS),
            }
        } else {
            Need {
                figure: least,
                words: 0,
                least: 0,
            }
        }
    }

    fn fixed(&self) -> usize {
        self.figure
    }
}

fn longest_word(words: &str) -> usize {
    let words = words.split(' ').map(|word| word.chars().count());
    words.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_narrow_before_figures() {
        let table = Table {
            columns: vec![
                Column::new("what", "What", Kind::Text),
                Column::new("price", "Price in 2018/19", Kind::Money),
            ],
            ..Table::default()
        };
        let long = Row::entry(None, vec![Cell::text("a word ".repeat(40))]);
        let room = of(&table, &[0, 1], &[&long]);
        assert_eq!(room, [PAGE - 11, 11]);
        let short = Row::entry(None, vec![Cell::text("a word")]);
        assert_eq!(of(&table, &[0, 1], &[&short]), [9, 11]);
    }
}
