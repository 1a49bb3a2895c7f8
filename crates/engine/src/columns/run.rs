//! Running lowered rules on rows of a table.

use super::{
    bits::Bits,
    dates,
    lowered::Lowered,
    operations::{Binary, Bit, Division, MaskOperation, NumberOperation, Rounded, Source, Space},
    registers::Operation,
    table::{Column, ColumnValues, ListColumn, Table},
};
use crate::check::formula::Comparison;

/// Rows that are answered together: their registers stay in the cache.
pub(super) const CHUNK: usize = 1024;

/// Some rows of a table, with the registers that are filled for them.
pub(super) struct Frame<'t> {
    table: &'t Table,
    /// The numbers of the rows.
    rows: &'t [usize],
    /// The day asked about, for each row of the table.
    days: &'t [i64],
    /// For each list, its records' numbers, and in which row each is.
    records: Vec<Records>,
    masks: Vec<Bits>,
    numbers: Vec<Vec<i64>>,
}

/// The records of a list that belong to the rows of a frame.
#[derive(Default)]
struct Records {
    numbers: Vec<usize>,
    /// Of each, the place of its row in the frame.
    row: Vec<usize>,
    /// Of each row of the frame, how many there are.
    counts: Vec<usize>,
}

impl Records {
    fn of(list: &ListColumn, rows: &[usize]) -> Records {
        let mut records = Records::default();
        for (place, row) in rows.iter().enumerate() {
            let own = list.records(*row);
            records.counts.push(own.len());
            records.row.extend(own.clone().map(|_| place));
            records.numbers.extend(own);
        }
        records
    }
}

