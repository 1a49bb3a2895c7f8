//! Functions of the formula language, lowered.

use super::{
    expression::constant,
    lowering::{Lowering, Why, together},
    number::{Number, NumberKind, Part},
    operations::{Binary, Bit, DatePart, Division, MaskOperation, Source},
};
use crate::{
    base::{money::Money, value::Value},
    check::formula::{CalendarQuestion, Expr, Function, Node, Operator},
};

impl Lowering<'_> {
    /// A function of its arguments.
    pub(super) fn call(&mut self, function: Function, arguments: &[Expr]) -> Result<Part, Why> {
        if function == Function::Stated {
            let [text] = arguments else {
                return Err("a function has no columns yet".into());
            };
            return self.part(text);
        }
        if let Some(end) = self.end_of_range(function, arguments) {
            return constant(end);
        }
        if let Some(question) = of_weekdays(function) {
            return self.on_weekdays(&question, arguments);
        }
        let given = arguments.iter().map(|it| self.number(it));
        let given = given.collect::<Result<Vec<Number>, Why>>()?;
        Ok(Part::Number(match (function, given.as_slice()) {
            (Function::Age, [born]) => {
                let on = self.on()?;
                self.age(*born, on)?
            }
            (Function::Age, [born, on]) => self.age(*born, *on)?,
            (Function::Date, [year, month, day]) => self.date_of(*year, *month, *day)?,
            (Function::Birthday, [born, years]) => self.birthday(*born, *years)?,
            (Function::Min | Function::Max, [first, rest @ ..]) => {
                let mut best = *first;
                for other in rest {
                    best = self.extreme(function, best, *other)?;
                }
                best
            }
            (Function::Floor, [number]) => {
                let whole = self.whole(*number, (1, 1), Division::Floor)?;
                of_kind(whole, NumberKind::Whole)
            }
            (Function::Ceiling, [number]) => {
                let whole = self.whole(*number, (1, 1), Division::Ceiling)?;
                of_kind(whole, NumberKind::Whole)
            }
            // Amounts that are ranges are not lowered.
            (Function::Lowest | Function::Highest, [money]) => *money,
            (Function::Days, [count]) => of_kind(*count, NumberKind::Days),
            (Function::Months, [count]) => of_kind(*count, NumberKind::Months),
            (Function::CountDays, [days]) => of_kind(*days, NumberKind::Whole),
            (Function::HowMany, [options]) if options.kind == NumberKind::Choices => Number {
                kind: NumberKind::Whole,
                value: self.dated(
                    options.space,
                    Binary::HowMany,
                    options.value,
                    Source::Constant(0),
                ),
                low: 0,
                high: 64,
                ..*options
            },
            (Function::Year, [day]) => self.part_of_date(DatePart::Year, *day),
            (Function::Month, [day]) => self.part_of_date(DatePart::Month, *day),
            (Function::Day, [day]) => self.part_of_date(DatePart::Day, *day),
            (Function::Weekday, [day]) => self.part_of_date(DatePart::Weekday, *day),
            _ => return Err("a function has no columns yet".into()),
        }))
    }

    /// An end of a price that may be a range.
    fn end_of_range(&self, function: Function, arguments: &[Expr]) -> Option<Value> {
        let [argument] = arguments else { return None };
        let money = match argument.node {
            Node::Charge(number) => self.ruling.prices?.price(number)?,
            Node::Constant(value) => value,
            _ => return None,
        };
        match (function, money) {
            (Function::Lowest, Value::Money(money)) => Some(Value::Money(Money::one(money.low()))),
            (Function::Highest, Value::Money(money)) => {
                Some(Value::Money(Money::one(money.high())))
            }
            _ => None,
        }
    }

    /// The date of a year, a month and a day; a fault where there is none.
    fn date_of(&mut self, year: Number, month: Number, day: Number) -> Result<Number, Why> {
        let (year, month, ..) = self.pair(year, month)?;
        let (year, day, ..) = self.pair(year, day)?;
        let (month, day, ..) = self.pair(month, day)?;
        let space = day.space;
        let year = self.number_in(year, space)?;
        let known = self.registers.and(space, year.known, month.known);
        let out = self.unsettled((space, year.known, year.out), (month.known, month.out));
        let both = self.registers.and(space, known, day.known);
        let out = self.unsettled((space, known, out), (day.known, day.out));
        let year = self.mark_beyond(year, 9999);
        let month = self.mark_beyond(month, 99);
        let day = self.mark_beyond(day, 99);
        let year = self.scaled(year, 10_000)?;
        let month = self.scaled(month, 100)?;
        let months = self.arithmetic(Operator::Add, year, month)?;
        let packed = self.arithmetic(Operator::Add, months, day)?;
        // Adding no days holds the date to the calendar.
        let no_days = Number {
            space,
            ..Number::constant(NumberKind::Days, 0, 1)
        };
        let date = self.day(Binary::AddDays, packed, no_days)?;
        Ok(Number {
            known: both,
            out,
            ..date
        })
    }

    /// A number from 0 to an end; rows in which it lies beyond are for the row
    /// evaluator.
    fn mark_beyond(&mut self, number: Number, most: i64) -> Number {
        if number.low >= 0 && number.high <= most {
            return number;
        }
        let outside = match number.value {
            Source::Constant(value) if (0..=most).contains(&value) => Bit::No,
            Source::Constant(_) => Bit::Yes,
            value => {
                let outside = MaskOperation::Outside(value, 0, most);
                self.registers.mask(number.space, outside)
            }
        };
        let marked = self.registers.and(number.space, number.known, outside);
        let marked = self.registers.bit_for(number.space, self.space, marked);
        self.mark(marked);
        Number {
            low: number.low.max(0),
            high: number.high.min(most),
            ..number
        }
    }

    /// Two arguments in one space, with where the result is known and where it
    /// has no place.
    fn pair(&mut self, a: Number, b: Number) -> Result<(Number, Number, Bit, Bit), Why> {
        let space = together(a.space, b.space).ok_or("two lists meet")?;
        let (a, b) = (self.number_in(a, space)?, self.number_in(b, space)?);
        let known = self.registers.and(space, a.known, b.known);
        let out = self.unsettled((space, a.known, a.out), (b.known, b.out));
        Ok((a, b, known, out))
    }

    fn age(&mut self, born: Number, on: Number) -> Result<Number, Why> {
        let (born, on, known, out) = self.pair(born, on)?;
        let bounded = self.bounded_together(born.space, &[born, on]);
        let value = self.dated(born.space, Binary::Age, born.value, on.value);
        Ok(Number {
            kind: NumberKind::Whole,
            value,
            low: -9999,
            high: 9999,
            known,
            out,
            bounded,
            ..born
        })
    }

    fn birthday(&mut self, born: Number, years: Number) -> Result<Number, Why> {
        let (born, years, known, out) = self.pair(born, years)?;
        let day = self.day(Binary::Birthday, born, years)?;
        Ok(Number { known, out, ..day })
    }

    fn extreme(&mut self, function: Function, a: Number, b: Number) -> Result<Number, Why> {
        let (a, b, known, out) = self.pair(a, b)?;
        let bounded = self.bounded_together(a.space, &[a, b]);
        let kind = if a.kind == b.kind {
            a.kind
        } else {
            NumberKind::Number
        };
        let (a, b) = self.on_one_denominator(a, b)?;
        let (how, low, high) = match function {
            Function::Max => (Binary::Most, a.low.max(b.low), a.high.max(b.high)),
            _ => (Binary::Least, a.low.min(b.low), a.high.min(b.high)),
        };
        let value = self.dated(a.space, how, a.value, b.value);
        Ok(Number {
            kind,
            value,
            low,
            high,
            known,
            out,
            bounded,
            ..a
        })
    }
}

/// What a function of weekdays asks, of no calendar.
fn of_weekdays(function: Function) -> Option<CalendarQuestion> {
    let (within, except) = ([].into(), [].into());
    match function {
        Function::DaysOn => Some(CalendarQuestion::DaysOn { within, except }),
        Function::WholeWeeks => Some(CalendarQuestion::WholeWeeks { within, except }),
        _ => None,
    }
}

fn of_kind(number: Number, kind: NumberKind) -> Number {
    Number { kind, ..number }
}
