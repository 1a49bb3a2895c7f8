//! A draft: the files that differ from the book, as a form carries them.

use std::{borrow::Cow, collections::BTreeMap};

use super::{super::form_fields::Fields, book_files::EditedBook};
use crate::web::problem::Problem;
use almoner_engine::{
    base::source_text::{SourceFile, SourceSet},
    book::Opened,
};

/// Before the path of a file in the name of the field that has its text.
const FILE: &str = "_draft.";

/// The folders that a book's files are in.
const FOLDERS: [&str; 3] = ["calendars/", "rules/", "tariffs/"];

/// The files that differ, and the one that is edited.
#[derive(Debug)]
pub(super) struct Draft {
    /// Their texts, by path.
    pub(super) files: BTreeMap<String, String>,
    /// The path of the file that is edited; empty where none is.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
    /// The book's files.
    pub(super) base: SourceSet,
}

impl Draft {
    /// Reads a draft.
    ///
    /// # Errors
    /// 500 when the book's files cannot be read.
    pub(super) fn read(book: &EditedBook, fields: &Fields) -> Result<Draft, Problem> {
        let base = book.files()?;
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        for (name, text) in fields.iter() {
            if let Some(path) = name.strip_prefix(FILE).filter(|path| is_path(path)) {
                files.insert(path.to_owned(), plain(text));
            }
        }
        let typed = fields.get("_path").filter(|path| is_path(path));
        let path = typed.or_else(|| fields.get("_file")).unwrap_or_default();
        let path = if is_path(path) { path } else { "" };
        let mut of_text = fields.iter().filter(|(name, _)| *name == "_text");
        if let Some((_, text)) = of_text.next().filter(|_| !path.is_empty()) {
            files.insert(path.to_owned(), plain(text));
        }
        files.retain(|path, text| of_book(&base, path) != Some(text.as_str()));
        let text = files.get(path).cloned();
        let text = text.or_else(|| of_book(&base, path).map(str::to_owned));
        Ok(Draft {
            path: path.to_owned(),
            text: text.unwrap_or_default(),
            files,
            base,
        })
    }

    /// Goes on with another file.
    pub(super) fn open_file(&mut self, path: &str) {
        let text = self.files.get(path).cloned();
        let text = text.or_else(|| of_book(&self.base, path).map(str::to_owned));
        if let Some(text) = text {
            self.path = path.to_owned();
            self.text = text;
        }
    }

    /// The book with the draft's files.
    ///
    /// # Errors
    /// 500 when the book's files cannot be read.
    pub(super) fn open(&self, book: &EditedBook) -> Result<Opened, Problem> {
        let files = self.files.iter();
        let edits: Vec<(String, String)> = files
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        book.open(&edits)
    }

    /// The fields that carry it; of the file that is edited too, unless `in_text` has
    /// it.
    pub(super) fn fields(&self, in_text: bool) -> Vec<(String, String)> {
        let carried = self
            .files
            .iter()
            .filter(|(path, _)| !in_text || **path != self.path);
        let fields = carried.map(|(path, text)| (format!("{FILE}{path}"), text.clone()));
        fields.collect()
    }
}

/// Whether a path is that of a file that a book can have.
pub(super) fn is_path(path: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '/' | '-' | '_' | '.');
    FOLDERS.iter().any(|folder| path.starts_with(folder))
        && path.ends_with(".ron")
        && path.len() <= 200
        && path.chars().all(is_plain)
        && path
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.'))
}

/// A text with the line ends of the book's files.
fn plain(text: &str) -> String {
    let file = SourceFile::of_text("", Cow::Owned(text.to_owned()));
    file.text().to_owned()
}

/// The text of a file of the book.
fn of_book<'b>(base: &'b SourceSet, path: &str) -> Option<&'b str> {
    let mut files = base.iter().map(|(_, file)| file);
    files.find(|file| file.path() == path).map(SourceFile::text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_book() {
        for good in ["rules/music/2017-04-01.ron", "tariffs/2018-19.ron"] {
            assert!(is_path(good), "{good}");
        }
        for bad in [
            "",
            "rules/../secret.ron",
            "/etc/passwd",
            "rules/.hidden.ron",
            "rules//a.ron",
            "notes/a.ron",
            "rules/a.txt",
        ] {
            assert!(!is_path(bad), "{bad}");
        }
    }

    #[test]
    fn only_files_that_differ_are_carried() {
        let book = EditedBook::BuiltIn;
        let path = "rules/music/2017-04-01.ron";
        let base = book.files().unwrap();
        let text = of_book(&base, path).unwrap();
        let read = |text: &str| {
            let fields = vec![
                ("_file".to_owned(), path.to_owned()),
                ("_text".to_owned(), text.to_owned()),
            ];
            Draft::read(&book, &Fields::of(fields)).unwrap()
        };
        // A browser sends line ends as CR LF.
        let same = read(&text.replace('\n', "\r\n"));
        assert!(same.files.is_empty());
        assert_eq!(same.text, text);
        let other = read(&text.replacen("Music", "Tuba", 1));
        assert_eq!(other.fields(false).len(), 1);
        assert!(other.fields(true).is_empty());
    }
}
