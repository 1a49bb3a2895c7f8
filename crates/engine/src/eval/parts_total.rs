//! What the quotes of a booking's parts come to together. A booking has parts
//! where its days have different rules or prices.

use super::{
    alternatives::{self, OpenPoint},
    limit_ledger::{self, QuotedPart},
    limited::{self, Bound, Limited},
    price_limits,
    quote_model::{Alternative, Outcome, Quote, Reading},
};
use crate::{
    base::money::Money,
    check::{model::Version, open_points::MAX_COMBINATIONS},
};

/// The sum of several quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// The outcome of all parts: an unknown fact of one part decides before a
    /// line of another that only a person may price.
    pub outcome: Outcome,
    /// The sum of the parts in which something is charged; `None` while any part
    /// has an unknown price or one that only a person can set, and where it
    /// depends on how the source is read.
    pub total: Option<Money>,
    /// Where a person prices something: the sum of the rest.
    pub without_referred: Option<Money>,
    /// The sums under each combination of readings, where they differ.
    pub alternatives: Vec<PartsAlternative>,
    /// What limits on lines together change, in the order in which they act.
    pub limits: Vec<Limited>,
}

/// The sum of several quotes under one reading of each open point.
#[derive(Clone, Debug, PartialEq)]
pub struct PartsAlternative {
    /// Each reading, with the number of a part that depends on it.
    pub readings: Vec<(usize, Reading)>,
    /// The number of the alternative that each part takes; `None` of a part that
    /// depends on no open point.
    pub taken: Vec<Option<usize>>,
    /// The sum.
    pub total: Option<Money>,
    /// Where a person prices something: the sum of the rest.
    pub without_referred: Option<Money>,
}

/// What quotes come to together, held to these limits; `None` where a sum is too
/// large.
pub(crate) fn totals<'q>(
    quotes: impl Iterator<Item = (&'q Quote, &'q Version)>,
    bounds: &[Bound],
) -> Option<Totals> {
    let quotes: Vec<QuotedPart<'_>> = quotes.collect();
    let any = |outcome| quotes.iter().any(|(quote, _)| quote.outcome() == outcome);
    let order = [
        Outcome::Undetermined,
        Outcome::Refer,
        Outcome::Alternatives,
        Outcome::Quoted,
    ];
    let outcome = order.into_iter().find(|outcome| any(*outcome));
    let mut totals = Totals {
        outcome: outcome.unwrap_or(Outcome::DoesNotApply),
        total: None,
        without_referred: None,
        alternatives: Vec::new(),
        limits: Vec::new(),
    };
    totals.limits = limit_ledger::hold(bounds, &quotes)?;
    if totals.outcome == Outcome::Undetermined {
        // What a limit changes can be the same under every reading even so.
        if let (Some(found), false) = (under_readings(&quotes, bounds), bounds.is_empty()) {
            settle_limits(&mut totals.limits, &found);
        }
        return Some(totals);
    }
    let found = under_readings(&quotes, bounds)?;
    settle_limits(&mut totals.limits, &found);
    if totals.outcome == Outcome::Alternatives && found.iter().all(|it| it.refers) {
        // A person prices one part or another, however the source is read.
        totals.outcome = Outcome::Refer;
    }
    let found: Vec<PartsAlternative> = found.into_iter().map(|it| it.alternative).collect();
    let sums = |it: &PartsAlternative| (it.total, it.without_referred);
    let first = found.first().map(sums).unwrap_or_default();
    match found.iter().all(|it| sums(it) == first) {
        true => {
            (totals.total, totals.without_referred) = first;
            if totals.outcome == Outcome::Alternatives {
                totals.outcome = Outcome::Quoted;
            }
        }
        false => totals.alternatives = found,
    }
    Some(totals)
}

/// What is found under a combination of readings.
struct UnderReadings {
    alternative: PartsAlternative,
    limits: Vec<Limited>,
    /// Whether a person prices some line.
    refers: bool,
}

