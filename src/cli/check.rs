//! `almoner check`.

use super::{
    exit::{Exit, Failure},
    open_book,
    stdout::{self, Format},
};
use almoner_engine::{answer::json, base::diagnostic::Diagnostic, book::Opened};

pub(super) fn run(opened: &Opened, format: Format) -> Result<Exit, Failure> {
    let errors = opened.diagnostics.iter().filter(|it| it.is_error()).count();
    match format {
        Format::Json => {
            stdout::data(&json::diagnostics(&opened.sources, &opened.diagnostics))?;
        }
        Format::Text => {
            open_book::draw(opened)?;
            stdout::data(&summary(opened, errors))?;
        }
    }
    Ok(if errors > 0 || opened.book.is_none() {
        Exit::Rules
    } else {
        Exit::Done
    })
}

fn summary(opened: &Opened, errors: usize) -> String {
    let files = opened.sources.iter().count();
    let warnings = opened
        .diagnostics
        .iter()
        .filter(|it: &&Diagnostic| !it.is_error())
        .count();
    format!(
        "{}: {}, {}",
        counted(files, "file"),
        counted(errors, "error"),
        counted(warnings, "warning")
    )
}

/// `no errors`, `1 error`, `2 errors`.
pub(super) fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