impl<'t> Frame<'t> {
    /// Fills the registers for some rows; `days` has a day for each row of the
    /// table.
    pub(super) fn run(
        lowered: &Lowered,
        table: &'t Table,
        rows: &'t [usize],
        days: &'t [i64],
    ) -> Frame<'t> {
        let lists = table.lists.iter();
        let mut frame = Frame {
            table,
            rows,
            days,
            records: lists.map(|list| Records::of(list, rows)).collect(),
            masks: vec![Bits::default(); lowered.masks],
            numbers: vec![Vec::new(); lowered.numbers],
        };
        for operation in &lowered.operations {
            match operation {
                Operation::Mask(space, operation, to) => {
                    let mask = frame.mask(*space, operation);
                    if let Some(register) = frame.masks.get_mut(*to) {
                        *register = mask;
                    }
                }
                Operation::Number(space, operation, to) => {
                    let numbers = frame.number(*space, operation);
                    if let Some(register) = frame.numbers.get_mut(*to) {
                        *register = numbers;
                    }
                }
            }
        }
        frame
    }

    fn len(&self, space: Space) -> usize {
        match space {
            Space::Cases => self.rows.len(),
            Space::Records(list) => self.records.get(list).map_or(0, |it| it.numbers.len()),
        }
    }

    /// The numbers of the rows or records of a space, as the table counts.
    fn places(&self, space: Space) -> &[usize] {
        match space {
            Space::Cases => self.rows,
            Space::Records(list) => self.records.get(list).map_or(&[], |it| &it.numbers),
        }
    }

    fn column(&self, space: Space, column: usize) -> Option<&'t Column> {
        match space {
            Space::Cases => self.table.columns.get(column),
            Space::Records(list) => self.table.lists.get(list)?.columns.get(column),
        }
    }

    /// The numbers of the rows.
    pub(super) fn rows(&self) -> &[usize] {
        self.rows
    }

    /// The bit of every row.
    pub(super) fn all_of(&self, bit: Bit) -> Bits {
        self.bits_or_constant(self.rows.len(), bit)
    }

    /// The number of every row.
    pub(super) fn all_numbers(&self, source: Source) -> Vec<i64> {
        self.numbers_or_constant(self.rows.len(), source)
    }

    fn bits(&self, register: usize) -> &Bits {
        const NONE: &Bits = &Bits::NONE;
        self.masks.get(register).unwrap_or(NONE)
    }

    pub(super) fn bit(&self, bit: Bit, place: usize) -> bool {
        match bit {
            Bit::No => false,
            Bit::Yes => true,
            Bit::Of(register) => self.bits(register).get(place),
        }
    }

    pub(super) fn value(&self, source: Source, place: usize) -> i64 {
        match source {
            Source::Constant(value) => value,
            Source::Of(register) => {
                let numbers = self.numbers.get(register);
                numbers.and_then(|it| it.get(place)).copied().unwrap_or(0)
            }
        }
    }

    pub(super) fn numbers_of(&self, register: usize) -> &[i64] {
        self.numbers.get(register).map_or(&[], Vec::as_slice)
    }

    /// Each pair of two numbers, calculated.
    fn each<T>(
        &self,
        len: usize,
        (a, b): (Source, Source),
        work: impl Fn(i64, i64) -> T,
    ) -> Vec<T> {
        match (a, b) {
            (Source::Of(a), Source::Of(b)) => {
                let pairs = self.numbers_of(a).iter().zip(self.numbers_of(b));
                pairs.map(|(a, b)| work(*a, *b)).collect()
            }
            (Source::Of(a), Source::Constant(b)) => {
                self.numbers_of(a).iter().map(|a| work(*a, b)).collect()
            }
            (Source::Constant(a), Source::Of(b)) => {
                self.numbers_of(b).iter().map(|b| work(a, *b)).collect()
            }
            (Source::Constant(a), Source::Constant(b)) => (0..len).map(|_| work(a, b)).collect(),
        }
    }

    fn words(&self, len: usize, a: Bit, b: Bit, word: impl Fn(u64, u64) -> u64) -> Bits {
        let whole = |bit: bool| Bits::all(bit, len);
        match (a, b) {
            (Bit::Of(a), Bit::Of(b)) => self.bits(a).with(self.bits(b), word),
            (Bit::Of(a), b) => self.bits(a).with(&whole(b == Bit::Yes), word),
            (a, Bit::Of(b)) => whole(a == Bit::Yes).with(self.bits(b), word),
            (a, b) => whole(a == Bit::Yes).with(&whole(b == Bit::Yes), word),
        }
    }

    fn mask(&self, space: Space, operation: &MaskOperation) -> Bits {
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
            MaskOperation::Compare(comparison, a, b) => self.compared(len, *comparison, (*a, *b)),
            MaskOperation::AnyBit(a, mask) => {
                let pairs = (*a, Source::Constant(*mask));
                Bits::packed(&self.each(len, pairs, |a, mask| u8::from(a & mask != 0)))
            }
            MaskOperation::ForRecords(bit, list) => {
                let rows = self.records.get(*list).map_or(&[][..], |it| &it.row);
                Bits::of(rows.iter().map(|row| self.bit(*bit, *row)))
            }
            MaskOperation::AnyRecord(bit, list) => {
                let mut record = 0;
                let counts = self.records.get(*list).map_or(&[][..], |it| &it.counts);
                Bits::of(counts.iter().map(|count| {
                    let own = record..record + count;
                    record += count;
                    own.into_iter().any(|record| self.bit(*bit, record))
                }))
            }
        }
    }

    fn compared(&self, len: usize, comparison: Comparison, pair: (Source, Source)) -> Bits {
        Bits::packed(&match comparison {
            Comparison::Equal => self.each(len, pair, |a, b| u8::from(a == b)),
            Comparison::NotEqual => self.each(len, pair, |a, b| u8::from(a != b)),
            Comparison::Less => self.each(len, pair, |a, b| u8::from(a < b)),
            Comparison::AtMost => self.each(len, pair, |a, b| u8::from(a <= b)),
            Comparison::Greater => self.each(len, pair, |a, b| u8::from(a > b)),
            Comparison::AtLeast => self.each(len, pair, |a, b| u8::from(a >= b)),
        })
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

    fn loaded(&self, space: Space, values: &[i64]) -> Vec<i64> {
        let places = self.places(space);
        if let (Some(first), Some(last)) = (places.first(), places.last())
            && last - first + 1 == places.len()
            && let Some(run) = values.get(*first..=*last)
        {
            return run.to_vec();
        }
        let value = |place: &usize| values.get(*place).copied().unwrap_or(0);
        places.iter().map(value).collect()
    }

    fn number(&self, space: Space, operation: &NumberOperation) -> Vec<i64> {
        let len = self.len(space);
        match operation {
            NumberOperation::Load(of, column) => {
                let values = self.column(*of, *column).map(|it| &it.values);
                match values.and_then(ColumnValues::numbers) {
                    Some(values) => self.loaded(*of, values),
                    None => vec![0; len],
                }
            }
            NumberOperation::Mapped(of, column, map, is_several) => {
                let values = self.column(*of, *column).map(|it| &it.values);
                let Some(values) = values.and_then(ColumnValues::numbers) else {
                    return vec![0; len];
                };
                let values = self.loaded(*of, values);
                let map_one = |value: i64| -> i64 {
                    let place = usize::try_from(value).ok();
                    place.and_then(|it| map.get(it)).copied().unwrap_or(-1)
                };
                match is_several {
                    false => values.into_iter().map(map_one).collect(),
                    true => values
                        .into_iter()
                        .map(|bits| mapped_bits(bits, map))
                        .collect(),
                }
            }
            NumberOperation::On => self.loaded(Space::Cases, self.days),
            NumberOperation::Binary(how, a, b) => self.binary(len, *how, (*a, *b)),
            NumberOperation::Select(bit, a, b) => self.selected(len, *bit, (*a, *b)),
            NumberOperation::Divide(how, a, b) => self.quotient(len, *how, (*a, *b)),
            NumberOperation::Part(part, day) => {
                self.each(len, (*day, Source::Constant(0)), |day, _| {
                    dates::part(*part, day)
                })
            }
            NumberOperation::ForRecords(source, list) => {
                let rows = self.records.get(*list).map_or(&[][..], |it| &it.row);
                rows.iter().map(|row| self.value(*source, *row)).collect()
            }
            NumberOperation::Sum(bit, source, list) => {
                self.folded(*list, *bit, *source, i64::wrapping_add)
            }
            NumberOperation::Extreme(bit, source, list, Binary::Most) => {
                self.folded(*list, *bit, *source, i64::max)
            }
            NumberOperation::Extreme(bit, source, list, _) => {
                self.folded(*list, *bit, *source, i64::min)
            }
        }
    }

    /// The first number of the rows that have the bit, the second of all others.
    fn selected(&self, len: usize, bit: Bit, (yes, no): (Source, Source)) -> Vec<i64> {
        let words = match bit {
            Bit::Of(register) => self.bits(register).words(),
            Bit::Yes => return self.numbers_or_constant(len, yes),
            Bit::No => &[],
        };
        let mut found = self.numbers_or_constant(len, no);
        let mask = |word: u64, at: usize| (word >> at & 1).cast_signed().wrapping_neg();
        let mut first = 0;
        for (own, word) in found.chunks_mut(64).zip(words) {
            match yes {
                Source::Constant(value) => {
                    for (at, own) in own.iter_mut().enumerate() {
                        *own ^= (*own ^ value) & mask(*word, at);
                    }
                }
                Source::Of(register) => {
                    let values = self.numbers_of(register).get(first..);
                    let values = values.unwrap_or_default();
                    for (at, (own, value)) in own.iter_mut().zip(values).enumerate() {
                        *own ^= (*own ^ value) & mask(*word, at);
                    }
                }
            }
            first += 64;
        }
        found
    }

    fn bits_or_constant(&self, len: usize, bit: Bit) -> Bits {
        match bit {
            Bit::Of(register) => self.bits(register).clone(),
            bit => Bits::all(bit == Bit::Yes, len),
        }
    }

    fn numbers_or_constant(&self, len: usize, source: Source) -> Vec<i64> {
        match source {
            Source::Constant(value) => vec![value; len],
            Source::Of(register) => self.numbers_of(register).to_vec(),
        }
    }

    /// A loop of its own for each operation, so that it is compiled as one.
    fn binary(&self, len: usize, how: Binary, pair: (Source, Source)) -> Vec<i64> {
        match how {
            Binary::Add => self.each(len, pair, i64::wrapping_add),
            Binary::Subtract => self.each(len, pair, i64::wrapping_sub),
            Binary::Multiply => self.each(len, pair, i64::wrapping_mul),
            Binary::Least => self.each(len, pair, i64::min),
            Binary::Most => self.each(len, pair, i64::max),
            Binary::Age => self.each(len, pair, |a, b| dates::binary(Binary::Age, a, b)),
            _ => self.each(len, pair, |a, b| dates::binary(how, a, b)),
        }
    }

    fn quotient(&self, len: usize, how: Division, pair: (Source, Source)) -> Vec<i64> {
        match how {
            Division::Rounded(Rounded::HalfUp) => self.each(len, pair, half_up),
            _ => self.each(len, pair, |a, b| dates::divided(how, a, b)),
        }
    }

    /// One number for each row, of the records that have the bit; 0 if none has.
    fn folded(
        &self,
        list: usize,
        bit: Bit,
        source: Source,
        fold: impl Fn(i64, i64) -> i64,
    ) -> Vec<i64> {
        let records = self.records.get(list);
        let (rows, len) = records.map_or((&[][..], 0), |it| (&it.counts, it.numbers.len()));
        let bits = self.bits_or_constant(len, bit);
        let values = self.numbers_or_constant(len, source);
        let mut records = values.iter().zip(bits.iter());
        let mut found = Vec::with_capacity(rows.len());
        for count in rows {
            let own = records.by_ref().take(*count);
            let own = own.filter_map(|(value, bit)| bit.then_some(*value));
            found.push(own.reduce(&fold).unwrap_or(0));
        }
        found
    }
}

/// Options as bits of another list of options; -1 if one is not among them.
fn mapped_bits(bits: i64, map: &[i64]) -> i64 {
    let mut mapped = 0;
    for (bit, to) in map.iter().enumerate() {
        if bits >> bit & 1 != 0 {
            match u32::try_from(*to).ok().and_then(|to| 1i64.checked_shl(to)) {
                Some(to) => mapped |= to,
                None => return -1,
            }
        }
    }
    mapped
}

/// Half up, away from zero. Where both numbers fit 32 bits, their division takes
/// a fraction of the time.
#[inline]
fn half_up(over: i64, under: i64) -> i64 {
    let twice = over.wrapping_mul(2).wrapping_add(under);
    match (u32::try_from(twice), u32::try_from(under.wrapping_mul(2))) {
        (Ok(over), Ok(under)) if under > 0 => i64::from(over / under),
        _ => dates::divided(Division::Rounded(Rounded::HalfUp), over, under),
    }
}
