//! A printed price: an amount, a range, a rate, nothing, or words. A price is
//! taken only from what is plainly a price.

use rust_decimal::Decimal;

use super::{
    amount_text,
    diagnostic::Code,
    printed::{Printed, TYPE_AGAIN, checked, foreign, spreadsheet_error, wrong},
};
use crate::sheets::{Cell, CellKind, NumberFormat, NumberUnit, Shown};
use almoner_engine::{base::money::Money, check::model::PriceForm};

/// Reads a cell.
pub(super) fn read(cell: &Cell) -> Printed {
    let text = &*cell.text;
    let no_price = |what: &str| {
        wrong(
            Code::Kind,
            format!("{text} is {what}, not a price"),
            TYPE_AGAIN,
        )
    };
    match cell.kind {
        CellKind::Empty => Printed::Nothing,
        CellKind::Text => amount_text::read(text),
        CellKind::Number(format) => number(cell, format),
        CellKind::Percent => no_price("a percentage"),
        CellKind::Date => no_price("a date"),
        CellKind::Time => no_price("a time"),
        CellKind::YesNo => no_price("yes or no"),
        CellKind::Error => spreadsheet_error(text),
        CellKind::NotCalculated => wrong(
            Code::Kind,
            "a formula that was never calculated".to_owned(),
            "open the workbook in Excel and save it again",
        ),
    }
}

/// A number in a spreadsheet, which may show something else than it holds.
fn number(cell: &Cell, format: NumberFormat) -> Printed {
    let text = &*cell.text;
    let Ok(number) = text.parse::<Decimal>() else {
        return Printed::Words(text.to_owned());
    };
    let pounds = match format.unit {
        NumberUnit::Plain | NumberUnit::Pounds => Some(number),
        NumberUnit::Pence => number.checked_div(Decimal::ONE_HUNDRED),
        NumberUnit::Euros => return foreign(text, "euros"),
        NumberUnit::Dollars => return foreign(text, "dollars"),
        NumberUnit::OtherCurrency => return foreign(text, "another currency"),
    };
    let Some(pounds) = pounds else {
        return Printed::Words(text.to_owned());
    };
    let money = Money::exact(pounds);
    if let Some(printed) = shown_otherwise(cell, money, format.shown) {
        return printed;
    }
    if !money.is_whole_pennies() || pounds.is_sign_negative() && !pounds.is_zero() {
        return checked(text, money, false);
    }
    if let Some(places) = format.places
        && number.round_dp(places) != number
    {
        let shown = number
            .round_dp_with_strategy(places, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        let says = format!("the cell holds {money} but shows {shown}");
        return wrong(Code::Shown, says, "format the cell as pounds and pence");
    }
    Printed::Amount(PriceForm::Fixed(money))
}

/// What a cell says whose format shows something else than its number.
fn shown_otherwise(cell: &Cell, money: Money, shown: Shown) -> Option<Printed> {
    let words = &*cell.words_shown;
    let (says, help) = match shown {
        Shown::Number => return None,
        Shown::NotKnown => (
            format!("`{}` may be pounds, pence or another currency", cell.text),
            "the file does not say how the number is shown: save it as .xlsx",
        ),
        Shown::Dash if money == Money::ZERO => return Some(Printed::Dash),
        Shown::Words if money == Money::ZERO && amount_text::is_free(words) => {
            return Some(Printed::Free);
        }
        Shown::Nothing => (
            format!("{money} is there but the cell shows nothing"),
            "show the price or clear the cell",
        ),
        Shown::Thousands => (
            format!("the cell holds {money} but shows thousands"),
            "format the cell as pounds and pence",
        ),
        Shown::Dash => (
            format!("the cell holds {money} but shows a dash"),
            "show the price or clear the cell",
        ),
        Shown::Words => (
            format!("the cell holds {} but shows the words `{words}`", cell.text),
            TYPE_AGAIN,
        ),
    };
    Some(wrong(Code::Shown, says, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cell: &Cell) -> String {
        match read(cell) {
            Printed::Nothing => "nothing".to_owned(),
            Printed::Free => "free".to_owned(),
            Printed::Dash => "dash".to_owned(),
            Printed::Amount(form) => crate::finance::print_format::filed(form),
            Printed::Words(words) => format!("words {words}"),
            Printed::Wrong(why) => why.says,
        }
    }

    fn text(cell: &str) -> String {
        said(&Cell::words(cell))
    }

    #[test]
    fn amounts_are_read_in_every_printed_form() {
        let expected = [
            ("£ 6,180.00", "6180.00"),
            ("£6180", "6180.00"),
            ("6 180.50 £", "6180.50"),
            ("17", "17.00"),
            ("£223-230", "223.00..=230.00"),
            ("£230-£240", "230.00..=240.00"),
            ("£5 to £10", "5.00..=10.00"),
            ("£30 (variable)", "Variable(30.00)"),
            ("£10-21 (variable)", "Variable(10.00..=21.00)"),
            ("£0.00", "0.00"),
            ("20p", "0.20"),
            ("20 p", "0.20"),
            ("5 pence", "0.05"),
        ];
        for (cell, form) in expected {
            assert_eq!(text(cell), form, "{cell}");
        }
    }

    #[test]
    fn text_that_is_no_amount_is_kept() {
        for nothing in ["", " ", "-", "£ -", "£-", "–"] {
            assert_eq!(text(nothing), "nothing", "{nothing}");
        }
        for words in ["n/a", "POA", "13.5% of works value"] {
            assert_eq!(text(words), format!("words {words}"));
        }
        for free in ["Free", "No charge", "nil"] {
            assert_eq!(text(free), "free");
        }
        assert_eq!(text("£1.005"), "`£1.005` has parts of a penny");
        assert_eq!(text("-£5"), "`-£5` is below zero");
        assert_eq!(text("(5.00)"), "`(5.00)` is below zero");
        assert_eq!(text("£9-£5"), "`£9-£5` runs backwards");
        assert_eq!(text("5-Oct"), "5-Oct is a date, not a price");
        assert_eq!(text("05/10/2018"), "05/10/2018 is a date, not a price");
        assert_eq!(text("5%"), "5% is a percentage, not a price");
        assert_eq!(text("€20"), "`€20` is in euros");
        assert!(text("#DIV/0!").contains("error of the spreadsheet"));
    }

    #[test]
    fn number_is_a_price_only_where_it_shows_what_it_holds() {
        let number = |text: &str, places, unit| {
            let format = NumberFormat {
                places,
                unit,
                shown: Shown::Number,
            };
            said(&Cell {
                text: text.to_owned(),
                kind: CellKind::Number(format),
                ..Cell::default()
            })
        };
        let plain = NumberUnit::Plain;
        assert_eq!(number("21.5", None, plain), "21.50");
        assert_eq!(number("21.5", Some(2), NumberUnit::Pounds), "21.50");
        assert_eq!(number("20", Some(0), NumberUnit::Pence), "0.20");
        assert_eq!(
            number("21.5", Some(0), plain),
            "the cell holds £21.50 but shows 22"
        );
        assert_eq!(
            number("21.875", Some(2), plain),
            "`21.875` has parts of a penny"
        );
        assert_eq!(number("20", Some(2), NumberUnit::Euros), "`20` is in euros");
        assert_eq!(number("-1", Some(2), plain), "`-1` is below zero");
    }
}
