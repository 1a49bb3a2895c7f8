//! Arithmetic on lowered numbers: denominators and bounds are worked with here,
//! so that no row's number can leave its register.

use super::{
    dates,
    lowering::{Lowering, Why, together},
    number::{Number, NumberKind, gcd},
    operations::{Binary, Bit, DatePart, Division, MaskOperation, NumberOperation, Source, Space},
};
use crate::{
    base::rounding::Rounding,
    check::formula::{Comparison, Operator},
};

/// The message where bounds do not fit.
pub(super) const TOO_LARGE: &str =
    "a number may be too large: give the facts that it rests on a `within`";

/// Bounds that fit a register.
fn fits(low: i128, high: i128) -> Result<(i64, i64), Why> {
    match (i64::try_from(low), i64::try_from(high)) {
        (Ok(low), Ok(high)) => Ok((low, high)),
        _ => Err(TOO_LARGE.into()),
    }
}

fn product(a: (i64, i64), b: (i64, i64)) -> Result<(i64, i64), Why> {
    let ends = [(a.0, b.0), (a.0, b.1), (a.1, b.0), (a.1, b.1)];
    let ends = ends.map(|(a, b)| i128::from(a) * i128::from(b));
    let low = ends.into_iter().min().unwrap_or(0);
    fits(low, ends.into_iter().max().unwrap_or(0))
}

