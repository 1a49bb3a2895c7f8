//! The number formats of a workbook's cell styles.

use std::{collections::BTreeMap, io::Read};

use quick_xml::events::Event;

use super::xml::{Xml, attribute};
use crate::sheets::{
    model::{CellKind, Unreadable},
    number_format,
};

/// The kind of the numbers in each cell style, by the style's number.
#[derive(Default)]
pub(super) struct Styles(Vec<CellKind>);

impl Styles {
    pub(super) fn read<R: Read>(mut xml: Xml<R>) -> Result<Styles, Unreadable> {
        let mut codes: BTreeMap<u32, CellKind> = BTreeMap::new();
        let mut styles = Vec::new();
        let mut is_within = false;
        loop {
            match xml.next()? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&it, "numFmtId").and_then(|it| it.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(&it, "formatCode")) {
                            codes.insert(id, number_format::of_code(&code));
                        }
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        let id = attribute(&it, "numFmtId").and_then(|it| it.parse().ok());
                        let id = id.unwrap_or(0);
                        let kind = codes.get(&id).copied();
                        styles.push(kind.unwrap_or_else(|| number_format::built_in(id)));
                    }
                    _ => {}
                },
                Event::End(it) if it.local_name().as_ref() == "cellXfs" => is_within = false,
                Event::Eof => return Ok(Styles(styles)),
                _ => {}
            }
        }
    }

    /// The kind of a number in a style.
    pub(super) fn kind(&self, style: Option<usize>) -> CellKind {
        let kind = style.and_then(|style| self.0.get(style)).copied();
        kind.unwrap_or_else(|| number_format::built_in(0))
    }
}
