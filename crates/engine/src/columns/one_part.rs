//! Whether an answer is the same on every day of a period. What depends on the day is
//! followed from register to register:
//!
//! - A number that can only rise from day to day is lowered once more for the last day.
//!   Where a comparison of it comes to the same on both days, it does on every day between
//!   them.
//! - What depends on nothing but the day is the same for all rows: it is evaluated for each
//!   day, and no day of the period may begin with another value.
//! - Whatever else is done with a rising number must find the same one on both days.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    liveness::{of_mask, of_number},
    lowering::Lowering,
    number::Part,
    operations::{
        Binary, Bit, DatePart, MaskOperation, MaskRegister, NumberOperation, NumberRegister,
        Source, Space,
    },
    period::SPLIT,
    registers::Operation,
};
use crate::check::formula::Comparison;

/// How registers depend on the day.
#[derive(Default)]
struct Dependence {
    /// Numbers that rise from day to day: what each is on the last day, and its space.
    rising: BTreeMap<NumberRegister, (Source, Space)>,
    /// What depends on nothing but the day, and the operations that fill it.
    masks: BTreeSet<MaskRegister>,
    numbers: BTreeSet<NumberRegister>,
    operations: Vec<Operation>,
    /// What of it other operations read.
    read_masks: BTreeSet<MaskRegister>,
    read_numbers: BTreeSet<NumberRegister>,
}

impl Lowering<'_> {
    /// Leaves the rows to the row evaluator whose period may have several parts. The answer is
    /// read from these bits and numbers.
    pub(super) fn hold_to_one_part(&mut self, bits: &[Bit], numbers: &[Source]) {
        let Some(period) = self.period.clone() else {
            return;
        };
        let Source::Of(day) = period.first else {
            return;
        };
        let mut of_day = Dependence::default();
        of_day.rising.insert(day, (period.last, Space::Cases));
        of_day.numbers.insert(day);
        of_day
            .operations
            .push(Operation::Number(Space::Cases, NumberOperation::On, day));
        let mut changes = Bit::No;
        // Operations that are added meanwhile are about the last day.
        for operation in self.registers.operations.clone() {
            let changed = self.changes(&mut of_day, &operation, day);
            changes = self.registers.or(Space::Cases, changes, changed);
        }
        for (part, path) in std::mem::take(&mut self.of_each_day) {
            let (bits, numbers) = registers_of(part);
            let changed = self.reads_differ(&mut of_day, &bits, &numbers);
            let changed = self.registers.and(Space::Cases, changed, path);
            changes = self.registers.or(Space::Cases, changes, changed);
        }
        let changed = self.reads_differ(&mut of_day, bits, numbers);
        changes = self.registers.or(Space::Cases, changes, changed);
        let days = self.days_of_change(
            &period.days,
            of_day.operations,
            (&of_day.read_masks, &of_day.read_numbers),
        );
        if !days.is_empty() {
            let rank = |it: &mut Self, day| {
                let rank = NumberOperation::Rank(day, days.clone());
                it.registers.number(Space::Cases, rank)
            };
            let (first, last) = (rank(self, period.first), rank(self, period.last));
            let differs = MaskOperation::Compare(Comparison::NotEqual, first, last);
            let differs = self.registers.mask(Space::Cases, differs);
            changes = self.registers.or(Space::Cases, changes, differs);
        }
        self.step = self.ruling.version.id.to_string();
        if changes != Bit::No {
            self.on_path(changes, |it| {
                it.on_path(period.about, |it| it.fall_back(SPLIT.into()));
            });
        }
    }

    /// Where what an operation gives is another on some day of the period.
    fn changes(
        &mut self,
        of_day: &mut Dependence,
        operation: &Operation,
        day: NumberRegister,
    ) -> Bit {
        let (bits, numbers) = match operation {
            Operation::Mask(_, operation, _) => of_mask(operation),
            Operation::Number(_, _, to) if *to == day => return Bit::No,
            Operation::Number(_, operation, _) => of_number(operation),
        };
        let bits: Vec<Bit> = bits.into_iter().flatten().collect();
        let numbers: Vec<Source> = numbers.into_iter().flatten().collect();
        if !of_day.reads(&bits, &numbers) {
            return Bit::No;
        }
        if let Operation::Number(space, operation, to) = operation
            && let Some(on_last) = of_day.rises(operation, &bits)
        {
            let last = self.registers.number(*space, on_last);
            of_day.rising.insert(*to, (last, *space));
            of_day.add_of_day(
                &bits,
                &numbers,
                &Operation::Number(*space, operation.clone(), *to),
            );
            return Bit::No;
        }
        if of_day.add_of_day(&bits, &numbers, operation) {
            return Bit::No;
        }
        if let Operation::Mask(space, operation, to) = operation
            && let Some(on_last) = of_day.steps(operation)
        {
            let it = &mut self.registers;
            let (own, other) = (Bit::Of(*to), it.mask(*space, on_last));
            let (ends, begins) = (
                it.and_not(*space, own, other),
                it.and_not(*space, other, own),
            );
            let changes = it.or(*space, ends, begins);
            return self.in_case(*space, changes);
        }
        self.reads_differ(of_day, &bits, &numbers)
    }

    /// Where what is read is another on some day. Of what depends on the day alone, the
    /// days are found later.
    fn reads_differ(&mut self, of_day: &mut Dependence, bits: &[Bit], numbers: &[Source]) -> Bit {
        let mut differs = Bit::No;
        for bit in bits {
            if let Bit::Of(register) = bit
                && of_day.masks.contains(register)
            {
                of_day.read_masks.insert(*register);
            }
        }
        for number in numbers {
            let Source::Of(register) = number else {
                continue;
            };
            if let Some((last, space)) = of_day.rising.get(register) {
                let other = MaskOperation::Compare(Comparison::NotEqual, *number, *last);
                let other = self.registers.mask(*space, other);
                let own = self.in_case(*space, other);
                differs = self.registers.or(Space::Cases, differs, own);
            } else if of_day.numbers.contains(register) {
                of_day.read_numbers.insert(*register);
            }
        }
        differs
    }

    fn in_case(&mut self, space: Space, bit: Bit) -> Bit {
        match space {
            Space::Cases => bit,
            Space::Records(list) => self.registers.any(list, bit),
        }
    }
}

