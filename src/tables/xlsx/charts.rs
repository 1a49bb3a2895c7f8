//! A sheet of charts: the largest changes, and how many charges of each service
//! rise, fall and stay. Their figures stand on the same sheet, right of what is
//! printed.

use std::cmp::Reverse;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartFont, ChartLegendPosition, ChartType,
    Workbook, Worksheet, XlsxError,
};

use super::styles;
use crate::{
    finance::report::{Cell, Kind, Report, Row, RowKind, Table, Working},
    tables::cell_format,
};

pub(super) const NAME: &str = "Charts";

/// The most bars of the largest changes.
const MAX_BARS: usize = 12;

/// The fewest figures worth a chart.
const MIN_FIGURES: usize = 2;

/// The first column of the figures, beyond the printed page.
const FIGURES: u16 = 20;

/// The height of a printed page in rows.
const ROWS: u32 = 36;

/// The width of a printed page in pixels.
const WIDTH: u32 = styles::COLUMN * 15;

/// A charge with its change.
struct Changed {
    service: String,
    name: String,
    change: Decimal,
    what: String,
}

pub(super) fn write(book: &mut Workbook, report: &Report) -> Result<(), XlsxError> {
    let changed: Vec<Changed> = report.tables.iter().flat_map(of_table).collect();
    let moved = changed.iter().filter(|it| !it.change.is_zero()).count();
    if moved < MIN_FIGURES {
        return Ok(());
    }
    let sheet = book.add_worksheet();
    sheet.set_name(NAME)?;
    let next = largest(sheet, &changed)?;
    let services = changed.chunk_by(|a, b| a.service == b.service).count();
    let bars = u32::try_from(services).unwrap_or(u32::MAX);
    let is_one_page = next.saturating_add(rows(bars)) <= ROWS;
    let (at, last) = match is_one_page {
        true => (next, ROWS),
        false => (ROWS, ROWS * 2),
    };
    by_service(sheet, &changed, at)?;
    if !is_one_page {
        sheet.set_page_breaks(&[ROWS])?;
    }
    sheet.set_print_area(0, 0, last, 14)?;
    styles::page(sheet);
    Ok(())
}

/// The entries of a table whose changes are drawn as bars.
fn of_table(table: &Table) -> Vec<Changed> {
    let number = |id: &str| table.columns.iter().position(|it| it.id == id);
    let drawn = table.columns.iter().find_map(|it| match it.working {
        Some(Working::Bar(id)) => number(id),
        _ => None,
    });
    let name = table.columns.iter().position(|it| it.kind == Kind::Text);
    let (Some(drawn), Some(name), Some(what)) = (drawn, name, number("what")) else {
        return Vec::new();
    };
    let mut service = String::new();
    let mut changed = Vec::new();
    for row in &table.rows {
        let words = |at: usize| {
            row.cells
                .get(at)
                .map_or_else(String::new, cell_format::display)
        };
        match row.kind {
            RowKind::Service => row.text().clone_into(&mut service),
            RowKind::Charge => changed.push(Changed {
                service: service.clone(),
                name: words(name),
                change: change(row, drawn),
                what: words(what),
            }),
            RowKind::Subtotal | RowKind::Note => {}
        }
    }
    changed
}

/// The change of a row; that of the end which changes more.
fn change(row: &Row, number: usize) -> Decimal {
    match row.cells.get(number) {
        Some(Cell::Percent(ends)) if ends.high.abs() >= ends.low.abs() => ends.high,
        Some(Cell::Percent(ends)) => ends.low,
        _ => Decimal::ZERO,
    }
}

