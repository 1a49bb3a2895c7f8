//! Cases about a period in parts: `part[2].total` is the second part's, a name
//! alone is about the whole, or else about every part.

use super::{
    coverage::recorder::CoverageRecorder,
    expected::{Actual, NOT_SETTLED},
    find_in_answer::{
        NOT_THERE, NamedAnswer, displayed, one_or_each, outcome_words, screening_words,
        total_or_refer,
    },
};
use crate::{
    base::{money::Money, types::Type, value::Value},
    check::model::Case,
    eval::{
        facts::Facts,
        parts_total::{self, Totals},
        period_screening::PeriodScreening,
        quote::Outcome,
    },
    program::model::Ruling,
};

/// The screening of a whole period.
pub(super) struct CasePeriod<'p> {
    pub(super) ruling: Ruling<'p>,
    pub(super) facts: Facts,
    /// What the parts come to, or why that could not be evaluated.
    pub(super) screening: Result<PeriodScreening, String>,
    pub(super) recorder: CoverageRecorder,
}

/// What came of something in the answers to all parts.
pub(super) fn find(
    parts: &[NamedAnswer<'_>],
    period: Option<&CasePeriod<'_>>,
    what: &str,
) -> Actual {
    if let Some((number, what)) = of_part(what) {
        let part = parts.get(number);
        return part.map_or(Actual::Words("no such part", &[]), |part| part.find(what));
    }
    let each = || parts.iter().map(|part| part.find(what));
    if what == "parts" {
        let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
        return Actual::Value(Value::Whole(count), count.to_string());
    }
    let of_all = match period {
        Some(period) => of_period(period, what),
        None => {
            let quotes = parts
                .iter()
                .filter_map(|part| Some((part.answer.quote.as_ref()?, part.ruling.version)));
            let totals = parts_total::totals(quotes);
            totals.and_then(|totals| together(&totals, what))
        }
    };
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

/// What a screening over a whole period has of its own.
fn of_period(period: &CasePeriod<'_>, what: &str) -> Option<Actual> {
    let screening = period.screening.as_ref().ok()?;
    let version = period.ruling.version;
    match what {
        "outcome" => Some(screening_words(screening.outcome)),
        "outcome_on_day" => Some(screening.on_day.map_or(NOT_THERE, screening_words)),
        "refused" => Some(Actual::Words("answered", &["no"])),
        name => {
            let mut follows = screening.follows.iter();
            let named = |number| &*version.values[number].id == name;
            let (number, value) = follows.find(|(number, _)| named(*number))?;
            let ty: &Type = &version.values[*number].is.ty;
            Some(displayed(*value, ty, &period.facts))
        }
    }
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
