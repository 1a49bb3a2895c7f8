//! A file under a temporary name, in the folder where it is to appear.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::interrupt;

/// The end of a temporary name.
const ENDING: &str = ".almoner-tmp";

/// How often another random name is tried.
const MAX_TRIES: usize = 8;

/// A file that has not got its name yet. Its lock shows other runs that it is
/// being written; it is removed unless it gets its name.
#[derive(Debug)]
pub(in crate::cli) struct TempFile {
    file: File,
    path: PathBuf,
    target: PathBuf,
    replace: bool,
}

impl TempFile {
    /// Begins a file next to its target, and removes what runs that were killed
    /// have left there for the same target.
    pub(super) fn create(target: &Path, replace: bool) -> io::Result<TempFile> {
        if target.file_name().is_none() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        remove_stale(target);
        interrupt::watch();
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for _ in 0..MAX_TRIES {
            let path = temporary_name(target, fastrand::u64(..));
            match create_locked(&path) {
                Ok(file) => {
                    keep_permissions(&file, target);
                    return Ok(TempFile {
                        file,
                        path,
                        target: target.to_owned(),
                        replace,
                    });
                }
                Err(error) => last = error,
            }
            if last.kind() != io::ErrorKind::AlreadyExists {
                break;
            }
        }
        Err(last)
    }

    /// Where the file is to appear.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Its temporary name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether an earlier file may be replaced.
    pub(super) fn replaces(&self) -> bool {
        self.replace
    }

    /// Writes and syncs all of it.
    pub(super) fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.sync()
    }

    /// Lets nobody but its owner read it.
    #[cfg(unix)]
    pub(super) fn restrict(&self) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        self.file.set_permissions(fs::Permissions::from_mode(0o600))
    }

    /// Lets nobody but its owner read it: here, as the folder says.
    #[cfg(not(unix))]
    pub(super) fn restrict(&self) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Gives the file its name.
    pub(super) fn place(self) -> io::Result<()> {
        place(&self.path, &self.target, self.replace)
    }
}

impl Write for TempFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        // The error that ended the run has been reported; one more would hide it.
        // After a success the temporary name is gone.
        drop(fs::remove_file(&self.path));
        interrupt::forget(&self.path);
    }
}

/// Moves a file to its name. Without `replace` it fails when the name is taken,
/// even if that happened a moment ago: a hard link never replaces.
pub(super) fn place(from: &Path, target: &Path, replace: bool) -> io::Result<()> {
    if replace {
        return fs::rename(from, target);
    }
    match fs::hard_link(from, target) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // A file system without hard links.
        Err(_) if fs::symlink_metadata(target).is_err() => fs::rename(from, target),
        Err(_) => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Makes new names in a folder survive a power cut. Not every file system can
/// sync a folder; the files themselves are synced.
pub(super) fn sync_folder(folder: &Path) {
    drop(File::open(folder).and_then(|it| it.sync_all()));
}

/// Whether a name is one of those given here.
pub(super) fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && name.ends_with(ENDING)
}

/// Whether this is a temporary name of the target, in the same folder.
pub(super) fn is_temporary_of(path: &Path, target: &Path) -> bool {
    let prefix = prefix(target);
    let name = path.file_name().unwrap_or_default();
    let is_prefixed = name
        .as_encoded_bytes()
        .starts_with(prefix.as_encoded_bytes());
    is_prefixed && is_temporary(path) && folder_of(path) == folder_of(target)
}

/// `.answers.csv.`: names that begin with a dot are not read as a book's files.
fn prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_default());
    prefix.push(".");
    prefix
}

fn temporary_name(target: &Path, number: u64) -> PathBuf {
    let mut name = prefix(target);
    name.push(format!("{number:016x}{ENDING}"));
    folder_of(target).join(name)
}

fn create_locked(path: &Path) -> io::Result<File> {
    let file = interrupt::created(path, || File::create_new(path))?;
    // Where locks are not possible no run removes the files of another.
    drop(file.try_lock());
    Ok(file)
}

/// A file that replaces another is readable to the same people.
fn keep_permissions(file: &File, target: &Path) {
    if let Ok(there) = fs::symlink_metadata(target)
        && there.is_file()
    {
        drop(file.set_permissions(there.permissions()));
    }
}

/// Removes the temporary files of a target that no run holds any more.
fn remove_stale(target: &Path) {
    let Ok(entries) = fs::read_dir(folder_of(target)) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_file = || fs::symlink_metadata(&path).is_ok_and(|it| it.is_file());
        if is_temporary_of(&path, target)
            && is_file()
            && let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
        {
            drop(fs::remove_file(&path));
        }
    }
}
