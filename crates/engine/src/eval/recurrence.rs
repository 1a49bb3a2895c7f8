//! Recurring days of a schedule, period after period.
//!
//! Every day is counted from the start of its period and not from the day
//! before it, so that a schedule of months from 31 August has 31 October after
//! 30 September: where a month is shorter its last day is taken.

use super::{
    evaluator::Evaluator,
    fault::{Fault, Impossible},
    trace::Recorder,
};
use crate::{
    base::{
        date::Date,
        ids::ReasonId,
        value::{Missing, Value},
    },
    check::model::{Interval, Schedule},
};

/// The most days one schedule may have: more than any calendar on a wall.
pub const MAX_DAYS: usize = 400;

/// The days of a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum RecurringDays {
    /// The days of each period, in order.
    Known(Vec<Vec<Date>>),
    /// They depend on these facts.
    Unknown(Missing),
    /// There are none, for this reason.
    DoesNotApply(ReasonId),
}

impl RecurringDays {
    /// Every day in order; empty while they are not known.
    pub fn all(&self) -> impl Iterator<Item = Date> {
        let stretches = match self {
            RecurringDays::Known(stretches) => stretches.as_slice(),
            RecurringDays::Unknown(_) | RecurringDays::DoesNotApply(_) => &[],
        };
        stretches.iter().flatten().copied()
    }
}

/// Evaluates the days of a schedule.
pub(super) fn days<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    schedule: &Schedule,
) -> Result<RecurringDays, Fault> {
    let mut stretches = Vec::with_capacity(schedule.recurrences.len());
    let mut room = MAX_DAYS;
    let mut ended = Value::Unknown(Missing::NONE);
    for stretch in &schedule.recurrences {
        let from = match &stretch.from {
            Some(from) => it.evaluate(from, None)?,
            None => ended,
        };
        ended = it.evaluate(&stretch.until, None)?;
        let (Value::Date(first), Value::Date(last)) = (from, ended) else {
            return Ok(unsettled(from, ended));
        };
        let days = occurrences(stretch.every, first, last, room);
        let days = days.ok_or_else(|| it.fault_in(Impossible::TooManyDays, &stretch.until))?;
        room -= days.len();
        stretches.push(days);
    }
    Ok(RecurringDays::Known(stretches))
}

/// Why the days are not known.
fn unsettled(from: Value, until: Value) -> RecurringDays {
    match (from, until) {
        (Value::DoesNotApply(reason), _) | (_, Value::DoesNotApply(reason)) => {
            RecurringDays::DoesNotApply(reason)
        }
        (Value::Unknown(a), Value::Unknown(b)) => RecurringDays::Unknown(a.union(b)),
        (Value::Unknown(missing), _) | (_, Value::Unknown(missing)) => {
            RecurringDays::Unknown(missing)
        }
        _ => RecurringDays::Unknown(Missing::NONE),
    }
}

/// The days after `first` up to `last`; `None` if they are more than there is
/// room for.
fn occurrences(every: Interval, first: Date, last: Date, room: usize) -> Option<Vec<Date>> {
    let mut days = Vec::new();
    for count in 1i64.. {
        let day = every.after(first, count);
        // Past the last day of the calendar there is none to come.
        let Some(day) = day.filter(|day| *day <= last) else {
            break;
        };
        if days.len() == room {
            return None;
        }
        days.push(day);
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::date;

    fn day(text: &str) -> Date {
        date::parse(text).unwrap()
    }

    fn shown(every: Interval, first: &str, last: &str) -> Vec<String> {
        let days = occurrences(every, day(first), day(last), MAX_DAYS).unwrap();
        days.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn months_are_counted_from_the_start_and_end_with_a_shorter_month() {
        assert_eq!(
            shown(Interval::Months(1), "2018-08-31", "2018-12-31"),
            ["2018-09-30", "2018-10-31", "2018-11-30", "2018-12-31"]
        );
        assert_eq!(
            shown(Interval::Days(14), "2018-06-15", "2018-07-12"),
            ["2018-06-29"]
        );
        assert!(shown(Interval::Days(1), "2018-06-15", "2018-06-15").is_empty());
    }

    #[test]
    fn schedule_ends() {
        let (first, end) = (day("2018-06-15"), Date::MAX);
        assert_eq!(occurrences(Interval::Days(1), first, end, MAX_DAYS), None);
        let days = occurrences(Interval::Months(u16::MAX), first, end, MAX_DAYS);
        assert_eq!(days.map(|days| days.len()), Some(1));
    }

    proptest! {
        #[test]
        fn recurrence_is_sorted_and_within_bounds(days in 1u16..800, span in 0i64..3_000) {
            let first = day("2016-02-29");
            let last = date::add_days(first, span).unwrap();
            for every in [Interval::Days(days), Interval::Months(days)] {
                let Some(days) = occurrences(every, first, last, MAX_DAYS) else { continue };
                prop_assert!(days.iter().all(|day| *day > first && *day <= last));
                prop_assert!(days.is_sorted());
            }
        }
    }
}
