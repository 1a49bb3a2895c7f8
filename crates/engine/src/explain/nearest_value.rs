//! The value nearest to the present one with which changes are a yes. What lies between
//! may turn more than once: values are looked at together, as a range, and taken apart
//! where some of them may be a yes.

use rust_decimal::Decimal;

use super::{
    changes::with_value,
    out_of_reach::{is_assumed_by_others, is_missed},
    prober::Prober,
};
use crate::{
    answer::{
        Outcome,
        changed_facts::{FactChange, Spot},
    },
    base::{
        bounds::{Bounds, order},
        ids::FactId,
        step::{Side, distance, step, stepped},
        value::Value,
    },
    eval::{bounded::range::Values, facts::Facts},
};

/// The most ranges that are looked at for one value; where a range is wider than what
/// it stands for, it is taken apart in vain.
const MAX_RANGES: u32 = 64;

/// The value nearest to the present one, before one that is a yes; none where there is
/// none, or it was not found within that many ranges.
pub(super) fn nearer_yes(
    prober: &mut Prober<'_>,
    answer: &[FactChange],
    number: usize,
    (present, good): (Value, Value),
) -> Option<Value> {
    let change = answer.get(number)?;
    let (fact_id, record) = match change.spot {
        Spot::Case(fact) => (fact, None),
        Spot::Record(fact, record) => (fact, Some(record)),
        Spot::List(_) => return None,
    };
    let step = step(&prober.version.facts[fact_id].ty)?;
    let away = distance(good, present)?;
    let probe = prober.ask(answer).filter(|probe| probe.is_one_part)?;
    let mut facts = probe.facts.clone()?;
    facts.forget_each(prober.version, |facts, fact, of| {
        (fact, of) == (fact_id, record) || is_assumed_by_others(prober.version, facts, fact, of)
    });
    let mut between = Between {
        prober,
        answer,
        number,
        facts,
        place: (fact_id, record),
        present,
        side: match away.is_sign_negative() {
            true => Side::Below,
            false => Side::Above,
        },
        step,
        ranges: 0,
    };
    let steps = away.abs().checked_div(step)?.ceil();
    between.nearest(Decimal::ONE, steps - Decimal::ONE)
}

/// The values between a present one and one that is a yes.
struct Between<'b, 'p> {
    prober: &'b mut Prober<'p>,
    answer: &'b [FactChange],
    number: usize,
    /// The facts with the changes, but for the one that is looked at.
    facts: Facts,
    place: (FactId, Option<u16>),
    present: Value,
    side: Side,
    step: Decimal,
    ranges: u32,
}

impl Between<'_, '_> {
    fn at(&self, steps: Decimal) -> Option<Value> {
        stepped(self.present, self.side, steps.checked_mul(self.step)?)
    }

    /// The first that is a yes, from one number of steps away to another.
    fn nearest(&mut self, first: Decimal, last: Decimal) -> Option<Value> {
        if first > last || self.ranges >= MAX_RANGES {
            return None;
        }
        let ends = (self.at(first)?, self.at(last)?);
        if first == last {
            let changes = with_value(self.answer, self.number, ends.0);
            return (self.prober.gives(&changes, Outcome::Eligible) == Some(true))
                .then_some(ends.0);
        }
        if self.is_never_a_yes(ends) {
            return None;
        }
        let middle = first.checked_add(last)?.checked_div(Decimal::TWO)?.trunc();
        match self.nearest(first, middle) {
            Some(found) => Some(found),
            None => self.nearest(middle + Decimal::ONE, last),
        }
    }

    fn is_never_a_yes(&mut self, (one, other): (Value, Value)) -> bool {
        self.ranges += 1;
        let (low, high) = match order(one, other) {
            Some(order) if order.is_gt() => (other, one),
            _ => (one, other),
        };
        let values = Values::between(Bounds {
            low: Some(low),
            high: Some(high),
        });
        let mut facts = self.facts.clone();
        facts.narrow(self.prober.version, self.place, values);
        is_missed(self.prober, Outcome::Eligible, &facts)
    }
}
