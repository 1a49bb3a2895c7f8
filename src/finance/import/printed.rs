//! What a cell says of a price, and why it is none.

use super::diagnostic::Code;
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
    /// A zero that shows as a dash: no VAT, but not plainly a price.
    Dash,
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

pub(super) const CORRECT: &str = "correct the amount in the file";

pub(super) const TYPE_AGAIN: &str = "type the price again as an amount in pounds";

pub(super) fn wrong(code: Code, says: String, help: &'static str) -> Printed {
    Printed::Wrong(Problem { code, says, help })
}

pub(super) fn spreadsheet_error(text: &str) -> Printed {
    let says = format!("`{text}` is an error of the spreadsheet, not a price");
    wrong(
        Code::Kind,
        says,
        "correct the formula and save the workbook",
    )
}

pub(super) fn foreign(text: &str, currency: &str) -> Printed {
    let says = format!("`{text}` is in {currency}");
    wrong(Code::Kind, says, "write the price in pounds")
}

/// An amount that a tariff can hold.
pub(super) fn checked(text: &str, money: Money, is_rate: bool) -> Printed {
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
