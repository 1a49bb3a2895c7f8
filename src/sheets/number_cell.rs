//! A number of a spreadsheet as its format means it: a number, a share, a day or
//! a time.

use almoner_engine::base::date::{self, Date, LongDate};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    model::{Cell, CellKind},
    number_format::FormatCode,
};

/// The cell of a number. Spreadsheets show 15 digits of a binary fraction; what is
/// behind them is noise.
pub(super) fn of(number: Decimal, format: &FormatCode, is_1904: bool) -> Option<Cell> {
    let number = number.round_sf(15)?.normalize();
    let section = format.of(number);
    let kind = section.kind;
    let text = match kind {
        CellKind::Percent => {
            let hundred = number.checked_mul(Decimal::ONE_HUNDRED);
            format!("{}%", hundred.unwrap_or(number).normalize())
        }
        CellKind::Date | CellKind::Time => match moment(number, kind, is_1904) {
            Some(words) => words,
            None => number.to_string(),
        },
        _ => number.to_string(),
    };
    Some(Cell {
        text,
        kind,
        words_shown: section.words,
        ..Cell::default()
    })
}

/// A serial number as a day, a time or both.
fn moment(number: Decimal, kind: CellKind, is_1904: bool) -> Option<String> {
    let days = number.trunc().to_i64()?;
    let minutes = number.fract().checked_mul(Decimal::from(24 * 60))?.round();
    let minutes = minutes.to_i64()?;
    let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    if kind == CellKind::Time {
        return Some(time);
    }
    let first = if is_1904 {
        Date::new(1904, 1, 1)
    } else if days >= 60 {
        // There is a 29 February 1900 in spreadsheets.
        Date::new(1899, 12, 30)
    } else {
        Date::new(1899, 12, 31)
    };
    let day = LongDate(date::add_days(first.ok()?, days)?);
    Some(if minutes == 0 {
        day.to_string()
    } else {
        format!("{day} {time}")
    })
}
