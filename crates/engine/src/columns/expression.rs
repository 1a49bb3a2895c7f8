//! The forms that a part of a formula can take, lowered.

use super::{
    lowering::{Lowering, Why, together},
    number::{Number, NumberKind, Part, Truth},
    operations::{Bit, MaskOperation, Source, Space},
};
use crate::{
    base::{money::Money, ratio::Ratio, rounding::Rounding, value::Value},
    check::formula::{Comparison, Expr, Node, Operator},
};

impl Lowering<'_> {
    /// A part of a formula, by its form.
    pub(super) fn form(&mut self, expr: &Expr) -> Result<Part, Why> {
        Ok(match &expr.node {
            Node::Constant(value) => constant(*value)?,
            Node::On => Part::Number(self.on()?),
            Node::Fact(number) | Node::Field(_, _, number) => self.fact(*number)?,
            Node::Value(number, _) => self.value(*number)?,
            Node::Charge(number) => {
                let price = self.ruling.prices.and_then(|prices| prices.price(*number));
                let charge = &self.ruling.book.charges[*number];
                let no_price = || Why(format!("`{}` has no price", charge.id));
                constant(price.ok_or_else(no_price)?)
                    .map_err(|_| Why(format!("the price of `{}` is a range", charge.id)))?
            }
            Node::Not(part) => {
                let truth = self.truth(part);
                Part::Truth(Truth {
                    yes: truth.no,
                    no: truth.yes,
                    ..truth
                })
            }
            Node::And(parts) => Part::Truth(self.all(parts)?),
            Node::Or(parts) => Part::Truth(self.any(parts)?),
            Node::Compare(comparison, sides) => {
                let (left, right) = (self.part(&sides.0)?, self.part(&sides.1)?);
                Part::Truth(self.compare(*comparison, left, right)?)
            }
            Node::Within(parts) => Part::Truth(self.within(parts)?),
            Node::OneOf(part, options) => Part::Truth(self.one_of(part, options)?),
            Node::Includes(part, mask) => Part::Truth(self.includes(part, *mask)?),
            Node::If(parts) => self.choose(parts)?,
            Node::Known(part) => {
                let part = self.part(part)?;
                Part::Truth(self.is_known(part))
            }
            Node::Negative(part) => {
                let number = self.number(part)?;
                let nothing = Number::constant(number.kind, 0, 1);
                Part::Number(self.arithmetic(Operator::Subtract, nothing, number)?)
            }
            Node::Arithmetic(operator, sides) => {
                let (left, right) = (self.number(&sides.0)?, self.number(&sides.1)?);
                Part::Number(self.arithmetic(*operator, left, right)?)
            }
            Node::Round(part, rounding) => Part::Number(self.rounded_part(part, *rounding)?),
            Node::Call(function, arguments) => self.call(*function, arguments)?,
            Node::Table(number, arguments) => self.lookup(*number, arguments)?,
            Node::Parameter(number, arguments) => self.rate(*number, arguments)?,
            Node::Aggregate(aggregate) => self.aggregate(aggregate)?,
            Node::Subject(..) => return Err("records are compared with each other".into()),
            Node::Rank(_) => return Err("records are put in an order".into()),
            Node::Packages(..) => return Err("the cheapest packages are searched for".into()),
            Node::Calendar(question, arguments) => self.calendar(question, arguments)?,
            Node::Used(used) => self.used(used)?,
        })
    }

    fn rounded_part(&mut self, part: &Expr, rounding: Rounding) -> Result<Number, Why> {
        let number = self.number(part)?;
        let kind = match number.kind {
            NumberKind::Money | NumberKind::Percent => number.kind,
            _ => NumberKind::Number,
        };
        let rounded = self.round(number, rounding)?;
        Ok(Number { kind, ..rounded })
    }

    /// The day asked about.
    pub(super) fn on(&mut self) -> Result<Number, Why> {
        self.number_in(self.on, self.space)
    }

    fn all(&mut self, parts: &[Expr]) -> Result<Truth, Why> {
        let mut so_far = Truth::constant(true);
        for part in parts {
            // What comes after a no is not evaluated.
            let open = self.registers.not(so_far.space, so_far.no);
            let open = self.registers.bit_for(so_far.space, self.space, open);
            let next = self.on_path(open, |it| it.truth(part));
            so_far = self.both(so_far, next)?;
        }
        Ok(so_far)
    }

    fn any(&mut self, parts: &[Expr]) -> Result<Truth, Why> {
        let mut so_far = Truth::constant(false);
        for part in parts {
            let open = self.registers.not(so_far.space, so_far.yes);
            let open = self.registers.bit_for(so_far.space, self.space, open);
            let next = self.on_path(open, |it| it.truth(part));
            so_far = self.either(so_far, next)?;
        }
        Ok(so_far)
    }

    /// No where either is; else unknown where either is; else without place.
    fn both(&mut self, a: Truth, b: Truth) -> Result<Truth, Why> {
        let space = together(a.space, b.space).ok_or("two lists meet")?;
        let (a, b) = (self.truth_in(a, space)?, self.truth_in(b, space)?);
        let it = &mut self.registers;
        let yes = it.and(space, a.yes, b.yes);
        let no = it.or(space, a.no, b.no);
        let (a_open, b_open) = (it.or(space, a.yes, a.out), it.or(space, b.yes, b.out));
        let neither = it.and(space, a_open, b_open);
        let out = it.and_not(space, neither, yes);
        let bounded = it.or(space, a.bounded, b.bounded);
        Ok(Truth {
            space,
            yes,
            no,
            // Without a part that can be out of place there is none.
            out: if (a.out, b.out) == (Bit::No, Bit::No) {
                Bit::No
            } else {
                out
            },
            bounded: it.and_not(space, bounded, no),
        })
    }

    pub(super) fn either(&mut self, a: Truth, b: Truth) -> Result<Truth, Why> {
        let turned = |it: Truth| Truth {
            yes: it.no,
            no: it.yes,
            ..it
        };
        Ok(turned(self.both(turned(a), turned(b))?))
    }

    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: Part,
        right: Part,
    ) -> Result<Truth, Why> {
        match (left, right) {
            (Part::Number(left), Part::Number(right)) => {
                self.compare_numbers(comparison, left, right)
            }
            (Part::Truth(left), Part::Truth(right)) => {
                let same = match comparison {
                    Comparison::Equal => true,
                    Comparison::NotEqual => false,
                    _ => return Err("a yes or no is put in an order".into()),
                };
                self.same_truth(left, right, same)
            }
            _ => Err("a yes or no is compared with a value".into()),
        }
    }

    pub(super) fn same_truth(&mut self, a: Truth, b: Truth, same: bool) -> Result<Truth, Why> {
        let space = together(a.space, b.space).ok_or("two lists meet")?;
        let (a, b) = (self.truth_in(a, space)?, self.truth_in(b, space)?);
        let it = &mut self.registers;
        let (yes, no) = (it.and(space, a.yes, b.yes), it.and(space, a.no, b.no));
        let equal = it.or(space, yes, no);
        let (one, other) = (it.and(space, a.yes, b.no), it.and(space, a.no, b.yes));
        let differ = it.or(space, one, other);
        let (known_a, known_b) = (it.or(space, a.yes, a.no), it.or(space, b.yes, b.no));
        let out = self.unsettled((space, known_a, a.out), (known_b, b.out));
        let (yes, no) = if same {
            (equal, differ)
        } else {
            (differ, equal)
        };
        Ok(self.tested(Truth {
            space,
            yes,
            no,
            out,
            ..Truth::UNKNOWN
        }))
    }

    /// Where a result of two parts has no place: one has none, and nothing is
    /// unknown.
    pub(super) fn unsettled(
        &mut self,
        (space, known_a, out_a): (Space, Bit, Bit),
        (known_b, out_b): (Bit, Bit),
    ) -> Bit {
        let it = &mut self.registers;
        let any = it.or(space, out_a, out_b);
        if any == Bit::No {
            return Bit::No;
        }
        let a = it.or(space, known_a, out_a);
        let b = it.or(space, known_b, out_b);
        let settled = it.and(space, a, b);
        it.and(space, settled, any)
    }

    pub(super) fn compare_numbers(
        &mut self,
        comparison: Comparison,
        left: Number,
        right: Number,
    ) -> Result<Truth, Why> {
        let (left, right) = self.aligned(left, right)?;
        let space = left.space;
        let it = &mut self.registers;
        let known = it.and(space, left.known, right.known);
        let holds = match (left.value, right.value) {
            (Source::Constant(a), Source::Constant(b)) => match comparison.holds(a.cmp(&b)) {
                true => Bit::Yes,
                false => Bit::No,
            },
            (a, b) => {
                let is_narrow = left.is_narrow() && right.is_narrow();
                it.mask(
                    space,
                    match is_narrow {
                        true => MaskOperation::CompareNarrow(comparison, a, b),
                        false => MaskOperation::Compare(comparison, a, b),
                    },
                )
            }
        };
        let truth = Truth {
            space,
            yes: it.and(space, known, holds),
            no: it.and_not(space, known, holds),
            out: self.unsettled((space, left.known, left.out), (right.known, right.out)),
            ..Truth::UNKNOWN
        };
        Ok(self.tested(truth))
    }

    fn within(&mut self, parts: &(Expr, Option<Expr>, Option<Expr>)) -> Result<Truth, Why> {
        let value = self.part(&parts.0)?;
        let ends = [
            (&parts.1, Comparison::AtLeast),
            (&parts.2, Comparison::AtMost),
        ];
        let mut so_far = Truth::constant(true);
        for (end, comparison) in ends {
            let Some(end) = end else { continue };
            let end = self.part(end)?;
            let next = self.compare(comparison, value, end)?;
            so_far = self.both(so_far, next)?;
        }
        Ok(so_far)
    }

    fn one_of(&mut self, part: &Expr, options: &[Expr]) -> Result<Truth, Why> {
        let value = self.part(part)?;
        let mut so_far = Truth::constant(false);
        for option in options {
            let option = self.part(option)?;
            let next = self.compare(Comparison::Equal, value, option)?;
            so_far = self.either(so_far, next)?;
        }
        Ok(so_far)
    }

    fn includes(&mut self, part: &Expr, mask: u64) -> Result<Truth, Why> {
        let chosen = self.number(part)?;
        let mask = i64::try_from(mask).map_err(|_| "a choice has 64 options")?;
        let space = chosen.space;
        let it = &mut self.registers;
        let has = it.mask(space, MaskOperation::AnyBit(chosen.value, mask));
        let truth = Truth {
            space,
            yes: it.and(space, chosen.known, has),
            no: it.and_not(space, chosen.known, has),
            out: chosen.out,
            ..Truth::UNKNOWN
        };
        Ok(self.tested(truth))
    }

    pub(super) fn is_known(&mut self, part: Part) -> Truth {
        let space = part.space();
        let (yes, bounded) = self.settled(part);
        let may_be = self.registers.or(space, yes, bounded);
        Truth {
            space,
            yes,
            no: self.registers.not(space, may_be),
            bounded,
            ..Truth::UNKNOWN
        }
    }
}

