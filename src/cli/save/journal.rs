//! The journal of several files that are to appear together. It is written once
//! all of them are synced under temporary names, and removed once all have their
//! own. A run that finds one finishes the set.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::temp_file::{self, TempFile};

/// Its name, in the folder of the first file of the set.
const NAME: &str = ".almoner-saving.json";

/// The most bytes of a journal that are read.
const MAX_BYTES: u64 = 1024 * 1024;

/// One file of a set.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    from: PathBuf,
    to: PathBuf,
    replace: bool,
}

/// A journal that has been written.
pub(super) struct Journal(PathBuf);

/// Writes the journal of a set.
pub(super) fn begin(files: &[TempFile]) -> io::Result<Journal> {
    let folder = files.first().map(TempFile::target);
    let folder = temp_file::folder_of(folder.unwrap_or(Path::new("")));
    // Next to the journal a name is enough, and the folder can be moved.
    let noted = |path: &Path| match path.file_name() {
        Some(name) if temp_file::folder_of(path) == folder => Ok(PathBuf::from(name)),
        _ => std::path::absolute(path),
    };
    let entries = files.iter().map(|file| {
        Ok(Entry {
            from: noted(file.path())?,
            to: noted(file.target())?,
            replace: file.replaces(),
        })
    });
    let entries: Vec<Entry> = entries.collect::<io::Result<_>>()?;
    let journal = Journal(folder.join(NAME));
    let text = serde_json::to_vec(&entries)?;
    let mut file = File::create_new(&journal.0)?;
    let written = file.write_all(&text).and_then(|()| file.sync_all());
    if let Err(error) = written {
        journal.end();
        return Err(error);
    }
    temp_file::sync_folder(&folder);
    Ok(journal)
}

impl Journal {
    /// Removes the journal: the set is complete.
    pub(super) fn end(self) {
        drop(fs::remove_file(self.0));
    }
}

/// Whether an interrupted run has left a journal in a folder.
pub(super) fn is_in(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(NAME)).is_ok_and(|it| it.is_file())
}

/// Finishes the set of a journal in a folder, if there is one, and returns the
/// files that got their names only now. A journal that was itself cut off belongs
/// to a set of which no file has its name yet, and is removed.
pub(super) fn finish(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let path = folder.join(NAME);
    match fs::symlink_metadata(&path) {
        Ok(there) if there.is_file() && there.len() <= MAX_BYTES => {}
        _ => return Ok(Vec::new()),
    }
    let entries: Vec<Entry> = serde_json::from_slice(&fs::read(&path)?).unwrap_or_default();
    let mut finished = Vec::new();
    for Entry { from, to, replace } in entries {
        let (from, to) = (folder.join(from), folder.join(to));
        // Only a temporary file, and only to the name that it was written for.
        let is_waiting = fs::symlink_metadata(&from).is_ok_and(|it| it.is_file());
        if !is_waiting || !temp_file::is_temporary_of(&from, &to) {
            continue;
        }
        match temp_file::place(&from, &to, replace) {
            Ok(()) => finished.push(to),
            // The name is taken, by this very file when the kill came between its
            // two steps. What is there stays.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::remove_file(&from)?,
            Err(error) => return Err(error),
        }
    }
    Journal(path).end();
    temp_file::sync_folder(folder);
    Ok(finished)
}
