//! The part of a book with mistakes that can still answer questions. A file that begins
//! on a day, such as next year's draft of a tariff, does not change the answers about
//! the days before, and a rule set with mistakes not those of others.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{self, Book, LeftOut, Opened};
use crate::{
    base::{date::Date, diagnostic::Diagnostic, source_text::SourceSet},
    check::{
        file_start::{Counts, counts},
        model::RuleSet,
    },
    program::model::Lacks,
};

/// How often files are left out: a mistake in one can be a mistake in another.
const MAX_TRIES: usize = 6;

/// Whether the cases of a book are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cases {
    /// They are, and can have mistakes too.
    Read,
    /// They are not: no answer rests on them.
    Skipped,
}

impl Opened {
    /// The book without the files that have mistakes, and without what rests on them.
    /// `None` where a file is wrong of which it is not known what rests on it, and where
    /// the rest is wrong too.
    #[must_use]
    pub fn whole_part(&self, cases: Cases) -> Option<(Book, LeftOut)> {
        let mut left_out: BTreeSet<String> = BTreeSet::new();
        let mut lacks = Lacks::default();
        let mut with_errors = with_errors(&self.sources, &self.diagnostics);
        let files = with_errors.iter().cloned().collect();
        for _ in 0..MAX_TRIES {
            for path in with_errors {
                add(&mut lacks, counts(&path, text_of(&self.sources, &path)?)?);
                left_out.insert(path);
            }
            let rest = self.sources.iter().map(|(_, file)| file.clone());
            let rest = rest.filter(|file| !left_out.contains(file.path()));
            let rest = SourceSet::new(rest.collect());
            let opened = match cases {
                Cases::Read => book::open_loaded(rest),
                Cases::Skipped => book::open_loaded_without_cases(rest),
            };
            if let Some(book) = opened.book {
                spread(&mut lacks.rule_sets, &book);
                let book = book.answering_without(lacks.clone());
                return Some((book, LeftOut { files, lacks }));
            }
            with_errors = self::with_errors(&opened.sources, &opened.diagnostics);
        }
        None
    }
}

/// Adds what is lacking without a file.
fn add(lacks: &mut Lacks, counts: Counts) {
    match counts {
        Counts::Nothing => {}
        Counts::Prices(from) => {
            lacks.prices_from = Some(lacks.prices_from.map_or(from, |first| first.min(from)));
        }
        Counts::RuleSets(ids, from) => {
            for id in ids {
                let first = lacks.rule_sets.entry(id).or_insert(from);
                *first = from.min(*first);
            }
        }
    }
}

/// A rule set that takes values from one that lacks rules lacks them too.
fn spread(lacking: &mut BTreeMap<Box<str>, Date>, book: &Book) {
    let own = lacking.clone();
    for set in book.rule_sets() {
        let versions = set.versions.iter();
        let used = versions.flat_map(|version| version.used_rule_sets(book.contents()));
        let from = |used: &RuleSet| own.get(&used.id).copied();
        if let Some(from) = used.filter_map(from).min() {
            let first = lacking.entry(set.id.clone()).or_insert(from);
            *first = from.min(*first);
        }
    }
}

/// The paths of the files that have errors.
fn with_errors(sources: &SourceSet, diagnostics: &[Diagnostic]) -> BTreeSet<String> {
    let errors = diagnostics.iter().filter(|it| it.is_error());
    let files = errors.map(|it| sources.path(it.place.file).to_owned());
    files.collect()
}

fn text_of<'s>(sources: &'s SourceSet, path: &str) -> Option<&'s str> {
    let mut files = sources.iter().map(|(_, file)| file);
    files.find(|file| file.path() == path).map(|it| it.text())
}
