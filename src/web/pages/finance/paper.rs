//! A report as a page with what can be chosen, or as a file.

use askama::Template;
use axum::{
    http::header::{self, HeaderMap, HeaderValue},
    response::Response,
};

use super::{
    choices::{Chooser, Query},
    navigation::PaperLink,
    report_view::{Additions, ReportView},
};
use crate::{
    finance::report::{Report, RowKind},
    tables::Format,
    web::{etag_page::Page, handlers::tables, pages::html::HTML, problem::Problem},
};
use almoner_engine::present::labels;

/// The formats that a page offers, by the words for each.
const FILES: [(Format, &str); 7] = [
    (Format::Xlsx, "Workbook"),
    (Format::Docx, "Document"),
    (Format::Csv, "CSV"),
    (Format::Html, "Web page"),
    (Format::Markdown, "Markdown"),
    (Format::Text, "Text"),
    (Format::Json, "JSON"),
];

/// The same by their names.
pub(super) const FORMATS: [(&str, &str); 7] = [
    ("xlsx", "a workbook"),
    ("docx", "a document"),
    ("csv", "CSV"),
    ("html", "a web page"),
    ("md", "Markdown"),
    ("text", "text"),
    ("json", "JSON"),
];

/// Before CSV: without it Excel takes the file for the code page of the computer.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A page with a report.
#[derive(Template)]
#[template(path = "paper.html")]
pub(super) struct PaperPage<'a> {
    pub(super) title: &'a str,
    pub(super) papers: Vec<PaperLink>,
    /// Whether the prices are proposed, and not adopted yet.
    pub(super) is_indicative: bool,
    pub(super) choosers: Vec<Chooser>,
    /// A form with more to choose, written.
    pub(super) form: String,
    /// What the page has to say first.
    pub(super) notices: Vec<String>,
    pub(super) summary: Vec<String>,
    pub(super) files: Vec<FileLink>,
    /// The tables, written.
    pub(super) tables: String,
    pub(super) report: &'a Report,
}

/// A file of the report.
#[derive(Debug)]
pub(super) struct FileLink {
    words: &'static str,
    href: String,
}

/// The name at the end of an address, and the format that its suffix names.
///
/// # Errors
/// 404 where there is no such format.
pub(super) fn split_suffix(last: &str) -> Result<(&str, Option<Format>), Problem> {
    let Some((name, suffix)) = last.rsplit_once('.') else {
        return Ok((last, None));
    };
    match Format::named(suffix) {
        Some(format) => Ok((name, Some(format))),
        None => Err(Problem::unknown_address()),
    }
}

/// The files of a report whose page is at a path.
pub(super) fn files(path: &str, query: &Query) -> Vec<FileLink> {
    let file = |(format, words): (Format, &'static str)| FileLink {
        words,
        href: query.after(&format!("{path}.{}", format.name())),
    };
    FILES.map(file).into()
}

/// A report as a file, as the command line writes it; CSV as with `--bom`.
///
/// # Errors
/// 406 where the format cannot hold it.
pub(in crate::web::pages) fn file(
    report: &Report,
    format: Format,
    name: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let mut bytes = tables::written(report, format)?;
    if format == Format::Csv {
        bytes.splice(0..0, BYTE_ORDER_MARK.bytes());
    }
    let name = format!("{name}.{}", format.name());
    Ok(attached(
        tables::content_type(format),
        bytes,
        &name,
        headers,
    ))
}

/// A file that the browser saves under a name.
pub(super) fn attached(
    content_type: &'static str,
    bytes: Vec<u8>,
    name: &str,
    headers: &HeaderMap,
) -> Response {
    let mut response = Page::new(content_type, bytes).respond(headers);
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The tables of a report as HTML.
///
/// # Errors
/// 500 when the template fails.
pub(super) fn tables_html(report: &Report, additions: &Additions<'_>) -> Result<String, Problem> {
    written(&ReportView::new(report, additions))
}

/// A template as text.
///
/// # Errors
/// 500 when it fails.
pub(super) fn written(template: &impl Template) -> Result<String, Problem> {
    template.render().map_err(|_| Problem::internal())
}

/// The words of a report's last row, where that sums it up.
pub(super) fn summed_up(report: &Report) -> Vec<String> {
    let last = report.tables.iter().filter_map(|table| table.rows.last());
    let sums = last.filter(|row| row.kind == RowKind::Subtotal && row.is_words());
    sums.map(|row| row.text().to_owned()).collect()
}

impl PaperPage<'_> {
    /// The page, or 304 where the browser has it.
    ///
    /// # Errors
    /// 500 when the template fails.
    pub(super) fn respond(&self, headers: &HeaderMap) -> Result<Response, Problem> {
        Ok(Page::new(HTML, written(self)?).respond(headers))
    }
}
