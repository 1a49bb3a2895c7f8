//! Files that a command writes where there were none.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::exit::{Exit, Failure};

/// Writes every file; none replaces a file that is there. If one cannot be
/// written, those already written are removed again.
pub(super) fn write<T: AsRef<[u8]>>(files: &[(PathBuf, T)]) -> Result<(), Failure> {
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        let says = format!("`{}` is there already", path.display());
        return Err(Failure::new(Exit::Usage, says).help("nothing was written"));
    }
    for (number, (path, text)) in files.iter().enumerate() {
        if let Err(error) = write_one(path, text.as_ref()) {
            for (written, _) in files.iter().take(number) {
                // The first error is the one to report.
                drop(fs::remove_file(written));
            }
            let says = format!("`{}` cannot be written: {error}", path.display());
            return Err(Failure::new(Exit::Io, says));
        }
    }
    Ok(())
}

fn write_one(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create_new(path)?;
    let written = file.write_all(text).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(fs::remove_file(path));
    }
    written
}
