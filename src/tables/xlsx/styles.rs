//! How the workbook looks: formats of cells, and the printed page.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};

use crate::finance::report::{Cell, Kind};

/// The row of the headings, under the sheet's title, its fingerprints and its sum.
pub(super) const HEADINGS: u32 = 3;

/// A4.
const PAPER: u8 = 9;

/// The height of a row and the width of a column, in pixels, that go with the
/// font.
pub(super) const ROW: u32 = 17;
pub(super) const COLUMN: u32 = 64;

/// Pounds.
const POUNDS: &str = "£#,##0.00";

/// A cell's number and its format; none for words, ranges and changes that
/// differ at their ends.
pub(super) fn figure(cell: &Cell) -> Option<(Decimal, &'static str)> {
    match cell {
        Cell::Money(money) if !money.is_range() => Some((money.min(), POUNDS)),
        // `£ 17.00` is an amount as printed, `£30 (variable)` more than that.
        Cell::Printed(words, Some(money)) if words.starts_with("£ ") && !money.is_range() => {
            Some((money.min(), POUNDS))
        }
        Cell::Change(ends) if ends.is_one() => Some((ends.low, "+£#,##0.00;-£#,##0.00;£0.00")),
        Cell::Percent(ends) if ends.is_one() => Some((ends.low, "+0.00%;-0.00%;0.00%")),
        Cell::Income(ends) if ends.is_one() && ends.low.fract().is_zero() => {
            Some((ends.low, "#,##0;(#,##0);0"))
        }
        Cell::Income(ends) if ends.is_one() => Some((ends.low, "#,##0.00;(#,##0.00);0")),
        Cell::Count(count) => Some((Decimal::from(*count), "#,##0")),
        _ => None,
    }
}

/// The font of everything.
pub(super) fn plain() -> Format {
    Format::new().set_font_name("Arial").set_font_size(10)
}

pub(super) fn title() -> Format {
    plain().set_bold().set_font_size(14)
}

/// The small print under a title.
pub(super) fn small() -> Format {
    plain()
        .set_font_size(8)
        .set_font_color("#444444")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// Words that may need several lines.
pub(super) fn note() -> Format {
    plain().set_text_wrap().set_align(FormatAlign::Top)
}

pub(super) fn heading(kind: Kind) -> Format {
    let format = match kind {
        Kind::Text => plain().set_indent(1),
        _ => plain(),
    };
    format
        .set_bold()
        .set_text_wrap()
        .set_background_color("#E4EBF1")
        .set_border_bottom(FormatBorder::Medium)
        .set_align(FormatAlign::Bottom)
        .set_align(across(kind))
}

/// A cell of an entry, or of the sum of entries.
pub(super) fn cell(kind: Kind, is_sum: bool) -> Format {
    let format = plain()
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color("#C8C8C8")
        .set_align(FormatAlign::VerticalCenter)
        .set_align(across(kind));
    let format = match kind {
        Kind::Printed | Kind::Money | Kind::Percent => format.set_text_wrap(),
        // Off the figure before it.
        Kind::Text => format.set_text_wrap().set_indent(1),
        _ => format,
    };
    if is_sum {
        format.set_bold().set_border_top(FormatBorder::Thin)
    } else {
        format
    }
}

/// The alignment of a column: figures right, codes centred, words left.
fn across(kind: Kind) -> FormatAlign {
    match kind {
        _ if kind.is_figure() => FormatAlign::Right,
        Kind::Code => FormatAlign::Center,
        _ => FormatAlign::Left,
    }
}

/// The height of a number of lines, in points.
pub(super) fn tall(lines: usize) -> u32 {
    u32::try_from(lines)
        .unwrap_or(1)
        .saturating_mul(13)
        .saturating_add(5)
}

/// The letter of a column, of which no table has more than twenty-six.
pub(super) fn letter(column: u16) -> Option<char> {
    let offset = u8::try_from(column).ok().filter(|it| *it < 26)?;
    Some(char::from(b'A' + offset))
}

/// The row above the entries of a section.
pub(super) fn section() -> Format {
    plain()
        .set_bold()
        .set_background_color("#F1F4F7")
        .set_border_bottom(FormatBorder::Thin)
        .set_border_bottom_color("#C8C8C8")
}

/// A printed page: A4 landscape, as wide as the sheet, with its name and number.
/// All sheets of a workbook are equally wide, so that they print in one size.
pub(super) fn page(sheet: &mut Worksheet) {
    sheet.set_landscape();
    sheet.set_paper_size(PAPER);
    sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&\"Arial\"&8&A&R&\"Arial\"&8Page &P of &N");
}
