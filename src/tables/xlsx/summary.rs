//! The first sheet: what there is, how many rise and fall, what it rests on.

use rust_xlsxwriter::{Formula, Url, Worksheet, XlsxError};

use super::{sheet::Sheet, styles};
use crate::{
    finance::report::{Kind, Report, Row, Table},
    tables::{cell_format, column_width, wrap},
};

/// What becomes of a charge, as a comparison's column `what` says it.
const WHAT: [&str; 7] = [
    "rises",
    "falls",
    "rises and falls",
    "unchanged",
    "new",
    "ended",
    "priced differently",
];

/// Characters of a sheet's title on one line.
const TITLE: usize = 54;

/// The width of a column of counts, in letters.
const COUNT: u32 = 11;

/// Characters of a note on one line.
const LINE: usize = 120;

pub(super) fn write(
    sheet: &mut Worksheet,
    report: &Report,
    whole: &[Sheet<'_>],
) -> Result<(), XlsxError> {
    sheet.set_name("Summary")?;
    sheet.write_string_with_format(0, 0, &report.title, &styles::title())?;
    let compares = whole.iter().any(|it| it.position("what").is_some());
    let counted: Vec<&str> = WHAT
        .into_iter()
        .filter(|word| compares && whole.iter().any(|it| it.count("what", word) > 0))
        .collect();
    let mut at = headings(sheet, &counted)?;
    for it in whole {
        line(sheet, at, it, &counted)?;
        at += 1;
    }
    if whole.len() > 1 {
        totals(sheet, at, whole, &counted)?;
        at += 1;
    }
    let of_all = report.tables.iter().flat_map(Table::sections);
    let of_all = of_all.filter(|it| it.is_total).flat_map(|it| it.rows);
    let of_all = of_all.map(sums);
    let notes = report.lead.iter().cloned().chain(of_all);
    let notes = notes.chain(report.notes.iter().cloned());
    let notes = notes.map(|note| (note, styles::note()));
    let prints = report.fingerprints.iter().cloned();
    let notes = notes.chain(prints.map(|print| (print, styles::small())));
    let across = u16::try_from(counted.len() + 1).unwrap_or(1).max(6);
    for (note, format) in notes {
        at += 1;
        sheet.merge_range(at, 0, at, across, &note, &format)?;
        let lines = wrap::wrap(&note, LINE).len();
        sheet.set_row_height(at, styles::tall(lines))?;
    }
    let counts = COUNT * u32::from(across);
    let page = u32::try_from(column_width::PAGE).unwrap_or(u32::MAX);
    sheet.set_column_width(0, page.saturating_sub(counts))?;
    for place in 1..=across {
        sheet.set_column_width(place, COUNT)?;
    }
    sheet.set_freeze_panes(styles::HEADINGS + 1, 1)?;
    sheet.set_repeat_rows(0, styles::HEADINGS)?;
    styles::page(sheet);
    Ok(())
}

/// The row of headings; the row after it.
fn headings(sheet: &mut Worksheet, counted: &[&str]) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(styles::HEADINGS, 0, "Sheet", &styles::heading(Kind::Text))?;
    let counts = ["rows"].into_iter().chain(counted.iter().copied());
    for (word, place) in counts.zip(1u16..) {
        sheet.write_string_with_format(
            styles::HEADINGS,
            place,
            word,
            &styles::heading(Kind::Count),
        )?;
    }
    Ok(styles::HEADINGS + 1)
}

/// A sheet's line: its title, which leads to it, and its counts.
fn line(sheet: &mut Worksheet, at: u32, it: &Sheet<'_>, counted: &[&str]) -> Result<(), XlsxError> {
    let there = Url::new(format!("internal:'{}'!A1", it.name)).set_text(it.title);
    let format = styles::cell(Kind::Text, false).set_font_color("#1D5A8A");
    sheet.write_url_with_format(at, 0, there, &format.set_underline(UNDERLINE))?;
    sheet.set_row_height(at, styles::tall(wrap::wrap(it.title, TITLE).len()))?;
    if let Some(rows) = it.full().and_then(|column| it.span(column)) {
        count(sheet, at, 1, &format!("=COUNTA({rows})"), it.entries())?;
    }
    let what = it.position("what").and_then(|column| it.span(column));
    for (word, place) in counted.iter().zip(2u16..) {
        let Some(span) = &what else { continue };
        let formula = format!("=COUNTIF({span},\"{word}\")");
        count(sheet, at, place, &formula, it.count("what", word))?;
    }
    Ok(())
}

const UNDERLINE: rust_xlsxwriter::FormatUnderline = rust_xlsxwriter::FormatUnderline::Single;

/// The sums of the lines.
fn totals(
    sheet: &mut Worksheet,
    at: u32,
    whole: &[Sheet<'_>],
    counted: &[&str],
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(at, 0, "All", &styles::cell(Kind::Text, true))?;
    let rows: usize = whole.iter().map(Sheet::entries).sum();
    let of = |word: &&str| whole.iter().map(|it| it.count("what", word)).sum::<usize>();
    let sums = [rows].into_iter().chain(counted.iter().map(of));
    for (sum, place) in sums.zip(1u16..) {
        let Some(letter) = styles::letter(place) else {
            continue;
        };
        let formula = format!("=SUM({letter}{}:{letter}{at})", styles::HEADINGS + 2);
        let formula = Formula::new(formula).set_result(sum.to_string());
        let format = styles::cell(Kind::Count, true).set_num_format("#,##0");
        sheet.write_formula_with_format(at, place, formula, &format)?;
    }
    Ok(())
}

fn count(
    sheet: &mut Worksheet,
    at: u32,
    place: u16,
    formula: &str,
    result: usize,
) -> Result<(), XlsxError> {
    let formula = Formula::new(formula).set_result(result.to_string());
    let format = styles::cell(Kind::Count, false).set_num_format("#,##0");
    sheet.write_formula_with_format(at, place, formula, &format)?;
    Ok(())
}

/// A row of sums in words.
fn sums(row: &Row) -> String {
    let cells = row.cells.iter().map(cell_format::display);
    let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join(" · ")
}
