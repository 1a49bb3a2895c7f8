//! A row of a table, its cells with what they are, and why a table cannot be
//! read.

/// The most rows of a file.
const MAX_ROWS: u64 = 100_000;

/// The most bytes of the words of all its cells, repeated ones each time.
const MAX_WORDS: usize = 12 * 1024 * 1024;

/// The most columns of a row that are kept.
pub(super) const MAX_COLUMNS: usize = 64;

/// The most cells of a row: a spreadsheet has columns A to XFD.
pub(super) const MAX_CELLS_IN_ROW: usize = 16_384;

/// One row, borrowed from the reader until the next one.
#[derive(Clone, Copy, Debug)]
pub struct Line<'r> {
    /// The sheet it is on; empty for a file without sheets.
    pub sheet: &'r str,
    /// Its number in the file, from one, as a spreadsheet shows it.
    pub row: u64,
    /// Its cells.
    pub cells: &'r [Cell],
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its words, trimmed, with single spaces: a number in plain digits, a date
    /// as `5 October 2018`, a share as `5%`.
    pub text: String,
    /// What it holds.
    pub kind: CellKind,
    /// Whether its row, column or sheet is hidden.
    pub is_hidden: bool,
    /// Whether the whole of it is struck out.
    pub is_struck: bool,
    /// The first and last row of the merged cell that covers it, where that
    /// spans several rows.
    pub merged_rows: Option<(u64, u64)>,
    /// Words that its number format adds, other than a unit.
    pub words_shown: String,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Nothing.
    #[default]
    Empty,
    /// Words, or anything in a file without cell types.
    Text,
    /// A number, and how it is shown.
    Number(NumberFormat),
    /// A percentage.
    Percent,
    /// A day, with or without a time.
    Date,
    /// A time of day or a duration.
    Time,
    /// Yes or no.
    YesNo,
    /// An error of the spreadsheet, `#DIV/0!`.
    Error,
    /// A formula whose value was never calculated.
    NotCalculated,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    /// Decimal places; `None` where the format does not say.
    pub places: Option<u32>,
    /// What one of it is.
    pub unit: NumberUnit,
    /// What is seen of it.
    pub shown: Shown,
}

/// What is seen of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The number, with the sign of its unit.
    #[default]
    Number,
    /// Thousands or millions of it.
    Thousands,
    /// Nothing at all.
    Nothing,
    /// A dash in its place, as accounting formats show zero.
    Dash,
    /// Other words, with or without the number: [`Cell::words_shown`].
    Words,
    /// The file does not say.
    NotKnown,
}

/// What a number counts, by the sign in its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberUnit {
    /// No sign.
    #[default]
    Plain,
    /// £.
    Pounds,
    /// p.
    Pence,
    /// €.
    Euros,
    /// $.
    Dollars,
    /// Another currency.
    OtherCurrency,
}

impl Cell {
    /// A cell of words; an empty one for none.
    #[must_use]
    pub fn words(text: &str) -> Cell {
        let mut cell = Cell::default();
        cell.set_words(text);
        cell
    }

    /// Replaces the cell's content by words, with single spaces.
    pub(super) fn set_words(&mut self, text: &str) {
        self.text.clear();
        for word in text.split_whitespace() {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
        self.kind = if self.text.is_empty() {
            CellKind::Empty
        } else {
            CellKind::Text
        };
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kind == CellKind::Empty
    }
}

impl AsRef<str> for Cell {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// Follows each letter that is struck out where the rest of its cell is not.
pub const STRUCK: char = '\u{336}';

/// A cell's name in a spreadsheet, `F12`, from its column (from zero) and row.
#[must_use]
pub fn cell_name(column: usize, row: u64) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{row}")
}

/// Why a file cannot be read, or not to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: &'static str,
}

/// What has been read of a file.
#[derive(Default)]
pub(super) struct Size {
    rows: u64,
    words: usize,
}

impl Size {
    /// Counts a row; an error where the file is larger than any schedule of fees.
    pub(super) fn add(&mut self, cells: &[Cell]) -> Result<(), Unreadable> {
        self.rows += 1;
        self.words += cells.iter().map(|it| it.text.len()).sum::<usize>();
        let says = if self.rows > MAX_ROWS {
            "there are more than 100,000 rows"
        } else if self.words > MAX_WORDS {
            "there are more words in it than in any schedule of fees"
        } else {
            return Ok(());
        };
        Err(Unreadable {
            says: says.to_owned(),
            help: "split the file by service",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        for (column, name) in [(0, "A7"), (25, "Z7"), (26, "AA7"), (63, "BL7")] {
            assert_eq!(cell_name(column, 7), name);
        }
    }
}
