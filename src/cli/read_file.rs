//! Files read whole, up to a limit.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use super::exit::{Exit, Failure};

/// The most bytes of facts, answers, rules or tokens that are read.
const MAX_TEXT_BYTES: u64 = 16 * 1024 * 1024;

/// The most bytes of a table of charges or volumes that are read.
const MAX_TABLE_BYTES: u64 = 64 * 1024 * 1024;

/// The most bytes of a saved answer: 1,000 records with their trace take 33 MB.
const MAX_ANSWER_BYTES: u64 = 256 * 1024 * 1024;

/// The text of a file or, for `-`, of standard input. `not_text` is the exit
/// code if it is not UTF-8 or too large.
pub(super) fn text(path: &Path, not_text: Exit) -> Result<String, Failure> {
    text_up_to(MAX_TEXT_BYTES, path, not_text)
}

/// The text of a saved answer.
pub(super) fn answer(path: &Path) -> Result<String, Failure> {
    text_up_to(MAX_ANSWER_BYTES, path, Exit::Facts)
}

fn text_up_to(max: u64, path: &Path, not_text: Exit) -> Result<String, Failure> {
    let name = name(path);
    let read = if is_standard_input(path) {
        up_to(max, io::stdin().lock())
    } else {
        File::open(path).and_then(|file| up_to(max, file))
    };
    let bytes = read.map_err(|error| unreadable(&name, &error))?;
    let Some(bytes) = bytes else {
        let says = format!("{name} is too large: more than {} MiB", max / (1024 * 1024));
        return Err(Failure::new(not_text, says));
    };
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let says = format!("{name} is not UTF-8 text: byte {} is not", at + 1);
        Failure::new(not_text, says).help("save it as UTF-8")
    })
}

/// The bytes of a table, CSV, TSV or XLSX.
pub(super) fn table(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let read = File::open(path).and_then(|file| up_to(MAX_TABLE_BYTES, file));
    let bytes =
        read.map_err(|error| Failure::new(Exit::Io, format!("`{shown}` cannot be read: {error}")))?;
    bytes.ok_or_else(|| {
        Failure::new(Exit::Rules, format!("`{shown}` is larger than 64 MiB"))
            .help("split it by service")
    })
}

/// Whether the path means standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What a file is called in messages.
pub(super) fn name(path: &Path) -> String {
    if is_standard_input(path) {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}

/// A file of this name that cannot be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory, not a file".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(Exit::Io, format!("{name} cannot be read: {why}"))
}

/// All that can be read; nothing if it is more than `max` bytes.
fn up_to(max: u64, from: impl io::Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(max + 1).read_to_end(&mut bytes)?;
    Ok(u64::try_from(bytes.len())
        .is_ok_and(|count| count <= max)
        .then_some(bytes))
}
