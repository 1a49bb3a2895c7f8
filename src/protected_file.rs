//! Files that say who may do what, such as tokens and keys: small, and refused if
//! somebody else could change or, of a secret, read them.

use std::{
    fmt, fs,
    io::{self, Read as _},
    path::Path,
};

/// The most bytes of such a file.
const MAX_BYTES: u64 = 1024 * 1024;

/// Who else may do something with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// Every user of the machine may read it; only its owner and group may change it.
    Public,
    /// Only its owner may change it, and nobody but its owner and group may read it.
    Secret,
}

/// Why such a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is not there, or cannot be read.
    Unreadable(String),
    /// Every user of the machine can change it.
    WritableByOthers,
    /// It is secret, and others can read or change it.
    OpenToOthers,
    /// A line is wrong.
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        says: String,
    },
}

impl Unusable {
    /// Because a line is wrong.
    pub(crate) fn line(line: usize, says: impl Into<String>) -> Unusable {
        Unusable::Line {
            line,
            says: says.into(),
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unusable::Unreadable(why) => write!(f, "it cannot be read: {why}"),
            Unusable::WritableByOthers => {
                f.write_str("everybody on this machine can change it: chmod o-w")
            }
            Unusable::OpenToOthers => {
                f.write_str("others on this machine can read or change it: chmod 600")
            }
            Unusable::Line { line, says } => write!(f, "line {line}: {says}"),
        }
    }
}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Unusable {
        Unusable::Unreadable(match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
            io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        })
    }
}

impl std::error::Error for Unusable {}

/// Reads a file.
///
/// # Errors
/// It cannot be read, is too large, or others can do what they must not.
pub fn read(path: &Path, protection: Protection) -> Result<String, Unusable> {
    // To open a pipe would wait until somebody writes into it.
    if !fs::metadata(path)?.is_file() {
        return Err(Unusable::Unreadable("it is not a file".to_owned()));
    }
    let file = fs::File::open(path)?;
    check(&file.metadata()?, protection)?;
    let mut text = String::new();
    file.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(Unusable::Unreadable("it is larger than 1 MiB".to_owned()));
    }
    Ok(text)
}

/// The lines of a file that say something, with their numbers: without comments,
/// which start with `#`.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter_map(|(number, line)| {
        let line = line.split('#').next().unwrap_or("").trim();
        (!line.is_empty()).then_some((number, line))
    })
}

#[cfg(unix)]
fn check(file: &fs::Metadata, protection: Protection) -> Result<(), Unusable> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.permissions().mode();
    match protection {
        Protection::Public if mode & 0o002 != 0 => Err(Unusable::WritableByOthers),
        Protection::Secret if mode & 0o027 != 0 => Err(Unusable::OpenToOthers),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn check(_file: &fs::Metadata, _protection: Protection) -> Result<(), Unusable> {
    Ok(())
}
