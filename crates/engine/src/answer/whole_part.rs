//! The part of a book with mistakes that can still answer questions. A file that begins
//! on a day, such as next year's draft of a tariff, does not change the answers about
//! the days before.

use std::collections::BTreeMap;

use super::book::{self, Book, LeftOut, Opened};
use crate::{
    base::{date::Date, diagnostic::Diagnostic, source_text::SourceSet},
    check::file_start::start,
};

/// How often files are left out: a mistake in one can be a mistake in another.
const MAX_TRIES: usize = 4;

impl Opened {
    /// The book without the files that have mistakes, for the days before the first
    /// of them begins. `None` where a file is wrong of which no day is known, and
    /// where the rest is wrong too.
    #[must_use]
    pub fn whole_part(&self) -> Option<(Book, LeftOut)> {
        let mut starts: BTreeMap<String, Option<Date>> = BTreeMap::new();
        let mut with_errors = with_errors(&self.sources, &self.diagnostics);
        for _ in 0..MAX_TRIES {
            for path in with_errors {
                let start = start(&path, text_of(&self.sources, &path)?)?;
                starts.insert(path, start);
            }
            let rest = self.sources.iter().map(|(_, file)| file.clone());
            let rest = rest.filter(|file| !starts.contains_key(file.path()));
            let opened = book::open_loaded_without_cases(SourceSet::new(rest.collect()));
            if let Some(book) = opened.book {
                let from = starts.values().flatten().min().copied();
                let files = starts.into_keys().collect();
                return Some((book.answering_before(from), LeftOut { files, from }));
            }
            with_errors = self::with_errors(&opened.sources, &opened.diagnostics);
        }
        None
    }
}

/// The paths of the files that have errors.
fn with_errors(sources: &SourceSet, diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|it| it.is_error());
    let files = errors.map(|it| sources.path(it.place.file).to_owned());
    files.collect()
}

fn text_of<'s>(sources: &'s SourceSet, path: &str) -> Option<&'s str> {
    let mut files = sources.iter().map(|(_, file)| file);
    files.find(|file| file.path() == path).map(|it| it.text())
}
