//! OpenDocument spreadsheets (.ods; OASIS OpenDocument 1.2, part 1, §9 and
//! §19.385). A cell holds its value and the text that is shown for it: where
//! they differ, the cell says so.

mod cell;

mod parts;

use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use self::{cell::Raw, parts::repeats};
use super::{
    merged_cells::{self, Merge},
    model::{Cell, Line, MAX_CELLS_IN_ROW, MAX_COLUMNS, Size, Unreadable},
    xml::{Budget, Xml, attribute, damaged, too_large},
};

/// Whether a package is an OpenDocument.
pub(super) fn is_open_document(bytes: &[u8]) -> bool {
    let start = bytes.get(..128).unwrap_or(bytes);
    String::from_utf8_lossy(start).contains("application/vnd.oasis.opendocument")
}

pub(super) fn read(bytes: &[u8], each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged(&why.to_string()))?;
    let content = archive.by_name("content.xml");
    let content = content.map_err(|_| damaged("`content.xml` is missing"))?;
    let mut reading = Reading::default();
    reading.read(Xml::new(content, &Budget::new()), each)
}

/// The most styles of sheets that are not shown.
const MAX_HIDDEN_STYLES: usize = 4096;

/// A document that is read.
#[derive(Default)]
struct Reading {
    /// The styles of sheets that are not shown.
    hidden_styles: Vec<String>,
    style: String,
    sheet: String,
    is_sheet_hidden: bool,
    hidden_columns: Vec<bool>,
    /// The rows of the sheet so far.
    row: u64,
    size: Size,
    is_row_hidden: bool,
    repeated: u64,
    cells: Vec<Cell>,
    cells_in_row: usize,
    active: Vec<(Merge, Cell)>,
}

impl Reading {
    fn read<R: Read>(
        &mut self,
        mut xml: Xml<R>,
        each: &mut dyn FnMut(Line<'_>),
    ) -> Result<(), Unreadable> {
        loop {
            match xml.next()? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "style" => self.style = attribute(&it, "name").unwrap_or_default(),
                    "table-properties" => {
                        let display = attribute(&it, "display");
                        if display.as_deref() == Some("false") {
                            self.hidden_styles.push(self.style.clone());
                            if self.hidden_styles.len() > MAX_HIDDEN_STYLES {
                                return Err(too_large());
                            }
                        }
                    }
                    "table" => self.open_sheet(&it),
                    "table-column" => self.column(&it),
                    "table-row" => self.open_row(&it),
                    "table-cell" | "covered-table-cell" => {
                        let raw = Raw::open(&it);
                        let name = it.local_name().as_ref().to_owned();
                        let raw = raw.read(&mut xml, &name)?;
                        self.put(&raw)?;
                    }
                    _ => {}
                },
                Event::End(it) if it.local_name().as_ref() == "table-row" => {
                    self.close_row(each)?;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn open_sheet(&mut self, it: &BytesStart<'_>) {
        self.sheet = attribute(it, "name").unwrap_or_default();
        let style = attribute(it, "style-name").unwrap_or_default();
        self.is_sheet_hidden = self.hidden_styles.contains(&style);
        self.hidden_columns.clear();
        self.active.clear();
        self.row = 0;
    }

    fn column(&mut self, it: &BytesStart<'_>) {
        let room = MAX_COLUMNS.saturating_sub(self.hidden_columns.len());
        let count = usize::try_from(repeats(it, "number-columns-repeated")).unwrap_or(room);
        let is_hidden = is_hidden(it);
        self.hidden_columns
            .extend(std::iter::repeat_n(is_hidden, count.min(room)));
    }

    fn open_row(&mut self, it: &BytesStart<'_>) {
        self.repeated = repeats(it, "number-rows-repeated");
        self.is_row_hidden = is_hidden(it);
        self.cells.clear();
        self.cells_in_row = 0;
    }

    fn put(&mut self, raw: &Raw) -> Result<(), Unreadable> {
        self.cells_in_row += 1;
        if self.cells_in_row > MAX_CELLS_IN_ROW {
            return Err(too_large());
        }
        let at = self.cells.len();
        if at >= MAX_COLUMNS {
            return Ok(());
        }
        let cell = raw.cell();
        if (raw.rows > 1 || raw.columns > 1) && !cell.is_empty() {
            let columns = usize::try_from(raw.columns).unwrap_or(MAX_COLUMNS);
            let merge = Merge {
                first: (self.row, at),
                last: (
                    self.row.saturating_add(raw.rows.saturating_sub(1)),
                    at.saturating_add(columns.saturating_sub(1)),
                ),
            };
            self.active.push((merge, cell.clone()));
        }
        let room = MAX_COLUMNS.saturating_sub(at);
        let count = usize::try_from(raw.repeated).unwrap_or(room).min(room);
        self.cells.extend(std::iter::repeat_n(cell, count));
        Ok(())
    }

    fn close_row(&mut self, each: &mut dyn FnMut(Line<'_>)) -> Result<(), Unreadable> {
        let own = self.cells.clone();
        for _ in 0..self.repeated {
            self.cells.clone_from(&own);
            merged_cells::fill(&mut self.active, self.row, &mut self.cells)?;
            if self.cells.iter().all(Cell::is_empty) && self.active.is_empty() {
                // Empty rows to the end of a sheet are written as one.
                self.row = self.row.saturating_add(self.repeated);
                return Ok(());
            }
            self.size.add(&self.cells)?;
            for (at, cell) in self.cells.iter_mut().enumerate() {
                let is_column_hidden = self.hidden_columns.get(at) == Some(&true);
                cell.is_hidden = self.is_sheet_hidden || self.is_row_hidden || is_column_hidden;
            }
            self.row += 1;
            each(Line {
                sheet: &self.sheet,
                row: self.row,
                cells: &self.cells,
            });
        }
        Ok(())
    }
}

fn is_hidden(it: &BytesStart<'_>) -> bool {
    matches!(
        attribute(it, "visibility").as_deref(),
        Some("collapse" | "filter")
    )
}
