//! Cases about a booking in parts: `part[2].total` is the second part's, a
//! name alone is about every part.

use super::{
    expected::{Actual, NOT_SETTLED},
    find_in_answer::{NamedAnswer, one_or_each, outcome_words, total_or_refer},
};
use crate::{
    base::money::Money,
    check::model::Case,
    eval::{
        parts_total::{self, Totals},
        quote::Outcome,
    },
};

/// What came of something in the answers to all parts.
pub(super) fn find(parts: &[NamedAnswer<'_>], what: &str) -> Actual {
    if let Some((number, what)) = of_part(what) {
        let part = parts.get(number);
        return part.map_or(Actual::Words("no such part", &[]), |part| part.find(what));
    }
    let each = || parts.iter().map(|part| part.find(what));
    let quotes = parts
        .iter()
        .filter_map(|part| Some((part.answer.quote.as_ref()?, part.ruling.version)));
    let totals = parts_total::totals(quotes);
    let of_all = totals.and_then(|totals| together(&totals, what));
    of_all.unwrap_or_else(|| match what {
        "missing" | "not_checked" => names(each()),
        _ => one_or_each(each().collect()),
    })
}

/// Splits `part[2].total` into the part, counted from 0, and what of it.
fn of_part(what: &str) -> Option<(usize, &str)> {
    let (number, what) = what.strip_prefix(Case::PART)?.split_once("].")?;
    Some((number.parse::<usize>().ok()?.checked_sub(1)?, what))
}

/// A value of all parts together, such as the outcome or the total.
fn together(joined: &Totals, what: &str) -> Option<Actual> {
    let sum = |sum: Option<Money>| sum.map(Actual::Money);
    let unsettled = |outcome| match outcome {
        Outcome::Undetermined => NOT_SETTLED,
        Outcome::DoesNotApply => Actual::Words("nothing to pay", &["nothing"]),
        outcome => outcome_words(outcome),
    };
    let each = || joined.alternatives.iter().map(|it| &it.total);
    if let ("total", false) = (what, joined.alternatives.is_empty()) {
        return Some(Actual::Each(
            each().map(|total| total_or_refer(*total)).collect(),
        ));
    }
    match what {
        "outcome" => Some(outcome_words(joined.outcome)),
        "total" => sum(joined.total).or_else(|| Some(unsettled(joined.outcome))),
        "without_referred" => sum(joined.without_referred),
        "refused" => Some(Actual::Words("answered", &["no"])),
        _ => None,
    }
}

/// The names in any part, each once.
fn names(each: impl Iterator<Item = Actual>) -> Actual {
    let mut all: Vec<String> = Vec::new();
    for one in each {
        if let Actual::Names(names) = one {
            all.extend(names);
        }
    }
    all.sort();
    all.dedup();
    Actual::Names(all)
}
