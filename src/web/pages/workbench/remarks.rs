//! What is wrong with a draft, each with its place.

use askama::Template;

use super::draft::Draft;
use almoner_engine::{
    base::{diagnostic::Diagnostic, source_text::SourceSet},
    book::Opened,
    present::value_words::sentence,
};

/// The most that are shown.
const MAX_SHOWN: usize = 50;

/// The most letters of a line that are shown before and after what is wrong.
const MAX_EXCERPT: usize = 120;

/// The part of the page that is replaced while a file is typed.
#[derive(Template)]
#[template(path = "workbench_remarks.html")]
pub(super) struct Remarks {
    pub(super) errors: usize,
    warnings: usize,
    changed: usize,
    shown: Vec<Remark>,
    more: usize,
}

/// An error or a warning.
struct Remark {
    is_error: bool,
    says: String,
    help: Option<String>,
    path: String,
    line: u32,
    column: u32,
    /// The line, divided by what is wrong in it.
    before: String,
    wrong: String,
    after: String,
    /// Where that is in the file that is edited, in UTF-16 code units.
    place: Option<(usize, usize)>,
}

impl Remarks {
    pub(super) fn new(draft: &Draft, opened: &Opened) -> Remarks {
        let errors = opened.diagnostics.iter().filter(|it| it.is_error()).count();
        let total = opened.diagnostics.len();
        let shown = opened.diagnostics.iter().take(MAX_SHOWN);
        Remarks {
            errors,
            warnings: total.saturating_sub(errors),
            changed: draft.files.len(),
            shown: shown
                .map(|it| Remark::new(draft, &opened.sources, it))
                .collect(),
            more: total.saturating_sub(MAX_SHOWN),
        }
    }

    /// How many there are, in a sentence.
    fn counted(&self) -> String {
        let count = |count: usize, word: &str| match count {
            0 => format!("no {word}s"),
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        };
        let words = format!(
            "{}, {}.",
            count(self.errors, "error"),
            count(self.warnings, "warning")
        );
        sentence(&words)
    }
}

impl Remark {
    fn new(draft: &Draft, sources: &SourceSet, found: &Diagnostic) -> Remark {
        let text = sources.text(found.place.file);
        let path = sources.path(found.place.file).to_owned();
        let (line, column) = sources.line_and_column(found.place);
        let (start, end) = (found.place.start as usize, found.place.end as usize);
        let head = text.get(..start).unwrap_or_default();
        let wrong = text.get(start..end.max(start)).unwrap_or_default();
        let tail = text.get(end.max(start)..).unwrap_or_default();
        let units = |text: &str| text.encode_utf16().count();
        let from = units(head);
        let line_head = head.rsplit('\n').next().unwrap_or_default();
        let skipped = line_head.chars().count().saturating_sub(MAX_EXCERPT);
        let before: String = line_head.chars().skip(skipped).collect();
        Remark {
            is_error: found.is_error(),
            says: sentence(&found.says),
            help: found.help.as_deref().map(sentence),
            place: (path == draft.path).then(|| (from, from + units(wrong))),
            path,
            line,
            column,
            before: before.trim_start().to_owned(),
            wrong: first_line(wrong),
            after: match wrong.contains('\n') {
                true => String::new(),
                false => first_line(tail),
            },
        }
    }
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match text.starts_with('\n') {
        true => String::new(),
        false => line.chars().take(MAX_EXCERPT).collect(),
    }
}
