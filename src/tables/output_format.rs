//! The formats of finance's reports: the name, file extensions and media type
//! of each. A new format is added here.

use super::{csv, docx, html, markdown, text, xlsx};
use crate::finance::report::Report;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tables drawn with lines, for a terminal.
    Text,
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
    /// A page for a browser or a printer.
    Html,
    /// A workbook.
    Xlsx,
    /// A document.
    Docx,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 7] = [
        Format::Text,
        Format::Csv,
        Format::Json,
        Format::Markdown,
        Format::Html,
        Format::Xlsx,
        Format::Docx,
    ];

    /// What it is called when it is asked for, which is what its files end in.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Docx => "docx",
        }
    }

    /// The format of that name, in whatever case; `txt` and `htm` too.
    ///
    /// ```
    /// # use almoner::tables::Format;
    /// assert_eq!(Format::named("XLSX"), Some(Format::Xlsx));
    /// assert_eq!(Format::named("pdf"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "table" | "txt" => Some(Format::Text),
            "htm" => Some(Format::Html),
            "markdown" => Some(Format::Markdown),
            _ => Format::ALL.into_iter().find(|format| format.name() == name),
        }
    }

    /// Its media type, without parameters (IANA, Media Types).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Text => "text/plain",
            Format::Csv => "text/csv",
            Format::Json => "application/json",
            Format::Markdown => "text/markdown",
            Format::Html => "text/html",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
        }
    }

    /// Whether it is text, which a terminal can show.
    #[must_use]
    pub fn is_text(self) -> bool {
        !matches!(self, Format::Xlsx | Format::Docx)
    }

    /// A report in this format; text without marks for a terminal.
    ///
    /// # Errors
    /// In words, when a workbook or a document cannot hold it: more rows or
    /// longer words than there is room for.
    pub fn write(self, report: &Report) -> Result<Vec<u8>, String> {
        let text = match self {
            Format::Text => anstream::adapter::strip_str(&text::report(report)).to_string(),
            Format::Csv => csv::report(report),
            Format::Json => super::json(report) + "\n",
            Format::Markdown => markdown::report(report),
            Format::Html => html::report(report),
            Format::Xlsx => return xlsx::report(report),
            Format::Docx => return docx::report(report),
        };
        Ok(text.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_name_and_writes_an_empty_report() {
        for format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(format));
            let bytes = format.write(&Report::default()).unwrap();
            assert_eq!(format.is_text(), !bytes.starts_with(b"PK"), "{format:?}");
        }
    }
}
