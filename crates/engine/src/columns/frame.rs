//! Some rows of a table, with the registers that are filled for them.

use super::{
    bits::Bits,
    liveness::Step,
    lowered::Lowered,
    operations::{Bit, Source, Space},
    registers::Operation,
    table::{Column, ListColumn, Table},
};

/// Rows that are answered together: their registers stay in the cache.
pub(super) const CHUNK: usize = 1024;

/// Some rows of a table, with the registers that are filled for them. The memory of
/// one frame's registers is used again for the next rows.
pub(super) struct Frame<'t> {
    pub(super) table: &'t Table,
    /// The numbers of the rows.
    rows: &'t [usize],
    /// The day asked about, for each row of the table.
    pub(super) days: &'t [i64],
    /// For each list, its records' numbers, and in which row each is.
    records: Vec<Records>,
    masks: Vec<Bits>,
    numbers: Vec<Vec<i64>>,
    /// What registers hold that nothing reads any more.
    spare: Vec<Vec<i64>>,
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
    pub(super) fn new(lowered: &Lowered, table: &'t Table, days: &'t [i64]) -> Frame<'t> {
        Frame {
            table,
            rows: &[],
            days,
            records: table.lists.iter().map(|_| Records::default()).collect(),
            masks: vec![Bits::default(); lowered.masks],
            numbers: vec![Vec::new(); lowered.numbers],
            spare: Vec::new(),
        }
    }

    /// Fills the registers for some rows.
    pub(super) fn run(&mut self, lowered: &Lowered, rows: &'t [usize]) {
        self.rows = rows;
        for (records, list) in self.records.iter_mut().zip(&self.table.lists) {
            records.fill(list, rows);
        }
        for Step { operation, frees } in &lowered.steps {
            match operation {
                Operation::Mask(space, operation, to) => {
                    let mask = self.mask(*space, operation);
                    if let Some(register) = self.masks.get_mut(*to) {
                        *register = mask;
                    }
                }
                Operation::Number(space, operation, to) => {
                    let kept = self.numbers.get_mut(*to).map(std::mem::take);
                    let kept = kept.filter(|it| it.capacity() > 0);
                    let mut memory = kept.or_else(|| self.spare.pop()).unwrap_or_default();
                    memory.clear();
                    let numbers = self.number(*space, operation, memory);
                    if let Some(register) = self.numbers.get_mut(*to) {
                        *register = numbers;
                    }
                }
            }
            for register in frees {
                if let Some(numbers) = self.numbers.get_mut(*register) {
                    self.spare.push(std::mem::take(numbers));
                }
            }
        }
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
    pub(super) fn all_of(&self, bit: Bit) -> Bits {
        self.bits_or_constant(self.rows.len(), bit)
    }

    /// The number of every row.
    pub(super) fn all_numbers(&self, source: Source) -> Vec<i64> {
        let mut numbers = Vec::new();
        self.copy(self.rows.len(), source, &mut numbers);
        numbers
    }

    pub(super) fn bits(&self, register: usize) -> &Bits {
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

    pub(super) fn numbers_of(&self, register: usize) -> &[i64] {
        self.numbers.get(register).map_or(&[], Vec::as_slice)
    }

    pub(super) fn bits_or_constant(&self, len: usize, bit: Bit) -> Bits {
        match bit {
            Bit::Of(register) => self.bits(register).clone(),
            bit => Bits::all(bit == Bit::Yes, len),
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
