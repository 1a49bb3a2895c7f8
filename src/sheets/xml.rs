//! The XML of a part, event by event, with limits: no text may be longer than
//! any cell's, and all parts together no larger than any workbook of fees.

use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::model::Unreadable;

/// The most bytes of one piece of text or markup. A cell holds at most 32,767
/// letters.
const MAX_EVENT: usize = 256 * 1024;

/// The most bytes of all parts of a workbook, unpacked.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

/// The most elements within each other. Each that is open takes memory.
const MAX_DEPTH: usize = 64;

/// What is left of [`MAX_UNPACKED`], shared by the parts of a workbook.
#[derive(Clone)]
pub(super) struct Budget(Rc<Cell<u64>>);

impl Budget {
    pub(super) fn new() -> Budget {
        Budget(Rc::new(Cell::new(MAX_UNPACKED)))
    }

    pub(super) fn take(&self, bytes: usize) -> bool {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        match self.0.get().checked_sub(bytes) {
            Some(left) => {
                self.0.set(left);
                true
            }
            None => false,
        }
    }
}

/// Reads within the limits.
struct Limited<R> {
    from: BufReader<R>,
    of_event: usize,
    budget: Budget,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(to)?;
        self.count(count)?;
        Ok(count)
    }
}

impl<R: Read> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.of_event > MAX_EVENT {
            return Err(io::Error::other("too large"));
        }
        self.from.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.of_event = self.of_event.saturating_add(count);
        if !self.budget.take(count) {
            self.of_event = usize::MAX;
        }
        self.from.consume(count);
    }
}

impl<R> Limited<R> {
    fn count(&mut self, count: usize) -> io::Result<()> {
        self.of_event = self.of_event.saturating_add(count);
        if self.of_event > MAX_EVENT || !self.budget.take(count) {
            self.of_event = usize::MAX;
            return Err(io::Error::other("too large"));
        }
        Ok(())
    }
}

/// A part that is read.
pub(super) struct Xml<R> {
    reader: Reader<Limited<R>>,
    buffer: Vec<u8>,
    /// The elements that are open.
    depth: usize,
}

impl<R: Read> Xml<R> {
    pub(super) fn new(from: R, budget: &Budget) -> Xml<R> {
        let mut reader = Reader::from_reader(Limited {
            from: BufReader::with_capacity(32 * 1024, from),
            of_event: 0,
            budget: budget.clone(),
        });
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next event. An empty element comes as its start and its end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Unreadable> {
        self.buffer.clear();
        let limited = self.reader.get_mut();
        if limited.of_event != usize::MAX {
            limited.of_event = 0;
        }
        let is_spent = |reader: &Reader<Limited<R>>| reader.get_ref().of_event > MAX_EVENT;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => {
                self.depth = match event {
                    Event::Start(_) => self.depth + 1,
                    Event::End(_) => self.depth.saturating_sub(1),
                    _ => self.depth,
                };
                match self.depth {
                    0..=MAX_DEPTH => Ok(event),
                    _ => Err(damaged("its elements are nested too deeply")),
                }
            }
            Err(_) if is_spent(&self.reader) => Err(too_large()),
            Err(why) => Err(damaged(&why.to_string())),
        }
    }
}

/// A reference within text, `&amp;` or `&#163;`.
pub(super) fn push_reference(text: &mut String, event: &quick_xml::events::BytesRef<'_>) {
    match &**event {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => text.extend(event.resolve_char_ref().ok().flatten()),
    }
}

/// An attribute's value by its name, without its prefix.
pub(super) fn attribute(of: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = of.attributes().flatten();
    let found = attributes.find(|it| it.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

pub(super) fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}

pub(super) fn damaged(why: &str) -> Unreadable {
    Unreadable {
        says: format!("the workbook is damaged, or none: {why}"),
        help: "open it and save it again as .xlsx",
    }
}

pub(super) fn too_large() -> Unreadable {
    Unreadable {
        says: "the workbook unpacks to more than any schedule of fees".to_owned(),
        help: "copy the schedule into a new workbook",
    }
}