/// A constant day.
pub(super) fn date_constant(day: crate::base::date::Date) -> Number {
    Number::constant(NumberKind::Date, super::dates::packed(day), 1)
}

/// A value as written.
pub(super) fn constant(value: Value) -> Result<Part, Why> {
    let whole = |kind, value| Ok(Part::Number(Number::constant(kind, value, 1)));
    match value {
        Value::YesNo(yes) => Ok(Part::Truth(Truth::constant(yes))),
        Value::Whole(number) => whole(NumberKind::Whole, number),
        Value::Number(number) => ratio(NumberKind::Number, number),
        Value::Percent(share) => ratio(NumberKind::Percent, share),
        Value::Money(money) => amount(money),
        Value::Date(day) => Ok(Part::Number(date_constant(day))),
        Value::Time(time) => whole(NumberKind::Time, time.minutes()),
        Value::Days(days) => whole(NumberKind::Days, days),
        Value::Months(months) => whole(NumberKind::Months, months),
        Value::Choice(option) => whole(NumberKind::Choice, i64::from(option)),
        Value::Choices(options) => match i64::try_from(options) {
            Ok(options) => whole(NumberKind::Choices, options),
            Err(_) => Err("a choice has 64 options".into()),
        },
        Value::Text(_) | Value::Unknown(_) | Value::DoesNotApply(_) => {
            Err("a text is compared".into())
        }
    }
}

fn amount(money: Money) -> Result<Part, Why> {
    match money.is_range() {
        true => Err("an amount is a range".into()),
        false => ratio(NumberKind::Money, money.low()),
    }
}

fn ratio(kind: NumberKind, number: Ratio) -> Result<Part, Why> {
    let (value, per) = fraction(number).ok_or("a number has too many digits")?;
    Ok(Part::Number(Number::constant(kind, value, per)))
}

/// A decimal as a whole number over a power of ten.
pub(super) fn fraction(number: Ratio) -> Option<(i64, i64)> {
    let decimal = number.as_decimal()?.normalize();
    let value = i64::try_from(decimal.mantissa()).ok()?;
    Some((value, 10i64.checked_pow(decimal.scale())?))
}
