//! A column of amounts.

use std::sync::Arc;

use almoner_engine::columns::{Amounts, Bits};
use arrow_array::{ArrayRef, Decimal128Array, new_null_array};
use arrow_buffer::{BooleanBuffer, BooleanBufferBuilder, Buffer, NullBuffer};
use arrow_schema::DataType;

use crate::{BatchError, schema::MONEY, write::refused};

/// Amounts in pennies, some of them ranges.
pub(crate) struct Pennies {
    rows: usize,
    /// The lower ends; nothing is written before the first row that has an amount.
    low: Vec<i128>,
    given: BooleanBufferBuilder,
    /// The upper ends of amounts that are ranges, in the order of their rows.
    ranges: Vec<(usize, i64)>,
    /// How many there will be.
    room: usize,
}

impl Pennies {
    /// No amount yet, with room for this many.
    pub(crate) fn new(room: usize) -> Pennies {
        Pennies {
            rows: 0,
            low: Vec::new(),
            given: BooleanBufferBuilder::new(room),
            ranges: Vec::new(),
            room,
        }
    }

    pub(crate) fn add(&mut self, amounts: &Amounts) {
        let rows = amounts.given().len();
        if amounts.given().any() {
            self.begin();
            let low = amounts.low().iter();
            self.low.extend(low.map(|it| i128::from(*it)));
        } else if !self.low.is_empty() {
            self.low.resize(self.rows + rows, 0);
        }
        self.given.append_buffer(&bits(amounts.given()));
        let ranges = amounts.ranges().iter();
        self.ranges
            .extend(ranges.map(|(row, high)| (self.rows + row, *high)));
        self.rows += rows;
    }

    /// Writes the rows before, which have no amount.
    fn begin(&mut self) {
        if self.low.is_empty() {
            self.low.reserve(self.room.max(self.rows));
            self.low.resize(self.rows, 0);
        }
    }

    /// Adds the amounts of another column.
    pub(crate) fn append(&mut self, mut other: Pennies) {
        if !other.low.is_empty() {
            self.begin();
            self.low.append(&mut other.low);
        } else if !self.low.is_empty() {
            self.low.resize(self.rows + other.rows, 0);
        }
        self.given.append_buffer(&other.given.finish());
        let ranges = other.ranges.into_iter();
        self.ranges
            .extend(ranges.map(|(row, high)| (self.rows + row, high)));
        self.rows += other.rows;
    }

    /// The lower and the upper ends: one column is both, unless an amount is a range.
    pub(crate) fn finish(mut self) -> Result<(ArrayRef, ArrayRef), BatchError> {
        if self.low.is_empty() {
            let none = new_null_array(&MONEY, self.rows);
            return Ok((none.clone(), none));
        }
        let nulls = NullBuffer::new(self.given.finish());
        if self.ranges.is_empty() {
            let both = amounts(self.low, nulls)?;
            return Ok((both.clone(), both));
        }
        let mut high = self.low.clone();
        for (row, end) in self.ranges {
            if let Some(own) = high.get_mut(row) {
                *own = i128::from(end);
            }
        }
        Ok((amounts(self.low, nulls.clone())?, amounts(high, nulls)?))
    }
}

fn amounts(pennies: Vec<i128>, nulls: NullBuffer) -> Result<ArrayRef, BatchError> {
    let DataType::Decimal128(precision, scale) = MONEY else {
        return Err(BatchError::Arrow("amounts are decimals".to_owned()));
    };
    let amounts = Decimal128Array::try_new(pennies.into(), Some(nulls)).map_err(refused)?;
    let amounts = amounts.with_precision_and_scale(precision, scale);
    Ok(Arc::new(amounts.map_err(refused)?))
}

fn bits(bits: &Bits) -> BooleanBuffer {
    BooleanBuffer::new(Buffer::from_vec(bits.words().to_vec()), 0, bits.len())
}
