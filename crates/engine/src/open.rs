//! From files to a program ready to answer: load, parse, check and compile,
//! in this one place.

use crate::{
    base::{
        diagnostic::Diagnostic,
        source_text::{Place, SourceSet},
    },
    check,
    load::{self, BookFrom, LoadError, Loaded},
    program::{self, model::Program},
    source::{self, Parsed},
};

/// A book that was opened, or what stands in its way.
#[derive(Debug)]
pub struct Opened {
    /// Every file, for drawing remarks.
    pub sources: SourceSet,
    /// The program; none if any remark is an error.
    pub program: Option<Program>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Opens a book.
///
/// # Errors
/// When its files cannot be read at all. What is wrong inside them is said by
/// the diagnostics.
pub fn open(from: BookFrom<'_>) -> Result<Opened, LoadError> {
    Ok(opened(load::load(from)?, source::parse))
}

/// Opens a book to answer a question from it: its cases, which are half of
/// its text and have no part in any answer, are left unread.
///
/// # Errors
/// As for [`open`].
pub fn open_without_cases(from: BookFrom<'_>) -> Result<Opened, LoadError> {
    Ok(opened(load::load(from)?, source::parse_without_cases))
}

fn opened(loaded: Loaded, parse: fn(&SourceSet) -> Parsed<'_>) -> Opened {
    let checked = check::check(&loaded.sources, parse(&loaded.sources));
    let mut diagnostics = loaded.diagnostics;
    let readable = !diagnostics.iter().any(Diagnostic::is_error);
    // A byte that is not text has had its remark: what it does to the rest of
    // the file is not a second mistake.
    let not_text: Vec<Place> = diagnostics.iter().map(|remark| remark.place).collect();
    let follows = |remark: &Diagnostic| {
        let garbled = loaded.sources.text_at(remark.place).contains('\u{fffd}');
        garbled && not_text.iter().any(|place| place.file == remark.place.file)
    };
    let others = checked.diagnostics.into_iter();
    diagnostics.extend(others.filter(|remark| !follows(remark)));
    diagnostics.sort_by_key(|remark| (remark.place, remark.code));
    Opened {
        sources: loaded.sources,
        program: checked.book.filter(|_| readable).map(program::compile),
        diagnostics,
    }
}
