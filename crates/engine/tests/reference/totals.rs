//! What lines come to several times over.

use std::ops::RangeInclusive;

use crate::{
    formula::{Evaluator, Scope},
    quote::{Amount, Charged, Line},
    value::{Computed, Fault, Truth, Value},
};
use almoner_engine::source::model::TotalEntry;

/// What a total, or lines together, come to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sum {
    /// No line of it is charged, or there is no such total.
    None,
    Unknown,
    Withheld,
    Referred,
    Amount(Amount),
}

impl Sum {
    fn of(line: &Line) -> Sum {
        match line {
            Line::NotCharged => Sum::None,
            Line::Unknown => Sum::Unknown,
            Line::Referred => Sum::Referred,
            Line::Priced { amount, .. } => Sum::Amount(amount.clone()),
        }
    }

    /// Both together: what is not known, withheld or left to a person makes the whole so.
    pub(crate) fn and(self, other: Sum) -> Sum {
        match (self, other) {
            (Sum::None, other) | (other, Sum::None) => other,
            (Sum::Unknown, _) | (_, Sum::Unknown) => Sum::Unknown,
            (Sum::Withheld, _) | (_, Sum::Withheld) => Sum::Withheld,
            (Sum::Referred, _) | (_, Sum::Referred) => Sum::Referred,
            (Sum::Amount(one), Sum::Amount(other)) => {
                Sum::Amount((one.0 + other.0, one.1 + other.1))
            }
        }
    }

    /// The lines of some parts and of a record, or of all where it is for none, that are named.
    pub(crate) fn of_lines(
        lines: &[Charged],
        names: &[&str],
        record: Option<usize>,
        parts: &RangeInclusive<usize>,
    ) -> Sum {
        let own = lines.iter().filter(|it| {
            let is_named = names.is_empty() || names.contains(&it.id.as_str());
            is_named && (record.is_none() || it.record == record) && parts.contains(&it.part)
        });
        own.fold(Sum::None, |sum, it| sum.and(Sum::of(&it.line)))
    }
}

impl<'s> Evaluator<'s> {
    /// Each total with its id and the number of its record.
    pub(crate) fn totals(
        &self,
        lines: &[Charged],
    ) -> Result<Vec<(String, Option<usize>, Sum)>, Fault> {
        let mut totals = Vec::new();
        for total in &self.book.rules.totals {
            let id = total.id.to_owned();
            let Some(list) = total.for_each else {
                let sum = self.total(total, lines, None)?;
                totals.push((id, None, sum));
                continue;
            };
            let records = self.records(list);
            let mut all = Sum::None;
            for number in records.numbers {
                let sum = self.total(total, lines, Some((list, number)))?;
                all = all.and(sum.clone());
                totals.push((id.clone(), Some(number), sum));
            }
            if records.may_be_more && all != Sum::None {
                all = Sum::Unknown;
            }
            totals.push((id, None, all));
        }
        Ok(totals)
    }

    fn total(
        &self,
        total: &TotalEntry<'s>,
        lines: &[Charged],
        record: Option<(&'s str, usize)>,
    ) -> Result<Sum, Fault> {
        let scope = Scope {
            records: record.into_iter().collect(),
            ..self.scope()
        };
        let is_withheld = match self.condition(total.when, &scope)? {
            Truth::Yes => false,
            Truth::No if total.otherwise.is_some() => true,
            Truth::Unknown => return Ok(Sum::Unknown),
            Truth::No | Truth::NotApplicable => return Ok(Sum::None),
        };
        let once = Sum::of_lines(lines, &total.of, record.map(|(_, number)| number), &(0..=0));
        if once == Sum::None || is_withheld {
            return Ok(if is_withheld && once != Sum::None {
                Sum::Withheld
            } else {
                Sum::None
            });
        }
        let times = self.text(total.times, &scope)?;
        Ok(match (once, times) {
            (Sum::Amount((low, high)), Computed::Known(Value::Number(times))) => {
                let (low, high) = (self.rounded(&(low * &times)), self.rounded(&(high * times)));
                Sum::Amount(if low <= high {
                    (low, high)
                } else {
                    (high, low)
                })
            }
            (unsettled, Computed::Known(_)) => unsettled,
            (Sum::Unknown, _) | (_, Computed::Unknown) => Sum::Unknown,
            (_, Computed::NotApplicable) => Sum::None,
        })
    }
}
