//! Tables as a workbook that finance can work on: figures are numbers, changes
//! are formulas with their results, a sheet for each service with a chart, a
//! summary that counts, the header row frozen and repeated, A4 landscape one
//! page wide, no macros. The same paper makes the same bytes: the workbook's
//! date is fixed.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Workbook, Worksheet, XlsxError,
};

use super::words;
use crate::finance::table::{Cell, Column, Kind, Paper, Row, RowKind, Table};

/// A4.
const PAPER: u8 = 9;

/// The row of the headings, under the sheet's title.
const HEADINGS: u32 = 2;

/// A paper as a workbook.
///
/// # Errors
/// In words, when a workbook cannot hold it: more rows or longer words than a
/// sheet has room for.
pub fn paper(paper: &Paper) -> Result<Vec<u8>, String> {
    workbook(paper).map_err(|why| why.to_string())
}

fn workbook(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let about = DocProperties::new()
        .set_title(&paper.title)
        .set_creation_datetime(&created);
    book.set_properties(&about);
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for table in &paper.tables {
        sheets.extend(Sheet::of(table));
    }
    name_apart(&mut sheets);
    summary(book.add_worksheet(), paper, &sheets)?;
    for sheet in &sheets {
        sheet.write(book.add_worksheet())?;
    }
    book.save_to_buffer()
}

/// What one sheet holds: a service's entries, or a whole table.
struct Sheet<'t> {
    name: String,
    title: &'t str,
    table: &'t Table,
    rows: Vec<&'t Row>,
}

impl<'t> Sheet<'t> {
    /// A sheet for each heading of the table, or one for all.
    fn of(table: &'t Table) -> Vec<Sheet<'t>> {
        let mut sheets: Vec<Sheet<'t>> = Vec::new();
        for row in &table.rows {
            match (row.kind, sheets.last_mut()) {
                (RowKind::Service, _) => sheets.push(Sheet::new(row.said(), table)),
                (RowKind::Charge, Some(sheet)) => sheet.rows.push(row),
                (RowKind::Charge, None) => {
                    let mut sheet = Sheet::new(&table.title, table);
                    sheet.rows.push(row);
                    sheets.push(sheet);
                }
                _ => {}
            }
        }
        sheets.retain(|sheet| !sheet.rows.is_empty());
        sheets
    }

    fn new(title: &'t str, table: &'t Table) -> Sheet<'t> {
        let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        let name: String = title.chars().filter(allowed).take(26).collect();
        Sheet {
            name: name.trim().to_owned(),
            title,
            table,
            rows: Vec::new(),
        }
    }

    /// The columns that are written: a bar is drawn as a chart.
    fn columns(&self) -> impl Iterator<Item = (usize, &'t Column)> {
        let columns = (0..).zip(&self.table.columns);
        columns.filter(|(_, column)| column.kind != Kind::Bar)
    }

    fn position(&self, id: &str) -> Option<u16> {
        let at = self.columns().position(|(_, column)| column.id == id)?;
        u16::try_from(at).ok()
    }

    fn last_row(&self) -> u32 {
        HEADINGS.saturating_add(u32::try_from(self.rows.len()).unwrap_or(u32::MAX))
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(&self.name)?;
        sheet.write_string_with_format(0, 0, self.title, &title())?;
        for ((_, column), at) in self.columns().zip(0u16..) {
            sheet.write_string_with_format(HEADINGS, at, &column.heading, &heading(column.kind))?;
            sheet.set_column_width(at, width(column))?;
        }
        for (row, at) in self.rows.iter().zip(HEADINGS + 1..) {
            self.write_row(sheet, row, at)?;
        }
        let columns = u16::try_from(self.columns().count()).unwrap_or(1);
        sheet.autofilter(HEADINGS, 0, self.last_row(), columns.saturating_sub(1))?;
        sheet.set_freeze_panes(HEADINGS + 1, 1)?;
        sheet.set_repeat_rows(0, HEADINGS)?;
        page(sheet);
        sheet.set_row_height(HEADINGS, tall(2))?;
        self.chart(sheet)
    }

