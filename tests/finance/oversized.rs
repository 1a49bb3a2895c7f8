//! Workbooks that are small on disk and large once read: each is refused with
//! what to do, before it takes the machine's memory.

use std::io::Write as _;

use almoner::sheets;
use zip::{CompressionMethod, write::SimpleFileOptions};

/// A package with these parts, packed.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("a package").into_inner()
}

fn open_document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table \
         table:name=\"Fees\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

fn workbook(strings: &str, rows: &str, after: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind_of: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{kind}/{kind_of}\" Target=\"{to}\"/>")
    };
    let relations = |of: &str| format!("<Relationships>{of}</Relationships>");
    packed(&[
        (
            "_rels/.rels",
            &relations(&relation("r1", "officeDocument", "xl/workbook.xml")),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(
                &(relation("r1", "worksheet", "sheet.xml")
                    + &relation("r2", "sharedStrings", "strings.xml")),
            ),
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"Fees\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        ("xl/strings.xml", &format!("<sst>{strings}</sst>")),
        (
            "xl/sheet.xml",
            &format!("<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>"),
        ),
    ])
}

fn refusal(bytes: &[u8]) -> String {
    let refused = sheets::read(bytes, |_| {});
    refused.expect_err("it is refused").says
}

const TOO_LARGE: &str = "unpacks to more than any schedule of fees";
const TOO_LONG: &str = "there are more than 100,000 rows";
const TOO_MANY_WORDS: &str = "there are more words in it than in any schedule of fees";
const OVERLAP: &str = "its merged cells overlap";

/// A cell of an OpenDocument, with attributes.
fn cell(words: &str, attributes: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{words}</text:p>\
         </table:table-cell>"
    )
}

fn row(cells: &str, attributes: &str) -> String {
    format!("<table:table-row {attributes}>{cells}</table:table-row>")
}

#[test]
fn open_documents_that_repeat_are_refused() {
    let long = "A".repeat(2_000);
    let repeated = "table:number-rows-repeated=\"90000\"";
    let spanned = cell("A", "table:number-rows-spanned=\"1000000\"");
    for (rows, expected) in [
        (row(&cell(&long, "").repeat(20), repeated), TOO_MANY_WORDS),
        (
            row(&cell("A", ""), &repeated.replace("90000", "900000")),
            TOO_LONG,
        ),
        (row(&cell("A", "").repeat(17_000), ""), TOO_LARGE),
        (row(&spanned.repeat(64), "").repeat(3), OVERLAP),
        (row(&cell(&"A".repeat(300_000), ""), ""), TOO_LARGE),
    ] {
        let says = refusal(&open_document(&rows));
        assert!(says.contains(expected), "{expected}: {says}");
    }
}

#[test]
fn workbooks_that_repeat_are_refused() {
    let long = format!("<si><t>{}</t></si>", "A".repeat(200_000));
    let shared = "<c t=\"s\"><v>0</v></c>";
    let merged: String = (1..=80)
        .map(|row| format!("<mergeCell ref=\"A{row}:B100000\"/>"))
        .collect();
    let merged = format!("<mergeCells>{merged}</mergeCells>");
    let one = "<row><c t=\"inlineStr\"><is><t>A</t></is></c></row>";
    for (strings, rows, after, expected) in [
        (
            &*long,
            format!("<row>{}</row>", shared.repeat(60)).repeat(4),
            "",
            TOO_MANY_WORDS,
        ),
        (&*long.repeat(130), String::new(), "", TOO_LARGE),
        ("", "<row>".repeat(100), "", "nested too deeply"),
        (
            "",
            format!("<row>{}</row>", "<c/>".repeat(17_000)),
            "",
            TOO_LARGE,
        ),
        ("", one.repeat(90), &*merged, OVERLAP),
    ] {
        let says = refusal(&workbook(strings, &rows, after));
        assert!(says.contains(expected), "{expected}: {says}");
    }
}
