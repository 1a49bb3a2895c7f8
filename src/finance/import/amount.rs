//! A printed price: an amount, a range, a rate, nothing, or words.

use almoner_engine::{base::money::Money, check::model::PriceForm};

/// What a cell says of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// Nothing: empty, `-` or `£ -`.
    Nothing,
    /// An amount in one of its forms.
    Amount(PriceForm),
    /// Words that are no amount, `POA`.
    Words(String),
    /// An amount that no tariff can hold, and why.
    Wrong(&'static str),
}

/// Reads a cell, `£ 6,180.00`, `25.00 £`, `£230-£240` or `£30 (variable)`.
pub(super) fn read(cell: &str) -> Printed {
    let text = cell.trim();
    if text.trim_matches(['£', ' ', '-', '–']).is_empty() {
        return Printed::Nothing;
    }
    let rate = text.strip_suffix("(variable)").map(str::trim_end);
    let Some(money) = money(rate.unwrap_or(text)) else {
        return Printed::Words(text.to_owned());
    };
    let Ok(money) = money else {
        return Printed::Wrong("runs backwards");
    };
    if money.min().is_sign_negative() {
        return Printed::Wrong("is below zero");
    }
    if !money.is_whole_pennies() {
        return Printed::Wrong("has parts of a penny");
    }
    Printed::Amount(match rate {
        Some(_) => PriceForm::Variable(money),
        None => PriceForm::Fixed(money),
    })
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

/// One amount: its pound sign before or after it, thousands set apart by
/// commas or spaces.
fn one(text: &str) -> Option<Money> {
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

    fn said(cell: &str) -> String {
        match read(cell) {
            Printed::Nothing => "nothing".to_owned(),
            Printed::Amount(form) => crate::finance::print_format::filed(form),
            Printed::Words(words) => format!("words {words}"),
            Printed::Wrong(why) => why.to_owned(),
        }
    }

    #[test]
    fn amounts_are_read_however_they_are_printed() {
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
        ];
        for (cell, form) in expected {
            assert_eq!(said(cell), form, "{cell}");
        }
    }

    #[test]
    fn what_is_no_amount_stays_what_it_is() {
        for nothing in ["", " ", "-", "£ -", "£-", "–"] {
            assert_eq!(said(nothing), "nothing", "{nothing}");
        }
        for words in [
            "n/a",
            "POA",
            "13.5% of works value",
            "#DIV/0!",
            "No charge",
            "25 30",
            "£1.2.3",
        ] {
            assert_eq!(said(words), format!("words {words}"));
        }
        assert_eq!(said("£1.005"), "has parts of a penny");
        assert_eq!(said("-£5"), "is below zero");
        assert_eq!(said("£9-£5"), "runs backwards");
    }
}
