//! Diagnostics as they are gathered, and where things are written.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    base::{
        diagnostic::Diagnostic,
        diagnostic_code::Code,
        source_text::{Place, SourceId, SourceSet},
    },
    source::model::Document,
};

/// A document with the file it is in.
pub(super) type SourceDocument<'s> = (SourceId, Document<'s>);

/// The most diagnostics that are kept: far more than are listed, so that the list begins
/// with the first of them.
const MAX_KEPT: usize = 10_000;

/// All diagnostics so far.
pub(super) struct Sink<'a> {
    pub(super) sources: &'a SourceSet,
    list: Vec<Diagnostic>,
    /// Whether an error was dropped or kept beyond the limit.
    is_beyond: bool,
    incomplete: BTreeSet<SourceId>,
    /// The rule set of each file that names one.
    rule_sets: BTreeMap<SourceId, Box<str>>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        sources: &'a SourceSet,
        list: Vec<Diagnostic>,
        incomplete: BTreeSet<SourceId>,
    ) -> Sink<'a> {
        Sink {
            sources,
            list,
            is_beyond: false,
            incomplete,
            rule_sets: BTreeMap::new(),
        }
    }

    /// Whether entries of a file could not be read, so that what is missing
    /// from it may only be unreadable.
    pub(super) fn is_incomplete(&self, file: SourceId) -> bool {
        self.incomplete.contains(&file)
    }

    /// Notes that a file's entries are not all there to be checked.
    pub(super) fn lacks_entries(&mut self, file: SourceId) {
        self.incomplete.insert(file);
    }

    /// Whether there is an error in any file.
    pub(super) fn has_errors(&self) -> bool {
        self.list.iter().any(Diagnostic::is_error)
    }

    /// Whether there is an error in a file.
    pub(super) fn has_error(&self, file: SourceId) -> bool {
        let mut errors = self.list.iter().filter(|it| it.is_error());
        errors.any(|it| it.place.file == file)
    }

    /// Whether a name that is not there may belong to an entry of a file with
    /// errors: it is written in the file.
    pub(super) fn may_be_in_error(&self, file: SourceId, name: &str) -> bool {
        let text = self.sources.text(file);
        text.contains(&format!("\"{name}\"")) && self.has_error(file)
    }

    /// Whether a file of a rule set could not be read whole.
    pub(super) fn has_unread_file(&self, kinds: &[&str], rule_set: &str) -> bool {
        !self.unread_files(kinds, rule_set).is_empty()
    }

    /// The files of a rule set that could not be read whole: those in its
    /// folder, and those of that kind that name it.
    pub(super) fn unread_files(&self, kinds: &[&str], rule_set: &str) -> Vec<SourceId> {
        let folder = format!("rules/{rule_set}/");
        let quoted = format!("\"{rule_set}\"");
        let is_of_rule_set = |id: &SourceId| {
            self.sources.get(*id).is_some_and(|file| {
                let known = kinds.iter().any(|kind| file.text().contains(kind));
                (known && file.text().contains(&quoted))
                    || (file.path().starts_with(&folder) && (known || !names_a_kind(file.text())))
            })
        };
        let files = self.incomplete.iter().copied();
        files.filter(is_of_rule_set).collect()
    }

    /// Whether a file of a kind could not be read whole.
    pub(super) fn has_unread(&self, kind: &str) -> bool {
        let mut files = self.incomplete.iter();
        files.any(|file| self.sources.text(*file).contains(kind))
    }

    /// Notes that a file is not taken in whole.
    pub(super) fn give_up(&mut self, file: SourceId) {
        self.incomplete.insert(file);
    }

    /// The text of a file of which something could not be read.
    pub(super) fn unread_text(&self, file: SourceId) -> Option<String> {
        let text = self.sources.get(file)?.text();
        self.is_incomplete(file).then(|| text.to_owned())
    }

    /// Whether a file of a kind, by the word it starts with, could not be read
    /// whole and has a name in it.
    pub(super) fn may_hold_unread(&self, kind: &str, name: &str) -> bool {
        let quoted = format!("\"{name}\"");
        let texts = self
            .incomplete
            .iter()
            .filter_map(|id| self.sources.get(*id));
        texts
            .map(|file| file.text())
            .any(|text| text.contains(kind) && text.contains(&quoted))
    }

    /// Keeps a diagnostic; beyond the limit only one more error, which refuses the book.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        let is_within = self.list.len() < MAX_KEPT;
        if is_within || (diagnostic.is_error() && !self.is_beyond) {
            self.is_beyond |= !is_within;
            self.list.push(diagnostic);
        }
    }

    /// Adds a diagnostic on a text borrowed from a file.
    pub(super) fn at(&mut self, code: Code, place: Place, says: impl Into<String>) {
        self.add(Diagnostic::new(code, place, says));
    }

    /// How many diagnostics there are so far.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// Names, in each diagnostic since `first` that is in another file, the
    /// version that inherits the text; drops it if the other file had it too.
    pub(super) fn taken_over(&mut self, first: usize, base: Place) {
        let since = self.list.split_off(first.min(self.list.len()));
        for diagnostic in since {
            let alike =
                |it: &Diagnostic| it.place == diagnostic.place && it.says == diagnostic.says;
            if diagnostic.place.file == base.file {
                self.list.push(diagnostic);
            } else if !self.list.iter().any(alike) {
                self.list.push(diagnostic.related(base, "taken over here"));
            }
        }
    }

    /// Notes which rule set a file belongs to.
    pub(super) fn belongs_to(&mut self, file: SourceId, rule_set: &str) {
        self.rule_sets.insert(file, rule_set.into());
    }

    /// Whether a file is about a rule set, read or not.
    pub(super) fn has_rule_set(&self, id: &str) -> bool {
        self.rule_sets.values().any(|it| **it == *id)
    }

    /// The rule set of a file: the one it names, or that of its folder if it
    /// could not be read.
    fn rule_set(&self, file: SourceId) -> Option<&str> {
        let named = self.rule_sets.get(&file).map(AsRef::as_ref);
        named.or_else(|| {
            let path = self.sources.get(file)?.path();
            Some(path.strip_prefix("rules/")?.split_once('/')?.0)
        })
    }

    /// All diagnostics in order. Warnings about a rule set that has errors are
    /// held back: what a faulty formula would have read seems to be unused.
    pub(super) fn into_sorted(self) -> Vec<Diagnostic> {
        let errors = || self.list.iter().filter(|it| it.is_error());
        let wrong: BTreeSet<Place> = errors().map(|it| it.place).collect();
        let faulty: BTreeSet<&str> = errors()
            .filter_map(|it| self.rule_set(it.place.file))
            .collect();
        let is_held_back = |it: &Diagnostic| {
            let rule_set = self.rule_set(it.place.file);
            wrong.contains(&it.place) || rule_set.is_some_and(|id| faulty.contains(id))
        };
        let mut shown: Vec<Diagnostic> = self
            .list
            .iter()
            .filter(|it| it.is_error() || !is_held_back(it))
            .cloned()
            .collect();
        shown.sort_by(Diagnostic::order);
        shown
    }
}

fn names_a_kind(text: &str) -> bool {
    [
        "Eligibility(",
        "Pricing(",
        "Tariff(",
        "Variation(",
        "Charges(",
        "Parameter(",
        "Calendar(",
        "Cases(",
    ]
    .iter()
    .any(|kind| text.contains(kind))
}

/// A file of the book, to find places in.
#[derive(Clone, Copy)]
pub(super) struct FileScope<'a> {
    pub(super) sources: &'a SourceSet,
    pub(super) file: SourceId,
}

impl<'a> FileScope<'a> {
    /// The place of a text borrowed from the file.
    pub(super) fn place(self, part: &str) -> Place {
        self.sources.place(self.file, part)
    }

    /// The file's path within the book.
    pub(super) fn path(self) -> &'a str {
        self.sources.path(self.file)
    }

    /// The file's text.
    pub(super) fn text(self) -> &'a str {
        self.sources.text(self.file)
    }
}
