//! What cells and rows of an OpenDocument have in common: repeats, days, text.

use std::io::Read;

use almoner_engine::base::date::{self, LongDate};
use quick_xml::events::{BytesStart, Event};

use crate::sheets::{
    model::Unreadable,
    xml::{Xml, attribute, push_reference, too_large},
};

/// The most bytes of one cell's text.
const MAX_TEXT: usize = 256 * 1024;

/// How often a row or cell is repeated; once where nothing says so.
pub(super) fn repeats(it: &BytesStart<'_>, name: &str) -> u64 {
    let count = attribute(it, name).and_then(|it| it.parse().ok());
    count.unwrap_or(1)
}

/// A day or a moment as words, `5 October 2018 18:30`.
pub(super) fn day(value: &str) -> Option<String> {
    let day = LongDate(date::parse(value.get(..10)?)?);
    let time = value.get(11..16).filter(|it| *it != "00:00");
    Some(match time {
        Some(time) => format!("{day} {time}"),
        None => day.to_string(),
    })
}

/// Reads the text of a paragraph to its end.
pub(super) fn paragraph<R: Read>(xml: &mut Xml<R>, text: &mut String) -> Result<(), Unreadable> {
    let mut depth = 1;
    while depth > 0 {
        match xml.next()? {
            Event::Text(it) => text.push_str(&it),
            Event::CData(it) => text.push_str(&it),
            Event::GeneralRef(it) => push_reference(text, &it),
            Event::Start(it) => {
                if matches!(it.local_name().as_ref(), "s" | "tab" | "line-break") {
                    text.push(' ');
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Eof => return Ok(()),
            _ => {}
        }
        if text.len() > MAX_TEXT {
            return Err(too_large());
        }
    }
    Ok(())
}
