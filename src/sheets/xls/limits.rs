//! What an old workbook may hold (MS-XLS, 2.4), looked at before calamine reads it:
//! calamine takes memory by what records say of themselves, a sheet's size or a text's
//! length, and reads a sheet as often as it is named.

use std::collections::BTreeSet;

use super::{
    extent::Extents,
    records::{Record, Records},
    shared_strings,
};

/// The most cells, and the most between the first and the last of each sheet, in all.
const MAX_CELLS: u64 = 1_000_000;

/// The most characters of texts that cells share, counted for each cell.
const MAX_SHARED: u64 = 12 * 1024 * 1024;

/// The most records that continue others.
const MAX_CONTINUED: usize = 20_000;

mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000a;
    pub(super) const CONTINUE: u16 = 0x003c;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const NUMBERS: u16 = 0x00bd;
    pub(super) const FORMATTED_TEXT: u16 = 0x00d6;
    pub(super) const SHARED_TEXTS: u16 = 0x00fc;
    pub(super) const SHARED_TEXT: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const TEXT: u16 = 0x0204;
    pub(super) const YES_OR_NO: u16 = 0x0205;
    pub(super) const FORMULA_TEXT: u16 = 0x0207;
    pub(super) const SHORT_NUMBER: u16 = 0x027e;
    pub(super) const BEGIN: u16 = 0x0809;

    /// What is read as well: whether there is a password, the alphabet, the
    /// calendar, formats, styles and merged cells.
    pub(super) const OTHERS: [u16; 6] = [0x002f, 0x0042, 0x0022, 0x041e, 0x00e0, 0x00e5];
    /// What no record is.
    pub(super) const NONE: u16 = 0x7fff;
}

/// What a workbook is not read for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Beyond {
    Damaged,
    TooLarge,
}

/// Whether a stream's records fit together and what they hold is not too much.
pub(super) fn check(stream: &[u8]) -> Result<(), Beyond> {
    let mut found = Found::default();
    for (at, kind, record) in placed(stream) {
        found.add(at, kind, record).ok_or(Beyond::Damaged)?;
    }
    found.check()
}

/// Takes out what costs memory and says nothing of charges: the sizes that sheets give
/// themselves, named places, and formulas, of which the values stay.
pub(super) fn take_out_unused(stream: &mut [u8]) {
    let numbers: Vec<(usize, u16)> = placed(stream)
        .filter_map(|(at, kind, _)| match kind {
            // After a head of four bytes and twenty of the value: the formula's length.
            kind::FORMULA => Some((at + 24, 0)),
            kind => (!is_used(kind)).then_some((at, kind::NONE)),
        })
        .collect();
    for (at, number) in numbers {
        if let Some(two) = stream.get_mut(at..at + 2) {
            two.copy_from_slice(&number.to_le_bytes());
        }
    }
}

/// The records, each with its place in the stream.
fn placed(stream: &[u8]) -> impl Iterator<Item = (usize, u16, Record<'_>)> {
    let mut records = Records(stream);
    std::iter::from_fn(move || {
        let at = stream.len() - records.0.len();
        let (kind, record) = records.next()?;
        Some((at, kind, record))
    })
}

fn is_used(kind: u16) -> bool {
    let own = [
        kind::FORMULA,
        kind::END,
        kind::CONTINUE,
        kind::SHEET,
        kind::NUMBERS,
        kind::FORMATTED_TEXT,
        kind::SHARED_TEXTS,
        kind::SHARED_TEXT,
        kind::NUMBER,
        kind::TEXT,
        kind::YES_OR_NO,
        kind::FORMULA_TEXT,
        kind::SHORT_NUMBER,
        kind::BEGIN,
    ];
    own.contains(&kind) || kind::OTHERS.contains(&kind)
}

/// What the records of a stream say.
#[derive(Default)]
struct Found<'b> {
    begins: BTreeSet<usize>,
    sheets: Vec<usize>,
    extents: Extents,
    cells: u64,
    continued: usize,
    /// The table of shared texts and the records that continue it.
    texts: Vec<Record<'b>>,
    are_texts_continued: bool,
    /// Which text each cell shows.
    shown: Vec<u32>,
}

impl<'b> Found<'b> {
    /// Nothing where the record is damaged.
    fn add(&mut self, at: usize, kind: u16, record: Record<'b>) -> Option<()> {
        if kind == kind::CONTINUE {
            self.continued += 1;
            if self.are_texts_continued {
                self.texts.push(record);
            }
            return Some(());
        }
        self.are_texts_continued = kind == kind::SHARED_TEXTS;
        match kind {
            kind::BEGIN => {
                self.begins.insert(at);
                self.extents.begin();
            }
            kind::END => self.extents.end(),
            kind::SHEET => self.sheets.push(usize::try_from(record.u32(0)?).ok()?),
            kind::SHARED_TEXTS => {
                self.texts.is_empty().then_some(())?;
                self.texts.push(record);
            }
            kind::SHARED_TEXT => {
                self.shown.push(record.u32(6)?);
                self.cell(record)?;
            }
            kind::TEXT | kind::FORMATTED_TEXT => {
                has_room(record.u16(6)?, record)?;
                self.cell(record)?;
            }
            kind::FORMULA_TEXT => has_room(record.u16(0)?, record)?,
            kind::FORMULA | kind::NUMBER | kind::YES_OR_NO | kind::SHORT_NUMBER => {
                self.cell(record)?;
            }
            kind::NUMBERS => self.numbers(record)?,
            _ => {}
        }
        Some(())
    }

    fn cell(&mut self, record: Record<'_>) -> Option<()> {
        let column = record.u16(2)?;
        self.extents.add(record.u16(0)?, [column; 2]);
        self.cells += 1;
        Some(())
    }

    /// Several numbers side by side, of six bytes each.
    fn numbers(&mut self, record: Record<'_>) -> Option<()> {
        let first = record.u16(2)?;
        let count = u16::try_from(record.len().checked_sub(6)? / 6).ok()?;
        let last = first.checked_add(count.checked_sub(1)?)?;
        self.extents.add(record.u16(0)?, [first, last]);
        self.cells += u64::from(count);
        Some(())
    }

    fn check(&self) -> Result<(), Beyond> {
        let places: BTreeSet<usize> = self.sheets.iter().copied().collect();
        if places.len() < self.sheets.len() || !places.is_subset(&self.begins) {
            return Err(Beyond::Damaged);
        }
        let is_large = self.cells.max(self.extents.cells()) > MAX_CELLS;
        if is_large || self.continued > MAX_CONTINUED {
            return Err(Beyond::TooLarge);
        }
        let lengths = match self.texts.as_slice() {
            [] => Vec::new(),
            texts => shared_strings::lengths(texts).ok_or(Beyond::Damaged)?,
        };
        let length = |it: &u32| lengths.get(usize::try_from(*it).ok()?).copied();
        let shared = self.shown.iter().filter_map(length).map(u64::from);
        if shared.sum::<u64>() > MAX_SHARED {
            return Err(Beyond::TooLarge);
        }
        Ok(())
    }
}

/// Whether a text is no longer than the record it is in.
fn has_room(length: u16, record: Record<'_>) -> Option<()> {
    (usize::from(length) <= record.len()).then_some(())
}