impl Lowering<'_> {
    /// An arithmetic operation.
    pub(super) fn arithmetic(
        &mut self,
        operator: Operator,
        left: Number,
        right: Number,
    ) -> Result<Number, Why> {
        let space = together(left.space, right.space).ok_or("two lists meet")?;
        let (left, right) = (self.number_in(left, space)?, self.number_in(right, space)?);
        let known = self.registers.and(space, left.known, right.known);
        let out = self.unsettled((space, left.known, left.out), (right.known, right.out));
        let bounded = self.bounded_together(space, &[left, right]);
        let kind = result_kind(operator, left.kind, right.kind)?;
        let worked = match (operator, left.kind, right.kind) {
            (_, NumberKind::Date, _) | (Operator::Add, _, NumberKind::Date) => {
                self.with_date(operator, left, right)?
            }
            (Operator::Add, ..) => self.sum(Binary::Add, left, right)?,
            (Operator::Subtract, ..) => self.sum(Binary::Subtract, left, right)?,
            (Operator::Multiply, ..) => self.times(left, right)?,
            (Operator::Divide, ..) => self.divided(left, right)?,
        };
        Ok(Number {
            space,
            kind,
            known,
            out,
            bounded,
            ..worked
        })
    }

    fn sum(&mut self, how: Binary, left: Number, right: Number) -> Result<Number, Why> {
        let (left, right) = self.on_one_denominator(left, right)?;
        let wide = i128::from;
        let (low, high) = match how {
            Binary::Add => (
                wide(left.low) + wide(right.low),
                wide(left.high) + wide(right.high),
            ),
            _ => (
                wide(left.low) - wide(right.high),
                wide(left.high) - wide(right.low),
            ),
        };
        let (low, high) = fits(low, high)?;
        let value = match (left.value, right.value, how) {
            (Source::Constant(a), Source::Constant(b), Binary::Add) => Source::Constant(a + b),
            (Source::Constant(a), Source::Constant(b), _) => Source::Constant(a - b),
            (a, b, _) => self.registers.binary(left.space, how, a, b),
        };
        Ok(Number {
            value,
            low,
            high,
            ..left
        })
    }

    fn times(&mut self, left: Number, right: Number) -> Result<Number, Why> {
        let (low, high) = product((left.low, left.high), (right.low, right.high))?;
        let per = left.per.checked_mul(right.per).ok_or(TOO_LARGE)?;
        let under = match (left.under, right.under) {
            (None, under) | (under, None) => under,
            _ => return Err("two quotients are multiplied".into()),
        };
        let product = Number {
            value: self.multiplied(left.space, left.value, right.value),
            low,
            high,
            per,
            under,
            ..left
        };
        Ok(reduced(product))
    }

    fn multiplied(&mut self, space: Space, a: Source, b: Source) -> Source {
        match (a, b) {
            (Source::Constant(a), Source::Constant(b)) => Source::Constant(a.wrapping_mul(b)),
            _ => self.registers.binary(space, Binary::Multiply, a, b),
        }
    }

    fn divided(&mut self, left: Number, right: Number) -> Result<Number, Why> {
        let space = left.space;
        if right.low <= 0 {
            // Below nothing, where a fraction has its sign above, or nothing: a fault.
            let nothing = match right.value {
                Source::Constant(_) => Bit::Yes,
                value => {
                    let none =
                        MaskOperation::Compare(Comparison::AtMost, value, Source::Constant(0));
                    self.registers.mask(space, none)
                }
            };
            let it = &mut self.registers;
            let known = it.and(space, right.known, nothing);
            let may_be = it.or(space, known, right.bounded);
            let reached = it.or(space, left.known, left.bounded);
            let fault = it.and(space, reached, may_be);
            self.mark_in(space, fault);
        }
        // left / (per × under) ÷ right / (per' × under')
        let mut over = left;
        let scale = Number::constant(NumberKind::Whole, right.per, 1);
        over.under = None;
        over.per = 1;
        over = self.times(over, Number { space, ..scale })?;
        if let Some((under, high)) = right.under {
            let under = Number {
                value: under,
                low: 1,
                high,
                ..Number { space, ..scale }
            };
            over = self.times(over, under)?;
        }
        let mut quotient = Number {
            per: left.per,
            under: left.under,
            ..over
        };
        match (right.value, quotient.under) {
            (Source::Constant(by), _) => {
                quotient.per = quotient.per.checked_mul(by.max(1)).ok_or(TOO_LARGE)?;
            }
            (by, None) => quotient.under = Some((by, right.high.max(1))),
            (by, Some((under, high))) => {
                let (_, high) = product((1, high), (1, right.high.max(1)))?;
                quotient.under = Some((self.multiplied(space, under, by), high));
            }
        }
        Ok(reduced(quotient))
    }

    /// Two numbers over the same whole number, to be compared.
    pub(super) fn aligned(&mut self, a: Number, b: Number) -> Result<(Number, Number), Why> {
        let space = together(a.space, b.space).ok_or("two lists meet")?;
        let (mut a, mut b) = (self.number_in(a, space)?, self.number_in(b, space)?);
        if a.under != b.under {
            let (under_a, under_b) = (a.under.take(), b.under.take());
            a = self.times_under(a, under_b)?;
            b = self.times_under(b, under_a)?;
        }
        let shared = gcd(a.per, b.per);
        let (times_a, times_b) = (b.per / shared, a.per / shared);
        Ok((self.scaled(a, times_a)?, self.scaled(b, times_b)?))
    }

    /// Two numbers over the same denominator.
    pub(super) fn on_one_denominator(
        &mut self,
        a: Number,
        b: Number,
    ) -> Result<(Number, Number), Why> {
        let space = together(a.space, b.space).ok_or("two lists meet")?;
        let (a, b) = (self.number_in(a, space)?, self.number_in(b, space)?);
        let shared = gcd(a.per, b.per);
        let per = a.per.checked_mul(b.per / shared).ok_or(TOO_LARGE)?;
        let under = match (a.under, b.under) {
            (None, under) | (under, None) => under,
            (one, other) if one == other => one,
            (Some((one, most)), Some((other, other_most))) => {
                let (_, most) = product((1, most), (1, other_most))?;
                Some((self.multiplied(space, one, other), most))
            }
        };
        let (a, b) = self.aligned(a, b)?;
        Ok((Number { per, under, ..a }, Number { per, under, ..b }))
    }

    fn times_under(&mut self, number: Number, under: Option<(Source, i64)>) -> Result<Number, Why> {
        let Some((under, high)) = under else {
            return Ok(number);
        };
        let (low, top) = product((number.low, number.high), (1, high))?;
        Ok(Number {
            value: self.multiplied(number.space, number.value, under),
            low,
            high: top,
            ..number
        })
    }

    /// With a value this many times as large, over what is said to be the same.
    pub(super) fn scaled(&mut self, number: Number, times: i64) -> Result<Number, Why> {
        let (low, high) = product((number.low, number.high), (times, times))?;
        let value = self.multiplied(number.space, number.value, Source::Constant(times));
        Ok(Number {
            value,
            low,
            high,
            ..number
        })
    }

    /// Rounded to multiples of a unit.
    pub(super) fn round(&mut self, number: Number, rounding: Rounding) -> Result<Number, Why> {
        let unit = rounding.unit().normalize();
        let unit_value = i64::try_from(unit.mantissa()).map_err(|_| TOO_LARGE)?;
        let unit_per = 10i64.checked_pow(unit.scale()).ok_or(TOO_LARGE)?;
        let how = Division::Rounded(rounding.mode().into());
        let units = self.whole(number, (unit_per, unit_value), how)?;
        let rounded = self.scaled(units, unit_value)?;
        Ok(reduced(Number {
            per: unit_per,
            ..rounded
        }))
    }

    /// A whole number: the number times a fraction, rounded.
    pub(super) fn whole(
        &mut self,
        number: Number,
        (times, by): (i64, i64),
        how: Division,
    ) -> Result<Number, Why> {
        let per = number.per.checked_mul(by).ok_or(TOO_LARGE)?;
        let shared = gcd(times, per);
        let (times, per) = (times / shared, per / shared);
        let over = self.scaled(number, times)?;
        let (space, per_value) = (number.space, Source::Constant(per));
        // Half up and half even add the denominator to twice the number.
        fits(
            2 * i128::from(over.low) - i128::from(per) * 2,
            2 * i128::from(over.high) + i128::from(per) * 2,
        )?;
        let below = match number.under {
            None if per == 1 => None,
            None => Some(per_value),
            Some((under, high)) => {
                let (_, most) = product((1, high), (per, per))?;
                fits(
                    2 * i128::from(over.low) - 2 * i128::from(most),
                    2 * i128::from(over.high) + 2 * i128::from(most),
                )?;
                Some(self.multiplied(space, under, per_value))
            }
        };
        let value = match (over.value, below) {
            (value, None) => value,
            (Source::Constant(value), Some(Source::Constant(by))) => {
                Source::Constant(dates::divided(how, value, by))
            }
            (value, Some(by)) => {
                let divide = NumberOperation::Divide(how, value, by);
                self.registers.number(space, divide)
            }
        };
        Ok(Number {
            value,
            per: 1,
            under: None,
            low: over.low.min(0) / per - 1,
            high: over.high.max(0) / per + 1,
            ..over
        })
    }

    /// A date and a span, or two dates.
    fn with_date(&mut self, how: Operator, left: Number, right: Number) -> Result<Number, Why> {
        let space = left.space;
        let (date, span) = match (left.kind, right.kind) {
            (NumberKind::Date, NumberKind::Date) => {
                let value = self.dated(space, Binary::DaysBetween, left.value, right.value);
                return Ok(Number {
                    value,
                    low: -dates::MAX_DAYS,
                    high: dates::MAX_DAYS,
                    ..left
                });
            }
            (NumberKind::Date, _) => (left, right),
            _ => (right, left),
        };
        let span = match how {
            Operator::Subtract => {
                let nothing = Number {
                    space,
                    ..Number::constant(span.kind, 0, 1)
                };
                self.sum(Binary::Subtract, nothing, span)?
            }
            _ => span,
        };
        let add = match span.kind {
            NumberKind::Days => Binary::AddDays,
            _ => Binary::AddMonths,
        };
        self.day(add, date, span)
    }

    /// A date that follows from others; a fault where there is none.
    pub(super) fn day(&mut self, how: Binary, a: Number, b: Number) -> Result<Number, Why> {
        let space = a.space;
        let known = self.registers.and(space, a.known, b.known);
        let bounded = self.bounded_together(space, &[a, b]);
        let value = self.dated(space, how, a.value, b.value);
        let none = match value {
            Source::Constant(0) => Bit::Yes,
            Source::Constant(_) => Bit::No,
            value => {
                let none = MaskOperation::Compare(Comparison::Equal, value, Source::Constant(0));
                self.registers.mask(space, none)
            }
        };
        let fault = self.registers.and(space, known, none);
        let fault = self.registers.or(space, fault, bounded);
        self.mark_in(space, fault);
        Ok(Number {
            space,
            value,
            low: 0,
            high: dates::LAST,
            bounded,
            ..Number::constant(NumberKind::Date, 0, 1)
        })
    }

    /// Arithmetic of dates.
    pub(super) fn dated(&mut self, space: Space, how: Binary, a: Source, b: Source) -> Source {
        match (a, b) {
            (Source::Constant(a), Source::Constant(b)) => {
                Source::Constant(dates::binary(how, a, b))
            }
            _ => self.registers.binary(space, how, a, b),
        }
    }

    /// A part of a date.
    pub(super) fn part_of_date(&mut self, part: DatePart, date: Number) -> Number {
        let value = match date.value {
            Source::Constant(day) => Source::Constant(dates::part(part, day)),
            day => {
                let operation = NumberOperation::Part(part, day);
                self.registers.number(date.space, operation)
            }
        };
        Number {
            kind: NumberKind::Whole,
            value,
            low: 0,
            high: match part {
                DatePart::Year => 9999,
                DatePart::Month => 12,
                DatePart::Day => 31,
                DatePart::Weekday => 7,
            },
            ..date
        }
    }
}

