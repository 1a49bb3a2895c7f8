//! A sheet: a service's entries, or a whole table, under its headings.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::styles;
use crate::{
    finance::report::{Cell, Column, Kind, Report, Row, RowKind, Section, Table, Working},
    tables::{cell_format, column_width, wrap},
};

/// The most entries of a table that is not split over sheets: two pages.
const MAX_SHORT: usize = 60;

/// The most rows under a heading that has no sheet of its own.
const MIN_OWN: usize = 6;

/// The most letters of a sheet's name, which has room for a number.
const MAX_NAME: usize = 28;

/// The sheet of the headings with few entries.
const OTHERS: &str = "Others";

/// What one sheet holds.
pub(super) struct Sheet<'t> {
    pub(super) name: String,
    pub(super) title: &'t str,
    table: &'t Table,
    shows_keys: bool,
    /// Its entries, and sums and notes among them that have cells.
    pub(super) rows: Vec<&'t Row>,
    /// Notes and subtotals in words, written below the rows.
    notes: Vec<&'t str>,
}

impl<'t> Sheet<'t> {
    /// One sheet for a table that is short. A longer one has a sheet for each
    /// heading with several entries, and one for all others.
    pub(super) fn of(table: &'t Table, shows_keys: bool) -> Vec<Sheet<'t>> {
        let sections: Vec<Section<'t>> = table.sections().filter(|it| !it.is_total).collect();
        let is_short = table.entries().count() <= MAX_SHORT;
        let stands_alone = |it: &Section<'_>| it.heading.is_some() && it.rows.len() > MIN_OWN;
        let is_split = !is_short && sections.iter().any(stands_alone);
        if !is_split {
            let mut whole = Sheet::new(&table.title, table, shows_keys);
            table.rows.iter().for_each(|row| whole.take(row));
            return vec![whole].into_iter().filter(Sheet::has_rows).collect();
        }
        let mut sheets = Vec::new();
        let mut others = Sheet::new(OTHERS, table, shows_keys);
        let mut headings = table.rows.iter().filter(|it| it.kind == RowKind::Service);
        for section in sections {
            let heading = section.heading.and_then(|_| headings.next());
            if stands_alone(&section) {
                let title = section.heading.unwrap_or(&table.title);
                let mut sheet = Sheet::new(title, table, shows_keys);
                section.rows.iter().for_each(|row| sheet.take(row));
                sheets.push(sheet);
            } else {
                others.rows.extend(heading);
                section.rows.iter().for_each(|row| others.take(row));
            }
        }
        sheets.push(others);
        sheets.into_iter().filter(Sheet::has_rows).collect()
    }

    /// Takes a row; subtotals in words stand below the rows of a sheet of their
    /// own.
    fn take(&mut self, row: &'t Row) {
        if row.kind == RowKind::Subtotal && row.is_words() {
            self.notes.push(row.text());
        } else {
            self.rows.push(row);
        }
    }

    fn has_rows(&self) -> bool {
        self.rows.iter().any(|it| !it.is_words())
    }

    fn new(title: &'t str, table: &'t Table, shows_keys: bool) -> Sheet<'t> {
        let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        let name: String = title.chars().filter(allowed).collect();
        let mut short = String::new();
        for word in name.split_whitespace() {
            let length = short.chars().count() + word.chars().count();
            if !short.is_empty() && length >= MAX_NAME {
                break;
            }
            if !short.is_empty() {
                short.push(' ');
            }
            short.extend(word.chars().take(MAX_NAME));
        }
        Sheet {
            name: short,
            title,
            table,
            shows_keys,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The columns that are written: a bar is drawn as a chart.
    fn columns(&self) -> impl Iterator<Item = (usize, &'t Column)> {
        let columns = self.table.shown(self.shows_keys);
        columns.filter(|(_, column)| column.kind != Kind::Bar)
    }

    /// The number of a column on the sheet, from 0.
    pub(super) fn position(&self, id: &str) -> Option<u16> {
        let at = self.columns().position(|(_, column)| column.id == id)?;
        u16::try_from(at).ok()
    }

    /// A column that every entry fills and no heading does.
    pub(super) fn full(&self) -> Option<u16> {
        let is_full = |number: usize| {
            let mut entries = self.rows.iter().filter(|it| !it.is_words());
            entries.all(|row| {
                let cell = row.cells.get(number).unwrap_or(&Cell::Empty);
                !cell_format::display(cell).is_empty()
            })
        };
        let has_headings = self.rows.iter().any(|it| it.is_words());
        let first = usize::from(has_headings);
        let at = self.columns().skip(first).position(|(it, _)| is_full(it))?;
        u16::try_from(at + first).ok()
    }

    /// How many entries it has.
    pub(super) fn entries(&self) -> usize {
        self.rows.iter().filter(|it| !it.is_words()).count()
    }

    /// The letters that each of its columns has room for; those of a page in all,
    /// so that every sheet of a workbook is printed in one size.
    fn room(&self) -> Vec<usize> {
        let numbers: Vec<usize> = self.columns().map(|(number, _)| number).collect();
        let mut room = column_width::of(self.table, &numbers, &self.rows);
        let left = column_width::PAGE.saturating_sub(room.iter().sum());
        let words = self.columns().position(|(_, it)| it.kind == Kind::Text);
        if let Some(words) = room.get_mut(words.unwrap_or(0)) {
            *words += left;
        }
        room
    }

    /// How many entries have a word in a column.
    pub(super) fn count(&self, id: &str, word: &str) -> usize {
        let number = self.table.columns.iter().position(|it| it.id == id);
        let is_it = |row: &&&Row| {
            let cell = number.and_then(|number| row.cells.get(number));
            row.kind == RowKind::Charge && cell == Some(&Cell::text(word))
        };
        self.rows.iter().filter(is_it).count()
    }

    pub(super) fn last_row(&self) -> u32 {
        styles::HEADINGS.saturating_add(u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }

    /// A column's cells, as a formula on another sheet names them.
    pub(super) fn span(&self, column: u16) -> Option<String> {
        let letter = styles::letter(column)?;
        let (first, last) = (styles::HEADINGS + 2, self.last_row() + 1);
        Some(format!("'{}'!{letter}{first}:{letter}{last}", self.name))
    }

    /// Writes it.
    pub(super) fn write(&self, sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
        sheet.set_name(&self.name)?;
        sheet.write_string_with_format(0, 0, self.title, &styles::title())?;
        let prints: Vec<&str> = report.fingerprints.iter().map(String::as_str).collect();
        let room = self.room();
        for (((_, column), letters), at) in self.columns().zip(&room).zip(0u16..) {
            let kind = if column.is_key {
                Kind::Text
            } else {
                column.kind
            };
            let format = styles::heading(kind);
            sheet.write_string_with_format(styles::HEADINGS, at, &column.heading, &format)?;
            sheet.set_column_width(at, u32::try_from(*letters).unwrap_or(u32::MAX).min(120))?;
        }
        self.across(sheet, 1, &prints.join(" "), &room, &styles::small())?;
        // Under the title, a sum never has a page to itself.
        let (sum, notes) = match self.notes.as_slice() {
            [sum] => (Some(*sum), [].as_slice()),
            all => (None, all),
        };
        if let Some(sum) = sum {
            self.across(sheet, 2, sum, &room, &styles::note())?;
        }
        let headings = self.columns().map(|(_, column)| column.heading.clone());
        // Bold letters are wider.
        let bold: Vec<usize> = room.iter().map(|it| it * 3 / 4).collect();
        sheet.set_row_height(styles::HEADINGS, styles::tall(height(headings, &bold)) + 3)?;
        for (row, at) in self.rows.iter().zip(styles::HEADINGS + 1..) {
            self.write_row(sheet, row, at)?;
            let cells = self
                .columns()
                .map(|(number, _)| match row.cells.get(number) {
                    Some(cell) if !row.is_words() => cell_format::display(cell),
                    _ => String::new(),
                });
            sheet.set_row_height(at, styles::tall(height(cells, &room)))?;
        }
        let notes = notes.iter().copied();
        let notes = notes.chain(self.table.notes.iter().map(String::as_str));
        for (note, at) in notes.zip(self.last_row().saturating_add(2)..) {
            self.across(sheet, at, note, &room, &styles::note())?;
        }
        let columns = u16::try_from(room.len()).unwrap_or(1);
        sheet.autofilter(
            styles::HEADINGS,
            0,
            self.last_row(),
            columns.saturating_sub(1),
        )?;
        sheet.set_freeze_panes(styles::HEADINGS + 1, 1)?;
        sheet.set_repeat_rows(0, styles::HEADINGS)?;
        styles::page(sheet);
        Ok(())
    }

    /// Words across the table, over as many lines as they need.
    fn across(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        words: &str,
        room: &[usize],
        format: &Format,
    ) -> Result<(), XlsxError> {
        let last = u16::try_from(room.len()).unwrap_or(1).saturating_sub(1);
        if last == 0 {
            sheet.write_string_with_format(at, 0, words, format)?;
        } else {
            sheet.merge_range(at, 0, at, last, words, format)?;
        }
        let whole = [room.iter().sum::<usize>()];
        let lines = height(std::iter::once(words.to_owned()), &whole);
        sheet.set_row_height(at, styles::tall(lines))?;
        Ok(())
    }

    fn write_row(&self, sheet: &mut Worksheet, row: &Row, at: u32) -> Result<(), XlsxError> {
        if row.is_words() {
            let format = match row.kind {
                RowKind::Service => styles::section(),
                _ => styles::plain().set_italic(),
            };
            let last = self.columns().count().saturating_sub(1);
            for place in 0..=u16::try_from(last).unwrap_or(0) {
                sheet.write_blank(at, place, &format)?;
            }
            sheet.write_string_with_format(at, 0, row.text(), &format)?;
            return Ok(());
        }
        for ((number, column), place) in self.columns().zip(0u16..) {
            let cell = row.cells.get(number).unwrap_or(&Cell::Empty);
            // Names for programs are words on a sheet.
            let kind = if column.is_key {
                Kind::Text
            } else {
                column.kind
            };
            let format = styles::cell(kind, row.kind == RowKind::Subtotal);
            let formula = self.formula(row, number, at);
            match (formula, styles::figure(cell)) {
                (Some(formula), Some((result, number_format))) => {
                    let formula = Formula::new(formula).set_result(result.to_string());
                    let format = format.set_num_format(number_format);
                    sheet.write_formula_with_format(at, place, formula, &format)?;
                }
                (None, Some((figure, number_format))) => {
                    // A workbook keeps every number as binary floating point;
                    // nothing is computed with it here.
                    let figure = figure.to_f64().unwrap_or_default();
                    let format = format.set_num_format(number_format);
                    sheet.write_number_with_format(at, place, figure, &format)?;
                }
                (_, None) => {
                    sheet.write_string_with_format(
                        at,
                        place,
                        cell_format::display(cell),
                        &format,
                    )?;
                }
            }
        }
        Ok(())
    }

    /// The formula of a figure, where it says what the figure is.
    fn formula(&self, row: &Row, number: usize, at: u32) -> Option<String> {
        let (figure, _) = styles::figure(row.cells.get(number)?)?;
        let column = self.table.columns.get(number)?;
        self.worked(row, column.working, figure, at).or_else(|| {
            (row.kind == RowKind::Subtotal)
                .then(|| self.summed(row, number, figure, at))
                .flatten()
        })
    }

    /// From other figures of the row.
    fn worked(
        &self,
        row: &Row,
        working: Option<Working>,
        figure: Decimal,
        at: u32,
    ) -> Option<String> {
        let (Working::Difference(first, second)
        | Working::Fraction(first, second)
        | Working::Product(first, second)) = working?
        else {
            return None;
        };
        let amount = |id: &str| {
            let number = self.table.columns.iter().position(|it| it.id == id)?;
            Some(styles::figure(row.cells.get(number)?)?.0)
        };
        if working?.of(amount(first)?, amount(second)?)? != figure {
            return None;
        }
        let [first, second] = [first, second].map(|id| styles::letter(self.position(id)?));
        let (first, second, line) = (first?, second?, at.checked_add(1)?);
        Some(match working? {
            Working::Difference(..) => format!("={second}{line}-{first}{line}"),
            Working::Fraction(..) => format!("=({second}{line}-{first}{line})/{first}{line}"),
            _ => format!("={first}{line}*{second}{line}"),
        })
    }

    /// A sum of the entries above it, back to the sum before, without those that
    /// a filter hides.
    fn summed(&self, row: &Row, number: usize, figure: Decimal, at: u32) -> Option<String> {
        let before: Vec<&&Row> = self
            .rows
            .iter()
            .take_while(|it| !std::ptr::eq(**it, row))
            .collect();
        let entries = before
            .iter()
            .rev()
            .take_while(|it| it.kind != RowKind::Subtotal);
        let mut sum = Decimal::ZERO;
        let mut first = at;
        for entry in entries {
            first = first.checked_sub(1)?;
            if let Some((part, _)) = entry.cells.get(number).and_then(styles::figure) {
                sum = sum.checked_add(part)?;
            }
        }
        if sum != figure || first == at {
            return None;
        }
        let place = self.columns().position(|(it, _)| it == number)?;
        let letter = styles::letter(u16::try_from(place).ok()?)?;
        Some(format!("=SUBTOTAL(109,{letter}{}:{letter}{at})", first + 1))
    }
}

/// How many lines the longest words of a row take.
fn height(cells: impl Iterator<Item = String>, room: &[usize]) -> usize {
    let heights = cells.zip(room).map(|(cell, letters)| {
        // Letters are narrower than the figures that widths are counted in.
        wrap::wrap(&cell, letters + letters / 8).len()
    });
    heights.max().unwrap_or(1)
}