    fn write_row(&self, sheet: &mut Worksheet, row: &Row, at: u32) -> Result<(), XlsxError> {
        sheet.set_row_height(at, tall(self.lines(row)))?;
        for ((number, column), place) in self.columns().zip(0u16..) {
            let cell = row.cells.get(number).unwrap_or(&Cell::Empty);
            match (self.formula(row, column, at), figure(cell)) {
                (Some(formula), Some((result, format))) => {
                    let formula = Formula::new(formula).set_result(result.to_string());
                    sheet.write_formula_with_format(at, place, formula, &number_format(format))?;
                }
                (None, Some((figure, format))) => {
                    // A workbook keeps every number as binary floating point;
                    // nothing is worked out with it here.
                    let figure = figure.to_f64().unwrap_or_default();
                    sheet.write_number_with_format(at, place, figure, &number_format(format))?;
                }
                (_, None) => {
                    let words = words::shown(cell);
                    sheet.write_string_with_format(at, place, words, &wrapped(column.kind))?;
                }
            }
        }
        Ok(())
    }

    /// How many lines an entry's longest words take in their column.
    fn lines(&self, row: &Row) -> usize {
        let cells = self
            .columns()
            .filter(|(_, column)| column.kind == Kind::Text);
        let lines = cells.filter_map(|(number, column)| {
            let letters = words::shown(row.cells.get(number)?).chars().count();
            Some(letters.div_ceil(letters_in(column)))
        });
        lines.max().unwrap_or(1).max(1)
    }

    /// The formula of a change, where both prices are numbers on the sheet.
    fn formula(&self, row: &Row, column: &Column, at: u32) -> Option<String> {
        let [old, new] = ["old", "new"].map(|id| self.position(id));
        let (old, new) = (letter(old?)?, letter(new?)?);
        let is_figure = |id: &str| {
            let number = self
                .table
                .columns
                .iter()
                .position(|column| column.id == id)?;
            figure(row.cells.get(number)?)
        };
        is_figure("old").and(is_figure("new"))?;
        let line = at.checked_add(1)?;
        match column.id {
            "change" => Some(format!("={new}{line}-{old}{line}")),
            "percent" => Some(format!("=({new}{line}-{old}{line})/{old}{line}")),
            _ => None,
        }
    }

    /// A chart of the changes, where there are any.
    fn chart(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (Some(names), Some(percent)) = (self.position("id"), self.position("percent")) else {
            return Ok(());
        };
        let mut chart = Chart::new(ChartType::Bar);
        let (first, last) = (HEADINGS + 1, self.last_row());
        chart
            .add_series()
            .set_name("Change %")
            .set_categories((self.name.as_str(), first, names, last, names))
            .set_values((self.name.as_str(), first, percent, last, percent));
        chart.title().set_name(&format!("Change %: {}", self.title));
        chart.legend().set_hidden();
        chart.y_axis().set_reverse();
        let height = u32::try_from(self.rows.len())
            .unwrap_or(1)
            .saturating_mul(18);
        chart.set_height(height.saturating_add(120));
        chart.set_width(640);
        sheet.insert_chart(self.last_row().saturating_add(2), 0, &chart)?;
        Ok(())
    }
}

