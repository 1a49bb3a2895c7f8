//! The records of a list: a table of values, of which some may be assumed, and
//! some records absent on the day asked about.

use crate::base::{
    ids::FactId,
    value::{Missing, Value},
};

/// The records of one list, row after row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    cells: Vec<Value>,
    /// By cell, whether its value is assumed; empty while none is.
    assumed: Vec<bool>,
    /// The records that are not there on the day asked about; mostly empty.
    absent: Vec<u16>,
    /// Those of them that are there on no day, having been taken out.
    dropped: Vec<u16>,
    columns: u16,
    count: u16,
}

impl Records {
    /// A list of no records yet, each with this many columns.
    pub(super) fn none(columns: u16) -> Records {
        Records {
            columns,
            ..Records::default()
        }
    }

    /// How many records were given, those that are not there on the day asked
    /// about included.
    #[must_use]
    pub fn given(&self) -> u16 {
        self.count
    }

    /// How many records there are on the day asked about.
    #[must_use]
    pub fn count(&self) -> u16 {
        let absent = u16::try_from(self.absent.len()).unwrap_or(u16::MAX);
        self.count.saturating_sub(absent)
    }

    /// Whether a record is there on the day asked about.
    #[must_use]
    pub fn is_present(&self, record: u16) -> bool {
        !self.absent.contains(&record)
    }

    /// The numbers of the records that are there on the day asked about.
    pub fn present(&self) -> impl Iterator<Item = u16> + Clone {
        (0..self.count).filter(|record| self.is_present(*record))
    }

    /// A record's fact by its column; unknown when there is none.
    #[must_use]
    pub fn cell(&self, record: u16, column: u16) -> Value {
        let cell = self.cells.get(self.index(record, column));
        *cell.unwrap_or(&Value::Unknown(Missing::NONE))
    }

    /// Whether a record's fact was not given but assumed.
    #[must_use]
    pub fn is_assumed(&self, record: u16, column: u16) -> bool {
        let mark = self.assumed.get(self.index(record, column));
        mark.copied().unwrap_or(false)
    }

    /// A record's fact, by reference.
    pub(super) fn cell_ref(&self, record: u16, column: u16) -> Option<&Value> {
        self.cells.get(self.index(record, column))
    }

    /// The same, to be changed.
    pub(super) fn cell_mut(&mut self, record: u16, column: u16) -> Option<&mut Value> {
        let index = self.index(record, column);
        self.cells.get_mut(index)
    }

    /// The facts of every record, row after row.
    pub(super) fn cells_mut(&mut self) -> &mut [Value] {
        &mut self.cells
    }

    /// Adds a record, of whose columns this is known, and says its number; `None`
    /// where there are more than can be numbered.
    pub(super) fn add(&mut self, cell: impl Fn(u16) -> Value) -> Option<u16> {
        let number = self.count;
        self.count = number.checked_add(1)?;
        self.cells.extend((0..self.columns).map(cell));
        Some(number)
    }

    /// Leaves a record out on the day asked about.
    pub(super) fn leave_out(&mut self, record: u16) {
        self.absent.push(record);
    }

    /// Takes a record out for good; the others keep their numbers.
    pub(super) fn drop_record(&mut self, record: u16) {
        self.dropped.push(record);
        self.absent.push(record);
    }

    /// Puts back every record that was left out, but none that was taken out for
    /// good.
    pub(super) fn put_back_all(&mut self) {
        self.absent.clone_from(&self.dropped);
    }

    /// Forgets what was given in a column.
    pub(super) fn clear(&mut self, column: u16, unknown: Value) {
        for record in 0..self.given() {
            if let Some(cell) = self.cell_mut(record, column) {
                *cell = unknown;
            }
        }
    }

    /// Puts in what is assumed for a column, in each record that has no value
    /// there, and says whether there was one.
    pub(super) fn assume(&mut self, column: u16, value: Value) -> bool {
        let mut is_assumed = false;
        for record in 0..self.count {
            let index = self.index(record, column);
            if self.is_present(record)
                && let Some(slot) = self.cells.get_mut(index)
                && put_assumed(slot, value)
            {
                self.assumed.resize(self.cells.len(), false);
                if let Some(mark) = self.assumed.get_mut(index) {
                    *mark = true;
                }
                is_assumed = true;
            }
        }
        is_assumed
    }

    /// What was assumed is unknown again, and so is what would be assumed.
    pub(super) fn forget_assumed(&mut self, field: impl Fn(u16) -> FactId) {
        for record in 0..self.count {
            for column in 0..self.columns {
                let (index, is_assumed) =
                    (self.index(record, column), self.is_assumed(record, column));
                if let Some(slot) = self.cells.get_mut(index)
                    && (is_assumed || !slot.is_settled())
                {
                    *slot = Value::Unknown(Missing::fact(field(column)));
                }
            }
        }
        self.assumed.clear();
    }

    fn index(&self, record: u16, column: u16) -> usize {
        usize::from(record) * usize::from(self.columns) + usize::from(column)
    }
}

/// Puts what is assumed into the place of a value that was not given, and says
/// whether it is known now. While the assumption is unknown, so is the fact, by
/// the same facts.
pub(super) fn put_assumed(slot: &mut Value, value: Value) -> bool {
    if slot.is_settled() {
        return false;
    }
    let waits = matches!(value, Value::Unknown(missing) if !missing.is_empty());
    if waits || value.is_settled() {
        *slot = value;
    }
    value.is_settled()
}
