//! Workbooks of the old Excel (.xls). They are read whole, so their size is
//! limited.

mod extent;
mod formats;
mod guard;
mod limits;
mod records;
mod shared_strings;

use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xls, open_workbook_from_rs};
use rust_decimal::Decimal;

use self::{
    formats::{Formats, SheetFormats},
    limits::Beyond,
};
use super::{
    merged_cells::{self, Merge},
    model::{Cell, CellKind, Line, MAX_COLUMNS, NumberFormat, Shown, Size, Unreadable},
    number_cell,
    xml::{damaged, too_large},
};
use almoner_engine::base::date::{Date, LongDate};

/// The most bytes of an old workbook.
const MAX_BYTES: usize = 32 * 1024 * 1024;

pub(super) fn read(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut stream = records::stream(bytes).ok_or_else(|| closed("it has no readable workbook"))?;
    limits::check(&stream).map_err(|beyond| match beyond {
        Beyond::Damaged => closed("its records do not fit together"),
        Beyond::TooLarge => too_large(),
    })?;
    let formats = Formats::of_stream(&stream);
    limits::take_out_unused(&mut stream);
    let file = records::file_of(&stream).ok_or_else(too_large)?;
    let read = guard::without_panic(|| {
        let book: Result<Xls<_>, _> = open_workbook_from_rs(Cursor::new(file.as_slice()));
        let book = book.map_err(|why| closed(&why.to_string()))?;
        sheets(book, formats.as_ref(), each)
    });
    read.unwrap_or_else(|| Err(damaged("its parts do not fit together")))
}

fn closed(why: &str) -> Unreadable {
    Unreadable {
        says: format!("the workbook is damaged or has a password: {why}"),
        help: "open it and save it as .xlsx, without a password",
    }
}

fn sheets(
    mut book: Xls<Cursor<&[u8]>>,
    formats: Option<&Formats>,
    each: &mut dyn FnMut(Line<'_>),
) -> Result<(), Unreadable> {
    let mut size = Size::default();
    let listed: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .map(|it| (it.name.clone(), it.visible != SheetVisible::Visible))
        .collect();
    for (number, (name, is_hidden)) in listed.into_iter().enumerate() {
        let of_sheet = formats.and_then(|it| Some((it, it.sheet(number)?)));
        let range = book.worksheet_range(&name);
        let range = range.map_err(|why| damaged(&why.to_string()))?;
        let mut merges = merges(&book, &name).into_iter().peekable();
        let mut active = Vec::new();
        let (first_row, first_column) = range.start().unwrap_or_default();
        let skipped = usize::try_from(first_column).unwrap_or(MAX_COLUMNS);
        for (row, data) in (u64::from(first_row)..).zip(range.rows()) {
            let mut cells = vec![Cell::default(); skipped.min(MAX_COLUMNS)];
            let room = MAX_COLUMNS.saturating_sub(cells.len());
            for (data, column) in data.iter().take(room).zip(cells.len()..) {
                let shown = of_sheet.and_then(|(book, sheet)| {
                    let format = book.of(sheet, row, column)?;
                    number_cell::of(number_of(data)?, format, book.is_1904)
                });
                cells.push(shown.unwrap_or_else(|| cell(data)));
            }
            while let Some(merge) = merges.next_if(|it| it.first.0 <= row) {
                let content = cells.get(merge.first.1).cloned().unwrap_or_default();
                active.push((merge, content));
            }
            merged_cells::fill(&mut active, row, &mut cells)?;
            // Formulas below the last charge may be blank on purpose.
            let has_words = cells.iter().any(|it| it.kind == CellKind::Text);
            for (column, cell) in cells.iter_mut().enumerate() {
                let is_blank = |sheet: &SheetFormats| sheet.is_blank_formula(row, column);
                if has_words && cell.is_empty() && of_sheet.is_some_and(|(_, it)| is_blank(it)) {
                    cell.kind = CellKind::NotCalculated;
                }
                let is_place_hidden = of_sheet.is_some_and(|(_, it)| it.is_hidden(row, column));
                cell.is_hidden = is_hidden || is_place_hidden;
            }
            size.add(&cells)?;
            each(Line {
                sheet: &name,
                row: row + 1,
                cells: &cells,
            });
        }
    }
    Ok(())
}

/// The merged cells of a sheet, the first rows first.
fn merges(book: &Xls<Cursor<&[u8]>>, name: &str) -> Vec<Merge> {
    let found = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let place = |(row, column): (u32, u32)| {
        let column = usize::try_from(column).unwrap_or(MAX_COLUMNS);
        (u64::from(row), column)
    };
    let merges = found.into_iter().map(|it| Merge {
        first: place(it.start),
        last: place(it.end),
    });
    let mut merges: Vec<Merge> = merges.collect();
    merges.sort_by_key(|it| it.first.0);
    merges
}

/// The number in a cell, a day's among them.
fn number_of(data: &Data) -> Option<Decimal> {
    let text = match data {
        Data::Float(it) => it.to_string(),
        Data::Int(it) => it.to_string(),
        Data::DateTime(it) => it.as_f64().to_string(),
        _ => return None,
    };
    text.parse().ok()
}

/// A cell whose format is not known.
fn cell(data: &Data) -> Cell {
    let of_kind = |kind, text: String| Cell {
        text,
        kind,
        ..Cell::default()
    };
    let number = |text: String| match text.parse::<Decimal>() {
        Ok(number) => {
            let number = number.round_sf(15).unwrap_or(number).normalize();
            let format = NumberFormat {
                shown: Shown::NotKnown,
                ..NumberFormat::default()
            };
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
            let time = format!("{hour:02}:{minute:02}");
            let date = [month, day].map(i8::try_from);
            let date = match (i16::try_from(year), date) {
                (Ok(year), [Ok(month), Ok(day)]) => Date::new(year, month, day).ok(),
                _ => None,
            };
            match date {
                Some(date) if !it.is_duration() && it.as_f64() >= 1.0 => {
                    of_kind(CellKind::Date, LongDate(date).to_string())
                }
                _ => of_kind(CellKind::Time, time),
            }
        }
        Data::Empty => Cell::default(),
        other => Cell::words(&other.to_string()),
    }
}

#[cfg(test)]
mod tests;
