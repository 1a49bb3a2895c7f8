//! Values, amounts, dates and names as an answer shows them.

use rust_decimal::Decimal;

use crate::{
    base::{
        date::{Date, LongDate},
        money::Money,
        name::to_words,
        ratio::Ratio,
    },
    check::model::{Cell, Column, Decision, Interval, Status, Version},
};

pub use crate::base::sequence::listed;

/// Decimals shown of an amount that was not rounded.
const DECIMALS: u32 = 4;

/// A number, cut short with `…` where it has many decimals.
pub(super) fn number(number: Ratio) -> String {
    cut(number, Decimal::to_string)
}

/// A share of one as a percentage.
pub(super) fn percentage(share: Ratio) -> String {
    format!("{}%", number(share.hundredfold()))
}

/// An amount that may have more digits than pennies.
pub(super) fn amount(money: Money) -> String {
    let pounds = |pounds: &Decimal| Money::exact(*pounds).to_string();
    if money.is_range() {
        format!("{}–{}", cut(money.low(), pounds), cut(money.high(), pounds))
    } else {
        cut(money.low(), pounds)
    }
}

/// What is taken off: with a true minus sign before it.
pub(super) fn deduction(money: Money) -> String {
    if money == Money::ZERO {
        return money.to_string();
    }
    format!("−{}", amount(money))
}

fn cut(number: Ratio, show: impl Fn(&Decimal) -> String) -> String {
    let whole = number.approximate().normalize();
    if whole.scale() <= DECIMALS {
        return show(&whole);
    }
    format!("{}…", show(&whole.trunc_with_scale(DECIMALS)))
}

/// `26 March 2018 to 6 April 2018`; one day alone where both are the same.
#[must_use]
pub fn from_to(first: Date, last: Date) -> String {
    if first == last {
        return LongDate(first).to_string();
    }
    format!("{} to {}", LongDate(first), LongDate(last))
}

/// `proposed on 12 December 2017 (Committee, item 12)`, or `taken as known from
/// 1 April 2017 (Council): the paper does not say when it was adopted`.
#[must_use]
pub fn decided(decision: &Decision) -> String {
    match &decision.reading {
        Some(reading) => format!("{}: {reading}", decided_briefly(decision)),
        None => decided_briefly(decision),
    }
}

/// The same without what the source leaves open.
#[must_use]
pub fn decided_briefly(decision: &Decision) -> String {
    let word = match (&decision.reading, decision.status) {
        (None, status) => format!("{} on", status.word()),
        (Some(_), Status::Adopted) => "taken as known from".to_owned(),
        (Some(_), Status::Proposed) => "proposed, taken as known from".to_owned(),
    };
    format!("{word} {} ({})", LongDate(decision.known), decision.by)
}

/// A length of time: `28 days`, `1 month`, `1 year`.
#[must_use]
pub fn interval(interval: Interval) -> String {
    match interval {
        Interval::Days(1) => "1 day".to_owned(),
        Interval::Days(days) => format!("{days} days"),
        Interval::Months(1) => "1 month".to_owned(),
        Interval::Months(12) => "1 year".to_owned(),
        Interval::Months(months) => format!("{months} months"),
    }
}

/// An interval as read aloud: `every 7 days`, `every month`.
#[must_use]
pub fn every(every: Interval) -> String {
    match every {
        Interval::Days(1) => "every day".to_owned(),
        Interval::Days(days) => format!("every {days} days"),
        Interval::Months(1) => "every month".to_owned(),
        Interval::Months(12) => "every year".to_owned(),
        Interval::Months(months) => format!("every {months} months"),
    }
}

/// With a full stop at its end and a capital at its start.
#[must_use]
pub fn sentence(words: &str) -> String {
    let mut said = capital(words.trim());
    if !said.is_empty() && !said.ends_with(['.', '?', '!']) {
        said.push('.');
    }
    said
}

/// With a capital at its start.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The words within a sentence: `The last day` becomes `the last day`, and an
/// abbreviation stays as it is.
pub(super) fn uncapital(words: &str) -> String {
    let mut letters = words.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => words.to_owned(),
    }
}

/// `age 2, pattern full`.
pub(super) fn cells(columns: &[Column], cells: &[Cell]) -> String {
    let said: Vec<String> = columns
        .iter()
        .zip(cells)
        .map(|(column, cell)| {
            let name = to_words(&column.id);
            format!("{name} {}", cell_words(column, cell))
        })
        .collect();
    said.join(", ")
}

/// The values that a table cell matches, in words.
#[must_use]
pub fn cell_words(column: &Column, cell: &Cell) -> String {
    column.words_of(cell)
}

/// A citation as a place in the version's own paper, where it is one.
#[must_use]
pub fn in_paper<'c>(version: &Version, cite: &'c str) -> &'c str {
    let place = cite.strip_prefix(&*version.source);
    place
        .and_then(|place| place.strip_prefix(", "))
        .unwrap_or(cite)
}

/// A citation in brackets, where there is one.
#[must_use]
pub fn cited(words: String, cite: Option<&str>) -> String {
    match cite {
        Some(cite) if !cite.is_empty() => format!("{words} ({cite})"),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_fractions_are_cut_short() {
        let share = Money::parse("5").unwrap().checked_div(3);
        assert_eq!(amount(share.unwrap()), "£1.6666…");
        assert_eq!(
            amount(Money::parse("230..=240").unwrap()),
            "£230.00–£240.00"
        );
        assert_eq!(deduction(Money::parse("25").unwrap()), "−£25.00");
    }

    #[test]
    fn sentences_begin_and_end() {
        assert_eq!(sentence("read so"), "Read so.");
        assert_eq!(sentence("Is it?"), "Is it?");
    }

    #[test]
    fn lists_end_with_a_word() {
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
        assert_eq!(listed(&["a", "b"], "or"), "a or b");
        assert_eq!(listed(&["a"], "or"), "a");
    }

    #[test]
    fn period_of_one_day_is_the_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (first, last) = (day("2018-03-26"), day("2018-04-06"));
        assert_eq!(from_to(first, last), "26 March 2018 to 6 April 2018");
        assert_eq!(from_to(first, first), "26 March 2018");
    }

    #[test]
    fn interval_of_one_has_no_number() {
        assert_eq!(every(Interval::Days(1)), "every day");
        assert_eq!(every(Interval::Days(7)), "every 7 days");
        assert_eq!(every(Interval::Months(12)), "every year");
    }
}
