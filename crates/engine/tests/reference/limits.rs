//! What limits on lines together change.

use std::{collections::BTreeSet, ops::RangeInclusive};

use crate::{
    formula::{Evaluator, Scope},
    fraction::{self, Fraction},
    quote::{Amount, Charged, Line, rounded_by},
    totals::Sum,
    value::{Computed, Fault, Truth, Value},
};
use almoner_engine::source::model::LimitEntry;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Limit {
    /// There is no such limit, or none of its lines is charged.
    None,
    Unknown,
    Referred,
    Held(Held),
}

/// What the lines come to before and after a limit, and what it adds to each by its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Held {
    pub(crate) before: Amount,
    pub(crate) after: Amount,
    borne: Vec<(usize, Amount)>,
}

/// The amounts of a limit: below the first nothing is charged, then the least and the most.
type Amounts = [Option<Amount>; 3];

/// The days of which limits are held: some parts, and what is evaluated for them.
pub(crate) struct Days<'s> {
    pub(crate) parts: RangeInclusive<usize>,
    /// By the rules and facts of the first of the days, with the ends of all of them.
    pub(crate) whole: Evaluator<'s>,
    /// For each of the parts.
    pub(crate) each: Vec<Evaluator<'s>>,
}

/// A limit, with the number of its record and the first of its parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LimitFound {
    pub(crate) id: String,
    pub(crate) record: Option<usize>,
    pub(crate) from_part: usize,
    pub(crate) limit: Limit,
}

/// Holds the limits of these days over a month, or those over all; the lines are left
/// as the limits leave them.
pub(crate) fn hold(
    days: &Days<'_>,
    is_over_month: bool,
    lines: &mut [Charged],
    acted: &mut Vec<(BTreeSet<usize>, Limit)>,
    is_open: bool,
) -> Result<Vec<LimitFound>, Fault> {
    let mut limits = Vec::new();
    let rules = days.whole.book.rules;
    for limit in &rules.limits {
        if (limit.over == Some("month")) != is_over_month {
            continue;
        }
        let numbers: Vec<Option<usize>> = match limit.for_each {
            None => vec![None],
            Some(list) => {
                // Also those that join later: they are there on some of its days.
                let records = days.whole.case.lists.get(list).map_or(0, Vec::len);
                (0..records).map(Some).collect()
            }
        };
        for record in numbers {
            let own = places(lines, limit, record, &days.parts);
            let before = acted.iter().filter(|(places, _)| !own.is_disjoint(places));
            let before: Vec<&Limit> = before.map(|(_, limit)| limit).collect();
            let open = [Limit::Unknown, Limit::Referred];
            let open = open.into_iter().find(|it| before.contains(&it));
            let found = held_for(days, (limit, record), lines, is_open, open)?;
            acted.push((own, found.clone()));
            limits.push(LimitFound {
                id: limit.id.to_owned(),
                record,
                from_part: *days.parts.start(),
                limit: found,
            });
        }
    }
    Ok(limits)
}

/// The places of the lines that a limit adds up and that may be charged.
fn places(
    lines: &[Charged],
    limit: &LimitEntry<'_>,
    record: Option<usize>,
    parts: &RangeInclusive<usize>,
) -> BTreeSet<usize> {
    let own = lines.iter().enumerate().filter(|(_, it)| {
        let is_named = limit.lines.is_empty() || limit.lines.contains(&it.id.as_str());
        let is_of_record = record.is_none() || it.record == record;
        is_named && is_of_record && parts.contains(&it.part) && it.line != Line::NotCharged
    });
    own.map(|(place, _)| place).collect()
}

