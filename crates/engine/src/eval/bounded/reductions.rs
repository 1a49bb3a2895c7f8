//! What reductions and increases can leave of an amount while facts are unknown.

use super::{
    Bounded, arithmetic,
    range::{Range, Values},
    span::Span,
};
use crate::{
    base::{ids::RecordId, ratio::Ratio, value::Value},
    check::{
        formula::{Formula, Operator},
        model::{Line, Reduction, ReductionsApply},
    },
    eval::trace::Recorder,
};

/// A reduction or increase that can be given.
struct Cut<'r> {
    of: &'r Reduction,
    is_certain: bool,
    how_much: Values,
    at_least: Option<Limit>,
    at_most: Option<Limit>,
}

/// The least or the most that it can be.
#[derive(Clone, Copy)]
struct Limit {
    amount: Span,
    is_certain: bool,
}

impl Cut<'_> {
    /// The amounts from a base, which is not below nothing.
    fn amount(&self, base: Span) -> Span {
        let asked = match self.is_share() {
            true => {
                let share = Range::of(self.how_much);
                let asked = arithmetic::combine(Operator::Multiply, &base.range(), &share);
                Span::of(&asked.values)
            }
            false => Span::of(&self.how_much),
        };
        let asked = match self.of.rounding {
            Some(rounding) => asked.rising(|money| money.round(rounding)),
            None => asked,
        };
        let asked = asked.at_least_nothing();
        let asked = held(asked, self.at_least, Span::dearer);
        held(asked, self.at_most, Span::cheaper)
    }

    fn is_share(&self) -> bool {
        let bounds = self.how_much.bounds();
        let mut ends = bounds.low.into_iter().chain(bounds.high);
        ends.any(|end| matches!(end, Value::Percent(_)))
    }

    /// The largest share that it takes, none of an amount; `None` where that is not
    /// known, or it does not move with the base alone.
    fn share(&self) -> Option<Ratio> {
        let limits = self.at_least.iter().chain(&self.at_most);
        let moves_alone =
            self.of.rounding.is_none() && limits.into_iter().all(|it| it.amount.single().is_some());
        match (self.is_share(), self.how_much.bounds().high) {
            (false, _) => Some(Ratio::ZERO),
            (true, Some(Value::Percent(share))) if moves_alone => Some(share),
            _ => None,
        }
    }
}

fn held(asked: Span, limit: Option<Limit>, hold: fn(Span, Span) -> Span) -> Span {
    let Some(limit) = limit else { return asked };
    let held = hold(asked, limit.amount);
    match limit.is_certain {
        true => held,
        false => asked.or(held),
    }
}

impl<B: Recorder> Bounded<'_, B> {
    /// What is left of a price.
    pub(super) fn reduced(&mut self, line: &Line, record: Option<RecordId>, gross: Span) -> Span {
        let reductions = line.reductions.iter();
        let cuts: Vec<Cut<'_>> = reductions.filter_map(|it| self.cut(it, record)).collect();
        if cuts.is_empty() {
            return gross;
        }
        if gross.low.is_none_or(Ratio::is_negative) {
            return Span::OPEN;
        }
        match line.reductions_apply {
            ReductionsApply::ToGross => self.together(&cuts, gross),
            ReductionsApply::OneAfterOther => cuts
                .iter()
                .fold(gross, |left, cut| self.after(&[cut], left)),
            ReductionsApply::Best => {
                let each = cuts.iter().map(|cut| self.after(&[cut], gross));
                each.fold(gross, Span::cheaper)
            }
        }
    }

    fn cut<'r>(&mut self, of: &'r Reduction, record: Option<RecordId>) -> Option<Cut<'r>> {
        let given = self.test_of(&of.when, record);
        if !given.yes {
            return None;
        }
        let how_much = self.range_of(&of.take, record);
        if how_much.values == Values::None {
            return None;
        }
        let mut limit = |formula: &Option<Formula>| {
            let range = self.range_of(formula.as_ref()?, record);
            (range.values != Values::None).then(|| Limit {
                amount: Span::of(&range.values).at_least_nothing(),
                is_certain: !range.may_not_apply,
            })
        };
        Some(Cut {
            of,
            is_certain: given.settled().is_some() && !how_much.may_not_apply,
            how_much: how_much.values,
            at_least: limit(&of.at_least),
            at_most: limit(&of.at_most),
        })
    }

    fn together(&self, cuts: &[Cut<'_>], gross: Span) -> Span {
        let all: Vec<&Cut<'_>> = cuts.iter().collect();
        self.after(&all, gross)
    }

    /// What is left of a base that is not below nothing, after these are taken off and
    /// added, and the rest is rounded once.
    ///
    /// Where they take shares of no more than the whole, what is left rises with the
    /// base: its ends are those of the ends of the base.
    fn after(&self, cuts: &[&Cut<'_>], base: Span) -> Span {
        let shares = cuts.iter().filter(|cut| !cut.of.is_increase);
        let shares = shares.map(|cut| cut.share());
        let sum = shares.reduce(|one, other| one?.checked_add(other?));
        let rises = sum.is_none_or(|sum| sum.is_some_and(|sum| sum <= Ratio::ONE));
        let at = |end: Option<Ratio>| match rises {
            true => Span {
                low: end,
                high: end,
            },
            false => base,
        };
        let left = |end: Option<Ratio>, taken_of: Span| {
            let own = Span {
                low: end,
                high: end,
            };
            cuts.iter().fold(own, |left, cut| match cut.of.is_increase {
                true => left.add(given(cut, own)),
                false => left.less(given(cut, taken_of)),
            })
        };
        let left = Span {
            low: left(base.low, at(base.low)).low,
            high: left(base.high, at(base.high)).high,
        };
        self.rounded(left.at_least_nothing(), None)
    }
}

/// The amount of one that may be given.
fn given(cut: &Cut<'_>, base: Span) -> Span {
    let amount = cut.amount(base);
    match cut.is_certain {
        true => amount,
        false => amount.or(Span::NOTHING),
    }
}