impl Dependence {
    fn reads(&self, bits: &[Bit], numbers: &[Source]) -> bool {
        let is_of_day = |bit: &Bit| matches!(bit, Bit::Of(it) if self.masks.contains(it));
        bits.iter().any(is_of_day)
            || numbers
                .iter()
                .any(|it| self.is_rising(*it) || self.is_of_day(*it))
    }

    fn is_of_day(&self, source: Source) -> bool {
        matches!(source, Source::Of(register) if self.numbers.contains(&register))
    }

    fn is_rising(&self, source: Source) -> bool {
        matches!(source, Source::Of(register) if self.rising.contains_key(&register))
    }

    /// A number on the last day.
    fn last(&self, source: Source) -> Source {
        match source {
            Source::Of(register) => {
                let last = self.rising.get(&register);
                last.map_or(source, |(last, _)| *last)
            }
            Source::Constant(_) => source,
        }
    }

    /// Notes an operation that reads nothing but what depends on the day alone.
    fn add_of_day(&mut self, bits: &[Bit], numbers: &[Source], operation: &Operation) -> bool {
        let is_bit = |bit: &Bit| match bit {
            Bit::Of(register) => self.masks.contains(register),
            Bit::Yes | Bit::No => true,
        };
        let is_number =
            |number: &Source| matches!(number, Source::Constant(_)) || self.is_of_day(*number);
        if !bits.iter().all(is_bit) || !numbers.iter().all(is_number) {
            return false;
        }
        match operation {
            Operation::Mask(Space::Cases, MaskOperation::AnyRecord(..), _) => return false,
            Operation::Number(
                Space::Cases,
                NumberOperation::Sum(..) | NumberOperation::Extreme(..),
                _,
            ) => return false,
            Operation::Mask(Space::Cases, _, to) => {
                self.masks.insert(*to);
            }
            Operation::Number(Space::Cases, _, to) => {
                self.numbers.insert(*to);
            }
            Operation::Mask(..) | Operation::Number(..) => return false,
        }
        self.operations.push(operation.clone());
        true
    }

    /// A comparison on the last day that can only turn once from day to day.
    fn steps(&self, operation: &MaskOperation) -> Option<MaskOperation> {
        let is_one = |a, b| {
            let other = |it| !self.is_rising(it) && !self.is_of_day(it);
            self.is_rising(a) && other(b) || self.is_rising(b) && other(a)
        };
        match operation {
            MaskOperation::Compare(how, a, b) if is_order(*how) && is_one(*a, *b) => {
                let (a, b) = (self.last(*a), self.last(*b));
                Some(MaskOperation::Compare(*how, a, b))
            }
            MaskOperation::CompareNarrow(how, a, b) if is_order(*how) && is_one(*a, *b) => {
                let (a, b) = (self.last(*a), self.last(*b));
                Some(MaskOperation::CompareNarrow(*how, a, b))
            }
            _ => None,
        }
    }

    /// The operation on the last day, where what it gives can only rise from day to day.
    fn rises(&self, operation: &NumberOperation, bits: &[Bit]) -> Option<NumberOperation> {
        let last = |source: &Source| self.last(*source);
        // What depends on the day and does not rise has no last value here.
        let is_known = |source: &Source| self.is_rising(*source) || !self.is_of_day(*source);
        let is_steady = |source: &Source| !self.is_rising(*source) && !self.is_of_day(*source);
        if !bits.is_empty() {
            return None;
        }
        Some(match operation {
            NumberOperation::Binary(
                how @ (Binary::Add
                | Binary::Least
                | Binary::Most
                | Binary::AddDays
                | Binary::AddMonths),
                a,
                b,
            ) if is_known(a) && is_known(b) => NumberOperation::Binary(*how, last(a), last(b)),
            NumberOperation::Binary(how @ (Binary::Subtract | Binary::DaysBetween), a, b)
                if is_known(a) && is_steady(b) =>
            {
                NumberOperation::Binary(*how, last(a), *b)
            }
            NumberOperation::Binary(Binary::Age, born, on) if is_steady(born) && is_known(on) => {
                NumberOperation::Binary(Binary::Age, *born, last(on))
            }
            NumberOperation::Part(DatePart::Year, day) if is_known(day) => {
                NumberOperation::Part(DatePart::Year, last(day))
            }
            NumberOperation::ForRecords(number, list) if is_known(number) => {
                NumberOperation::ForRecords(last(number), *list)
            }
            NumberOperation::Copy(number) if is_known(number) => {
                NumberOperation::Copy(last(number))
            }
            _ => return None,
        })
    }
}

/// Where a part is.
fn registers_of(part: Part) -> (Vec<Bit>, Vec<Source>) {
    match part {
        Part::Truth(it) => (vec![it.yes, it.no, it.out], Vec::new()),
        Part::Number(it) => {
            let under = it.under.map(|(under, _)| under);
            let numbers = [it.value].into_iter().chain(under).collect();
            (vec![it.known, it.out], numbers)
        }
    }
}

/// Equality may hold on some day between two others.
fn is_order(comparison: Comparison) -> bool {
    !matches!(comparison, Comparison::Equal | Comparison::NotEqual)
}
