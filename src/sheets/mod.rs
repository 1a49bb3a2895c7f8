//! Tables that others made, a CSV or TSV file or a workbook, as rows of cells
//! that keep their kind.
//!
//! [`read`] takes any bytes: it gives rows or an error and never panics, and it
//! keeps one row at a time. Only [`fact_rows`] knows what a cell means: a fact
//! of a rule set.

mod cell_rows;

mod currency;

mod csv_file;

mod csv_stream;

pub mod fact_rows;

mod merged_cells;

mod model;

mod number_cell;

mod number_format;

mod ods;

mod xls;

mod xlsx;

mod xml;

pub use self::{
    cell_rows::CellRows,
    csv_stream::{Broken, MAX_BYTES, Records, WrongHeading},
    currency::named_in as unit_in,
    model::{Cell, CellKind, Line, NumberFormat, NumberUnit, STRUCK, Shown, Unreadable, cell_name},
};
pub use csv::StringRecord as Cells;
pub(crate) use csv_file::FORMULA_STARTS;

use almoner_engine::base::hidden_char;

/// Reads a file row by row, by what its first bytes say it is.
///
/// ```
/// let mut rows = Vec::new();
/// almoner::sheets::read(b"Name\tFee\nHall\t'=1\n", |line| rows.push(line.cells[1].text.clone()))?;
/// assert_eq!(rows, ["Fee", "=1"]);
/// # Ok::<(), almoner::sheets::Unreadable>(())
/// ```
///
/// # Errors
/// When it is damaged, of another kind, or larger than any schedule of fees.
pub fn read(bytes: &[u8], mut each: impl FnMut(Line<'_>)) -> Result<(), Unreadable> {
    let mut hidden = None;
    read_any(bytes, &mut |line: Line<'_>| {
        if hidden.is_none() {
            hidden = hidden_character(&line);
        }
        each(line);
    })?;
    hidden.map_or(Ok(()), Err)
}

/// A cell with a character that would act on a terminal.
fn hidden_character(line: &Line<'_>) -> Option<Unreadable> {
    let mut cells = line.cells.iter().enumerate();
    let (at, letter) = cells.find_map(|(at, it)| Some((at, hidden_char::first(&it.text)?)))?;
    Some(Unreadable {
        says: format!(
            "cell {} has the control character U+{:04X}",
            cell_name(at, line.row),
            u32::from(letter)
        ),
        help: "take it out: it cannot be seen",
    })
}

fn read_any(bytes: &[u8], mut each: &mut impl FnMut(Line<'_>)) -> Result<(), Unreadable> {
    if bytes.starts_with(b"PK") && ods::is_open_document(bytes) {
        return ods::read(bytes, &mut each);
    }
    if bytes.starts_with(b"PK") {
        return xlsx::read(bytes, &mut each);
    }
    if is_old_workbook(bytes) {
        return xls::read(bytes, &mut each);
    }
    csv_file::read(bytes, &mut each)
}

/// Whether a file is a workbook of the old Excel (.xls).
fn is_old_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    fn rows(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
        let mut rows = Vec::new();
        read(bytes, |line| {
            rows.push(format!(
                "{}: {}",
                line.row,
                line.cells
                    .iter()
                    .map(|it| &*it.text)
                    .collect::<Vec<_>>()
                    .join("|")
            ));
        })?;
        Ok(rows)
    }

    #[test]
    fn rows_keep_the_numbers_they_have_in_the_file() {
        let text = "\u{feff}Name,Fee\n\n\"Hall,\nlarge\",'-5\r\nHut,1";
        let read = rows(text.as_bytes()).unwrap();
        assert_eq!(read, ["1: Name|Fee", "3: Hall, large|-5", "4: Hut|1"]);
    }

    #[test]
    fn non_text_file_is_refused() {
        assert!(rows(&[b'a', 0xff, b'\n']).is_err());
        assert!(rows(&[0xd0, 0xcf, 0x11, 0xe0, 0]).is_err());
        assert!(rows(b"PK\x03\x04 and nothing more").is_err());
        assert_eq!(rows(b"").unwrap().len(), 0);
    }

    proptest! {
        #[test]
        fn any_bytes_give_rows_or_an_error(bytes in any::<Vec<u8>>()) {
            let workbook = [b"PK\x03\x04".as_slice(), &bytes].concat();
            for bytes in [bytes, workbook] {
                if let Err(why) = rows(&bytes) {
                    prop_assert!(!why.says.is_empty());
                }
            }
        }
    }
}
