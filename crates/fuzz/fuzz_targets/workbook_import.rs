//! A schedule of fees as a workbook. By the first byte: bytes as they are, or the parts of
//! an XLSX or ODS file, which a fuzzer could not change inside a ZIP file.
#![no_main]

use std::io::{Cursor, Write};

use almoner_fuzz::import;
use libfuzzer_sys::fuzz_target;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Between the parts of a corpus file.
const SEPARATOR: &str = "\n----\n";

const XLSX: [&str; 5] = [
    "xl/worksheets/sheet1.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];

/// What a part is where the input has none.
const DEFAULT_XLSX: [&str; 5] = [
    "<worksheet><sheetData/></worksheet>",
    "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>",
    "<sst><si><t>Name</t></si><si><t>2018/19</t></si></sst>",
    "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Fees\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
];

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        file.start_file(*name, stored).expect("in memory");
        file.write_all(text.as_bytes()).expect("in memory");
    }
    file.finish().expect("in memory").into_inner()
}

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let text = String::from_utf8_lossy(bytes);
    match kind % 3 {
        0 => import(bytes),
        1 => {
            let mut parts = text.split(SEPARATOR);
            let named = XLSX.iter().zip(DEFAULT_XLSX);
            let parts: Vec<(&str, &str)> = named
                .map(|(name, otherwise)| (*name, parts.next().unwrap_or(otherwise)))
                .collect();
            import(&zipped(&parts));
        }
        _ => import(&zipped(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", &text),
        ])),
    }
});
