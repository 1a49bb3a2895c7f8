//! Some rows of a table, with the registers that are filled for them.

use std::{borrow::Cow, ops::Range};

use super::{
    bits::Bits,
    liveness::Step,
    lowered::Lowered,
    operations::{Bit, NumberOperation, Source, Space},
    registers::Operation,
    table::{Column, ListColumn, Table},
};
use crate::{eval::calendar::Calendars, program::model::Ruling};

/// Rows that are answered together: their registers stay in the cache.
pub(super) const CHUNK: usize = 2048;

/// Some rows of a table, with the registers that are filled for them. The memory of
/// one frame's registers is used again for the next rows.
pub(super) struct Frame<'t> {
    /// The rules whose operations fill the registers.
    pub(super) lowered: &'t Lowered,
    pub(super) table: &'t Table,
    /// The numbers of the rows.
    rows: &'t [usize],
    /// The day asked about, for each row of the table.
    pub(super) days: &'t [i64],
    /// For each list, its records' numbers, and in which row each is.
    records: Vec<Records>,
    masks: Vec<Bits>,
    numbers: Vec<Numbers<'t>>,
    pub(super) calendars: Calendars<'t>,
    /// What registers hold that nothing reads any more.
    spare: Vec<Vec<i64>>,
}

/// What a register of numbers holds.
#[derive(Clone)]
enum Numbers<'t> {
    Own(Vec<i64>),
    /// A column of the table, which needs no copy.
    Column(&'t [i64]),
}

/// The records of a list that belong to the rows of a frame.
#[derive(Default)]
pub(super) struct Records {
    numbers: Vec<usize>,
    /// Of each, the place of its row in the frame.
    pub(super) row: Vec<usize>,
    /// Of each row of the frame, how many there are.
    pub(super) counts: Vec<usize>,
}

impl Records {
    fn fill(&mut self, list: &ListColumn, rows: &[usize]) {
        self.numbers.clear();
        self.row.clear();
        self.counts.clear();
        for (place, row) in rows.iter().enumerate() {
            let own = list.records(*row);
            self.counts.push(own.len());
            self.row.extend(own.clone().map(|_| place));
            self.numbers.extend(own);
        }
    }
}

