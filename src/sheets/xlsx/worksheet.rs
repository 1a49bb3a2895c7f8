//! The rows of a sheet.

use std::io::Read;

use almoner_engine::base::date::{self, LongDate};
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use super::{rich_text::RunLook, workbook_context::Shared};
use crate::sheets::{
    merged_cells::{self, Merge, position},
    model::{Cell, CellKind, Line, MAX_CELLS_IN_ROW, MAX_COLUMNS, Size, Unreadable},
    number_cell,
    xml::{Xml, attribute, is_true, push_reference, too_large},
};

/// Whether a height or width is none, which hides a row or column too.
fn is_zero(size: &str) -> bool {
    size.parse::<Decimal>().is_ok_and(|it| it.is_zero())
}

/// What an element `c` holds, before it is understood.
#[derive(Default)]
struct Raw {
    column: usize,
    kind: String,
    style: Option<usize>,
    value: String,
    inline: String,
    has_formula: bool,
}

/// A sheet that is read.
pub(super) struct Worksheet<'s> {
    name: &'s str,
    is_hidden: bool,
    hidden_columns: Vec<bool>,
    merges: std::iter::Peekable<std::vec::IntoIter<Merge>>,
    /// Merged cells that reach the current row, with their content.
    active: Vec<(Merge, Cell)>,
    shared: &'s Shared,
    row: u64,
    is_row_hidden: bool,
    cells: Vec<Cell>,
    cells_in_row: usize,
}

