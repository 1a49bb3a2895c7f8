//! The records of an old workbook's stream (MS-XLS, 2.1.4): a kind, a length and
//! that many bytes.

use std::io::{Cursor, Read, Write};

use cfb::{CompoundFile, Version};

const NAMES: [&str; 2] = ["/Workbook", "/Book"];

/// The workbook's stream in its file.
pub(super) fn stream(file: &[u8]) -> Option<Vec<u8>> {
    let mut parts = CompoundFile::open(Cursor::new(file)).ok()?;
    let name = NAMES.into_iter().find(|it| parts.is_stream(it))?;
    let mut stream = Vec::new();
    let part = parts.open_stream(name).ok()?;
    // A stream is no longer than its file.
    let most = u64::try_from(file.len()).ok()?;
    part.take(most).read_to_end(&mut stream).ok()?;
    Some(stream)
}

/// A file with a workbook's stream and nothing else.
///
/// calamine trusts the tables of a file that say where its parts are: where they form
/// a loop, it takes memory without end.
pub(super) fn file_of(stream: &[u8]) -> Option<Vec<u8>> {
    let file = Cursor::new(Vec::new());
    let mut parts = CompoundFile::create_with_version(Version::V3, file).ok()?;
    let [name, _] = NAMES;
    parts.create_stream(name).ok()?.write_all(stream).ok()?;
    parts.flush().ok()?;
    Some(parts.into_inner().into_inner())
}

/// The records from a place on; they end where one is cut off.
pub(super) struct Records<'b>(pub(super) &'b [u8]);

impl<'b> Iterator for Records<'b> {
    type Item = (u16, Record<'b>);

    fn next(&mut self) -> Option<(u16, Record<'b>)> {
        let head = Record(self.0);
        let (kind, length) = (head.u16(0)?, usize::from(head.u16(2)?));
        let (body, rest) = self.0.get(4..)?.split_at_checked(length)?;
        self.0 = rest;
        Some((kind, Record(body)))
    }
}

/// The bytes of a record.
#[derive(Clone, Copy)]
pub(super) struct Record<'b>(pub(super) &'b [u8]);

impl<'b> Record<'b> {
    pub(super) fn u8(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    pub(super) fn u16(self, at: usize) -> Option<u16> {
        let bytes = self.0.get(at..)?.first_chunk()?;
        Some(u16::from_le_bytes(*bytes))
    }

    pub(super) fn u32(self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at..)?.first_chunk()?;
        Some(u32::from_le_bytes(*bytes))
    }

    pub(super) fn bytes(self, at: usize, count: usize) -> Option<&'b [u8]> {
        self.0.get(at..at.checked_add(count)?)
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// What is left after some bytes.
    pub(super) fn from(self, at: usize) -> Option<Record<'b>> {
        self.0.get(at..).map(Record)
    }
}
