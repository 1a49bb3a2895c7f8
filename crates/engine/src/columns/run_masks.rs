//! Operations that give a mask, on all rows or records of a frame.

use super::{
    bits::Bits,
    frame::Frame,
    operations::{Bit, MaskOperation, Source, Space},
    table::ColumnValues,
};
use crate::check::formula::Comparison;

impl Frame<'_> {
    pub(super) fn mask(&self, space: Space, operation: &MaskOperation) -> Bits {
        let len = self.len(space);
        match operation {
            MaskOperation::Given(of, column) => match self.column(*of, *column) {
                Some(column) => self.gathered(*of, &column.given),
                None => Bits::all(false, len),
            },
            MaskOperation::ListGiven(list) => match self.table.lists.get(*list) {
                Some(list) => self.gathered(Space::Cases, &list.given),
                None => Bits::all(false, len),
            },
            MaskOperation::Yes(of, column) => {
                match self.column(*of, *column).map(|it| &it.values) {
                    Some(ColumnValues::YesNo(yes)) => self.gathered(*of, yes),
                    _ => Bits::all(false, len),
                }
            }
            MaskOperation::And(a, b) => self.words(len, *a, *b, |a, b| a & b),
            MaskOperation::Or(a, b) => self.words(len, *a, *b, |a, b| a | b),
            MaskOperation::AndNot(a, b) => self.words(len, *a, *b, |a, b| a & !b),
            MaskOperation::Not(a) => match a {
                Bit::Of(a) => self.bits(*a).inverted(),
                a => Bits::all(*a == Bit::No, len),
            },
            MaskOperation::Compare(comparison, a, b) => {
                self.compared(len, *comparison, (*a, *b), |it| it)
            }
            MaskOperation::CompareNarrow(comparison, a, b) => {
                self.compared(len, *comparison, (*a, *b), narrow)
            }
            // Either difference has a sign, and no two wrong signs cancel out.
            MaskOperation::Outside(a, low, high) => self.each_bit(len, *a, |value| {
                value.wrapping_sub(*low) | high.wrapping_sub(value) < 0
            }),
            MaskOperation::AnyBit(a, mask) => self.each_bit(len, *a, |a| a & mask != 0),
            MaskOperation::ForRecords(bit, list) => self.for_records(*bit, *list),
            MaskOperation::AnyRecord(bit, list) => self.any_record(*bit, *list),
        }
    }

    fn words(&self, len: usize, a: Bit, b: Bit, word: impl Fn(u64, u64) -> u64) -> Bits {
        let whole = |bit: Bit| Bits::all(bit == Bit::Yes, len);
        match (a, b) {
            (Bit::Of(a), Bit::Of(b)) => self.bits(a).with(self.bits(b), word),
            (Bit::Of(a), b) => self.bits(a).with(&whole(b), word),
            (a, Bit::Of(b)) => whole(a).with(self.bits(b), word),
            (a, b) => whole(a).with(&whole(b), word),
        }
    }

    /// A loop of its own for each comparison, so that it is compiled as one.
    fn compared<T: Ord>(
        &self,
        len: usize,
        comparison: Comparison,
        pair: (Source, Source),
        of: impl Fn(i64) -> T,
    ) -> Bits {
        match comparison {
            Comparison::Equal => self.each_pair(len, pair, |a, b| of(a) == of(b)),
            Comparison::NotEqual => self.each_pair(len, pair, |a, b| of(a) != of(b)),
            Comparison::Less => self.each_pair(len, pair, |a, b| of(a) < of(b)),
            Comparison::AtMost => self.each_pair(len, pair, |a, b| of(a) <= of(b)),
            Comparison::Greater => self.each_pair(len, pair, |a, b| of(a) > of(b)),
            Comparison::AtLeast => self.each_pair(len, pair, |a, b| of(a) >= of(b)),
        }
    }

    fn each_bit(&self, len: usize, a: Source, holds: impl Fn(i64) -> bool) -> Bits {
        match a {
            Source::Of(a) => Bits::of_each(self.numbers_of(a), holds),
            Source::Constant(a) => Bits::all(holds(a), len),
        }
    }

    fn each_pair(
        &self,
        len: usize,
        pair: (Source, Source),
        holds: impl Fn(i64, i64) -> bool,
    ) -> Bits {
        match pair {
            (Source::Of(a), Source::Of(b)) => {
                Bits::of_pairs(self.numbers_of(a), self.numbers_of(b), holds)
            }
            (Source::Of(a), Source::Constant(b)) => {
                Bits::of_each(self.numbers_of(a), |a| holds(a, b))
            }
            (Source::Constant(a), Source::Of(b)) => {
                Bits::of_each(self.numbers_of(b), |b| holds(a, b))
            }
            (Source::Constant(a), Source::Constant(b)) => Bits::all(holds(a, b), len),
        }
    }

    fn gathered(&self, space: Space, bits: &Bits) -> Bits {
        let places = self.places(space);
        match places {
            [first, .., last] if last - first + 1 == places.len() => {
                bits.range(*first, places.len())
            }
            _ => Bits::of(places.iter().map(|place| bits.get(*place))),
        }
    }

    fn for_records(&self, bit: Bit, list: usize) -> Bits {
        let rows = &self.records(list).row;
        match bit {
            Bit::Of(register) if self.bits(register).any() => {
                let bits = self.bits(register);
                Bits::of(rows.iter().map(|row| bits.get(*row)))
            }
            bit => Bits::all(bit == Bit::Yes, rows.len()),
        }
    }

    fn any_record(&self, bit: Bit, list: usize) -> Bits {
        let counts = &self.records(list).counts;
        let bits = match bit {
            Bit::Of(register) => self.bits(register),
            Bit::Yes => return Bits::of(counts.iter().map(|count| *count > 0)),
            Bit::No => &Bits::NONE,
        };
        if !bits.any() {
            return Bits::all(false, counts.len());
        }
        let mut record = 0;
        Bits::of(counts.iter().map(|count| {
            let mut own = record..record + count;
            record += count;
            own.any(|record| bits.get(record))
        }))
    }
}

/// The lower half of a number that is proven to fit it where it counts.
fn narrow(value: i64) -> i32 {
    value as i32
}
