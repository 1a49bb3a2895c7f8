//! The document's own text: headings, tables and notes.

use crate::{
    finance::report::{Cell, Column, Kind, Report, Row, RowKind, Table},
    tables::{cell_format, column_width, escape::markup},
};

const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>\n";

/// A4 landscape with its footer.
const CLOSING: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>\
    <w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
    <w:pgMar w:top=\"850\" w:right=\"1134\" w:bottom=\"850\" w:left=\"1134\" \
    w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n";

/// The width between the margins, in twentieths of a point.
const WIDTH: usize = 14570;

pub(super) fn document(report: &Report) -> String {
    let mut text = OPENING.to_owned();
    paragraph(&mut text, "Title", &report.title);
    for lead in &report.lead {
        paragraph(&mut text, "Note", lead);
    }
    for table in &report.tables {
        // A table named as the report needs no heading of its own.
        let own = table.title != report.title;
        if own {
            paragraph(&mut text, "Heading1", &table.title);
        }
        let heading = if own { "Heading2" } else { "Heading1" };
        push_table(&mut text, table, report.shows_keys, heading);
        for note in &table.notes {
            paragraph(&mut text, "Note", note);
        }
    }
    if report.foot().next().is_some() {
        paragraph(&mut text, "Heading1", "Sources");
    }
    for note in &report.notes {
        paragraph(&mut text, "Note", note);
    }
    text.push_str(CLOSING);
    text
}

fn paragraph(text: &mut String, style: &str, words: &str) {
    text.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>\n",
        run(words)
    ));
}

fn run(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!(
        "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        markup(words)
    )
}

/// A table's rows: one table for each heading, with notes and subtotals as
/// paragraphs between them.
fn push_table(text: &mut String, table: &Table, shows_keys: bool, heading: &str) {
    let grid = Grid::of(table, shows_keys);
    for section in table.sections() {
        if let Some(title) = section.heading {
            paragraph(text, heading, title);
        }
        for run in section.runs() {
            match run {
                [row] if row.is_words() => paragraph(text, "Note", row.text()),
                rows => grid.push(text, section.heading.unwrap_or(&table.title), rows),
            }
        }
    }
}

/// The columns on paper: those for people, with their widths.
struct Grid<'t> {
    columns: Vec<(usize, &'t Column, usize)>,
}

impl<'t> Grid<'t> {
    fn of(table: &'t Table, shows_keys: bool) -> Grid<'t> {
        let shown = table.shown(shows_keys);
        let shown: Vec<(usize, &Column)> = shown.filter(|(_, it)| it.kind != Kind::Bar).collect();
        let numbers: Vec<usize> = shown.iter().map(|(number, _)| *number).collect();
        let rows: Vec<&Row> = table.rows.iter().collect();
        let room = column_width::of(table, &numbers, &rows);
        let whole = room.iter().sum::<usize>().max(1);
        let columns = shown.into_iter().zip(room);
        Grid {
            columns: columns
                .map(|((number, column), room)| (number, column, room * WIDTH / whole))
                .collect(),
        }
    }

    fn push(&self, text: &mut String, title: &str, rows: &[Row]) {
        let whole: usize = self.columns.iter().map(|(_, _, width)| width).sum();
        text.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Fees\"/><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
             w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
            markup(title)
        ));
        for (_, _, width) in &self.columns {
            text.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        text.push_str("</w:tblGrid>\n<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (_, column, width) in &self.columns {
            cell(text, *width, &style("Heading", column), &column.heading);
        }
        text.push_str("</w:tr>\n");
        for row in rows {
            self.push_row(text, row);
        }
        // Word merges adjacent tables.
        text.push_str("</w:tbl>\n<w:p><w:pPr><w:pStyle w:val=\"After\"/></w:pPr></w:p>\n");
    }

    fn push_row(&self, text: &mut String, row: &Row) {
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        let kind = match row.kind {
            RowKind::Subtotal => "Sum",
            _ => "Cell",
        };
        for (number, column, width) in &self.columns {
            let shown = cell_format::display(row.cells.get(*number).unwrap_or(&Cell::Empty));
            cell(text, *width, &style(kind, column), &shown);
        }
        text.push_str("</w:tr>\n");
    }
}

/// `CellFigure` for a figure, `CellCode` for a letter, `Cell` for words.
fn style(of: &str, column: &Column) -> String {
    match column.kind {
        kind if kind.is_figure() => format!("{of}Figure"),
        Kind::Code if !column.is_key => format!("{of}Code"),
        _ => of.to_owned(),
    }
}

fn cell(text: &mut String, width: usize, style: &str, words: &str) {
    text.push_str(&format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>\
         <w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p></w:tc>",
        run(words)
    ));
}
