//! A council's rules and tariffs, checked and ready to answer.

use std::{fmt, path::Path, sync::Arc};

use crate::{
    answer::json::fragments::{Fragments, Prepared},
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        source_text::{SourceId, SourceSet},
    },
    check::{
        self, Checked,
        model::{Contents, RuleSet},
    },
    load::{self, BookFrom, LoadError, Loaded},
    program::{
        self,
        model::{Lacks, Program, Ruling},
    },
    source::{self, Parsed},
};

/// A council's rules and tariffs, checked and ready to answer. It is never
/// changed, so that any number of threads can ask at once.
#[derive(Debug)]
pub struct Book {
    program: Program,
    prepared: Prepared,
    identity: Identity,
}

/// Distinguishes books, even those of the same files.
#[derive(Clone, Debug)]
pub(super) struct Identity(Arc<()>);

impl PartialEq for Identity {
    fn eq(&self, other: &Identity) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Book {
    /// Opens the book in a directory with `rules` or `tariffs` or both in it.
    ///
    /// # Errors
    /// When its files cannot be read, or something in them is wrong.
    pub fn open(directory: impl AsRef<Path>) -> Result<Book, OpenError> {
        open_without_cases(BookFrom::Directory(directory.as_ref()))?.into_book()
    }

    /// Opens a book whose files a program has built in: each file's path
    /// within the book, with `/` between the parts, and its text.
    ///
    /// # Errors
    /// When something in the files is wrong.
    pub fn from_files(files: &[(String, &'static [u8])]) -> Result<Book, OpenError> {
        open_without_cases(BookFrom::Files(files))?.into_book()
    }

    /// Every rule set.
    pub fn rule_sets(&self) -> impl Iterator<Item = &RuleSet> {
        self.program.contents().rule_sets.iter()
    }

    /// What the JSON of answers by these rules and prices repeats. The ruling
    /// must be of this book.
    #[must_use]
    pub fn fragments(&self, ruling: &Ruling<'_>) -> Fragments<'_> {
        self.prepared.fragments(ruling)
    }

    /// The rule sets, tariffs, dated rates, policies and budgets, for programs
    /// that show them.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        self.program.contents()
    }

    /// The same for questions that need nothing of what it lacks.
    pub(super) fn answering_without(mut self, lacks: Lacks) -> Book {
        self.program.answer_without(lacks);
        self
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The compiled rules.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The compiled rules alone.
    #[must_use]
    pub fn into_program(self) -> Program {
        self.program
    }
}

impl From<Program> for Book {
    fn from(program: Program) -> Book {
        let prepared = Prepared::new(program.contents());
        Book {
            program,
            prepared,
            identity: Identity(Arc::new(())),
        }
    }
}

/// Why a book cannot be opened.
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenError {
    /// Its files cannot be read.
    Load(LoadError),
    /// Something in its files is wrong.
    Rejected(Rejected),
}

/// The files of a book in which something is wrong, and what.
#[derive(Debug)]
pub struct Rejected {
    /// Every file.
    pub sources: SourceSet,
    /// Errors and warnings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Load(error) => error.fmt(f),
            OpenError::Rejected(rejected) => rejected.fmt(f),
        }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.diagnostics.iter().filter(|it| it.is_error());
        for (number, error) in errors.enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            let path = self.sources.path(error.place.file);
            let (line, column) = self.sources.line_and_column(error.place);
            let (code, says) = (error.code.name(), &error.says);
            write!(f, "{path}:{line}:{column}: {code}: {says}")?;
        }
        Ok(())
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            OpenError::Load(error) => Some(error),
            OpenError::Rejected(_) => None,
        }
    }
}

impl From<LoadError> for OpenError {
    fn from(error: LoadError) -> OpenError {
        OpenError::Load(error)
    }
}

/// What was left out of a book, so that it could be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The files that have mistakes.
    pub files: Vec<String>,
    /// What the book lacks without them.
    pub lacks: Lacks,
}

/// A book that was opened, or the errors that keep it from being used, with
/// the sources that are needed to show them.
#[derive(Debug)]
pub struct Opened {
    /// Every file, for showing diagnostics.
    pub sources: SourceSet,
    /// The book; none if any diagnostic is an error.
    pub book: Option<Book>,
    /// Errors and warnings, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left out of the book, because it has mistakes.
    pub left_out: Option<LeftOut>,
}

impl Opened {
    /// The book.
    ///
    /// # Errors
    /// When something in its files is wrong.
    pub fn into_book(self) -> Result<Book, OpenError> {
        self.book.ok_or(OpenError::Rejected(Rejected {
            sources: self.sources,
            diagnostics: self.diagnostics,
        }))
    }
}

/// Opens a book with its cases.
///
/// # Errors
/// When its files cannot be read at all. Mistakes inside them are diagnostics.
pub fn open(from: BookFrom<'_>) -> Result<Opened, LoadError> {
    Ok(opened(load::load(from)?, source::parse))
}

