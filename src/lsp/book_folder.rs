//! A book that is being edited: its folder, what the editor has of its files,
//! and the last text of it in which there was no error.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    positions,
    protocol::{Diagnostic, Location, PublishDiagnostics, RelatedInformation},
    uri,
};
use almoner_engine::{
    base::{
        diagnostic,
        source_text::{Place, SourceSet},
    },
    book::{self, Book, Opened},
    check::model::Version,
};

/// The folders of a book.
const FOLDERS: [&str; 3] = ["calendars", "rules", "tariffs"];

/// An open document.
struct Document {
    uri: String,
    text: String,
}

/// A book that is being edited.
pub(super) struct BookFolder {
    folder: PathBuf,
    /// What the editor has, by path within the book.
    documents: BTreeMap<String, Document>,
    /// The book without errors, with its texts.
    whole: Option<(Book, SourceSet)>,
    /// The files that the editor shows diagnostics for.
    shown: BTreeSet<String>,
    /// Whether something changed since the last check.
    pub(super) has_changed: bool,
}

/// The folder of the book that a file belongs to, and its path in the book.
pub(super) fn split(file: &Path) -> Option<(PathBuf, String)> {
    let inner = file.ancestors().skip(1).find(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| FOLDERS.contains(&name))
    })?;
    let folder = inner.parent()?;
    let within = file.strip_prefix(folder).ok()?;
    Some((folder.to_owned(), within.to_str()?.replace('\\', "/")))
}

impl BookFolder {
    pub(super) fn new(folder: PathBuf) -> BookFolder {
        BookFolder {
            folder,
            documents: BTreeMap::new(),
            whole: None,
            shown: BTreeSet::new(),
            has_changed: true,
        }
    }

    pub(super) fn edit(&mut self, within: String, uri: String, text: String) {
        self.documents.insert(within, Document { uri, text });
        self.has_changed = true;
    }

    pub(super) fn close(&mut self, within: &str) {
        self.documents.remove(within);
        self.has_changed = true;
    }

    /// The text of a file as the editor has it.
    pub(super) fn text(&self, within: &str) -> Option<&str> {
        self.documents.get(within).map(|it| it.text.as_str())
    }

    /// The book without errors.
    pub(super) fn book(&self) -> Option<&Book> {
        self.whole.as_ref().map(|(book, _)| book)
    }

    /// The version that is written in a file.
    pub(super) fn version(&self, within: &str) -> Option<&Version> {
        let (book, sources) = self.whole.as_ref()?;
        let mut versions = book.rule_sets().flat_map(|set| &set.versions);
        versions.find(|version| sources.path(version.file) == within)
    }

    /// Checks the book; what to show for each file that has diagnostics now or
    /// had some before.
    pub(super) fn check(&mut self) -> Vec<PublishDiagnostics> {
        self.has_changed = false;
        let edits = self.documents.iter();
        let edits: Vec<(String, String)> = edits
            .map(|(within, it)| (within.clone(), it.text.clone()))
            .collect();
        // A folder that cannot be read has no place in a file to show it at.
        let Ok(opened) = book::open_with_edits(&self.folder, &edits) else {
            return Vec::new();
        };
        let Opened {
            sources,
            book,
            diagnostics,
            ..
        } = opened;
        let mut files: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for within in self.shown.iter().chain(self.documents.keys()) {
            files.entry(within.clone()).or_default();
        }
        for found in &diagnostics {
            let within = sources.path(found.place.file).to_owned();
            let diagnostic = self.diagnostic(&sources, found);
            files.entry(within).or_default().push(diagnostic);
        }
        let with_some = files.iter().filter(|(_, found)| !found.is_empty());
        self.shown = with_some.map(|(within, _)| within.clone()).collect();
        if let Some(book) = book {
            self.whole = Some((book, sources));
        }
        let publish = files
            .into_iter()
            .map(|(within, diagnostics)| PublishDiagnostics {
                uri: self.uri(&within),
                diagnostics,
            });
        publish.collect()
    }

    fn diagnostic(&self, sources: &SourceSet, found: &diagnostic::Diagnostic) -> Diagnostic {
        let location = |place: Place| Location {
            uri: self.uri(sources.path(place.file)),
            range: positions::range(sources, place),
        };
        let related = found.related.iter();
        let related = related.map(|(place, says)| RelatedInformation {
            location: location(*place),
            message: says.clone(),
        });
        let message = match &found.help {
            Some(help) => format!("{}\n{help}", found.says),
            None => found.says.clone(),
        };
        Diagnostic {
            range: positions::range(sources, found.place),
            severity: if found.is_error() { 1 } else { 2 },
            code: found.code.name(),
            source: "almoner",
            message,
            related_information: related.collect(),
        }
    }

    /// The URI of a file: the editor's own where it has one.
    fn uri(&self, within: &str) -> String {
        let own = self.documents.get(within).map(|it| it.uri.clone());
        own.unwrap_or_else(|| uri::of(&self.folder.join(within)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn book_folder_is_above_the_nearest_folder_of_rules() {
        let of = |path: &str| split(Path::new(path));
        let book = |folder: &str, within: &str| Some((folder.into(), within.to_owned()));
        assert_eq!(of("/b/rules/m/1.ron"), book("/b", "rules/m/1.ron"));
        assert_eq!(
            of("/rules/b/tariffs/1.ron"),
            book("/rules/b", "tariffs/1.ron")
        );
        assert_eq!(of("/b/1.ron"), None);
    }
}
