//! Workbooks of other kinds: OpenDocument (.ods) and the old Excel (.xls). They
//! are read whole, so their size is limited.

use std::{
    io::{self, Cursor, Read as _},
    panic::{self, AssertUnwindSafe},
};

use calamine::{Data, Ods, Range, Reader, SheetVisible, Xls, open_workbook_from_rs};
use rust_decimal::Decimal;
use zip::ZipArchive;

use super::{
    model::{Cell, CellKind, Line, MAX_COLUMNS, MAX_ROWS, NumberFormat, Unreadable, too_long},
    xlsx::{damaged, too_large},
};

/// The most bytes of an OpenDocument's content, unpacked, and of an old
/// workbook.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Whether a package is an OpenDocument.
pub(super) fn is_open_document(bytes: &[u8]) -> bool {
    let start = bytes.get(..128).unwrap_or(bytes);
    String::from_utf8_lossy(start).contains("application/vnd.oasis.opendocument")
}

pub(super) fn read_ods(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(&why.to_string()))?;
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|it| Some(it.ok()?.into_owned()))
        .collect();
    let mut left = MAX_BYTES;
    for name in names.iter().filter(|it| it.ends_with(".xml")) {
        let part = archive
            .by_name(name)
            .map_err(|why| damaged(&why.to_string()))?;
        // What a package says of its sizes need not be so.
        let size = io::copy(&mut part.take(left + 1), &mut io::sink());
        let size = size.map_err(|why| damaged(&why.to_string()))?;
        left = left.checked_sub(size).ok_or_else(too_large)?;
    }
    guarded(|| {
        let book: Result<Ods<_>, _> = open_workbook_from_rs(Cursor::new(bytes));
        sheets(book.map_err(|why| damaged(&why.to_string()))?, each)
    })
}

pub(super) fn read_xls(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(too_large());
    }
    guarded(|| {
        let book: Result<Xls<_>, _> = open_workbook_from_rs(Cursor::new(bytes));
        let book = book.map_err(|why| Unreadable {
            says: format!("the workbook is damaged or has a password: {why}"),
            help: "open it and save it as .xlsx, without a password",
        })?;
        sheets(book, each)
    })
}

/// The library panics on some damaged workbooks.
fn guarded(read: impl FnOnce() -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    panic::catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(damaged("its parts do not fit together")))
}

fn sheets<'b, R>(mut book: R, each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable>
where
    R: Reader<Cursor<&'b [u8]>>,
    R::Error: std::fmt::Display,
{
    let mut rows = 0;
    let listed: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .map(|it| (it.name.clone(), it.visible != SheetVisible::Visible))
        .collect();
    for (name, is_hidden) in listed {
        let range = book.worksheet_range(&name);
        let range: Range<Data> = range.map_err(|why| damaged(&why.to_string()))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let skipped = usize::try_from(first_column).unwrap_or(MAX_COLUMNS);
        for (row, data) in (u64::from(first_row) + 1..).zip(range.rows()) {
            rows += 1;
            if rows > MAX_ROWS {
                return Err(too_long());
            }
            let mut cells = vec![Cell::default(); skipped.min(MAX_COLUMNS)];
            cells.extend(data.iter().map(cell));
            cells.truncate(MAX_COLUMNS);
            cells.iter_mut().for_each(|it| it.is_hidden = is_hidden);
            each(Line {
                sheet: &name,
                row,
                cells: &cells,
            });
        }
    }
    Ok(())
}

fn cell(data: &Data) -> Cell {
    let of_kind = |kind, text: String| Cell {
        text,
        kind,
        ..Cell::default()
    };
    let number = |text: String| match text.parse::<Decimal>() {
        Ok(number) => {
            let number = number.round_sf(15).unwrap_or(number).normalize();
            let format = NumberFormat::default();
            of_kind(CellKind::Number(format), number.to_string())
        }
        Err(_) => Cell::words(&text),
    };
    match data {
        Data::Float(it) => number(it.to_string()),
        Data::Int(it) => number(it.to_string()),
        Data::Bool(it) => of_kind(CellKind::YesNo, if *it { "yes" } else { "no" }.to_owned()),
        Data::Error(it) => of_kind(CellKind::Error, it.to_string()),
        Data::DateTimeIso(it) => of_kind(CellKind::Date, it.clone()),
        Data::DurationIso(it) => of_kind(CellKind::Time, it.clone()),
        Data::DateTime(it) => {
            let (year, month, day, hour, minute, ..) = it.to_ymd_hms_milli();
            if it.is_duration() {
                of_kind(CellKind::Time, format!("{hour:02}:{minute:02}"))
            } else {
                of_kind(CellKind::Date, format!("{year}-{month:02}-{day:02}"))
            }
        }
        Data::Empty => Cell::default(),
        other => Cell::words(&other.to_string()),
    }
}
