//! The number formats of a workbook's cell styles.

use std::{collections::BTreeMap, io::Read};

use quick_xml::events::{BytesStart, Event};

use crate::sheets::xml::{Xml, attribute, too_large};
use crate::sheets::{model::Unreadable, number_format::FormatCode};

/// The most styles, fonts or number formats: Excel keeps 65,490 styles.
const MAX_STYLES: usize = 65_536;

/// How a cell shows what it holds.
struct Style {
    number: FormatCode,
    is_struck: bool,
}

/// How numbers are shown in each cell style, by the style's number.
#[derive(Default)]
pub(super) struct Styles {
    of_cells: Vec<Style>,
    general: FormatCode,
}

impl Styles {
    pub(super) fn read<R: Read>(mut xml: Xml<R>) -> Result<Styles, Unreadable> {
        let mut codes: BTreeMap<u32, FormatCode> = BTreeMap::new();
        let mut styles = Styles::default();
        let mut struck_fonts: Vec<bool> = Vec::new();
        let (mut is_within, mut is_fonts) = (false, false);
        loop {
            match xml.next()? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&it, "numFmtId").and_then(|it| it.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(&it, "formatCode")) {
                            codes.insert(id, FormatCode::read(&code));
                        }
                    }
                    "fonts" => is_fonts = true,
                    "font" if is_fonts => struck_fonts.push(false),
                    "strike" if is_fonts => {
                        if let Some(last) = struck_fonts.last_mut() {
                            *last = is_on(&it);
                        }
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        let id = attribute(&it, "numFmtId").and_then(|it| it.parse().ok());
                        let id = id.unwrap_or(0);
                        let code = codes.get(&id).cloned();
                        let code = code.unwrap_or_else(|| FormatCode::built_in(id));
                        let font = attribute(&it, "fontId").and_then(|it| it.parse().ok());
                        let is_struck = font.and_then(|it: usize| struck_fonts.get(it));
                        styles.of_cells.push(Style {
                            number: code,
                            is_struck: is_struck == Some(&true),
                        });
                    }
                    _ => {}
                },
                Event::End(it) => match it.local_name().as_ref() {
                    "cellXfs" => is_within = false,
                    "fonts" => is_fonts = false,
                    _ => {}
                },
                Event::Eof => return Ok(styles),
                _ => {}
            }
            let counts = [styles.of_cells.len(), struck_fonts.len(), codes.len()];
            if counts.iter().any(|it| *it > MAX_STYLES) {
                return Err(too_large());
            }
        }
    }

    /// How a style shows numbers.
    pub(super) fn format(&self, style: Option<usize>) -> &FormatCode {
        let format = style.and_then(|style| self.of_cells.get(style));
        format.map_or(&self.general, |it| &it.number)
    }

    /// Whether a style strikes out its cells.
    pub(super) fn is_struck(&self, style: Option<usize>) -> bool {
        let style = style.and_then(|style| self.of_cells.get(style));
        style.is_some_and(|it| it.is_struck)
    }
}

/// Whether a property of a font, such as `strike`, is on: it is unless it says no.
pub(super) fn is_on(it: &BytesStart<'_>) -> bool {
    let value = attribute(it, "val");
    value.is_none_or(|it| !matches!(&*it, "0" | "false"))
}
