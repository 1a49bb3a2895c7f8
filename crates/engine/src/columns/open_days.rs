//! What the row evaluator evaluates on each day of a period, to split it where that changes:
//! each largest part of a formula that depends on the day and not on the ends of the period
//! ([`DayReads`](crate::eval)), also where nothing that the answer says rests on it.

use std::mem;

use super::{
    lowering::{Lowering, Why},
    number::Part,
    operations::{Bit, Space},
    reasons::reasons,
};
use crate::{base::ids::ValueId, check::formula::Expr};

impl Lowering<'_> {
    /// A part of a formula.
    pub(super) fn part(&mut self, expr: &Expr) -> Result<Part, Why> {
        if !self.is_largest_of_day(expr) {
            return self.form(expr);
        }
        self.is_in_part_of_day = true;
        let part = self.form(expr);
        self.is_in_part_of_day = false;
        if let Ok(part) = part {
            self.evaluated_each_day(part);
            if is_out(part) != Bit::No && reasons(&self.ruling, expr).len() > 1 {
                // Why it has no place may be something else on another day.
                self.mark_of_period(part.space(), is_out(part));
            }
        }
        part
    }

    fn is_largest_of_day(&mut self, expr: &Expr) -> bool {
        if self.period.is_none() || self.passed.is_some() || self.is_in_part_of_day {
            return false;
        }
        let reads = self.day_forms.of(expr);
        reads.day && !reads.ends
    }

    /// Lowers what the row evaluator does not evaluate on each day.
    pub(super) fn once<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        let outer = mem::replace(&mut self.is_in_part_of_day, true);
        let lowered = lower(self);
        self.is_in_part_of_day = outer;
        lowered
    }

    /// A named value that the row evaluator evaluates on each day of a period.
    pub(super) fn value_of_each_day(&mut self, value: ValueId, part: Part) {
        if self.day_forms.of_value(value).day {
            self.evaluated_each_day(part);
        }
    }

    /// Rows in which the part is unknown are left to the row evaluator: it splits their
    /// period where what is missing changes.
    pub(super) fn evaluated_each_day(&mut self, part: Part) {
        let path = match self.space {
            Space::Cases => self.path,
            Space::Records(list) => self.registers.any(list, self.path),
        };
        self.of_each_day.push((part, path));
        let (settled, _) = self.settled(part);
        let open = self.registers.not(part.space(), settled);
        self.mark_of_period(part.space(), open);
    }

    /// Leaves rows that are about a period to the row evaluator: those that get here and have
    /// the bit, or a record with it.
    fn mark_of_period(&mut self, space: Space, bit: Bit) {
        let Some(about) = self.period.as_ref().map(|it| it.about) else {
            return;
        };
        let it = &mut self.registers;
        let bit = match (space, self.space) {
            (Space::Records(list), Space::Cases) => it.any(list, bit),
            (from, to) => it.bit_for(from, to, bit),
        };
        let about = it.bit_for(Space::Cases, self.space, about);
        let marked = it.and(self.space, about, bit);
        self.mark(marked);
    }
}

fn is_out(part: Part) -> Bit {
    match part {
        Part::Truth(truth) => truth.out,
        Part::Number(number) => number.out,
    }
}