impl<'t> Frame<'t> {
    /// No rows yet; `days` has a day for each row of the table.
    pub(super) fn new(
        lowered: &'t Lowered,
        ruling: &Ruling<'t>,
        table: &'t Table,
        days: &'t [i64],
    ) -> Frame<'t> {
        Frame {
            lowered,
            table,
            rows: &[],
            days,
            records: table.lists.iter().map(|_| Records::default()).collect(),
            masks: vec![Bits::default(); lowered.masks],
            numbers: vec![Numbers::Own(Vec::new()); lowered.numbers],
            calendars: Calendars {
                calendars: &ruling.book.calendars,
                known: ruling.known,
            },
            spare: Vec::new(),
        }
    }

    /// Fills the registers for some rows.
    pub(super) fn run(&mut self, rows: &'t [usize]) {
        self.rows = rows;
        for (records, list) in self.records.iter_mut().zip(&self.table.lists) {
            records.fill(list, rows);
        }
        for Step { operation, frees } in &self.lowered.steps {
            match operation {
                Operation::Mask(space, operation, to) => {
                    let memory = self.masks.get_mut(*to).map(std::mem::take);
                    let mask = self.mask(*space, operation, memory.unwrap_or_default());
                    if let Some(register) = self.masks.get_mut(*to) {
                        *register = mask;
                    }
                }
                Operation::Number(space, operation, to) => {
                    let numbers = match self.column_run(*space, operation) {
                        Some(column) => Numbers::Column(column),
                        None => {
                            let mut memory = self.spare.pop().unwrap_or_default();
                            memory.clear();
                            Numbers::Own(self.number(*space, operation, memory))
                        }
                    };
                    if let Some(register) = self.numbers.get_mut(*to) {
                        let before = std::mem::replace(register, numbers);
                        self.spare.extend(before.memory());
                    }
                }
            }
            for register in frees {
                if let Some(numbers) = self.numbers.get_mut(*register) {
                    let read = std::mem::replace(numbers, Numbers::Own(Vec::new()));
                    self.spare.extend(read.memory());
                }
            }
        }
    }

    /// A column whose values for the rows or records follow each other.
    fn column_run(&self, space: Space, operation: &NumberOperation) -> Option<&'t [i64]> {
        let NumberOperation::Load(of, column) = operation else {
            return None;
        };
        let values = self.column(*of, *column)?.values.numbers()?;
        values.get(run(self.places(space))?)
    }

    /// How many rows or records a space has.
    pub(super) fn len(&self, space: Space) -> usize {
        self.places(space).len()
    }

    /// The numbers of the rows or records of a space, as the table counts.
    pub(super) fn places(&self, space: Space) -> &[usize] {
        match space {
            Space::Cases => self.rows,
            Space::Records(list) => self.records.get(list).map_or(&[], |it| &it.numbers),
        }
    }

    pub(super) fn column(&self, space: Space, column: usize) -> Option<&'t Column> {
        match space {
            Space::Cases => self.table.columns.get(column),
            Space::Records(list) => self.table.lists.get(list)?.columns.get(column),
        }
    }

    /// The records of a list.
    pub(super) fn records(&self, list: usize) -> &Records {
        const NONE: &Records = &Records {
            numbers: Vec::new(),
            row: Vec::new(),
            counts: Vec::new(),
        };
        self.records.get(list).unwrap_or(NONE)
    }

    /// The numbers of the rows.
    pub(super) fn rows(&self) -> &[usize] {
        self.rows
    }

    /// The bit of every row.
    pub(super) fn all_of(&self, bit: Bit) -> Cow<'_, Bits> {
        self.bits_or_constant(self.rows.len(), bit)
    }

    /// The number of every row.
    pub(super) fn all_numbers(&self, source: Source) -> Cow<'_, [i64]> {
        match source {
            Source::Constant(value) => Cow::Owned(vec![value; self.rows.len()]),
            Source::Of(register) => Cow::Borrowed(self.numbers_of(register)),
        }
    }

    pub(super) fn bits(&self, register: usize) -> &Bits {
        const NONE: &Bits = &Bits::NONE;
        self.masks.get(register).unwrap_or(NONE)
    }

    pub(super) fn numbers_of(&self, register: usize) -> &[i64] {
        match self.numbers.get(register) {
            Some(Numbers::Own(numbers)) => numbers,
            Some(Numbers::Column(numbers)) => numbers,
            None => &[],
        }
    }

    pub(super) fn bits_or_constant(&self, len: usize, bit: Bit) -> Cow<'_, Bits> {
        match bit {
            Bit::Of(register) => Cow::Borrowed(self.bits(register)),
            bit => Cow::Owned(Bits::all(bit == Bit::Yes, len)),
        }
    }

    /// The numbers of a source, as many as there are rows or records.
    pub(super) fn copy(&self, len: usize, source: Source, to: &mut Vec<i64>) {
        match source {
            Source::Constant(value) => to.resize(len, value),
            Source::Of(register) => to.extend_from_slice(self.numbers_of(register)),
        }
    }
}

impl Numbers<'_> {
    /// Its memory, where it has some.
    fn memory(self) -> Option<Vec<i64>> {
        match self {
            Numbers::Own(numbers) => Some(numbers).filter(|it| it.capacity() > 0),
            Numbers::Column(_) => None,
        }
    }
}

/// The places, if they follow each other.
pub(super) fn run(places: &[usize]) -> Option<Range<usize>> {
    let (first, last) = (places.first()?, places.last()?);
    (last - first + 1 == places.len()).then_some(*first..last + 1)
}