/// Draws the largest changes; the row below them.
fn largest(sheet: &mut Worksheet, changed: &[Changed]) -> Result<u32, XlsxError> {
    let mut largest: Vec<&Changed> = changed.iter().filter(|it| !it.change.is_zero()).collect();
    largest.sort_by_key(|it| Reverse(it.change.abs()));
    largest.truncate(MAX_BARS);
    largest.sort_by_key(|it| Reverse(it.change));
    let is_one = largest.windows(2).all(|pair| match pair {
        [a, b] => a.service == b.service,
        _ => true,
    });
    let mut at = 0;
    for it in &largest {
        let name = match is_one || it.service.is_empty() {
            true => it.name.clone(),
            false => format!("{}: {}", it.service, it.name),
        };
        sheet.write_string(at, FIGURES, name)?;
        let figure = it.change.to_f64().unwrap_or_default();
        let format = styles::plain().set_num_format("+0.0%;-0.0%");
        sheet.write_number_with_format(at, FIGURES + 1, figure, &format)?;
        at += 1;
    }
    let last = at.saturating_sub(1);
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name("Change %")
        .set_categories((NAME, 0, FIGURES, last, FIGURES))
        .set_values((NAME, 0, FIGURES + 1, last, FIGURES + 1))
        .set_data_label(ChartDataLabel::new().show_value().set_font(&font(8)))
        .set_gap(40);
    chart.legend().set_hidden();
    chart.x_axis().set_num_format("0%").set_font(&font(8));
    let title = match largest.len() {
        shown if shown < changed.len() => {
            format!("The {shown} largest changes of {}", changed.len())
        }
        _ => "The changes".to_owned(),
    };
    insert(sheet, chart, &title, 0, at)?;
    Ok(rows(at))
}

/// What becomes of the charges of each service, as stacked counts.
fn by_service(sheet: &mut Worksheet, changed: &[Changed], row: u32) -> Result<(), XlsxError> {
    let mut services: Vec<&str> = Vec::new();
    let mut whats: Vec<&str> = Vec::new();
    for it in changed {
        if !services.contains(&&*it.service) {
            services.push(&it.service);
        }
        if !whats.contains(&&*it.what) {
            whats.push(&it.what);
        }
    }
    let first = u32::try_from(MAX_BARS).unwrap_or(0) + 2;
    for (service, at) in services.iter().zip(first + 1..) {
        sheet.write_string(at, FIGURES, *service)?;
    }
    let mut chart = Chart::new(ChartType::BarStacked);
    let mut last = first;
    for (what, column) in whats.iter().zip(FIGURES + 1..) {
        sheet.write_string(first, column, *what)?;
        for (service, at) in services.iter().zip(first + 1..) {
            let its = changed
                .iter()
                .filter(|it| it.service == *service && it.what == *what);
            let count = u32::try_from(its.count()).unwrap_or(u32::MAX);
            sheet.write_number(at, column, count)?;
            last = at;
        }
        chart
            .add_series()
            .set_name((NAME, first, column))
            .set_categories((NAME, first + 1, FIGURES, last, FIGURES))
            .set_values((NAME, first + 1, column, last, column))
            .set_gap(50);
    }
    chart
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(9));
    chart.x_axis().set_num_format("0").set_font(&font(8));
    insert(
        sheet,
        chart,
        "Charges of each service by what becomes of them",
        row,
        last - first,
    )
}

/// The height of a chart of some bars, in pixels.
fn height(bars: u32) -> u32 {
    let height = bars.saturating_mul(26).saturating_add(100);
    height.min(ROWS * styles::ROW - 34)
}

/// The rows that a chart of some bars covers, with one above it.
fn rows(bars: u32) -> u32 {
    height(bars).div_ceil(styles::ROW) + 2
}

/// Puts a chart of some bars below a row.
fn insert(
    sheet: &mut Worksheet,
    mut chart: Chart,
    title: &str,
    at: u32,
    bars: u32,
) -> Result<(), XlsxError> {
    chart.title().set_name(title).set_font(&font(12));
    chart.set_alt_text(title);
    // Names at the low end of the axis, so that bars do not cover them.
    chart
        .y_axis()
        .set_font(&font(8))
        .set_reverse()
        .set_label_position(ChartAxisLabelPosition::Low);
    chart.set_height(height(bars));
    chart.set_width(WIDTH);
    // Clear of the page break above it.
    sheet.insert_chart(at + 1, 0, &chart)?;
    Ok(())
}

fn font(size: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name("Arial").set_size(size);
    font
}