/// No two sheets have one name, whatever their letters' case.
fn name_apart(sheets: &mut [Sheet<'_>]) {
    let mut taken: Vec<String> = vec!["summary".to_owned()];
    for sheet in sheets {
        let plain = sheet.name.clone();
        let mut number = 2;
        while sheet.name.is_empty() || taken.contains(&sheet.name.to_lowercase()) {
            sheet.name = format!("{plain} {number}");
            number += 1;
        }
        taken.push(sheet.name.to_lowercase());
    }
}

/// The first sheet: what there is, how many rise and fall, what it rests on.
fn summary(sheet: &mut Worksheet, paper: &Paper, sheets: &[Sheet<'_>]) -> Result<(), XlsxError> {
    const WHAT: [&str; 5] = ["rises", "falls", "unchanged", "new", "ended"];
    sheet.set_name("Summary")?;
    sheet.write_string_with_format(0, 0, &paper.title, &title())?;
    sheet.write_string_with_format(HEADINGS, 0, "Sheet", &heading(Kind::Text))?;
    sheet.write_string_with_format(HEADINGS, 1, "Rows", &heading(Kind::Count))?;
    let compares = sheets.iter().any(|it| it.position("what").is_some());
    for (word, place) in WHAT.iter().zip(2u16..).filter(|_| compares) {
        sheet.write_string_with_format(HEADINGS, place, *word, &heading(Kind::Count))?;
    }
    let mut at = HEADINGS + 1;
    for it in sheets {
        sheet.write_string_with_format(at, 0, it.title, &wrapped(Kind::Text))?;
        let span = |column: u16| {
            let letter = letter(column)?;
            Some(format!(
                "'{0}'!{letter}{1}:{letter}{2}",
                it.name,
                HEADINGS + 2,
                it.last_row() + 1
            ))
        };
        if let Some(rows) = span(0) {
            let formula =
                Formula::new(format!("=ROWS({rows})")).set_result(it.rows.len().to_string());
            sheet.write_formula_with_format(at, 1, formula, &number_format("0"))?;
        }
        let what = it.position("what").and_then(span);
        for (word, place) in WHAT.iter().zip(2u16..) {
            let Some(span) = &what else { continue };
            let is_word = |row: &&&Row| row.cells.contains(&Cell::text(*word));
            let count = it.rows.iter().filter(is_word).count();
            let formula = Formula::new(format!("=COUNTIF({span},\"{word}\")"));
            let formula = formula.set_result(count.to_string());
            sheet.write_formula_with_format(at, place, formula, &number_format("0"))?;
        }
        at += 1;
    }
    for note in &paper.notes {
        at += 1;
        sheet.merge_range(at, 0, at, 6, note, &wrapped(Kind::Text))?;
        sheet.set_row_height(at, tall(note.chars().count().div_ceil(110)))?;
    }
    sheet.set_column_width(0, 44)?;
    for place in 1..7 {
        sheet.set_column_width(place, 12)?;
    }
    sheet.set_freeze_panes(HEADINGS + 1, 1)?;
    sheet.set_repeat_rows(0, HEADINGS)?;
    page(sheet);
    Ok(())
}

/// A cell's number and its format; none for words, ranges and changes that
/// differ at their ends.
fn figure(cell: &Cell) -> Option<(Decimal, &'static str)> {
    match cell {
        Cell::Money(money) if !money.is_range() => Some((money.min(), "£#,##0.00")),
        Cell::Printed(words, Some(money)) if words.starts_with("£ ") && !money.is_range() => {
            Some((money.min(), "£#,##0.00"))
        }
        Cell::Change(ends) if ends.is_one() => Some((ends.low, "+£#,##0.00;-£#,##0.00;£0.00")),
        Cell::Percent(ends) if ends.is_one() => Some((ends.low, "+0.00%;-0.00%;0.00%")),
        Cell::Income(ends) if ends.is_one() => Some((ends.low, "#,##0;(#,##0);0")),
        Cell::Count(count) => Some((Decimal::from(*count), "0")),
        _ => None,
    }
}

/// The letter of a column, of which no table has more than twenty-six.
fn letter(column: u16) -> Option<char> {
    let offset = u8::try_from(column).ok().filter(|it| *it < 26)?;
    Some(char::from(b'A' + offset))
}

/// The height of so many lines, in points.
fn tall(lines: usize) -> u32 {
    u32::try_from(lines).unwrap_or(1).saturating_mul(15)
}

/// How many letters a column of words has room for on a line, with some to
/// spare.
fn letters_in(column: &Column) -> usize {
    if column.wide || column.id == "name" {
        52
    } else {
        24
    }
}

fn width(column: &Column) -> f64 {
    match column.kind {
        Kind::Text if column.wide || column.id == "name" => 60.0,
        Kind::Text => 28.0,
        Kind::Code if column.id == "id" => 44.0,
        Kind::Code => 13.0,
        Kind::Money | Kind::Printed => 18.0,
        Kind::Percent | Kind::Count | Kind::Bar => 16.0,
    }
}

fn page(sheet: &mut Worksheet) {
    sheet.set_landscape();
    sheet.set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&A&RPage &P of &N");
}

fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}

fn heading(kind: Kind) -> Format {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Medium);
    if kind.is_figure() {
        format.set_align(FormatAlign::Right)
    } else {
        format
    }
}

fn number_format(format: &str) -> Format {
    Format::new()
        .set_num_format(format)
        .set_align(FormatAlign::Top)
}

fn wrapped(kind: Kind) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match kind {
        Kind::Text => format.set_text_wrap(),
        _ if kind.is_figure() => format.set_align(FormatAlign::Right),
        _ => format,
    }
}
