//! How an old workbook shows its numbers and what it hides (MS-XLS, 2.4): the
//! records that calamine, which reads its values, leaves out.

use std::collections::{BTreeMap, BTreeSet};

use super::records::{Record, Records};
use crate::sheets::number_format::FormatCode;

/// Kinds of records.
mod kind {
    pub(super) const BEGIN: u16 = 0x0809;
    pub(super) const END: u16 = 0x000a;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const CALENDAR: u16 = 0x0022;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const STYLE: u16 = 0x00e0;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const COLUMNS: u16 = 0x007d;
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const SHORT_NUMBER: u16 = 0x027e;
    pub(super) const SHORT_NUMBERS: u16 = 0x00bd;
}

/// The versions that are understood: Excel 95, and 97 to 2003.
const EXCEL_95: u16 = 0x0500;
const EXCEL_97: u16 = 0x0600;

/// The first byte and the end of the value of a formula that has none.
const BLANK: u8 = 3;
const NO_NUMBER: u16 = 0xffff;

/// The formats of a workbook.
pub(super) struct Formats {
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
    styles: Vec<FormatCode>,
    /// In the order in which the workbook lists its sheets.
    sheets: Vec<SheetFormats>,
}

/// The formats of a sheet.
#[derive(Default)]
pub(super) struct SheetFormats {
    /// The row, column and style of each number, in this order.
    numbers: Vec<(u16, u16, u16)>,
    /// The rows and columns of formulas that hold no value.
    blank_formulas: BTreeSet<(u16, u16)>,
    hidden_rows: BTreeSet<u16>,
    /// First and last.
    hidden_columns: Vec<(u16, u16)>,
}

impl Formats {
    /// Reads them from the workbook's stream; none where the workbook is older or
    /// not understood.
    pub(super) fn of_stream(stream: &[u8]) -> Option<Formats> {
        let mut version = None;
        let mut codes: BTreeMap<u16, FormatCode> = BTreeMap::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut places: Vec<u32> = Vec::new();
        let mut is_1904 = false;
        for (kind, record) in Records(stream) {
            match kind {
                kind::BEGIN => version = record.u16(0),
                kind::CALENDAR => is_1904 = record.u16(0) == Some(1),
                kind::SHEET => places.push(record.u32(0)?),
                kind::STYLE => styles.push(record.u16(2)?),
                kind::FORMAT => {
                    let code = code(record, version? == EXCEL_97)?;
                    codes.insert(record.u16(0)?, FormatCode::read(&code));
                }
                kind::END => break,
                _ => {}
            }
        }
        if !matches!(version?, EXCEL_95 | EXCEL_97) {
            return None;
        }
        let of_style = |id: u16| {
            let own = codes.get(&id).cloned();
            own.unwrap_or_else(|| FormatCode::built_in(u32::from(id)))
        };
        let sheets = places.into_iter().map(|place| {
            let at = usize::try_from(place).ok()?;
            Some(SheetFormats::read(Records(stream.get(at..)?)))
        });
        Some(Formats {
            is_1904,
            styles: styles.into_iter().map(of_style).collect(),
            sheets: sheets.collect::<Option<_>>()?,
        })
    }

    pub(super) fn sheet(&self, number: usize) -> Option<&SheetFormats> {
        self.sheets.get(number)
    }

    /// How a number is shown, by its row and column from zero.
    pub(super) fn of(&self, sheet: &SheetFormats, row: u64, column: usize) -> Option<&FormatCode> {
        let place = (u16::try_from(row).ok()?, u16::try_from(column).ok()?);
        let numbers = &sheet.numbers;
        let found = numbers.binary_search_by_key(&place, |(row, column, _)| (*row, *column));
        let (_, _, style) = numbers.get(found.ok()?)?;
        self.styles.get(usize::from(*style))
    }
}

impl SheetFormats {
    fn read(records: Records<'_>) -> SheetFormats {
        let mut sheet = SheetFormats::default();
        // Charts within the sheet have records of their own.
        let mut depth = 0;
        for (kind, record) in records {
            match kind {
                kind::BEGIN => depth += 1,
                kind::END if depth <= 1 => break,
                kind::END => depth -= 1,
                _ if depth > 1 => {}
                // A record that is cut off says nothing.
                _ => drop(sheet.take(kind, record)),
            }
        }
        sheet.numbers.sort_unstable();
        sheet
    }

    fn take(&mut self, kind: u16, record: Record<'_>) -> Option<()> {
        let (first, second) = (record.u16(0)?, record.u16(2)?);
        match kind {
            kind::ROW => {
                const HIDDEN: u16 = 0x20;
                if record.u16(12)? & HIDDEN != 0 {
                    self.hidden_rows.insert(first);
                }
            }
            kind::COLUMNS => {
                let is_flat = record.u16(4)? == 0;
                if is_flat || record.u16(8)? & 1 != 0 {
                    self.hidden_columns.push((first, second));
                }
            }
            kind::FORMULA | kind::NUMBER | kind::SHORT_NUMBER => {
                self.numbers.push((first, second, record.u16(4)?));
                let is_blank = record.u8(6)? == BLANK && record.u16(12) == Some(NO_NUMBER);
                if kind == kind::FORMULA && is_blank {
                    self.blank_formulas.insert((first, second));
                }
            }
            kind::SHORT_NUMBERS => {
                // Each a style and four bytes; the last column ends the record.
                let count = record.len().checked_sub(6)? / 6;
                for (column, number) in (second..).zip(0..count) {
                    let style = record.u16(4 + number * 6)?;
                    self.numbers.push((first, column, style));
                }
            }
            _ => {}
        }
        Some(())
    }

    /// Whether a cell is a formula without a value.
    pub(super) fn is_blank_formula(&self, row: u64, column: usize) -> bool {
        let place = u16::try_from(row).ok().zip(u16::try_from(column).ok());
        place.is_some_and(|it| self.blank_formulas.contains(&it))
    }

    pub(super) fn is_hidden(&self, row: u64, column: usize) -> bool {
        let is_row = u16::try_from(row).is_ok_and(|it| self.hidden_rows.contains(&it));
        let within = |(first, last): &(u16, u16)| {
            (usize::from(*first)..=usize::from(*last)).contains(&column)
        };
        is_row || self.hidden_columns.iter().any(within)
    }
}

/// The code of a number format.
fn code(record: Record<'_>, is_97: bool) -> Option<String> {
    if !is_97 {
        let count = usize::from(record.u8(2)?);
        let letters = encoding_rs::WINDOWS_1252.decode(record.bytes(3, count)?).0;
        return Some(letters.into_owned());
    }
    let count = usize::from(record.u16(2)?);
    let is_wide = record.u8(4)? & 1 != 0;
    if is_wide {
        let bytes = record.bytes(5, count.checked_mul(2)?)?;
        return Some(
            encoding_rs::UTF_16LE
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
        );
    }
    let letters = record.bytes(5, count)?.iter().copied().map(char::from);
    Some(letters.collect())
}
