//! Days that return.

use almoner_engine::source::model::ScheduleEntry;

use crate::{
    days,
    formula::Evaluator,
    value::{Computed, Evaluated, Fault, Value},
};

/// The most days of one schedule.
const MAX_DAYS: usize = 400;

/// The days of a schedule, or why there are none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Schedule {
    Days(Vec<i64>),
    Unknown,
    NotApplicable,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn schedule(&self, schedule: &ScheduleEntry<'s>) -> Result<Schedule, Fault> {
        let mut found = Vec::new();
        let mut before = Computed::Unknown;
        for stretch in &schedule.stretches {
            let from = match stretch.from {
                Some(from) => self.day(from)?,
                None => before,
            };
            let until = self.day(stretch.until)?;
            before = until.clone();
            let (from, until) = match Computed::all(vec![from, until]) {
                Err(Computed::Unknown) => return Ok(Schedule::Unknown),
                Err(_) => return Ok(Schedule::NotApplicable),
                Ok(ends) => match ends.as_slice() {
                    [Value::Day(from), Value::Day(until)] => (*from, *until),
                    other => panic!("no days: {other:?}"),
                },
            };
            let (count, unit) = stretch.every.split_once(' ').expect("an interval");
            let count: i64 = count.parse().expect("a number");
            for times in 1.. {
                let day = match unit.trim_end_matches('s') {
                    "day" => Some(from + times * count),
                    "week" => Some(from + times * count * 7),
                    "month" => days::add_months(from, times * count),
                    _ => days::add_months(from, times * count * 12),
                };
                let Some(day) = day.filter(|day| *day <= until) else {
                    break;
                };
                found.push(day);
                if found.len() > MAX_DAYS {
                    return Err(Fault("too many days"));
                }
            }
        }
        Ok(Schedule::Days(found))
    }

    fn day(&self, text: &str) -> Evaluated {
        self.text(text, &self.scope())
    }
}