/// What quotes come to under every combination of readings; `None` where a sum is too
/// large, or the combinations are too many.
fn under_readings(quotes: &[QuotedPart<'_>], bounds: &[Bound]) -> Option<Vec<UnderReadings>> {
    let combinations = combinations(quotes)?.into_iter();
    let found = combinations.map(|(readings, taken)| {
        let parts = quotes.iter().zip(&taken).map(|((quote, version), taken)| {
            let alternative = taken.and_then(|number| quote.alternatives.get(number));
            (alternative.map_or(*quote, |it| &it.quote), *version)
        });
        let parts: Vec<QuotedPart<'_>> = parts.collect();
        let limited = limit_ledger::hold(bounds, &parts)?;
        let refers = parts.iter().any(|(quote, _)| quote.refers());
        let sum = match sum(parts.iter().map(|(quote, _)| *quote))? {
            Some(sum) => Some(price_limits::with_limits(sum, &limited)?),
            None => None,
        };
        let alternative = PartsAlternative {
            readings,
            taken,
            total: sum.filter(|_| !refers),
            without_referred: sum.filter(|_| refers),
        };
        Some(UnderReadings {
            alternative,
            limits: limited,
            refers,
        })
    });
    found.collect()
}

fn settle_limits(limits: &mut [Limited], found: &[UnderReadings]) {
    let under_each: Vec<&[Limited]> = found.iter().map(|it| it.limits.as_slice()).collect();
    limited::settle(limits, &under_each);
}

/// The sum of what is charged; the outer `None` where it is too large.
fn sum<'q>(quotes: impl Iterator<Item = &'q Quote>) -> Option<Option<Money>> {
    let mut sum: Option<Money> = None;
    for quote in quotes {
        let Some(part) = quote.total.or(quote.without_referred) else {
            continue;
        };
        sum = Some(match sum {
            Some(so_far) => so_far.checked_add(part)?,
            None => part,
        });
    }
    Some(sum)
}

/// The readings of a combination, and the alternative that each part takes.
type Combination = (Vec<(usize, Reading)>, Vec<Option<usize>>);

/// Every combination of readings of the open points that any part depends on;
/// `None` if they are too many.
fn combinations(quotes: &[QuotedPart<'_>]) -> Option<Vec<Combination>> {
    let mut points: Vec<(usize, OpenPoint<'_>)> = Vec::new();
    for (part, (quote, version)) in quotes.iter().enumerate() {
        if !quote.is_open && quote.missing.is_empty() {
            continue;
        }
        for point in alternatives::open_points(version, &quote.lines) {
            if points.iter().all(|(_, known)| known.key != point.key) {
                points.push((part, point));
            }
        }
    }
    let readings = || points.iter().map(|(_, point)| point.readings);
    let mut counts = readings();
    let count = counts.try_fold(1usize, |all, one| all.checked_mul(one))?;
    if count > MAX_COMBINATIONS {
        return None;
    }
    let all = alternatives::combinations(readings());
    let all = all.into_iter().map(|numbers| {
        let chosen = points.iter().zip(numbers);
        let chosen: Vec<(usize, &str, Reading)> = chosen
            .map(|((part, point), number)| (*part, point.key, point.first.numbered(number)))
            .collect();
        let taken = quotes.iter().map(|(quote, version)| {
            let agrees = |it: &Alternative| {
                it.readings.iter().all(|reading| {
                    let key = version.lines[reading.line].open_point.as_deref();
                    let mut same = chosen.iter().filter(|(_, of, _)| Some(*of) == key);
                    same.all(|(_, _, other)| other.option == reading.option)
                })
            };
            quote.alternatives.iter().position(agrees)
        });
        let taken = taken.collect();
        let readings = chosen.iter().map(|(part, _, reading)| (*part, *reading));
        (readings.collect(), taken)
    });
    Some(all.collect())
}
