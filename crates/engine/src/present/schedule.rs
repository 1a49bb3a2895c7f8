//! The days of a schedule in words.

use super::{context::Context, missing, value_words};
use crate::{
    base::date::LongDate,
    check::model::Schedule,
    eval::{recurrence::RecurringDays, screen::Screening},
};

/// Days that keep returning, such as those of reviews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleView {
    /// The schedule's id.
    pub id: String,
    /// What the days are for and where that is written; with why there are
    /// none, where there are none.
    pub words: String,
    /// The days, for each span of time in which they return at one interval.
    pub spans: Vec<DaysView>,
}

/// Days that return at one interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaysView {
    /// `every 7 days`.
    pub every: String,
    /// `1 May 2018, 8 May 2018`, or `none`.
    pub days: String,
}

/// Every schedule of an answer, except confidential ones.
pub(super) fn schedules(context: &Context<'_>, screening: &Screening) -> Vec<ScheduleView> {
    let schedules = context.version().selection.schedules.iter();
    schedules
        .zip(&screening.schedules)
        .filter(|(schedule, _)| !context.secrets().schedule(schedule))
        .map(|(schedule, days)| one(context, schedule, days))
        .collect()
}

fn one(context: &Context<'_>, schedule: &Schedule, days: &RecurringDays) -> ScheduleView {
    let says = context.say(&schedule.says, None);
    let (words, spans) = match days {
        RecurringDays::Unknown(missing) => {
            let needs = missing::names(context, *missing, None);
            (format!("{says}: not known yet, needs {needs}"), Vec::new())
        }
        RecurringDays::DoesNotApply(reason) => {
            let reason = context.reason(*reason);
            (format!("{says}: does not apply: {reason}"), Vec::new())
        }
        RecurringDays::Known(spans) => {
            let spans = schedule.recurrences.iter().zip(spans);
            let view = spans.map(|(recurrence, days)| {
                let days: Vec<String> = days.iter().map(|day| LongDate(*day).to_string()).collect();
                DaysView {
                    every: value_words::every(recurrence.every),
                    days: match days.as_slice() {
                        [] => "none".to_owned(),
                        days => days.join(", "),
                    },
                }
            });
            (says, view.collect())
        }
    };
    ScheduleView {
        id: schedule.id.to_string(),
        words: context.cited(words, Some(&schedule.cite)),
        spans,
    }
}
