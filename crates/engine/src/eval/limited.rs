//! Limits on what lines come to together, and what they change.

use super::ends::Ends;
use crate::{
    base::{
        ids::{LimitId, LineId},
        money::Money,
        value::Missing,
    },
    check::model::Version,
};

/// A limit on what lines come to together, and what it changes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Limited {
    /// Its number in the version of the first of its parts.
    pub limit: LimitId,
    /// The record it is for.
    pub record: Option<u16>,
    /// The first and the last part that it adds up; 0 of a quote in one part.
    pub parts: (usize, usize),
    /// What it changes.
    pub state: LimitState,
}

/// What a limit changes.
#[derive(Clone, Debug, PartialEq)]
pub enum LimitState {
    /// Nothing: the lines come to this, which it allows.
    Kept(Money),
    /// What the lines come to.
    Changed(Box<Changed>),
    /// It depends on how an open point of the source is read.
    Alternatives,
    /// It depends on these facts.
    Unknown(Missing),
    /// A person prices some of its lines.
    Refer,
    /// There is no such limit, or none of its lines is charged.
    DoesNotApply,
}

/// What lines come to before and after a limit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Changed {
    /// What the lines come to without it.
    pub before: Money,
    /// What it makes of that.
    pub after: Money,
    /// What it adds; below zero for what it takes off.
    pub difference: Money,
    /// The same for each end of the sum.
    pub(super) moves: Ends,
    /// The lines that bear the difference, the last first.
    pub bearers: Vec<Bearer>,
}

/// A line that bears the difference that a limit makes, or some of it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Bearer {
    /// The number of its part.
    pub part: usize,
    /// The line.
    pub line: LineId,
    /// The record it is for.
    pub record: Option<u16>,
    /// What is added to it; below zero for what is taken off.
    pub difference: Money,
}

/// A limit of a span of parts, of one record if it is for each, with its amounts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(super) limit: LimitId,
    pub(super) record: Option<u16>,
    /// The first and the last part of its span. The version of the first one has
    /// the limit.
    pub(super) parts: (usize, usize),
    pub(super) amounts: Amounts,
}

/// The amounts of a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amounts {
    /// Those that there are.
    Known {
        nothing_below: Option<Money>,
        at_least: Option<Money>,
        at_most: Option<Money>,
    },
    /// They depend on these facts.
    Unknown(Missing),
    /// There is no such limit.
    DoesNotApply,
}

/// Takes what a limit changes where that is the same under every reading.
pub(super) fn settle(limits: &mut [Limited], under_each: &[&[Limited]]) {
    for (number, limit) in limits.iter_mut().enumerate() {
        let mut states = under_each
            .iter()
            .map(|it| it.get(number).map(|it| &it.state));
        if let Some(Some(first)) = states.next()
            && states.all(|state| state == Some(first))
        {
            limit.state = first.clone();
        }
    }
}

impl Bound {
    /// Keeps the amounts if those of another day are the same; there is no such limit
    /// where they are others.
    pub(crate) fn hold_if_same(&mut self, then: Option<Amounts>) {
        self.amounts = match (self.amounts, then) {
            (Amounts::DoesNotApply, _) | (_, None) => Amounts::DoesNotApply,
            (Amounts::Unknown(missing), Some(Amounts::Unknown(then))) => {
                Amounts::Unknown(missing.union(then))
            }
            (_, Some(unknown @ Amounts::Unknown(_))) => unknown,
            (unknown @ Amounts::Unknown(_), Some(_)) => unknown,
            (now, Some(then)) if now == then => now,
            _ => Amounts::DoesNotApply,
        };
    }

    /// Whether it must have the same amounts on all its days.
    pub(crate) fn is_if_same(&self, version: &Version) -> bool {
        version.limits[self.limit].if_same
    }

    /// The facts that its amounts depend on and that are not known.
    pub(crate) fn missing(&self) -> Missing {
        match self.amounts {
            Amounts::Unknown(missing) => missing,
            _ => Missing::NONE,
        }
    }
}
