//! What limits can make of a total while facts are unknown.

use super::{Bounded, range::Values, span::Span, total::Placed};
use crate::{
    base::ids::{LimitId, RecordId},
    check::{
        formula::Formula,
        model::{LimitOver, PriceLimit},
    },
    eval::trace::Recorder,
};

/// Lines of which it is only known what they come to together.
struct Group {
    lines: Vec<usize>,
    amount: Span,
    /// Whether none of them may be charged.
    may_be_absent: bool,
}

impl Group {
    fn total(&self) -> Span {
        match self.may_be_absent {
            true => self.amount.or(Span::NOTHING),
            false => self.amount,
        }
    }

    /// All lines of several.
    fn together(groups: Vec<Group>) -> Group {
        let totals = groups.iter().map(Group::total);
        Group {
            amount: totals.fold(Span::NOTHING, Span::add),
            may_be_absent: groups.iter().all(|it| it.may_be_absent),
            lines: groups.into_iter().flat_map(|it| it.lines).collect(),
        }
    }
}

impl<B: Recorder> Bounded<'_, B> {
    /// What lines come to with the limits that act on them. Open where a limit adds up
    /// some of the lines of an earlier one and not all: what each of them bears is not
    /// looked at.
    pub(super) fn limited(&mut self, lines: &[Placed]) -> Span {
        let version = self.exact.ruling.version;
        if lines.iter().any(|it| it.may_come) {
            return Span::OPEN;
        }
        let mut groups: Vec<Group> = Vec::new();
        for (place, placed) in lines.iter().enumerate() {
            if let Some(amount) = placed.range.charged {
                groups.push(Group {
                    lines: vec![place],
                    amount,
                    may_be_absent: placed.range.may_be_absent || placed.range.may_refer,
                });
            }
        }
        for over in LimitOver::ALL {
            let own = version.limits.iter_ids().filter(|it| it.1.over == over);
            let own: Vec<LimitId> = own.map(|(number, _)| number).collect();
            for number in own {
                let limit = &version.limits[number];
                for record in self.limited_records(limit) {
                    let Some(left) = self.hold(groups, lines, (limit, record)) else {
                        return Span::OPEN;
                    };
                    groups = left;
                }
            }
        }
        Group::together(groups).total()
    }

    fn limited_records(&mut self, limit: &PriceLimit) -> Vec<Option<RecordId>> {
        let Some(list) = limit.for_each else {
            return vec![None];
        };
        let records = self.exact.records_of(list).into_iter();
        let numbers = records.flat_map(|records| records.present());
        numbers
            .map(|number| Some(RecordId { list, number }))
            .collect()
    }

    /// The groups with those of a limit as one; none if it has only some lines of one.
    fn hold(
        &mut self,
        groups: Vec<Group>,
        lines: &[Placed],
        (limit, record): (&PriceLimit, Option<RecordId>),
    ) -> Option<Vec<Group>> {
        let is_own = |place: &usize| {
            lines.get(*place).is_some_and(|it| {
                limit.lines.contains(&it.line) && (record.is_none() || it.record == record)
            })
        };
        let (own, mut others): (Vec<Group>, Vec<Group>) = groups
            .into_iter()
            .partition(|it| it.lines.iter().any(is_own));
        if own.is_empty() {
            return Some(others);
        }
        if !own.iter().flat_map(|it| &it.lines).all(is_own) {
            return None;
        }
        let mut own = Group::together(own);
        own.amount = self.held(own.amount, (limit, record));
        others.push(own);
        Some(others)
    }

    /// What a limit makes of a sum.
    fn held(&mut self, sum: Span, (limit, record): (&PriceLimit, Option<RecordId>)) -> Span {
        let applies = self.applies(limit.when.as_ref(), record);
        if !applies.yes {
            return sum;
        }
        let mut amount = |formula: &Option<Formula>| {
            let range = self.range_of(formula.as_ref()?, record);
            let amount = self.rounded(Span::of(&range.values), limit.rounding);
            (range.values != Values::None).then_some((amount, !range.may_not_apply))
        };
        let [small, least, most] =
            [&limit.nothing_below, &limit.at_least, &limit.at_most].map(&mut amount);
        let mut held = sum;
        if let Some((small, is_certain)) = small {
            held = without_small(held, small, is_certain);
        }
        for (limit, hold) in [
            (least, Span::dearer as fn(Span, Span) -> Span),
            (most, Span::cheaper),
        ] {
            if let Some((amount, is_certain)) = limit {
                let changed = hold(held, amount);
                held = if is_certain {
                    changed
                } else {
                    held.or(changed)
                };
            }
        }
        match applies.settled() {
            Some(_) => held,
            None => held.or(sum),
        }
    }
}

/// A sum, or nothing where it is below an amount.
fn without_small(sum: Span, small: Span, is_certain: bool) -> Span {
    let is_never = sum
        .low
        .zip(small.high)
        .is_some_and(|(sum, small)| sum >= small);
    let is_always = is_certain
        && sum
            .high
            .zip(small.low)
            .is_some_and(|(sum, small)| sum < small);
    match (is_never, is_always) {
        (true, _) => sum,
        (_, true) => Span::NOTHING,
        _ => sum.or(Span::NOTHING),
    }
}
