//! A sheet of charts: for each sheet with figures that are drawn as bars, a bar
//! for each entry, a page each.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartType, Workbook, Worksheet, XlsxError,
};

use super::{sheet::Sheet, styles};
use crate::finance::report::Kind;

pub(super) const NAME: &str = "Charts";

/// The most bars of a chart; more entries have further charts.
const BARS: u32 = 25;

/// The fewest figures worth a chart.
const FEWEST: usize = 2;

/// The height of a printed page in rows, and in pixels.
const ROWS: u32 = 38;
const HEIGHT: u32 = ROWS * styles::ROW - 34;

/// The width of a printed page in pixels.
const WIDTH: u32 = styles::COLUMN * 15;

pub(super) fn write(book: &mut Workbook, sheets: &[Sheet<'_>]) -> Result<(), XlsxError> {
    let is_drawn = |it: &&Sheet<'_>| {
        let column = it.drawn();
        let figures = column.into_iter().flat_map(|column| it.figures(column.id));
        figures.filter(|figure| !figure.is_zero()).count() >= FEWEST
    };
    let drawn: Vec<&Sheet<'_>> = sheets.iter().filter(is_drawn).collect();
    if drawn.is_empty() {
        return Ok(());
    }
    let sheet = book.add_worksheet();
    sheet.set_name(NAME)?;
    let mut at = 0;
    let mut breaks = Vec::new();
    for it in drawn {
        let mut first = styles::HEADINGS + 1;
        while first <= it.last_row() {
            let last = it.last_row().min(first + BARS - 1);
            chart(sheet, at, it, first, last)?;
            first = last + 1;
            at += ROWS;
            breaks.push(at);
        }
    }
    breaks.pop();
    sheet.set_page_breaks(&breaks)?;
    styles::page(sheet);
    Ok(())
}

/// A chart of the entries between two rows.
fn chart(
    sheet: &mut Worksheet,
    at: u32,
    of: &Sheet<'_>,
    first: u32,
    last: u32,
) -> Result<(), XlsxError> {
    let Some(column) = of.drawn() else {
        return Ok(());
    };
    let names = of.position("id").unwrap_or(0);
    let figures = of.position(column.id).unwrap_or(0);
    let name = of.name.as_str();
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name(&column.heading)
        .set_categories((name, first, names, last, names))
        .set_values((name, first, figures, last, figures))
        .set_gap(40);
    let several = if first > styles::HEADINGS + 1 {
        ", continued"
    } else {
        ""
    };
    let title = format!("{}: {}{several}", of.title, column.heading);
    chart.title().set_name(&title).set_font(&font(12));
    chart.set_alt_text(&title);
    chart.legend().set_hidden();
    // Names at the low end of the axis, so that bars do not cover them.
    chart
        .y_axis()
        .set_font(&font(9))
        .set_reverse()
        .set_label_position(ChartAxisLabelPosition::Low);
    chart.x_axis().set_font(&font(9));
    if of
        .figures(column.id)
        .all(|figure| !figure.is_sign_negative())
    {
        chart.x_axis().set_min(0);
    }
    if column.kind == Kind::Percent {
        chart.x_axis().set_num_format("0.0%");
    }
    let bars = last - first + 1;
    chart.set_height((bars * 24 + 110).min(HEIGHT));
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
