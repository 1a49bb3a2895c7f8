//! A printed price: an amount, a range, a rate, nothing, or words. A price is
//! taken only from what is plainly a price.

use rust_decimal::Decimal;

use super::diagnostic::Code;
use crate::sheets::{Cell, CellKind, NumberFormat, NumberUnit};
use almoner_engine::{base::money::Money, check::model::PriceForm};

/// What a cell says of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// Nothing: empty, `-` or `£ -`.
    Nothing,
    /// An amount in one of its forms.
    Amount(PriceForm),
    /// Words for £0.00, `free`.
    Free,
    /// Words that are no amount, `POA`.
    Words(String),
    /// What no tariff can hold, or is not plainly a price.
    Wrong(Problem),
}

/// Why a cell is no price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) code: Code,
    /// What is wrong, in a sentence.
    pub(super) says: String,
    pub(super) help: &'static str,
}

const CORRECT: &str = "correct the amount in the file";

const TYPE_AGAIN: &str = "type the price again as an amount in pounds";

fn wrong(code: Code, says: String, help: &'static str) -> Printed {
    Printed::Wrong(Problem { code, says, help })
}

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
        CellKind::Text => words(text),
        CellKind::Number(format) => number(text, format),
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

fn spreadsheet_error(text: &str) -> Printed {
    let says = format!("`{text}` is an error of the spreadsheet, not a price");
    wrong(
        Code::Kind,
        says,
        "correct the formula and save the workbook",
    )
}

/// A number in a spreadsheet, which may show something else than it holds.
fn number(text: &str, format: NumberFormat) -> Printed {
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
    if format.is_invisible {
        let says = format!("{money} is there but the cell shows nothing");
        return wrong(Code::Shown, says, "show the price or clear the cell");
    }
    if format.is_scaled {
        let says = format!("the cell holds {money} but shows thousands");
        return wrong(Code::Shown, says, "format the cell as pounds and pence");
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

fn foreign(text: &str, currency: &str) -> Printed {
    let says = format!("`{text}` is in {currency}");
    wrong(Code::Kind, says, "write the price in pounds")
}

/// An amount that a tariff can hold.
fn checked(text: &str, money: Money, is_rate: bool) -> Printed {
    if money.min().is_sign_negative() && !money.min().is_zero() {
        return wrong(Code::Price, format!("`{text}` is below zero"), CORRECT);
    }
    if !money.is_whole_pennies() {
        return wrong(
            Code::Pennies,
            format!("`{text}` has parts of a penny"),
            CORRECT,
        );
    }
    Printed::Amount(if is_rate {
        PriceForm::Variable(money)
    } else {
        PriceForm::Fixed(money)
    })
}

/// Words for a charge of £0.00.
const FREE: [&str; 7] = [
    "free",
    "free of charge",
    "no charge",
    "nil",
    "nil charge",
    "foc",
    "no fee",
];

const ERRORS: [&str; 7] = [
    "#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!",
];

/// Reads words, `£ 6,180.00`, `25.00 £`, `20p`, `£230-£240` or `£30 (variable)`.
fn words(cell: &str) -> Printed {
    let text = cell.trim();
    if text.trim_matches(['£', ' ', '-', '–', '—']).is_empty() {
        return Printed::Nothing;
    }
    if FREE.iter().any(|it| text.eq_ignore_ascii_case(it)) {
        return Printed::Free;
    }
    if ERRORS.contains(&text) {
        return spreadsheet_error(text);
    }
    let rate = text.strip_suffix("(variable)").map(str::trim_end);
    if let Some(money) = money(rate.unwrap_or(text)) {
        return match money {
            Ok(money) => checked(text, money, rate.is_some()),
            Err(()) => wrong(Code::Price, format!("`{text}` runs backwards"), CORRECT),
        };
    }
    if is_date(text) {
        let says = format!("{text} is a date, not a price");
        return wrong(Code::Kind, says, TYPE_AGAIN);
    }
    let has_digit = text.contains(|it: char| it.is_ascii_digit());
    if has_digit && text.contains('€') {
        return foreign(text, "euros");
    }
    if has_digit && text.contains('$') {
        return foreign(text, "dollars");
    }
    let number = text.strip_suffix('%').map(str::trim_end);
    if number.is_some_and(|it| it.parse::<Decimal>().is_ok()) {
        let says = format!("{text} is a percentage, not a price");
        return wrong(Code::Kind, says, TYPE_AGAIN);
    }
    let in_brackets = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    if in_brackets.is_some_and(|it| one(it).is_some()) {
        return wrong(Code::Price, format!("`{text}` is below zero"), CORRECT);
    }
    Printed::Words(text.to_owned())
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// `5-Oct`, `Oct-18`, `5 October 2018`, `05/10/2018` or `2018-10-05`: what a
/// spreadsheet makes of `5-10`.
fn is_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split(['-', '/', ' ', '.', ','])
        .filter(|it| !it.is_empty())
        .collect();
    let is_number = |it: &&str| it.parse::<u32>().is_ok();
    let is_month = |it: &&str| {
        it.get(..3).is_some_and(|it| MONTHS.contains(&it)) && it.chars().all(char::is_alphabetic)
    };
    let months = parts.iter().filter(|it| is_month(it)).count();
    let numbers = parts.iter().filter(|it| is_number(it)).count();
    let has_year = parts.iter().any(|it| it.len() == 4 && is_number(it));
    months + numbers == parts.len()
        && (months == 1 && numbers > 0 || numbers == 3 && has_year && !text.contains('.'))
}

/// An amount or a range; an error for one that runs backwards.
fn money(text: &str) -> Option<Result<Money, ()>> {
    if let Some(money) = one(text) {
        return Some(Ok(money));
    }
    let (low, high) = text
        .split_once(['-', '–'])
        .or_else(|| text.split_once(" to "))?;
    let (low, high) = (one(low)?, one(high)?);
    Some(Money::range(low.min(), high.min()).ok_or(()))
}

/// One amount: its pound sign before or after it, thousands separated by commas
/// or spaces; or pence, `20p`.
fn one(text: &str) -> Option<Money> {
    if let Some(pence) = ["pence", "p"]
        .iter()
        .find_map(|it| text.trim().strip_suffix(it))
    {
        let pence = pence.trim_end().parse::<Decimal>().ok()?;
        return Some(Money::exact(pence.checked_div(Decimal::ONE_HUNDRED)?));
    }
    let (negative, text) = match text.trim().strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text.trim()),
    };
    let bare = text.strip_prefix('£').or_else(|| text.strip_suffix('£'));
    let bare = bare.unwrap_or(text).trim();
    if bare.starts_with(['£', '-']) {
        return None;
    }
    let commas = bare.replace(' ', ",");
    Money::parse(&format!("{negative}{commas}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cell: &Cell) -> String {
        match read(cell) {
            Printed::Nothing => "nothing".to_owned(),
            Printed::Free => "free".to_owned(),
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
        for words in ["n/a", "POA", "13.5% of works value", "25 30", "£1.2.3"] {
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
                ..NumberFormat::default()
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
