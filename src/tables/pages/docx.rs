//! Pages of paragraphs as a document (Office Open XML, ECMA-376), A4 portrait, to be
//! put on the council's letterhead.

use super::{AmountRow, Block, Pages};
use crate::tables::{docx, escape::markup};

const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>\n";

/// A4 portrait.
const CLOSING: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" \
    w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n";

/// The pages as a document.
///
/// # Errors
/// In words, when it is too large to be packed.
pub fn pages(pages: &Pages) -> Result<Vec<u8>, String> {
    let mut text = OPENING.to_owned();
    for (number, page) in pages.pages.iter().enumerate() {
        let heading = page.heading.as_deref().unwrap_or(&pages.title);
        let new_sheet = match number {
            0 => "",
            _ => "<w:pageBreakBefore/>",
        };
        text.push_str(&paragraph("Heading1", new_sheet, heading));
        for block in &page.blocks {
            match block {
                Block::Paragraph(words) => text.push_str(&paragraph("Normal", "", words)),
                Block::List(items) => {
                    for item in items {
                        let set_in = "<w:ind w:left=\"454\" w:hanging=\"284\"/>";
                        text.push_str(&paragraph("Normal", set_in, &format!("•  {item}")));
                    }
                }
                Block::Heading(words) => text.push_str(&paragraph("Heading2", "", words)),
                Block::Amounts(rows) => push_amounts(&mut text, rows),
            }
        }
    }
    text.push_str(CLOSING);
    docx::package(&pages.title, &[], text)
}

/// The widths of what an amount is for, of how it came about, and of the amount.
const WIDTHS: [u32; 3] = [5_272, 2_200, 1_600];

/// A table of amounts, without lines.
fn push_amounts(text: &mut String, rows: &[AmountRow]) {
    let whole: u32 = WIDTHS.iter().sum();
    text.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
    ));
    for width in WIDTHS {
        text.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    text.push_str("</w:tblGrid>\n");
    for row in rows {
        text.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        let set_in = row.indent.saturating_mul(113);
        let left = format!("<w:spacing w:after=\"40\"/><w:ind w:left=\"{set_in}\"/>");
        let right = "<w:spacing w:after=\"40\"/><w:jc w:val=\"right\"/>";
        let cells = [
            (&row.label, &*left),
            (&row.working, right),
            (&row.amount, right),
        ];
        for ((words, properties), width) in cells.into_iter().zip(WIDTHS) {
            let bold = if row.bold {
                "<w:rPr><w:b/></w:rPr>"
            } else {
                ""
            };
            text.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>\
                 <w:p><w:pPr>{properties}</w:pPr><w:r>{bold}\
                 <w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:tc>",
                markup(words)
            ));
        }
        text.push_str("</w:tr>\n");
    }
    text.push_str("</w:tbl>\n<w:p/>\n");
}

fn paragraph(style: &str, properties: &str, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>\n",
        markup(words)
    )
}
