//! `almoner book`: the built-in book, written out as files.

use std::path::PathBuf;

use clap::Args;

use super::{
    exit::{Exit, Failure},
    save, stdout,
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
    let files = almoner_built_in::files();
    let each = files.iter().map(|(path, text)| (folder.join(path), *text));
    if let Some((first, _)) = each.clone().next()
        && !save::is_free(folder, &first)
    {
        let says = format!("`{shown}` is not empty");
        return Err(Failure::new(Exit::Usage, says).help("name a new or an empty folder"));
    }
    save::all_new(each, Vec::new())?;
    stdout::remark(&format!(
        "{} files. Work on them with: almoner check --book {shown}",
        files.len()
    ))?;
    Ok(Exit::Done)
}
