//! Cells as words for people, and as plain figures for programs.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::finance::{price_change::RangeDelta, report::Cell};
use almoner_engine::base::money::{Money, booked, plain_pounds};

/// Decimals of a percentage.
const PERCENT_DECIMALS: u32 = 2;

/// Between the two ends of a change.
const BETWEEN: &str = " / ";

/// A cell in words and figures for people; empty for a bar, which the writers
/// draw or leave out.
#[must_use]
pub fn display(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Bar(_) => String::new(),
        Cell::Text(words) | Cell::Printed(words, _) => words.clone(),
        Cell::Money(money) => money.to_string(),
        Cell::Income(ends) => both(*ends, booked),
        Cell::Change(ends) => both(*ends, |pounds| {
            signed(pounds, &Money::exact(pounds.abs()).to_string())
        }),
        Cell::Percent(ends) => both(*ends, |fraction| {
            let percent = percent(fraction);
            signed(percent, &format!("{}%", percent.abs()))
        }),
        Cell::Count(count) => count.to_string(),
    }
}

/// A cell as a program reads it: figures without signs of currency, a range
/// or a change at two ends with `..` between them.
pub(super) fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Bar(_) => String::new(),
        Cell::Text(words) | Cell::Printed(words, _) => words.clone(),
        Cell::Money(money) if money.is_range() => {
            format!(
                "{}..{}",
                plain_pounds(money.min()),
                plain_pounds(money.max())
            )
        }
        Cell::Money(money) => plain_pounds(money.min()),
        Cell::Income(ends) => plain_both(*ends, plain_pounds),
        Cell::Change(ends) => plain_both(*ends, plain_pounds),
        Cell::Percent(ends) => plain_both(*ends, |fraction| percent(fraction).to_string()),
        Cell::Count(count) => count.to_string(),
    }
}

/// As a percentage, half up to two decimals.
pub(super) fn percent(fraction: Decimal) -> Decimal {
    let mut percent = fraction
        .saturating_mul(Decimal::ONE_HUNDRED)
        .round_dp_with_strategy(PERCENT_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    percent.rescale(PERCENT_DECIMALS);
    percent
}

fn both(ends: RangeDelta, show: impl Fn(Decimal) -> String) -> String {
    if ends.is_one() {
        return show(ends.low);
    }
    format!("{}{BETWEEN}{}", show(ends.low), show(ends.high))
}

fn plain_both(ends: RangeDelta, show: impl Fn(Decimal) -> String) -> String {
    if ends.is_one() {
        return show(ends.low);
    }
    format!("{}..{}", show(ends.low), show(ends.high))
}

fn signed(of: Decimal, shown: &str) -> String {
    if of.is_zero() {
        return shown.to_owned();
    }
    let sign = if of.is_sign_negative() { '−' } else { '+' };
    format!("{sign}{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn cells_are_formatted_for_people_and_for_programs() {
        let change = Cell::Change(RangeDelta {
            low: decimal("7"),
            high: decimal("-10.5"),
        });
        assert_eq!(display(&change), "+£7.00 / −£10.50");
        assert_eq!(plain(&change), "7.00..-10.50");
        let percent = Cell::Percent(RangeDelta::same(decimal("0.03125")));
        assert_eq!(display(&percent), "+3.13%");
        assert_eq!(plain(&percent), "3.13");
        assert_eq!(
            display(&Cell::Percent(RangeDelta::same(Decimal::ZERO))),
            "0.00%"
        );
        let range = Cell::Money(Money::parse("230..=240").unwrap());
        assert_eq!(display(&range), "£230.00–£240.00");
        assert_eq!(plain(&range), "230.00..240.00");
        let income = |pounds: &str| Cell::Income(RangeDelta::same(decimal(pounds)));
        assert_eq!(display(&income("-1236463")), "(1,236,463)");
        assert_eq!(display(&income("58000.50")), "58,000.50");
        let ends = RangeDelta {
            low: decimal("-230"),
            high: decimal("-240"),
        };
        assert_eq!(display(&Cell::Income(ends)), "(230) / (240)");
        assert_eq!(plain(&Cell::Income(ends)), "-230.00..-240.00");
    }
}
