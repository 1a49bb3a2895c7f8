//! `if`, `then`, `else`, lowered.

use super::{
    arithmetic::TOO_LARGE,
    lowering::{Lowering, Why},
    number::{Number, Part, Truth, gcd},
    operations::{Bit, Source},
    reasons::reasons,
};
use crate::check::formula::{Comparison, Expr};

/// The denominator of a number that has none of its own.
const ONE: (Source, i64) = (Source::Constant(1), 1);

impl Lowering<'_> {
    /// `if`, `then`, `else`. Where the condition is unknown, a branch may be
    /// tried that is not taken, so both are reached.
    pub(super) fn choose(&mut self, parts: &(Expr, Expr, Expr)) -> Result<Part, Why> {
        let condition = self.truth(&parts.0);
        let condition = self.truth_in(condition, self.space)?;
        match (condition.yes, condition.no) {
            (Bit::Yes, _) => return self.part(&parts.1),
            (_, Bit::Yes) => return self.part(&parts.2),
            _ => {}
        }
        let space = self.space;
        let past_no = self.registers.or(space, condition.no, condition.out);
        let past_yes = self.registers.or(space, condition.yes, condition.out);
        let first = self.registers.not(space, past_no);
        let second = self.registers.not(space, past_yes);
        let (yes, no) = (first, second);
        let first = self.on_path(first, |it| it.part(&parts.1));
        let second = self.on_path(second, |it| it.part(&parts.2));
        // Rows that come to a branch without columns are left, and all others are not.
        let (first, second) = match (first, second) {
            (Err(why), Ok(other)) => {
                self.on_path(yes, |it| it.fall_back(why));
                (unknown_as(other), other)
            }
            (Ok(other), Err(why)) => {
                self.on_path(no, |it| it.fall_back(why));
                (other, unknown_as(other))
            }
            (first, second) => (first?, second?),
        };
        let test = Test {
            truth: condition,
            always_applies: reasons(&self.ruling, &parts.0).is_empty(),
        };
        match (first, second) {
            (Part::Truth(a), Part::Truth(b)) => self.choose_truth(test, a, b),
            (Part::Number(a), Part::Number(b)) => self.choose_number(test, a, b),
            _ => Err("the branches of a choice differ in type".into()),
        }
    }

    /// One of two bits, by a test: the first, the second, or either where the test is
    /// unknown and both have it, if it always applies.
    fn chosen(&mut self, test: Test, a: Bit, b: Bit, both: Bit) -> Bit {
        let (condition, it) = (test.truth, &mut self.registers);
        let space = condition.space;
        let first = it.and(space, condition.yes, a);
        let second = it.and(space, condition.no, b);
        let taken = it.or(space, first, second);
        let known = it.or(space, condition.yes, condition.no);
        let settled = it.or(space, known, condition.out);
        let same = match test.always_applies {
            true => it.and_not(space, both, settled),
            // Once it is known it may not apply: such a row is for the row evaluator.
            false => Bit::No,
        };
        it.or(space, taken, same)
    }

    fn choose_truth(&mut self, test: Test, a: Truth, b: Truth) -> Result<Part, Why> {
        let space = test.truth.space;
        let (a, b) = (self.truth_in(a, space)?, self.truth_in(b, space)?);
        let both_yes = self.registers.and(space, a.yes, b.yes);
        let both_no = self.registers.and(space, a.no, b.no);
        let out = self.chosen_out(test, a.out, b.out);
        let same = self.same_truth(a, b, true)?;
        let bounded = self.chosen_bounded(test, (Part::Truth(a), Part::Truth(b)), same.no);
        Ok(Part::Truth(Truth {
            space,
            yes: self.chosen(test, a.yes, b.yes, both_yes),
            no: self.chosen(test, a.no, b.no, both_no),
            out,
            bounded,
        }))
    }

    fn choose_number(&mut self, test: Test, a: Number, b: Number) -> Result<Part, Why> {
        let space = test.truth.space;
        let (a, b) = (self.number_in(a, space)?, self.number_in(b, space)?);
        let same = self.compare_numbers(Comparison::Equal, a, b)?;
        let out = self.chosen_out(test, a.out, b.out);
        let bounded = self.chosen_bounded(test, (Part::Number(a), Part::Number(b)), same.no);
        let taken = self.taken(test.truth.yes, a, b)?;
        Ok(Part::Number(Number {
            space,
            known: self.chosen(test, a.known, b.known, same.yes),
            out,
            bounded,
            ..taken
        }))
    }

    /// The first where a bit is set, the second elsewhere: each with its own denominator.
    pub(super) fn taken(&mut self, first: Bit, a: Number, b: Number) -> Result<Number, Why> {
        let space = a.space;
        let shared = gcd(a.per, b.per);
        let per = a.per.checked_mul(b.per / shared).ok_or(TOO_LARGE)?;
        let (times_a, times_b) = (per / a.per, per / b.per);
        let (a, b) = (self.scaled(a, times_a)?, self.scaled(b, times_b)?);
        let it = &mut self.registers;
        let under = match (a.under, b.under) {
            (None, None) => None,
            (a, b) => {
                let (a, b) = (a.unwrap_or(ONE), b.unwrap_or(ONE));
                Some((it.select(space, first, a.0, b.0), a.1.max(b.1)))
            }
        };
        Ok(Number {
            value: it.select(space, first, a.value, b.value),
            per,
            under,
            low: a.low.min(b.low),
            high: a.high.max(b.high),
            ..a
        })
    }

    /// Where bounds may settle a choice: of the value that is taken, or of the test, or
    /// because both values may be the same.
    fn chosen_bounded(&mut self, test: Test, (a, b): (Part, Part), differ: Bit) -> Bit {
        let condition = test.truth;
        let space = condition.space;
        let ((a, a_bounded), (b, b_bounded)) = (self.settled(a), self.settled(b));
        let it = &mut self.registers;
        let (a, b) = (it.or(space, a, a_bounded), it.or(space, b, b_bounded));
        let (either, both) = (it.or(space, a, b), it.and(space, a, b));
        let by_test = it.and(space, condition.bounded, either);
        let unknown = it.unknown(space, condition);
        let open = it.and_not(space, unknown, differ);
        let same = it.and(space, open, both);
        let first = it.and(space, condition.yes, a_bounded);
        let second = it.and(space, condition.no, b_bounded);
        let taken = it.or(space, first, second);
        let by_test = it.or(space, by_test, same);
        it.or(space, taken, by_test)
    }

    /// Where a choice has no place. Whether two reasons are the same is not known
    /// here: rows in which that matters are for the row evaluator.
    fn chosen_out(&mut self, test: Test, a: Bit, b: Bit) -> Bit {
        let condition = test.truth;
        let space = condition.space;
        let both = self.registers.and(space, a, b);
        let known = self.registers.or(space, condition.yes, condition.no);
        let settled = self.registers.or(space, known, condition.out);
        let same = self.registers.and_not(space, both, settled);
        self.mark_in(space, same);
        let out = self.chosen(test, a, b, Bit::No);
        self.registers.or(space, out, condition.out)
    }
}

/// The test of an `if`.
#[derive(Clone, Copy)]
struct Test {
    truth: Truth,
    /// Whether it has a place in every case, once it is known. That no row is known to be
    /// without does not say so: what decides it may be unknown in all rows.
    always_applies: bool,
}

/// Nothing known, of the type of another part.
fn unknown_as(other: Part) -> Part {
    match other {
        Part::Truth(_) => Part::Truth(Truth::UNKNOWN),
        Part::Number(number) => Part::Number(Number {
            per: number.per,
            under: number.under,
            ..Number::unknown(number.kind)
        }),
    }
}
