//! A column of texts of which few differ.

use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_buffer::{BooleanBufferBuilder, Buffer, NullBuffer, OffsetBuffer};

use crate::{BatchError, write::refused};

/// The most names in a row that are written at once.
const MAX_REPEATED: usize = 64;

/// A column of texts, written one after the other into one buffer.
pub(crate) struct Names {
    offsets: Vec<i32>,
    text: Vec<u8>,
    given: BooleanBufferBuilder,
}

impl Names {
    /// No text yet, with room for this many.
    pub(crate) fn new(rows: usize) -> Names {
        let mut offsets = Vec::with_capacity(rows + 1);
        offsets.push(0);
        Names {
            offsets,
            text: Vec::with_capacity(rows * 8),
            given: BooleanBufferBuilder::new(rows),
        }
    }

    /// Adds the names of values; none where there is no value.
    pub(crate) fn add<T: Copy + PartialEq>(
        &mut self,
        values: &[Option<T>],
        name: impl Fn(T) -> &'static str,
    ) -> Result<(), BatchError> {
        for run in values.chunk_by(|a, b| a == b) {
            let value = run.first().copied().flatten();
            self.given.append_n(run.len(), value.is_some());
            self.repeat(value.map_or("", &name), run.len())?;
        }
        Ok(())
    }

    fn repeat(&mut self, name: &str, times: usize) -> Result<(), BatchError> {
        let begin = self.end(0)?;
        self.end(name.len() * times)?;
        let size = self.end(name.len())? - begin;
        let ends = (0..times).scan(begin, |end, _| {
            *end += size;
            Some(*end)
        });
        self.offsets.extend(ends);
        if times < MAX_REPEATED {
            for _ in 0..times {
                self.text.extend_from_slice(name.as_bytes());
            }
            return Ok(());
        }
        let block = name.repeat(MAX_REPEATED);
        for _ in 0..times / MAX_REPEATED {
            self.text.extend_from_slice(block.as_bytes());
        }
        for _ in 0..times % MAX_REPEATED {
            self.text.extend_from_slice(name.as_bytes());
        }
        Ok(())
    }

    /// The offset at which the text ends with more bytes.
    fn end(&self, more: usize) -> Result<i32, BatchError> {
        let end = i32::try_from(self.text.len() + more);
        end.map_err(|_| BatchError::Arrow("too many rows at once".to_owned()))
    }

    /// Adds the texts of another column.
    pub(crate) fn append(&mut self, mut other: Names) -> Result<(), BatchError> {
        let begin = self.end(0)?;
        self.end(other.text.len())?;
        self.offsets
            .extend(other.offsets.iter().skip(1).map(|it| it + begin));
        self.text.append(&mut other.text);
        self.given.append_buffer(&other.given.finish());
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<ArrayRef, BatchError> {
        let nulls = NullBuffer::new(self.given.finish());
        let offsets = OffsetBuffer::new(self.offsets.into());
        let array = StringArray::try_new(offsets, Buffer::from_vec(self.text), Some(nulls));
        Ok(Arc::new(array.map_err(refused)?))
    }
}
