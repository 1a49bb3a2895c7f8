//! Reductions and increases of a line, lowered.

use super::{
    lowering::{Lowering, Why},
    number::{Number, NumberKind},
    operations::{Binary, Bit, Source},
};
use crate::check::{
    formula::{Formula, Operator},
    model::{Line, Reduction, ReductionsApply},
};

impl Lowering<'_> {
    /// What reductions and increases leave of a gross amount.
    pub(super) fn reduced_price(&mut self, line: &Line, gross: Number) -> Result<Number, Why> {
        let mut net = gross;
        let zero = Number::constant(NumberKind::Money, 0, 1);
        let mut moved = zero;
        for reduction in &line.reductions {
            let apply = line.reductions_apply;
            let base = match apply {
                ReductionsApply::OneAfterOther => net,
                _ => gross,
            };
            let (given, amount) = self.cut(reduction, base)?;
            if given == Bit::No {
                continue;
            }
            let step = match reduction.is_increase {
                true => Operator::Add,
                false => Operator::Subtract,
            };
            net = match apply {
                ReductionsApply::ToGross => {
                    let amount = self.where_given(given, amount, zero)?;
                    moved = self.arithmetic(step, moved, amount)?;
                    let left = self.left(gross, Operator::Add, moved)?;
                    self.where_given(given, left, net)?
                }
                ReductionsApply::OneAfterOther => {
                    let left = self.left(net, step, amount)?;
                    self.where_given(given, left, net)?
                }
                ReductionsApply::Best => {
                    let left = self.left(gross, step, amount)?;
                    let left = self.extreme_of(Binary::Least, left, net)?;
                    self.where_given(given, left, net)?
                }
            };
        }
        Ok(net)
    }

    /// A base with an amount added or taken off: rounded, never below nothing.
    fn left(&mut self, base: Number, step: Operator, amount: Number) -> Result<Number, Why> {
        let left = self.arithmetic(step, base, amount)?;
        let left = self.at_least_nothing(left)?;
        self.rounded(left)
    }

    fn at_least_nothing(&mut self, number: Number) -> Result<Number, Why> {
        let zero = Number::constant(NumberKind::Money, 0, 1);
        match number.low < 0 {
            true => self.extreme_of(Binary::Most, number, zero),
            false => Ok(number),
        }
    }

    fn extreme_of(&mut self, how: Binary, a: Number, b: Number) -> Result<Number, Why> {
        let (a, b) = match (a.under, b.value) {
            // Nothing is the same over any denominator.
            (Some(_), Source::Constant(0)) => (
                a,
                Number {
                    per: a.per,
                    under: a.under,
                    ..b
                },
            ),
            _ => self.on_one_denominator(a, b)?,
        };
        let value = self.dated(a.space, how, a.value, b.value);
        let (low, high) = match how {
            Binary::Most => (a.low.max(b.low), a.high.max(b.high)),
            _ => (a.low.min(b.low), a.high.min(b.high)),
        };
        Ok(Number {
            value,
            low,
            high,
            ..a
        })
    }

    fn where_given(&mut self, given: Bit, a: Number, b: Number) -> Result<Number, Why> {
        let space = self.space;
        let (a, b) = (self.number_in(a, space)?, self.number_in(b, space)?);
        match given {
            Bit::Yes => Ok(a),
            _ => self.taken(given, a, b),
        }
    }

    /// Where a reduction is given, and its amount. Rows in which that is not known
    /// are for the row evaluator.
    fn cut(&mut self, reduction: &Reduction, base: Number) -> Result<(Bit, Number), Why> {
        let space = self.space;
        let when = self.truth(&reduction.when.expr);
        let when = self.truth_in(when, space)?;
        self.mark_unknown(when);
        let zero = Number::constant(NumberKind::Money, 0, 1);
        if when.yes == Bit::No {
            return Ok((Bit::No, zero));
        }
        self.on_path(when.yes, |it| {
            let take = it.number(&reduction.take.expr)?;
            let take = it.number_in(take, space)?;
            let settled = it.registers.or(space, take.known, take.out);
            let open = it.registers.not(space, settled);
            it.mark(open);
            let given = it.registers.and(space, when.yes, take.known);
            let mut amount = match take.kind {
                NumberKind::Percent => it.arithmetic(Operator::Multiply, base, take)?,
                NumberKind::Money => take,
                _ => return Ok((Bit::No, zero)),
            };
            if let Some(rounding) = reduction.rounding {
                amount = it.round(amount, rounding)?;
            }
            amount = it.at_least_nothing(amount)?;
            let limits = [
                (&reduction.at_least, Binary::Most),
                (&reduction.at_most, Binary::Least),
            ];
            for (limit, how) in limits {
                let Some(limit) = limit else { continue };
                amount = it.limited(limit, how, amount)?;
            }
            Ok((given, amount))
        })
    }

    fn limited(&mut self, limit: &Formula, how: Binary, amount: Number) -> Result<Number, Why> {
        let space = self.space;
        let limit = self.number(&limit.expr)?;
        let limit = self.number_in(limit, space)?;
        let unknown = self.registers.not(space, limit.known);
        // Also where it has no place: then there is no limit.
        self.mark(unknown);
        let limit = self.at_least_nothing(limit)?;
        self.extreme_of(how, amount, limit)
    }
}
