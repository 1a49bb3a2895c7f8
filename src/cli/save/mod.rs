//! The one way in which a command writes files. A file is written under a
//! temporary name in its own folder, synced, and only then given its name: a full
//! disk or a kill leaves the earlier file whole, and nothing that blocks the next
//! run. Files of one command appear all or not at all.

mod interrupt;
mod journal;
mod temp_file;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    exit::{Exit, Failure},
    stdout,
};
pub(super) use temp_file::TempFile;

/// A file to write.
#[derive(Debug)]
pub(super) struct NewFile {
    /// Its name.
    pub(super) path: PathBuf,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
    /// Whether an earlier file of this name may be replaced.
    pub(super) replace: bool,
}

/// Writes files: all of them, or none.
pub(super) fn all(files: &[NewFile]) -> Result<(), Failure> {
    for folder in folders(files.iter().map(|it| &*it.path)) {
        finish_interrupted(&folder)?;
    }
    for file in files {
        check_target(&file.path, file.replace)?;
    }
    let mut written = Vec::new();
    for file in files {
        let temp = TempFile::create(&file.path, file.replace);
        let temp = temp.and_then(|mut temp| temp.fill(&file.bytes).map(|()| temp));
        written.push(temp.map_err(|error| unwritable(&file.path, &error))?);
    }
    give_names(written)
}

/// Writes a new file that only its owner can read.
pub(super) fn secret(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    private(path, bytes, false)
}

/// Writes a file that only its owner can read.
pub(super) fn private(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Failure> {
    let mut temp = begin(path, replace)?;
    let filled = temp.restrict().and_then(|()| temp.fill(bytes));
    filled.map_err(|error| unwritable(path, &error))?;
    give_names(vec![temp])
}

/// Writes files that must not be there yet, and the folders that lead to them,
/// together with others.
pub(super) fn all_new<B: Into<Vec<u8>>>(
    files: impl Iterator<Item = (PathBuf, B)>,
    others: Vec<NewFile>,
) -> Result<(), Failure> {
    let mut all_files: Vec<NewFile> = files
        .map(|(path, bytes)| NewFile {
            path,
            bytes: bytes.into(),
            replace: false,
        })
        .collect();
    for file in &all_files {
        let folder = temp_file::folder_of(&file.path);
        // Of a link that leads nowhere the system says that it exists.
        let made = fs::create_dir_all(&folder);
        made.map_err(|error| {
            let says = format!(
                "the directory `{}` cannot be made: {error}",
                folder.display()
            );
            Failure::new(Exit::Io, says)
        })?;
    }
    all_files.extend(others);
    all(&all_files)
}

/// Begins a file that is written in pieces; [`finish`] gives it its name.
pub(super) fn begin(path: &Path, replace: bool) -> Result<TempFile, Failure> {
    refuse_rule_file(path)?;
    for folder in folders([path]) {
        finish_interrupted(&folder)?;
    }
    check_target(path, replace)?;
    TempFile::create(path, replace).map_err(|error| unwritable(path, &error))
}

/// Syncs a file that was written in pieces, and gives it its name.
pub(super) fn finish(mut temp: TempFile) -> Result<(), Failure> {
    let synced = temp.sync();
    synced.map_err(|error| unwritable(temp.target(), &error))?;
    give_names(vec![temp])
}

/// Refuses the name of a rule file for anything else: it would replace one, or be read
/// as one.
pub(super) fn refuse_rule_file(path: &Path) -> Result<(), Failure> {
    if path.extension().is_none_or(|it| it != "ron") {
        return Ok(());
    }
    let says = format!("`{}` has the name of a rule file", path.display());
    Err(Failure::new(Exit::Usage, says).help("name a file that ends in .csv, .xlsx or the like"))
}

/// Whether files can be written into a folder of their own, the first of them
/// with this path: it holds nothing, or only what an interrupted run has left.
pub(super) fn is_free(folder: &Path, first: &Path) -> bool {
    journal::is_in(&temp_file::folder_of(first)) || is_unused(folder)
}

fn is_unused(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return fs::symlink_metadata(folder).is_err();
    };
    entries.flatten().map(|entry| entry.path()).all(|path| {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir());
        temp_file::is_temporary(&path) || is_folder && is_unused(&path)
    })
}

/// Gives synced files their names. The journal makes the next run finish what a
/// kill between two of them leaves.
fn give_names(files: Vec<TempFile>) -> Result<(), Failure> {
    // An interruption waits until all files have their names.
    let _held = interrupt::hold();
    let journal = match files.as_slice() {
        [] | [_] => None,
        [first, ..] => {
            let begun = journal::begin(&files);
            Some(begun.map_err(|error| unwritable(first.target(), &error))?)
        }
    };
    let mut placed: Vec<(PathBuf, bool)> = Vec::new();
    let mut failed = None;
    for file in files {
        let (path, replaces) = (file.target().to_owned(), file.replaces());
        if let Err(error) = file.place() {
            failed = Some(unwritable(&path, &error));
            break;
        }
        placed.push((path, replaces));
    }
    if failed.is_some() {
        for (path, _) in placed.iter().filter(|(_, replaces)| !replaces) {
            // The first error is the one to report.
            drop(fs::remove_file(path));
        }
    }
    for folder in folders(placed.iter().map(|(path, _)| path.as_path())) {
        temp_file::sync_folder(&folder);
    }
    if let Some(journal) = journal {
        journal.end();
    }
    failed.map_or(Ok(()), Err)
}

/// Finishes what an interrupted run has begun in a folder, and names it.
fn finish_interrupted(folder: &Path) -> Result<(), Failure> {
    let finished = journal::finish(folder).map_err(|error| {
        let says = format!("an interrupted run cannot be finished: {error}");
        Failure::new(Exit::Io, says)
    })?;
    if finished.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = finished
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    stdout::remark(&format!(
        "A run was interrupted while it saved files. They are saved now: {}",
        names.join(", ")
    ))
}

/// Refuses a name that something else has: a file unless it may be replaced, and
/// always what is no file. A link is not followed.
pub(super) fn check_target(path: &Path, replace: bool) -> Result<(), Failure> {
    let Ok(there) = fs::symlink_metadata(path) else {
        return Ok(());
    };
    let shown = path.display();
    if there.is_symlink() {
        let says = format!("`{shown}` is a link, and files are not written through links");
        return Err(Failure::new(Exit::Io, says).help("name the file that it leads to"));
    }
    if !there.is_file() {
        let error = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(match there.is_dir() {
            true => unwritable(path, &error),
            false => Failure::new(Exit::Io, format!("`{shown}` is not a file"))
                .help("leave out the name to write to standard output"),
        });
    }
    match replace {
        true => Ok(()),
        false => Err(is_there(path)),
    }
}

fn is_there(path: &Path) -> Failure {
    Failure::new(Exit::Io, format!("`{}` is there already", path.display()))
        .help("nothing was written; name another file, or replace this one with --replace")
}

/// That a file cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::AlreadyExists => return is_there(path),
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory, not a file".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(
        Exit::Io,
        format!("`{}` cannot be written: {why}", path.display()),
    )
}

fn folders<'p>(paths: impl IntoIterator<Item = &'p Path>) -> BTreeSet<PathBuf> {
    paths.into_iter().map(temp_file::folder_of).collect()
}
