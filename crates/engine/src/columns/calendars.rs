//! What formulas ask of calendars, lowered.

use super::{
    dates,
    lowering::{Lowering, Why, together},
    number::{Number, NumberKind, Part, Truth},
    operations::{Bit, MaskOperation, NumberOperation, Source, Space},
};
use crate::{
    base::{date, value::Value},
    check::formula::{CalendarQuestion, Comparison, Expr},
    eval::calendar::Calendars,
};

/// What stands for no answer: a day that a calendar does not cover.
const NO_ANSWER: i64 = -1;

/// What stands for no span in which a day lies.
const NO_SPAN: i64 = -2;

impl Lowering<'_> {
    /// A question to calendars about days.
    pub(super) fn calendar(
        &mut self,
        question: &CalendarQuestion,
        arguments: &[Expr],
    ) -> Result<Part, Why> {
        let mut space = Space::Cases;
        let mut given = Vec::new();
        for argument in arguments {
            let number = self.number(argument)?;
            space = together(space, number.space).ok_or("two lists meet")?;
            given.push(number);
        }
        let mut sources = [Source::Constant(0); 3];
        let (mut known, mut out) = (Bit::Yes, Bit::No);
        for (number, source) in given.iter_mut().zip(&mut sources) {
            *number = self.number_in(*number, space)?;
            *source = number.value;
            out = self.unsettled((space, known, out), (number.known, number.out));
            known = self.registers.and(space, known, number.known);
        }
        let bounded = self.bounded_together(space, &given);
        let asked = NumberOperation::Calendar(self.place_of(question), sources);
        let value = self.registers.number(space, asked);
        let fault = self.is(space, known, value, NO_ANSWER);
        let fault = self.registers.or(space, fault, bounded);
        self.mark_in(space, fault);
        Ok(match question {
            CalendarQuestion::Contains(_) => {
                let yes = self.is(space, known, value, 1);
                Part::Truth(Truth {
                    space,
                    yes,
                    no: self.registers.and_not(space, known, yes),
                    out,
                    bounded,
                })
            }
            CalendarQuestion::FirstDay(..) | CalendarQuestion::LastDay(..) => {
                let none = self.is(space, known, value, NO_SPAN);
                Part::Number(Number {
                    space,
                    value,
                    low: 0,
                    high: dates::LAST,
                    known: self.registers.and_not(space, known, none),
                    out: self.registers.or(space, out, none),
                    bounded,
                    ..Number::constant(NumberKind::Date, 0, 1)
                })
            }
            CalendarQuestion::DaysIn(_)
            | CalendarQuestion::DaysOn { .. }
            | CalendarQuestion::WholeWeeks { .. } => Part::Number(Number {
                space,
                value,
                low: 0,
                high: dates::MAX_DAYS,
                known,
                out,
                bounded,
                ..Number::constant(NumberKind::Whole, 0, 1)
            }),
        })
    }

    /// The place of a question among those that are asked.
    fn place_of(&mut self, question: &CalendarQuestion) -> usize {
        let known = &mut self.calendar_questions;
        let place = known.iter().position(|it| it == question);
        place.unwrap_or_else(|| {
            known.push(question.clone());
            known.len() - 1
        })
    }

    /// How many days, or weeks, weekdays fall on: none of none, whichever days are asked
    /// about.
    pub(super) fn on_weekdays(
        &mut self,
        question: &CalendarQuestion,
        arguments: &[Expr],
    ) -> Result<Part, Why> {
        let Part::Number(count) = self.calendar(question, arguments)? else {
            return Err("days are counted".into());
        };
        let weekdays = arguments.first().ok_or("weekdays are counted")?;
        let weekdays = self.number(weekdays)?;
        let space = count.space;
        let weekdays = self.number_in(weekdays, space)?;
        let none = self.is(space, weekdays.known, weekdays.value, 0);
        let it = &mut self.registers;
        Ok(Part::Number(Number {
            known: it.or(space, count.known, none),
            out: it.and_not(space, count.out, none),
            // There may be no weekdays.
            bounded: it.or(space, count.bounded, weekdays.bounded),
            ..count
        }))
    }

    fn is(&mut self, space: Space, known: Bit, value: Source, what: i64) -> Bit {
        let is = MaskOperation::Compare(Comparison::Equal, value, Source::Constant(what));
        let is = self.registers.mask(space, is);
        self.registers.and(space, known, is)
    }
}

/// The answer to a question about days, as a number.
pub(super) fn answer(
    calendars: &Calendars<'_>,
    question: &CalendarQuestion,
    [a, b, c]: [i64; 3],
) -> i64 {
    let weekdays = u64::try_from(a).unwrap_or(0);
    if let CalendarQuestion::DaysOn { within, except }
    | CalendarQuestion::WholeWeeks { within, except } = question
        && within.is_empty()
        && except.is_empty()
    {
        let (Some(first), Some(last)) = (dates::unpacked(b), dates::unpacked(c)) else {
            return 0;
        };
        return match question {
            CalendarQuestion::WholeWeeks { .. } => date::whole_weeks(weekdays, first, last),
            _ => date::days_on(weekdays, first, last),
        };
    }
    let day = |day| dates::unpacked(day).map(Value::Date);
    let given = match question {
        CalendarQuestion::DaysIn(_) => [day(a), day(b), None],
        CalendarQuestion::DaysOn { .. } | CalendarQuestion::WholeWeeks { .. } => {
            [Some(Value::Choices(weekdays)), day(b), day(c)]
        }
        _ => [day(a), None, None],
    };
    let given: Vec<Value> = given.into_iter().flatten().collect();
    match calendars.answer(question, &given) {
        Ok((_, Value::Whole(count))) => count,
        Ok((_, Value::YesNo(yes))) => i64::from(yes),
        Ok((_, Value::Date(day))) => dates::packed(day),
        Ok((_, Value::DoesNotApply(_))) => NO_SPAN,
        _ => NO_ANSWER,
    }
}
