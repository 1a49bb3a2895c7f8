//! Operations that give a mask, on all rows or records of a frame.

use super::{
    bits::Bits,
    frame::{Frame, Records, run},
    operations::{Bit, MaskOperation, Source, Space},
    table::ColumnValues,
};
use crate::check::formula::Comparison;

impl Frame<'_> {
    /// The bits of an operation, in the memory of others.
    pub(super) fn mask(&self, space: Space, operation: &MaskOperation, memory: Bits) -> Bits {
        let len = self.len(space);
        match operation {
            MaskOperation::Given(of, column) => match self.column(*of, *column) {
                Some(column) => self.gathered(*of, &column.given, memory),
                None => memory.filled(false, len),
            },
            MaskOperation::ListGiven(list) => match self.table.lists.get(*list) {
                Some(list) => self.gathered(Space::Cases, &list.given, memory),
                None => memory.filled(false, len),
            },
            MaskOperation::Yes(of, column) => {
                match self.column(*of, *column).map(|it| &it.values) {
                    Some(ColumnValues::YesNo(yes)) => self.gathered(*of, yes, memory),
                    _ => memory.filled(false, len),
                }
            }
            MaskOperation::Blank(of, column) => {
                match self.column(*of, *column).map(|it| &it.values) {
                    Some(ColumnValues::Text(values, texts)) => {
                        self.blank(*of, (values, texts), memory)
                    }
                    _ => memory.filled(false, len),
                }
            }
            MaskOperation::And(a, b) => self.words((len, *a, *b), memory, |a, b| a & b),
            MaskOperation::Or(a, b) => self.words((len, *a, *b), memory, |a, b| a | b),
            MaskOperation::AndNot(a, b) => self.words((len, *a, *b), memory, |a, b| a & !b),
            MaskOperation::Not(a) => match a {
                Bit::Of(a) => self.bits(*a).mapped_in(|word| !word, memory),
                a => memory.filled(*a == Bit::No, len),
            },
            MaskOperation::Compare(comparison, a, b) => {
                self.compared((len, *a, *b), *comparison, memory, |it| it)
            }
            MaskOperation::CompareNarrow(comparison, a, b) => {
                self.compared((len, *a, *b), *comparison, memory, narrow)
            }
            // Either difference has a sign, and no two wrong signs cancel out.
            MaskOperation::Outside(a, low, high) => self.each_bit(len, *a, memory, |value| {
                value.wrapping_sub(*low) | high.wrapping_sub(value) < 0
            }),
            MaskOperation::AnyBit(a, mask) => self.each_bit(len, *a, memory, |a| a & mask != 0),
            MaskOperation::ForRecords(bit, list) => self.for_records(*bit, *list, memory),
            MaskOperation::AnyRecord(bit, list) => self.any_record(*bit, *list, memory),
        }
    }

    fn words(
        &self,
        (len, a, b): (usize, Bit, Bit),
        memory: Bits,
        word: impl Fn(u64, u64) -> u64,
    ) -> Bits {
        let all = |bit: Bit| if bit == Bit::Yes { u64::MAX } else { 0 };
        match (a, b) {
            (Bit::Of(a), Bit::Of(b)) => self.bits(a).with_in(self.bits(b), word, memory),
            (Bit::Of(a), b) => self.bits(a).mapped_in(|a| word(a, all(b)), memory),
            (a, Bit::Of(b)) => self.bits(b).mapped_in(|b| word(all(a), b), memory),
            (a, b) => memory.filled(word(all(a), all(b)) != 0, len),
        }
    }

    /// A loop of its own for each comparison, so that it is compiled as one.
    fn compared<T: Ord>(
        &self,
        of_all: (usize, Source, Source),
        comparison: Comparison,
        memory: Bits,
        of: impl Fn(i64) -> T,
    ) -> Bits {
        match comparison {
            Comparison::Equal => self.each_pair(of_all, memory, |a, b| of(a) == of(b)),
            Comparison::NotEqual => self.each_pair(of_all, memory, |a, b| of(a) != of(b)),
            Comparison::Less => self.each_pair(of_all, memory, |a, b| of(a) < of(b)),
            Comparison::AtMost => self.each_pair(of_all, memory, |a, b| of(a) <= of(b)),
            Comparison::Greater => self.each_pair(of_all, memory, |a, b| of(a) > of(b)),
            Comparison::AtLeast => self.each_pair(of_all, memory, |a, b| of(a) >= of(b)),
        }
    }

    fn each_bit(&self, len: usize, a: Source, memory: Bits, holds: impl Fn(i64) -> bool) -> Bits {
        match a {
            Source::Of(a) => memory.each(self.numbers_of(a), holds),
            Source::Constant(a) => memory.filled(holds(a), len),
        }
    }

    fn each_pair(
        &self,
        (len, a, b): (usize, Source, Source),
        memory: Bits,
        holds: impl Fn(i64, i64) -> bool,
    ) -> Bits {
        match (a, b) {
            (Source::Of(a), Source::Of(b)) => {
                memory.pairs(self.numbers_of(a), self.numbers_of(b), holds)
            }
            (Source::Of(a), Source::Constant(b)) => {
                memory.each(self.numbers_of(a), |a| holds(a, b))
            }
            (Source::Constant(a), Source::Of(b)) => {
                memory.each(self.numbers_of(b), |b| holds(a, b))
            }
            (Source::Constant(a), Source::Constant(b)) => memory.filled(holds(a, b), len),
        }
    }

    fn gathered(&self, space: Space, bits: &Bits, memory: Bits) -> Bits {
        let places = self.places(space);
        match run(places) {
            Some(run) => bits.range(run.start, run.len(), memory),
            None => memory.each_of(places.iter().map(|place| bits.get(*place))),
        }
    }

    fn blank(&self, space: Space, (values, texts): (&[i64], &[String]), memory: Bits) -> Bits {
        let is_blank = |place: &usize| {
            let number = values.get(*place).copied().unwrap_or(0);
            let text = usize::try_from(number).ok().and_then(|it| texts.get(it));
            text.is_some_and(|text| text.trim().is_empty())
        };
        memory.each_of(self.places(space).iter().map(is_blank))
    }

    fn for_records(&self, bit: Bit, list: usize, memory: Bits) -> Bits {
        let rows = &self.records(list).row;
        match bit {
            Bit::Of(register) if self.bits(register).any() => {
                let bits = self.bits(register);
                memory.each_of(rows.iter().map(|row| bits.get(*row)))
            }
            bit => memory.filled(bit == Bit::Yes, rows.len()),
        }
    }

    fn any_record(&self, bit: Bit, list: usize, memory: Bits) -> Bits {
        let Records { row, counts, .. } = self.records(list);
        let bits = match bit {
            Bit::Of(register) => self.bits(register),
            Bit::Yes => return memory.each_of(counts.iter().map(|count| *count > 0)),
            Bit::No => &Bits::NONE,
        };
        let mut any = memory.filled(false, counts.len());
        for row in bits.ones().filter_map(|record| row.get(record)) {
            any.set(*row, true);
        }
        any
    }
}

/// The lower half of a number that is proven to fit it where it counts.
fn narrow(value: i64) -> i32 {
    value as i32
}
