//! `almoner book`: the built-in book, written out as files.

use std::{fs, io, path::PathBuf};

use clap::Args;

use super::{
    exit::{Exit, Failure},
    new_files, stdout,
};

/// Write out the built-in book, to read or to change
#[derive(Args)]
pub(super) struct BookArgs {
    /// Where it goes: a new or an empty folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(args: &BookArgs) -> Result<Exit, Failure> {
    let folder = &args.folder;
    let shown = folder.display();
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(false) => {}
        Ok(true) => {
            let says = format!("`{shown}` is not empty");
            return Err(Failure::new(Exit::Usage, says).help("name a new or an empty folder"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            let says = format!("`{shown}` cannot be read: {error}");
            return Err(Failure::new(Exit::Io, says));
        }
    }
    let files = almoner_built_in::files();
    let files: Vec<(PathBuf, &[u8])> = files
        .iter()
        .map(|(path, text)| (folder.join(path), *text))
        .collect();
    new_files::write(&files)?;
    stdout::remark(&format!(
        "{} files. Work on them with: almoner check --book {shown}",
        files.len()
    ))?;
    Ok(Exit::Done)
}
