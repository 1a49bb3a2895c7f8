//! The number formats of a workbook's cell styles.

use std::{collections::BTreeMap, io::Read};

use quick_xml::events::Event;

use crate::sheets::xml::{Xml, attribute};
use crate::sheets::{model::Unreadable, number_format::FormatCode};

/// How numbers are shown in each cell style, by the style's number.
#[derive(Default)]
pub(super) struct Styles {
    of_cells: Vec<FormatCode>,
    general: FormatCode,
}

impl Styles {
    pub(super) fn read<R: Read>(mut xml: Xml<R>) -> Result<Styles, Unreadable> {
        let mut codes: BTreeMap<u32, FormatCode> = BTreeMap::new();
        let mut styles = Styles::default();
        let mut is_within = false;
        loop {
            match xml.next()? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&it, "numFmtId").and_then(|it| it.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(&it, "formatCode")) {
                            codes.insert(id, FormatCode::read(&code));
                        }
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        let id = attribute(&it, "numFmtId").and_then(|it| it.parse().ok());
                        let id = id.unwrap_or(0);
                        let code = codes.get(&id).cloned();
                        let code = code.unwrap_or_else(|| FormatCode::built_in(id));
                        styles.of_cells.push(code);
                    }
                    _ => {}
                },
                Event::End(it) if it.local_name().as_ref() == "cellXfs" => is_within = false,
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// How a style shows numbers.
    pub(super) fn format(&self, style: Option<usize>) -> &FormatCode {
        let format = style.and_then(|style| self.of_cells.get(style));
        format.unwrap_or(&self.general)
    }
}
