//! Tables as a document for a committee's pack (Office Open XML, ECMA-376): a
//! title, a heading for each table and each service, tables whose header row
//! is repeated on every page and whose rows are not broken, A4 landscape with
//! page numbers. The package is written here, because no library we found can
//! repeat a header row. The same report makes the same bytes: dates are fixed.

mod body;

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use crate::{finance::report::Report, tables::escape::markup};

/// A report as a document.
///
/// # Errors
/// In words, when it is too large to be packed.
pub fn report(report: &Report) -> Result<Vec<u8>, String> {
    package(&report.title, &report.fingerprints, body::document(report))
}

/// A document with a title, the fingerprints of its sources and this text, packed.
///
/// # Errors
/// In words, when it is too large to be packed.
pub(super) fn package(
    title: &str,
    fingerprints: &[String],
    document: String,
) -> Result<Vec<u8>, String> {
    let parts = [
        (
            "[Content_Types].xml",
            include_str!("content-types.xml").to_owned(),
        ),
        ("_rels/.rels", include_str!("package.rels").to_owned()),
        (
            "docProps/core.xml",
            filled(include_str!("core.xml"), title, fingerprints),
        ),
        ("word/document.xml", document),
        (
            "word/footer.xml",
            filled(include_str!("footer.xml"), title, fingerprints),
        ),
        ("word/styles.xml", include_str!("styles.xml").to_owned()),
        (
            "word/_rels/document.xml.rels",
            include_str!("document.rels").to_owned(),
        ),
    ];
    packed(&parts).map_err(|why| format!("the document cannot be packed: {why}"))
}

/// A part that has the title or fingerprints in it.
fn filled(part: &str, title: &str, fingerprints: &[String]) -> String {
    let prints = markup(&fingerprints.join(" "));
    part.replace("{title}", &markup(title))
        .replace("{fingerprints}", &prints)
}

fn packed(parts: &[(&str, String)]) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package.start_file(*name, options)?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}
