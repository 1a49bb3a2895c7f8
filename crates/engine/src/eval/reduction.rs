//! What reductions take off a line's price.

use super::{
    evaluator::Evaluator,
    fault::{Fault, Impossible},
    quote_model::{Priced, Reduced},
    three_valued::Ternary,
    trace::Recorder,
};
use crate::{
    base::{
        ids::RecordId,
        money::Money,
        value::{Missing, Value},
    },
    check::model::{Line, Reduction},
};

/// Evaluates the reductions: all off the gross amount, rounded once, never
/// below nothing. A reduction's own amount is what it lowers the rounded price
/// by after those before it, so the amounts add up to the difference, and the
/// last one bears the rounding. While one of them is not known, neither is what
/// the later ones take off; but once nothing is left, it cannot matter.
pub(super) fn reduce<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    line: &Line,
    record: Option<RecordId>,
    priced: &mut Priced,
) -> Result<(), Fault> {
    let mut left = priced.gross;
    let mut taken = Money::ZERO;
    let mut open = Missing::NONE;
    for reduction in &line.reductions {
        let reduced = match it.decide(&reduction.when, record)? {
            Ternary::Yes => take(it, reduction, record, priced.gross)?,
            Ternary::Unknown => Reduced::Unknown(it.gathered),
            Ternary::No | Ternary::DoesNotApply(_) => Reduced::NotGiven,
        };
        let reduced = match reduced {
            Reduced::Given(asked) => Reduced::Given(match (asked, priced.gross, left) {
                (Some(asked), Some(gross), Some(before)) => {
                    let after = left_of(it, reduction, gross, &mut taken, asked)?;
                    left = Some(after);
                    less(before, after).filter(|_| open.is_empty())
                }
                _ => None,
            }),
            Reduced::NotGiven => Reduced::NotGiven,
            Reduced::Unknown(missing) => {
                open = open.union(missing);
                reduced
            }
        };
        priced.reductions.push(reduced);
    }
    if !open.is_empty() && left != Some(Money::ZERO) {
        priced.missing = priced.missing.union(open);
    }
    priced.net = left.filter(|_| priced.missing.is_empty());
    Ok(())
}

/// How much a reduction that is given asks for.
fn take<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    reduction: &Reduction,
    record: Option<RecordId>,
    gross: Option<Money>,
) -> Result<Reduced, Fault> {
    let asked = match it.evaluate(&reduction.take, record)? {
        Value::Percent(share) => gross
            .map(|gross| gross.checked_mul(share).ok_or(Impossible::Overflow))
            .transpose()
            .map_err(|what| it.fault_in(what, &reduction.take))?,
        Value::Money(money) => Some(money),
        Value::Unknown(missing) => return Ok(Reduced::Unknown(missing)),
        _ => return Ok(Reduced::NotGiven),
    };
    let asked = asked.map(Money::at_least_nothing);
    let Some(at_most) = &reduction.at_most else {
        return Ok(Reduced::Given(asked));
    };
    Ok(match it.evaluate(at_most, record)? {
        Value::Money(limit) => {
            let limit = limit.at_least_nothing();
            Reduced::Given(asked.map(|asked| asked.cheaper(limit)))
        }
        Value::Unknown(missing) => Reduced::Unknown(missing),
        _ => Reduced::Given(asked),
    })
}

/// What is left of the gross amount once this is taken off as well, never
/// below nothing and rounded; `taken` is exact.
fn left_of<R: Recorder>(
    it: &Evaluator<'_, R>,
    reduction: &Reduction,
    gross: Money,
    taken: &mut Money,
    asked: Money,
) -> Result<Money, Fault> {
    let left = taken.checked_add(asked).and_then(|sum| {
        *taken = sum;
        less(gross, sum)
    });
    let left = left.ok_or_else(|| it.fault_in(Impossible::Overflow, &reduction.take))?;
    it.rounded(left.at_least_nothing(), &reduction.take)
}

/// One amount less another: end by end where they move together, as a share
/// of a price does; where that would run backwards, anything between them.
fn less(price: Money, taken: Money) -> Option<Money> {
    price.difference(taken).or_else(|| price.checked_sub(taken))
}