impl<'s> Worksheet<'s> {
    pub(super) fn new(
        name: &'s str,
        is_hidden: bool,
        merges: Vec<Merge>,
        shared: &'s Shared,
    ) -> Worksheet<'s> {
        Worksheet {
            name,
            is_hidden,
            hidden_columns: Vec::new(),
            merges: merges.into_iter().peekable(),
            active: Vec::new(),
            shared,
            row: 0,
            is_row_hidden: false,
            cells: Vec::new(),
            cells_in_row: 0,
        }
    }

    pub(super) fn read<R: Read>(
        &mut self,
        mut xml: Xml<R>,
        size: &mut Size,
        each: &mut dyn FnMut(Line<'_>),
    ) -> Result<(), Unreadable> {
        let (mut raw, mut look) = (Raw::default(), RunLook::default());
        loop {
            match xml.next()? {
                Event::Start(it) => match it.local_name().as_ref() {
                    "row" => self.open_row(&it),
                    "c" => raw = self.open_cell(&it),
                    "f" => raw.has_formula = true,
                    "v" => read_text(&mut xml, "v", &mut raw.value)?,
                    "t" => {
                        let mut words = String::new();
                        read_text(&mut xml, "t", &mut words)?;
                        raw.inline.push_str(&look.show(&words));
                    }
                    "rPh" => read_text(&mut xml, "rPh", &mut String::new())?,
                    "col" => self.column(&it),
                    _ => look.open(&it),
                },
                Event::End(it) => match it.local_name().as_ref() {
                    "c" => self.put(&raw)?,
                    "r" => look = RunLook::default(),
                    "row" => self.close_row(size, each)?,
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn column(&mut self, it: &BytesStart<'_>) {
        let number = |name| attribute(it, name).and_then(|it| it.parse::<usize>().ok());
        let (Some(first), Some(last)) = (number("min"), number("max")) else {
            return;
        };
        let is_flat = attribute(it, "width").is_some_and(|it| is_zero(&it));
        if is_flat || is_true(attribute(it, "hidden")) {
            self.hidden_columns.resize(MAX_COLUMNS, false);
            let columns = (1..).zip(&mut self.hidden_columns);
            for (_, hidden) in columns.filter(|(at, _)| (first..=last).contains(at)) {
                *hidden = true;
            }
        }
    }

    fn open_row(&mut self, it: &BytesStart<'_>) {
        let number = attribute(it, "r").and_then(|it| it.parse().ok());
        self.row = number.unwrap_or(self.row + 1);
        let is_flat = attribute(it, "ht").is_some_and(|it| is_zero(&it));
        self.is_row_hidden = is_flat || is_true(attribute(it, "hidden"));
        self.cells.clear();
        self.cells_in_row = 0;
    }

    fn open_cell(&self, it: &BytesStart<'_>) -> Raw {
        let at = attribute(it, "r").and_then(|it| position(&it));
        Raw {
            column: at.map_or(self.cells.len(), |(_, column)| column),
            kind: attribute(it, "t").unwrap_or_default(),
            style: attribute(it, "s").and_then(|it| it.parse().ok()),
            ..Raw::default()
        }
    }

    fn put(&mut self, raw: &Raw) -> Result<(), Unreadable> {
        self.cells_in_row += 1;
        if self.cells_in_row > MAX_CELLS_IN_ROW {
            return Err(too_large());
        }
        if raw.column >= MAX_COLUMNS {
            return Ok(());
        }
        let mut cell = self.cell(raw);
        cell.is_struck = self.shared.styles.is_struck(raw.style);
        if self.cells.len() <= raw.column {
            self.cells.resize_with(raw.column + 1, Cell::default);
        }
        if let Some(at) = self.cells.get_mut(raw.column) {
            *at = cell;
        }
        Ok(())
    }

    fn cell(&self, raw: &Raw) -> Cell {
        let mut cell = Cell::default();
        let of_kind = |kind, text: &str| Cell {
            text: text.to_owned(),
            kind,
            ..Cell::default()
        };
        match raw.kind.as_str() {
            "s" => {
                let number = raw.value.trim().parse().ok();
                let words = number.and_then(|it| self.shared.strings.get(it));
                cell.set_words(&unescaped(words.unwrap_or_default()));
            }
            "str" => cell.set_words(&unescaped(&raw.value)),
            "inlineStr" => cell.set_words(&unescaped(&raw.inline)),
            "e" => cell = of_kind(CellKind::Error, raw.value.trim()),
            "b" => {
                let words = if raw.value.trim() == "1" { "yes" } else { "no" };
                cell = of_kind(CellKind::YesNo, words);
            }
            "d" => {
                let day = raw.value.get(..10).and_then(date::parse);
                let words = day.map_or_else(|| raw.value.clone(), |it| LongDate(it).to_string());
                cell = of_kind(CellKind::Date, &words);
            }
            _ if raw.value.trim().is_empty() => {
                if raw.has_formula {
                    cell = of_kind(CellKind::NotCalculated, "");
                }
            }
            _ => cell = self.number(raw),
        }
        cell
    }

    fn number(&self, raw: &Raw) -> Cell {
        let text = raw.value.trim();
        let number = text
            .parse::<Decimal>()
            .or_else(|_| Decimal::from_scientific(text));
        let format = self.shared.styles.format(raw.style);
        let cell = number
            .ok()
            .and_then(|it| number_cell::of(it, format, self.shared.is_1904));
        cell.unwrap_or_else(|| Cell::words(text))
    }

    fn close_row(
        &mut self,
        size: &mut Size,
        each: &mut dyn FnMut(Line<'_>),
    ) -> Result<(), Unreadable> {
        self.fill_merged()?;
        size.add(&self.cells)?;
        for (at, cell) in self.cells.iter_mut().enumerate() {
            let is_column_hidden = self.hidden_columns.get(at) == Some(&true);
            cell.is_hidden = self.is_hidden || self.is_row_hidden || is_column_hidden;
        }
        each(Line {
            sheet: self.name,
            row: self.row,
            cells: &self.cells,
        });
        Ok(())
    }

    /// Puts the content of merged cells into every cell they cover.
    fn fill_merged(&mut self) -> Result<(), Unreadable> {
        let row = self.row.saturating_sub(1);
        while let Some(merge) = self.merges.next_if(|it| it.first.0 <= row) {
            let content = self.cells.get(merge.first.1).cloned().unwrap_or_default();
            if merge.last.0 >= row && !content.is_empty() {
                self.active.push((merge, content));
            }
        }
        merged_cells::fill(&mut self.active, row, &mut self.cells)
    }
}

/// The text of an element and of all within it.
fn read_text<R: Read>(xml: &mut Xml<R>, name: &str, text: &mut String) -> Result<(), Unreadable> {
    loop {
        match xml.next()? {
            Event::Text(it) => text.push_str(&it),
            Event::CData(it) => text.push_str(&it),
            Event::GeneralRef(it) => push_reference(text, &it),
            Event::End(it) if it.local_name().as_ref() == name => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if text.len() > MAX_TEXT {
            return Err(too_large());
        }
    }
}

/// The most bytes of one cell's text.
const MAX_TEXT: usize = 256 * 1024;

/// `_x000D_` is a letter that XML cannot hold (ECMA-376, part 1, §22.9.2.19).
fn unescaped(words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let letter = escape
            .get(2..6)
            .filter(|_| escape.get(6..7) == Some("_"))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        let used = match letter {
            Some(letter) => {
                out.push(letter);
                7
            }
            None => {
                out.push_str("_x");
                2
            }
        };
        rest = escape.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_the_kind_that_their_element_says() {
        let xml = "<worksheet><sheetData><row r=\"2\" hidden=\"1\">\
            <c r=\"A2\" t=\"inlineStr\"><is><t>A &amp; </t><r><t>B</t></r></is></c>\
            <c r=\"C2\"><f>1+1</f></c><c r=\"D2\" t=\"str\"><f>x</f><v></v></c>\
            <c r=\"E2\"><f>4.35*3</f><v>13.049999999999999</v></c>\
            <c r=\"F2\" t=\"e\"><v>#N/A</v></c><c r=\"G2\" t=\"b\"><v>1</v></c>\
            <c r=\"H2\"><v>1E-3</v></c></row></sheetData></worksheet>";
        let shared = Shared::default();
        let mut sheet = Worksheet::new("Fees", false, Vec::new(), &shared);
        let mut found: Vec<(String, CellKind)> = Vec::new();
        let xml = Xml::new(xml.as_bytes(), &crate::sheets::xml::Budget::new());
        sheet
            .read(xml, &mut Size::default(), &mut |line| {
                assert_eq!(line.row, 2);
                assert!(line.cells.iter().all(|it| it.is_hidden));
                found = line
                    .cells
                    .iter()
                    .map(|it| (it.text.clone(), it.kind))
                    .collect();
            })
            .unwrap();
        let number = CellKind::Number(crate::sheets::NumberFormat::default());
        let expected = [
            ("A & B", CellKind::Text),
            ("", CellKind::Empty),
            ("", CellKind::NotCalculated),
            ("", CellKind::Empty),
            ("13.05", number),
            ("#N/A", CellKind::Error),
            ("yes", CellKind::YesNo),
            ("0.001", number),
        ];
        assert_eq!(found, expected.map(|(text, kind)| (text.to_owned(), kind)));
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescaped("a_x000D_b_xZZ_c"), "a\rb_xZZ_c");
        assert_eq!(unescaped("half_day"), "half_day");
    }
}
