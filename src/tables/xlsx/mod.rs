//! Tables as a workbook that finance can work on: figures are numbers, what
//! follows from them formulas with their results, a sheet for each section, a
//! summary that counts, charts, the header row frozen and repeated, A4
//! landscape one page wide, fingerprints on every sheet, no macros. The same
//! report makes the same bytes: the workbook's date is fixed.

mod charts;
mod sheet;
mod styles;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::sheet::Sheet;
use crate::finance::report::Report;

/// A report as a workbook.
///
/// # Errors
/// In words, when a workbook cannot hold it: more rows or longer words than a
/// sheet has room for.
pub fn report(report: &Report) -> Result<Vec<u8>, String> {
    workbook(report).map_err(|why| why.to_string())
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_default_format(&styles::plain(), styles::ROW, styles::COLUMN)?;
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let about = DocProperties::new()
        .set_title(&report.title)
        .set_creation_datetime(&created);
    book.set_properties(&about);
    let mut sheets: Vec<Sheet<'_>> = report
        .tables
        .iter()
        .flat_map(|table| Sheet::of(table, report.shows_keys))
        .collect();
    make_names_unique(&mut sheets);
    summary::write(book.add_worksheet(), report, &sheets)?;
    charts::write(&mut book, report)?;
    for sheet in &sheets {
        sheet.write(book.add_worksheet(), report)?;
    }
    book.save_to_buffer()
}

/// Numbers sheets of the same name, because Excel compares their names without
/// case and refuses two that are equal.
fn make_names_unique(sheets: &mut [Sheet<'_>]) {
    let mut taken = vec!["summary".to_owned(), charts::NAME.to_lowercase()];
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
