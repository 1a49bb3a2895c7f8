//! The shared strings of a workbook.

use std::io::Read;

use quick_xml::events::Event;

use super::rich_text::RunLook;
use crate::sheets::model::Unreadable;
use crate::sheets::xml::{Xml, push_reference, too_large};

/// The most bytes of all shared strings.
const MAX_BYTES: usize = 24 * 1024 * 1024;

/// The strings, one after the other in one text.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn read<R: Read>(mut xml: Xml<R>) -> Result<Strings, Unreadable> {
        let mut strings = Strings::default();
        // Phonetic runs repeat the text in another script.
        let (mut is_text, mut is_phonetic) = (false, false);
        let mut look = RunLook::default();
        loop {
            match xml.next()? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "t" => is_text = !is_phonetic,
                    "rPh" => is_phonetic = true,
                    _ => look.open(&it),
                },
                Event::End(it) => match it.local_name().as_ref() {
                    "t" => is_text = false,
                    "rPh" => is_phonetic = false,
                    "r" => look = RunLook::default(),
                    "si" => {
                        let end = u32::try_from(strings.text.len()).map_err(|_| too_large())?;
                        strings.ends.push(end);
                    }
                    _ => {}
                },
                Event::Text(it) if is_text => strings.text.push_str(&look.show(&it)),
                Event::CData(it) if is_text => strings.text.push_str(&look.show(&it)),
                Event::GeneralRef(it) if is_text => push_reference(&mut strings.text, &it),
                Event::Eof => return Ok(strings),
                _ => {}
            }
            if strings.text.len() + strings.ends.len() * 4 > MAX_BYTES {
                return Err(too_large());
            }
        }
    }

    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = number.checked_sub(1).and_then(|it| self.ends.get(it));
        self.text.get(start.map_or(0, |it| *it as usize)..end)
    }
}
