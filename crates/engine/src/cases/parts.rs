//! Cases about a period in parts: `part[2].total` is the second part's, a name
//! alone is about the whole, or else about every part.

use super::{
    actual_words::{
        NOT_THERE, displayed, limit_words, one_or_each, outcome_words, screening_words,
        total_or_refer,
    },
    coverage::recorder::CoverageRecorder,
    expected::{Actual, NOT_SETTLED},
    find_in_answer::{NamedAnswer, with_record},
};
use crate::{
    answer::{SpanRecord, WholeTogether},
    base::{money::Money, types::Type, value::Value},
    check::model::Case,
    eval::{
        facts::Facts, facts_read::FactsRead, parts_total::Totals,
        period_screening::PeriodScreening, price_limits::Limited, quote::Outcome,
    },
    program::model::Ruling,
};

/// A whole period.
pub(super) struct CasePeriod<'p> {
    pub(super) ruling: Ruling<'p>,
    pub(super) facts: Facts,
    /// What the parts come to, or why that could not be evaluated.
    pub(super) together: Result<WholeTogether, String>,
    pub(super) recorder: CoverageRecorder,
    /// What was recorded while limits over the parts were evaluated.
    pub(super) limits: Vec<SpanRecord<CoverageRecorder>>,
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
    let of_all = period.and_then(|period| match period.together.as_ref().ok()? {
        WholeTogether::Screenings(screening) => of_period(period, screening, what),
        WholeTogether::Quotes(totals) => {
            together(totals, what).or_else(|| limits(parts, totals, what))
        }
    });
    of_all.unwrap_or_else(|| match what {
        "missing" | "not_checked" => names(each()),
        "not_used" => Actual::Names(not_used(parts, period)),
        _ => one_or_each(each().collect()),
    })
}

/// Splits `part[2].total` into the part, counted from 0, and what of it.
fn of_part(what: &str) -> Option<(usize, &str)> {
    let (number, what) = what.strip_prefix(Case::PART)?.split_once("].")?;
    Some((number.parse::<usize>().ok()?.checked_sub(1)?, what))
}

/// What a screening over a whole period has of its own.
fn of_period(period: &CasePeriod<'_>, screening: &PeriodScreening, what: &str) -> Option<Actual> {
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

/// What a limit over the parts changes, in each of its spans.
fn limits(parts: &[NamedAnswer<'_>], joined: &Totals, what: &str) -> Option<Actual> {
    let (name, record) = with_record(what);
    let named = |it: &&Limited| {
        let part = parts.get(it.parts.0);
        part.is_some_and(|part| *part.ruling.version.limits[it.limit].id == *name)
    };
    let of_name = joined.limits.iter().filter(named);
    let each: Vec<Actual> = of_name
        .filter(|it| record.is_none() || it.record == record)
        .map(|it| limit_words(&it.state))
        .collect();
    (!each.is_empty()).then(|| one_or_each(each))
}

/// The facts that were given and that no part used.
fn not_used(parts: &[NamedAnswer<'_>], period: Option<&CasePeriod<'_>>) -> Vec<String> {
    let nothing = FactsRead::default();
    let of_whole = period.map_or(&nothing, |period| period.facts.read());
    let mut each = parts.iter().map(|part| part.not_used(of_whole));
    let first = each.next().unwrap_or_default();
    each.fold(first, |all, part| {
        all.into_iter().filter(|it| part.contains(it)).collect()
    })
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
