//! Rows of totals, which are no charges.

use super::{
    entry::{Entry, Price},
    printed::Printed,
};
use almoner_engine::{base::money::Money, check::model::PriceForm};

/// Words that may follow `total` where it is no charge.
const SUMS: [&str; 10] = [
    "income", "charges", "fees", "cost", "costs", "budget", "all", "for", "of", "service",
];

/// What else is calculated of a column and stands below it.
const FIGURES: [&str; 8] = [
    "average",
    "mean",
    "median",
    "minimum",
    "maximum",
    "count",
    "check",
    "difference",
];

/// Whether a row is one of totals: by its name alone, or by a name with `total`
/// in it and the sum of the prices above it.
pub(super) fn is_total(
    name: &str,
    has_marks: bool,
    prices: impl FnOnce() -> Vec<Option<Printed>>,
    before: &[Entry],
) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .collect();
    let is_figure = |it: &&str| FIGURES.contains(it);
    if !has_marks && !words.is_empty() && words.iter().all(is_figure) {
        return true;
    }
    let is_word = |it: &&str| matches!(*it, "total" | "totals" | "subtotal" | "sum");
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    if !is_word(first) && !is_word(last) {
        return false;
    }
    let is_plain = match words.as_slice() {
        [_] | ["grand" | "sub" | "overall", _] => true,
        ["total" | "totals", second, ..] => SUMS.contains(second),
        _ => false,
    };
    is_plain && !has_marks || is_sum(&prices(), before)
}

/// Whether the prices of a year are the sum of those above, back to the last
/// heading or of all.
fn is_sum(prices: &[Option<Printed>], before: &[Entry]) -> bool {
    let mut years = prices.iter().enumerate();
    years.any(|(year, price)| {
        let Some(Printed::Amount(PriceForm::Fixed(total))) = price else {
            return false;
        };
        let of = |entries: &[Entry]| -> Option<Money> {
            let mut amounts = entries.iter().filter_map(|it| amount(it, year));
            amounts.try_fold(Money::ZERO, |sum, it| sum.checked_add(it))
        };
        let section = before.iter().rposition(Entry::is_section);
        let section = before.get(section.map_or(0, |it| it + 1)..);
        [of(before), of(section.unwrap_or_default())].contains(&Some(*total))
            && *total != Money::ZERO
    })
}

fn amount(entry: &Entry, year: usize) -> Option<Money> {
    match entry.years.get(year)?.as_ref()?.price {
        Price::Form(form) => form.amount(),
        Price::Words(_) => None,
    }
}
