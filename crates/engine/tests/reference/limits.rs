//! What limits on lines together change.

use crate::{
    formula::{Evaluator, Scope},
    fraction::{self, Fraction},
    quote::{Amount, Line, rounded_by},
    totals::{Charged, Sum},
    value::{Computed, Fault, Truth, Value},
};
use almoner_engine::source::model::LimitEntry;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
    /// There is no such limit, or none of its lines is charged.
    None,
    Unknown,
    Referred,
    /// What the lines come to before and after it.
    Held(Amount, Amount),
}

/// The amounts of a limit: below the first nothing is charged, then the least and the most.
type Amounts = [Option<Amount>; 3];

impl<'s> Evaluator<'s> {
    /// Each limit with its id and the number of its record. The lines are left as the
    /// limits leave them.
    pub(crate) fn limits(
        &self,
        lines: &mut [Charged],
        is_open: bool,
    ) -> Result<Vec<(String, Option<usize>, Limit)>, Fault> {
        let mut limits = Vec::new();
        for limit in &self.book.rules.limits {
            let numbers: Vec<Option<usize>> = match limit.for_each {
                None => vec![None],
                Some(list) => self.records(list).numbers.into_iter().map(Some).collect(),
            };
            for number in numbers {
                let held = self.limit(limit, number, lines, is_open)?;
                limits.push((limit.id.to_owned(), number, held));
            }
        }
        Ok(limits)
    }

    fn limit(
        &self,
        limit: &LimitEntry<'s>,
        number: Option<usize>,
        lines: &mut [Charged],
        is_open: bool,
    ) -> Result<Limit, Fault> {
        let sum = Sum::of_lines(lines, &limit.lines, number);
        if sum == Sum::None {
            return Ok(Limit::None);
        }
        let scope = Scope {
            on: self.case.on,
            records: limit.for_each.zip(number).into_iter().collect(),
            charge: None,
        };
        let amounts = match self.condition(limit.when, &scope)? {
            Truth::Yes => self.amounts(limit, &scope)?,
            Truth::Unknown => None,
            Truth::No | Truth::NotApplicable => return Ok(Limit::None),
        };
        let (Some(amounts), false) = (amounts, is_open) else {
            return Ok(Limit::Unknown);
        };
        let before = match sum {
            Sum::Amount(amount) => amount,
            Sum::Referred => return Ok(Limit::Referred),
            _ => return Ok(Limit::Unknown),
        };
        let after = (
            held(&before.0, &amounts, |(low, _)| low),
            held(&before.1, &amounts, |(_, high)| high),
        );
        bear(lines, &limit.lines, number, &before, &after);
        Ok(Limit::Held(before, after))
    }

    /// Its amounts; none while one of them is unknown. One that does not apply limits
    /// nothing.
    fn amounts(&self, limit: &LimitEntry<'s>, scope: &Scope<'s>) -> Result<Option<Amounts>, Fault> {
        let mut amounts: Amounts = [None, None, None];
        let texts = [limit.nothing_below, limit.at_least, limit.at_most];
        let mut is_unknown = false;
        for (slot, text) in amounts.iter_mut().zip(texts) {
            let Some(text) = text else { continue };
            match self.text(text, scope)? {
                Computed::Known(Value::Money(low, high)) => {
                    let round = |end| match &limit.rounding {
                        Some(rounding) => rounded_by(rounding, &end),
                        None => self.rounded(&end),
                    };
                    *slot = Some((round(low), round(high)));
                }
                Computed::Unknown => is_unknown = true,
                Computed::Known(other) => panic!("no money: {other:?}"),
                Computed::NotApplicable => {}
            }
        }
        Ok((!is_unknown).then_some(amounts))
    }
}

/// One end of a sum within the limit.
fn held(sum: &Fraction, amounts: &Amounts, end: fn(&Amount) -> &Fraction) -> Fraction {
    let [nothing_below, least, most] = amounts.each_ref().map(|it| it.as_ref().map(end));
    let mut held = sum.clone();
    if nothing_below.is_some_and(|it| held < *it) {
        held = fraction::whole(0);
    }
    if let Some(least) = least {
        held = held.max(least.clone());
    }
    if let Some(most) = most {
        held = held.min(most.clone());
    }
    held
}

/// The last record bears the difference and of it the last line, then the one before;
/// lines of no record come last of all.
fn bear(
    lines: &mut [Charged],
    names: &[&str],
    record: Option<usize>,
    before: &Amount,
    after: &Amount,
) {
    let mut left = (&after.0 - &before.0, &after.1 - &before.1);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| (lines[*at].1.is_none(), lines[*at].1, *at));
    for at in order.into_iter().rev() {
        let (id, number, line) = &mut lines[at];
        let is_named = names.is_empty() || names.contains(&id.as_str());
        let Line::Priced { amount, .. } = line else {
            continue;
        };
        if !is_named || (record.is_some() && *number != record) {
            continue;
        }
        // All that is added; of what is taken off no more than the line comes to.
        let bears = |line: &Fraction, left: &Fraction| {
            let most = -line.clone().max(fraction::whole(0));
            left.clone().max(most)
        };
        let own = (bears(&amount.0, &left.0), bears(&amount.1, &left.1));
        *amount = (&amount.0 + &own.0, &amount.1 + &own.1);
        left = (left.0 - own.0, left.1 - own.1);
    }
}