/// Over the smallest denominator that its value allows, where that is a constant.
fn reduced(number: Number) -> Number {
    let Source::Constant(value) = number.value else {
        return number;
    };
    let shared = gcd(value, number.per);
    let value = value / shared;
    Number {
        value: Source::Constant(value),
        per: number.per / shared,
        low: value,
        high: value,
        ..number
    }
}

/// What an operation gives, as for single values.
fn result_kind(how: Operator, a: NumberKind, b: NumberKind) -> Result<NumberKind, Why> {
    use NumberKind::{Date, Days, Money, Months, Number, Percent, Whole};
    Ok(match (how, a, b) {
        (Operator::Add, Date, Days | Months) | (Operator::Add, Days | Months, Date) => Date,
        (Operator::Subtract, Date, Days | Months) => Date,
        (Operator::Subtract, Date, Date) => Days,
        (Operator::Add | Operator::Subtract, _, _) if a == b && a != Date => a,
        (Operator::Multiply, Whole, Whole) => Whole,
        (Operator::Multiply, Money, _) | (Operator::Multiply, _, Money) => Money,
        (Operator::Multiply, Percent, Percent) => Percent,
        (Operator::Multiply, Days, Whole) | (Operator::Multiply, Whole, Days) => Days,
        (Operator::Multiply, Months, Whole) | (Operator::Multiply, Whole, Months) => Months,
        (Operator::Divide, Money, Money) | (Operator::Divide, Percent, Percent) => Number,
        (Operator::Divide, Money | Percent, _) if b.is_plain() => a,
        (_, _, _) if (a.is_plain() || a == Percent) && (b.is_plain() || b == Percent) => Number,
        _ => return Err("an operation has no columns yet".into()),
    })
}
