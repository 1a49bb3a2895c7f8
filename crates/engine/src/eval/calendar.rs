//! What formulas ask of calendars. A day that a calendar does not cover is a
//! fault: it is never taken for a day that is not in it.

use super::{
    evaluator::{Evaluator, Worked},
    fault::Impossible,
    lookup::{unsettled, worked},
    trace::{Recorder, Source},
};
use crate::{
    base::{
        date::{self, Date},
        ids::{CalendarId, IdVec},
        value::Value,
    },
    check::{
        formula::{CalendarQuestion, Expr},
        model::{Calendar, CalendarSpan, calendar_states},
    },
};

/// The answer to a question about days.
pub(super) fn asked<R: Recorder>(
    it: &mut Evaluator<'_, R>,
    question: &CalendarQuestion,
    arguments: &[Expr],
    expr: &Expr,
) -> Worked {
    let values = worked(it, arguments)?;
    if let Some(open) = unsettled(&values) {
        return Ok(open);
    }
    let calendars = Calendars {
        calendars: &it.ruling.book.calendars,
        known: it.ruling.known,
    };
    let found = calendars.answer(question, &values);
    let (read, value) = found.map_err(|what| it.stop(what))?;
    Ok(match read {
        Some((id, number)) => it.record_read(Source::Calendar(id, number), expr, value),
        None => value,
    })
}

/// The calendars as they were known on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendars<'b> {
    pub(crate) calendars: &'b IdVec<CalendarId, Calendar>,
    /// The end of which day; without one, all that is known counts.
    pub(crate) known: Option<Date>,
}

impl Calendars<'_> {
    /// The answer to a question about these days.
    pub(crate) fn answer(
        &self,
        question: &CalendarQuestion,
        given: &[Value],
    ) -> Result<Found, Impossible> {
        match (question, given) {
            (CalendarQuestion::DaysIn(id), [Value::Date(first), Value::Date(last)]) => {
                let is_in = |day| Ok(self.span(*id, day)?.is_some());
                let id = self.state(*id)?;
                Ok((Some((id, None)), count(days(*first, *last), is_in)?))
            }
            (
                CalendarQuestion::DaysOn { within, except }
                | CalendarQuestion::WholeWeeks { within, except },
                [
                    Value::Choices(weekdays),
                    Value::Date(first),
                    Value::Date(last),
                ],
            ) => {
                let last = if *weekdays == 0 { Date::MIN } else { *last };
                let counts = |day: Date| {
                    let is_in = |id: &CalendarId| Ok(self.span(*id, day)?.is_some());
                    let mut within = within.iter();
                    let counts = within.try_fold(true, |all, id| Ok(all && is_in(id)?))?;
                    let mut except = except.iter();
                    except.try_fold(counts, |counts, id| Ok(counts && !is_in(id)?))
                };
                let on_weekdays = days(*first, last).filter(|day| is_on(*weekdays, *day));
                let counted = match question {
                    CalendarQuestion::WholeWeeks { .. } => weeks(*weekdays, on_weekdays, counts),
                    _ => count(on_weekdays, counts),
                };
                Ok((None, counted?))
            }
            (question, [Value::Date(day)]) => of_day(self, question, *day),
            _ => Err(Impossible::Overflow),
        }
    }

    /// The state of a calendar that was known; a fault where there was none.
    fn state(&self, id: CalendarId) -> Result<CalendarId, Impossible> {
        let mut states = calendar_states(self.calendars, id);
        let known = states.find(|(_, it)| self.known.is_none_or(|by| it.known <= by));
        let (number, _) = known.ok_or(Impossible::CalendarNotKnown(id))?;
        Ok(number)
    }

    /// The span in which a day lies, if any; a fault where that is not known.
    fn span(
        &self,
        id: CalendarId,
        day: Date,
    ) -> Result<Option<(usize, &CalendarSpan)>, Impossible> {
        let id = self.state(id)?;
        let calendar = &self.calendars[id];
        if !calendar.covers(day) {
            return Err(Impossible::OutsideCalendar(id, day));
        }
        let number = calendar.span_of(day);
        Ok(number.and_then(|number| Some((number, calendar.spans.get(number)?))))
    }
}

/// The calendar that was read, the number of the span that was found, and the
/// answer.
pub(crate) type Found = (Option<(CalendarId, Option<u16>)>, Value);

/// What is asked of the span in which one day lies.
fn of_day(
    calendars: &Calendars<'_>,
    question: &CalendarQuestion,
    day: Date,
) -> Result<Found, Impossible> {
    let (CalendarQuestion::Contains(id)
    | CalendarQuestion::FirstDay(id, _)
    | CalendarQuestion::LastDay(id, _)) = question
    else {
        return Err(Impossible::Overflow);
    };
    let found = calendars.span(*id, day)?;
    let number = found.and_then(|(number, _)| u16::try_from(number).ok());
    let value = match (question, found) {
        (CalendarQuestion::FirstDay(..), Some((_, span))) => Value::Date(span.from),
        (CalendarQuestion::LastDay(..), Some((_, span))) => Value::Date(span.until),
        (CalendarQuestion::FirstDay(_, reason) | CalendarQuestion::LastDay(_, reason), None) => {
            Value::DoesNotApply(*reason)
        }
        (_, found) => Value::YesNo(found.is_some()),
    };
    Ok((Some((calendars.state(*id)?, number)), value))
}

/// Whether a day is one of the weekdays: one bit each, Monday's the lowest.
fn is_on(weekdays: u64, day: Date) -> bool {
    weekdays & (1 << day.weekday().to_monday_zero_offset()) != 0
}

/// Of how many calendar weeks every one of the weekdays is among the days and
/// counts.
fn weeks(
    weekdays: u64,
    days: impl Iterator<Item = Date>,
    counts: impl Fn(Date) -> Result<bool, Impossible>,
) -> Result<Value, Impossible> {
    let (mut whole, mut counted) = (0, 0);
    let latest = u64::BITS.saturating_sub(weekdays.leading_zeros());
    let mut before = 0;
    for day in days {
        let weekday = u32::try_from(day.weekday().to_monday_one_offset()).unwrap_or(0);
        // A weekday that does not come later in the week is in another week.
        if weekday <= before {
            counted = 0;
        }
        before = weekday;
        counted += u32::from(counts(day)?);
        whole += i64::from(weekday == latest && counted == weekdays.count_ones());
    }
    Ok(Value::Whole(whole))
}

/// How many of the days count.
fn count(
    mut days: impl Iterator<Item = Date>,
    counts: impl Fn(Date) -> Result<bool, Impossible>,
) -> Result<Value, Impossible> {
    let count = days.try_fold(0, |count, day| Ok(count + i64::from(counts(day)?)))?;
    Ok(Value::Whole(count))
}

/// The days from the first to the last. They end at the first day that a
/// calendar does not cover, so that they are never many.
fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let start = (first <= last).then_some(first);
    std::iter::successors(start, move |day| {
        date::add_days(*day, 1).filter(|next| *next <= last)
    })
}