fn held_for<'s>(
    days: &Days<'s>,
    (limit, record): (&LimitEntry<'s>, Option<usize>),
    lines: &mut [Charged],
    is_open: bool,
    // What the limits before it leave, if that is not known.
    before: Option<Limit>,
) -> Result<Limit, Fault> {
    let sum = Sum::of_lines(lines, &limit.lines, record, &days.parts);
    if sum == Sum::None {
        return Ok(Limit::None);
    }
    let amounts = match days.whole.limit_amounts(limit, record)? {
        AmountsOf::None => return Ok(Limit::None),
        AmountsOf::Unknown => None,
        AmountsOf::Known(amounts) => Some(amounts),
    };
    let (Some(amounts), false) = (amounts, is_open) else {
        return Ok(Limit::Unknown);
    };
    if limit.if_same {
        for part in &days.each {
            let then = part.book.rules.limits.iter().find(|it| it.id == limit.id);
            let Some(limit) = then else {
                return Ok(Limit::None);
            };
            match part.limit_amounts(limit, record)? {
                AmountsOf::Known(own) if own == amounts => {}
                AmountsOf::Unknown => return Ok(Limit::Unknown),
                _ => return Ok(Limit::None),
            }
        }
    }
    let before = match (sum, before) {
        (Sum::Amount(amount), None) => amount,
        (Sum::Referred, None | Some(Limit::Referred)) => return Ok(Limit::Referred),
        (Sum::Amount(_), Some(open)) => return Ok(open),
        _ => return Ok(Limit::Unknown),
    };
    let after = (
        held(&before.0, &amounts, |(low, _)| low),
        held(&before.1, &amounts, |(_, high)| high),
    );
    let borne = bear(lines, limit, record, &days.parts, (&before, &after));
    Ok(Limit::Held(Held {
        before: in_order(before),
        after: in_order(after),
        borne,
    }))
}

/// The amounts of a limit that there is.
enum AmountsOf {
    None,
    Unknown,
    Known(Amounts),
}

impl<'s> Evaluator<'s> {
    fn limit_amounts(
        &self,
        limit: &LimitEntry<'s>,
        record: Option<usize>,
    ) -> Result<AmountsOf, Fault> {
        let scope = Scope {
            records: limit.for_each.zip(record).into_iter().collect(),
            ..self.scope()
        };
        Ok(match self.condition(limit.when, &scope)? {
            Truth::Yes => match self.amounts(limit, &scope)? {
                Some(amounts) => AmountsOf::Known(amounts),
                None => AmountsOf::Unknown,
            },
            Truth::Unknown => AmountsOf::Unknown,
            Truth::No | Truth::NotApplicable => AmountsOf::None,
        })
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

/// Held by themselves the ends can change places.
pub(crate) fn in_order((one, other): Amount) -> Amount {
    match one <= other {
        true => (one, other),
        false => (other, one),
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

/// The last part bears the difference, in it the last record and of that the last line,
/// then the one before; lines of no record come after those of the last record.
fn bear(
    lines: &mut [Charged],
    limit: &LimitEntry<'_>,
    record: Option<usize>,
    parts: &RangeInclusive<usize>,
    (before, after): (&Amount, &Amount),
) -> Vec<(usize, Amount)> {
    let mut borne = Vec::new();
    let mut left = (&after.0 - &before.0, &after.1 - &before.1);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| {
        let it = &lines[*at];
        (it.part, it.record.is_none(), it.record, *at)
    });
    for at in order.into_iter().rev() {
        let it = &mut lines[at];
        let is_named = limit.lines.is_empty() || limit.lines.contains(&it.id.as_str());
        let Line::Priced { amount, .. } = &mut it.line else {
            continue;
        };
        let is_of_record = record.is_none() || it.record == record;
        if !is_named || !is_of_record || !parts.contains(&it.part) {
            continue;
        }
        // All that is added; of what is taken off no more than the line comes to.
        let bears = |line: &Fraction, left: &Fraction| {
            let most = -line.clone().max(fraction::whole(0));
            left.clone().max(most)
        };
        let own = (bears(&amount.0, &left.0), bears(&amount.1, &left.1));
        *amount = (&amount.0 + &own.0, &amount.1 + &own.1);
        left = (&left.0 - &own.0, &left.1 - &own.1);
        borne.push((at, own));
    }
    borne.retain(|(_, own)| *own != (fraction::whole(0), fraction::whole(0)));
    borne
}