/// Opens a book to answer a question from it: its cases, which are half of
/// its text and have no part in any answer, are left unread.
///
/// # Errors
/// As for [`open`].
pub fn open_without_cases(from: BookFrom<'_>) -> Result<Opened, LoadError> {
    Ok(without_cases(load::load(from)?))
}

/// Opens a book whose files are in memory already, to answer a question from it.
pub(super) fn open_loaded_without_cases(sources: SourceSet) -> Opened {
    without_cases(Loaded {
        sources,
        diagnostics: Vec::new(),
    })
}

fn without_cases(loaded: Loaded) -> Opened {
    let mut opened = opened(loaded, source::parse_without_cases);
    // There may be cases: they were not read.
    opened.diagnostics.retain(|it| it.code != Code::NoCases);
    opened
}

/// Opens the book of a directory with the texts of an editor in the place of
/// its files: each file's path within the book, and its text.
///
/// # Errors
/// As for [`open`].
pub fn open_with_edits(directory: &Path, edits: &[(String, String)]) -> Result<Opened, LoadError> {
    Ok(opened(
        load::load_with_edits(directory, edits)?,
        source::parse,
    ))
}

/// Opens a book whose files are in memory already.
#[must_use]
pub fn open_loaded(sources: SourceSet) -> Opened {
    let loaded = Loaded {
        sources,
        diagnostics: Vec::new(),
    };
    opened(loaded, source::parse)
}

/// The most errors that are listed.
const MAX_LISTED: usize = 500;

/// Cuts off a list of errors that nobody can read to its end. What is left out goes with
/// warnings that may only follow from it.
fn list_first(diagnostics: &mut Vec<Diagnostic>) {
    let errors = diagnostics.iter().filter(|it| it.is_error()).count();
    let Some(next) = diagnostics.get(MAX_LISTED).filter(|it| it.is_error()) else {
        return;
    };
    let more = match errors - MAX_LISTED {
        1 => "1 more error is not listed".to_owned(),
        more => format!("{more} more errors are not listed"),
    };
    let last = Diagnostic::new(Code::TooMany, next.place, more);
    diagnostics.truncate(MAX_LISTED);
    diagnostics.push(last.help("mend those that are listed, and check again"));
}

/// Checks files as they are or, where a comma is missing, as they are meant.
fn checked(sources: &SourceSet, parse: fn(&SourceSet) -> Parsed<'_>) -> Checked {
    let parsed = parse(sources);
    let Some(mut repaired) = source::repair(sources, &parsed.diagnostics) else {
        return check::check(sources, parsed);
    };
    let mut parsed = parse(&repaired.sources);
    parsed.diagnostics.append(&mut repaired.diagnostics);
    check::check(&repaired.sources, parsed)
}

fn opened(loaded: Loaded, parse: fn(&SourceSet) -> Parsed<'_>) -> Opened {
    let checked = checked(&loaded.sources, parse);
    let mut diagnostics = loaded.diagnostics;
    let readable = !diagnostics.iter().any(Diagnostic::is_error);
    // A byte that is not text has its own diagnostic: what it does to the rest
    // of the file is not a second mistake. Nor is a file empty that cannot be read.
    let unread: Vec<(Code, SourceId)> = diagnostics
        .iter()
        .map(|it| (it.code, it.place.file))
        .collect();
    let follows = |diagnostic: &Diagnostic| {
        let of = |code| unread.contains(&(code, diagnostic.place.file));
        let garbled = || {
            loaded
                .sources
                .text_at(diagnostic.place)
                .contains('\u{fffd}')
        };
        of(Code::Unreadable) || of(Code::NotText) && garbled()
    };
    let others = checked.diagnostics.into_iter();
    diagnostics.extend(others.filter(|diagnostic| !follows(diagnostic)));
    diagnostics.sort_by(Diagnostic::order);
    list_first(&mut diagnostics);
    let book = checked.book.filter(|_| readable);
    Opened {
        sources: loaded.sources,
        book: book.map(program::compile).map(Book::from),
        diagnostics,
        left_out: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source_text::SourceFile;

    #[test]
    fn first_errors_are_listed_and_the_others_counted() {
        let file = |number: usize| SourceFile::new(format!("{number:03}.ron"), b"(".to_vec());
        let files = |count: usize| (0..count).map(|it| file(it).unwrap()).collect();
        let listed = |count: usize| open_loaded(SourceSet::new(files(count))).diagnostics;
        assert_eq!(listed(500).len(), 500);
        let diagnostics = listed(502);
        assert_eq!(diagnostics.len(), 501);
        let last = diagnostics.last().unwrap();
        assert_eq!(last.code, Code::TooMany);
        assert_eq!(&*last.says, "2 more errors are not listed");
    }
}
