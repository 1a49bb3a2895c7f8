//! The files of the book that is edited.

use std::{borrow::Cow, path::PathBuf};

use crate::web::problem::Problem;
use almoner_engine::{
    base::source_text::{SourceFile, SourceSet},
    book::{self, Opened},
    load::{self, BookFrom},
};

/// Where the book is whose files are edited.
#[derive(Clone, Debug)]
pub enum EditedBook {
    /// In the program.
    BuiltIn,
    /// In a folder, which is read and never written.
    Folder(PathBuf),
}

impl EditedBook {
    /// Its files as they are now.
    ///
    /// # Errors
    /// 500 when they cannot be read.
    pub(super) fn files(&self) -> Result<SourceSet, Problem> {
        let from = match self {
            EditedBook::BuiltIn => BookFrom::Files(almoner_built_in::files()),
            EditedBook::Folder(folder) => BookFrom::Directory(folder),
        };
        let loaded = load::load(from).map_err(|_| Problem::internal())?;
        Ok(loaded.sources)
    }

    /// The book with these texts in the place of its files.
    ///
    /// # Errors
    /// 500 when its files cannot be read.
    pub(super) fn open(&self, edits: &[(String, String)]) -> Result<Opened, Problem> {
        if let EditedBook::Folder(folder) = self {
            return book::open_with_edits(folder, edits).map_err(|_| Problem::internal());
        }
        let base = self.files()?;
        let is_edited = |path: &str| edits.iter().any(|(edited, _)| edited == path);
        let kept = base.iter().map(|(_, file)| file);
        let kept = kept.filter(|file| !is_edited(file.path())).cloned();
        let edited = edits.iter().map(|(path, text)| {
            let text = Cow::Owned(text.clone());
            SourceFile::of_text(path.clone(), text)
        });
        Ok(book::open_loaded(SourceSet::new(
            kept.chain(edited).collect(),
        )))
    }
}
