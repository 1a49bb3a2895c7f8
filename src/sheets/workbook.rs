//! Workbooks (.xlsx): the values that were saved, sheet by sheet. A number is
//! taken in the fewest digits that mean it, so that no calculation touches it.

use std::{
    io::Cursor,
    panic::{self, AssertUnwindSafe},
};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError, open_workbook_from_rs};

use super::model::{Line, MAX_COLUMNS, MAX_ROWS, Unreadable, too_long};

pub(super) fn read(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    // The library panics on some damaged workbooks.
    let read = panic::catch_unwind(AssertUnwindSafe(|| sheets(bytes, each)));
    match read {
        Ok(Ok(whole)) => whole,
        Ok(Err(why)) => Err(damaged(&why.to_string())),
        Err(_) => Err(damaged("its parts do not fit together")),
    }
}

fn damaged(why: &str) -> Unreadable {
    Unreadable {
        says: format!("the workbook is damaged, or none: {why}"),
        help: "open it and save it again as .xlsx",
    }
}

fn sheets(
    bytes: &[u8],
    each: &mut dyn FnMut(Line<'_>),
) -> Result<Result<(), Unreadable>, XlsxError> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes))?;
    let mut rows = 0;
    for name in book.sheet_names() {
        let mut cells: Vec<String> = Vec::new();
        let mut current = None;
        let mut reader = book.worksheet_cells_reader(&name)?;
        let mut give = |row: Option<u32>, cells: &mut Vec<String>| {
            if let Some(row) = row {
                each(Line {
                    sheet: &name,
                    row: u64::from(row) + 1,
                    cells,
                });
            }
            cells.clear();
        };
        while let Some(cell) = reader.next_cell()? {
            let (row, column) = cell.get_position();
            if current != Some(row) {
                give(current, &mut cells);
                current = Some(row);
                rows += 1;
                if rows > MAX_ROWS {
                    return Ok(Err(too_long()));
                }
            }
            put(&mut cells, column, cell.get_value());
        }
        give(current, &mut cells);
    }
    Ok(Ok(()))
}

fn put(cells: &mut Vec<String>, column: u32, value: &DataRef<'_>) {
    let Ok(column) = usize::try_from(column) else {
        return;
    };
    if column >= MAX_COLUMNS {
        return;
    }
    if cells.len() <= column {
        cells.resize_with(column + 1, String::new);
    }
    if let Some(cell) = cells.get_mut(column) {
        let text = words(value);
        *cell = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}

fn words(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(day) => day.to_string(),
        DataRef::Empty => String::new(),
    }
}
