//! What limits change: the lines of each are added up over its parts and
//! records, and the difference is borne by the last of them: the last part, in it
//! the last record, and of that the last line.
//!
//! Limits act one after the other on what the ones before them leave; those of
//! a month before those of the whole quote. Where prices are ranges, each end is
//! held by itself.

use super::{
    ends::Ends,
    limited::{Amounts, Bearer, Bound, Changed, LimitState, Limited},
    quote_model::{LineState, Quote, QuotedLine},
};
use crate::{
    base::{ids::ListId, money::Money, ratio::Ratio, value::Missing},
    check::model::{PriceLimit, Version},
};

/// A quote, with the version that answers.
pub(crate) type QuotedPart<'q> = (&'q Quote, &'q Version);

/// The lines that a limit adds up, with the number of the part and their place
/// in it.
pub(super) fn lines<'q>(
    bound: &Bound,
    parts: &'q [QuotedPart<'q>],
) -> impl Iterator<Item = (usize, usize, &'q QuotedLine)> + use<'q> {
    let Bound {
        limit,
        record,
        parts: (first, last),
        ..
    } = *bound;
    let owner = parts.get(first).map(|(_, version)| *version);
    let own = owner.map(|version| (version, &version.limits[limit]));
    let span = parts.iter().enumerate().take(last + 1).skip(first);
    span.flat_map(move |(part, (quote, version))| {
        let lines = quote.lines.iter().enumerate();
        lines.filter_map(move |(place, line)| {
            let (owner, limit) = own?;
            let of_record = limit.for_each.is_none() || line.record == record;
            (of_record && line.is_of(version, limit, owner)).then_some((part, place, line))
        })
    })
}

/// What each line comes to so far, by part and place.
type Ledger = Vec<Vec<Option<Ends>>>;

/// What limits change, in the order in which they act; `None` where a sum is too
/// large.
pub(super) fn hold(bounds: &[Bound], parts: &[QuotedPart<'_>]) -> Option<Vec<Limited>> {
    let mut ledger: Ledger = parts
        .iter()
        .map(|(quote, _)| quote.lines.iter().map(amount).collect())
        .collect();
    let mut left_open: Vec<Vec<Open>> = ledger
        .iter()
        .map(|lines| vec![Open::default(); lines.len()])
        .collect();
    let limited = bounds.iter().map(|bound| {
        let own = lines(bound, parts).filter(|(_, _, line)| line.may_be_charged());
        let own: Vec<(usize, usize)> = own.map(|(part, place, _)| (part, place)).collect();
        let mut open = Open::default();
        for (part, place) in &own {
            open = open.and(*left_open.get(*part)?.get(*place)?);
        }
        let state = state(bound, parts, open, &mut ledger)?;
        let open = Open::of(&state);
        for (part, place) in own {
            let slot = left_open.get_mut(part)?.get_mut(place)?;
            *slot = slot.and(open);
        }
        Some(Limited {
            limit: bound.limit,
            record: bound.record,
            parts: bound.parts,
            state,
        })
    });
    limited.collect()
}

/// What keeps what a limit changes from being known.
#[derive(Clone, Copy, Default)]
struct Open {
    missing: Missing,
    refers: bool,
    is_open_point: bool,
}

impl Open {
    /// What a limit leaves open for those that act after it.
    fn of(state: &LimitState) -> Open {
        let missing = match state {
            LimitState::Unknown(missing) => *missing,
            _ => Missing::NONE,
        };
        Open {
            missing,
            refers: *state == LimitState::Refer,
            is_open_point: *state == LimitState::Alternatives,
        }
    }

    fn and(self, other: Open) -> Open {
        Open {
            missing: self.missing.union(other.missing),
            refers: self.refers || other.refers,
            is_open_point: self.is_open_point || other.is_open_point,
        }
    }
}

fn amount(line: &QuotedLine) -> Option<Ends> {
    match &line.state {
        LineState::Applies(priced) => priced.net.map(Ends::of),
        _ => None,
    }
}

fn state(
    bound: &Bound,
    parts: &[QuotedPart<'_>],
    open: Open,
    ledger: &mut Ledger,
) -> Option<LimitState> {
    if matches!(bound.amounts, Amounts::DoesNotApply) {
        return Some(LimitState::DoesNotApply);
    }
    if let Some(open) = unsettled(bound, parts, open) {
        return Some(open);
    }
    let mut sum = Ends::NOTHING;
    let mut is_charged = false;
    for (part, place, _) in lines(bound, parts) {
        if let Some(ends) = ledger.get(part)?.get(place)? {
            sum = sum.add(*ends)?;
            is_charged = true;
        }
    }
    // Under another reading of an open point some line may be charged.
    if !is_charged {
        return Some(LimitState::DoesNotApply);
    }
    let before = sum.money();
    let held = held(bound, sum);
    if held == sum {
        return Some(LimitState::Kept(before));
    }
    let moves = held.less(sum)?;
    let mut left = moves;
    let mut bearers = Vec::new();
    let mut charged: Vec<(usize, usize, &QuotedLine)> = lines(bound, parts).collect();
    charged.sort_by_key(|(part, place, line)| (*part, line.record.is_none(), line.record, *place));
    for (part, place, line) in charged.into_iter().rev() {
        let slot = ledger.get_mut(part)?.get_mut(place)?;
        let Some(ends) = slot.as_mut() else {
            continue;
        };
        let own = bears(*ends, left);
        if own == Ends::NOTHING {
            continue;
        }
        *ends = ends.add(own)?;
        left = left.less(own)?;
        bearers.push(Bearer {
            part,
            line: line.line,
            record: line.record,
            difference: own.money(),
        });
    }
    Some(LimitState::Changed(Box::new(Changed {
        before,
        after: held.money(),
        difference: moves.money(),
        moves,
        bearers,
    })))
}

/// Why what a limit changes is not known; `None` if it is.
fn unsettled(bound: &Bound, parts: &[QuotedPart<'_>], before: Open) -> Option<LimitState> {
    let (first, last) = bound.parts;
    let span = parts.iter().take(last + 1).skip(first);
    let mut open = bound.missing().union(before.missing);
    for (quote, _) in span.filter(|(quote, _)| quote.missing_list) {
        open = open.union(quote.missing);
    }
    let (mut refers, mut is_open) = (before.refers, before.is_open_point);
    for (_, _, line) in lines(bound, parts) {
        match &line.state {
            LineState::Unknown(missing) => open = open.union(*missing),
            LineState::Applies(priced) => open = open.union(priced.missing),
            LineState::Refer(_) => refers = true,
            LineState::Alternatives(_) => is_open = true,
            LineState::DoesNotApply(_) => {}
        }
    }
    match (open.is_empty(), refers, is_open) {
        (false, _, _) => Some(LimitState::Unknown(open)),
        (true, true, _) => Some(LimitState::Refer),
        (true, false, true) => Some(LimitState::Alternatives),
        (true, false, false) => None,
    }
}

/// What a limit makes of a sum, end by end. Where its amounts contradict each
/// other, the most decides.
fn held(bound: &Bound, sum: Ends) -> Ends {
    let Amounts::Known {
        nothing_below,
        at_least,
        at_most,
    } = bound.amounts
    else {
        return sum;
    };
    let of_end = |sum: Ratio, end: fn(Money) -> Ratio| {
        let small = nothing_below.is_some_and(|least| sum < end(least));
        let sum = if small { Ratio::ZERO } else { sum };
        let sum = at_least.map_or(sum, |least| sum.max(end(least)));
        at_most.map_or(sum, |most| sum.min(end(most)))
    };
    Ends {
        at_low: of_end(sum.at_low, Money::low),
        at_high: of_end(sum.at_high, Money::high),
    }
}

/// How much of a difference a line bears: all that is added, and of what is taken
/// off no more than it comes to.
fn bears(line: Ends, difference: Ends) -> Ends {
    let of_end = |line: Ratio, difference: Ratio| difference.max(-line.max(Ratio::ZERO));
    Ends {
        at_low: of_end(line.at_low, difference.at_low),
        at_high: of_end(line.at_high, difference.at_high),
    }
}

impl QuotedLine {
    fn may_be_charged(&self) -> bool {
        !matches!(self.state, LineState::DoesNotApply(_))
    }

    /// Whether it is one of these: a line of a limit, in a version with this name
    /// for it.
    pub(super) fn is_of(&self, version: &Version, limit: &PriceLimit, of: &Version) -> bool {
        if std::ptr::eq(version, of) {
            return limit.lines.contains(&self.line);
        }
        let own = &version.lines[self.line];
        if limit.has_all_lines {
            let list = |list: ListId, version: &Version| {
                version.facts[version.lists[list].fact].id.clone()
            };
            let of_list = limit.for_each.map(|it| list(it, of));
            return of_list.is_none() || own.for_each.map(|it| list(it, version)) == of_list;
        }
        let own = &own.id;
        limit.lines.iter().any(|line| of.lines[*line].id == *own)
    }
}
