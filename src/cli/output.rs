//! Data to standard output, remarks to standard error.

use std::io::{self, Write as _};

use clap::ArgMatches;

use super::exit::Failure;

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Text for people.
    Text,
    /// JSON for programs.
    Json,
}

impl Format {
    /// The format that was asked for.
    pub(super) fn of(matches: &ArgMatches) -> Format {
        match matches.get_one::<String>("format").map(String::as_str) {
            Some("json") => Format::Json,
            _ => Format::Text,
        }
    }
}

/// Writes data; escapes for bold and dim stay only where a terminal reads them.
pub(super) fn data(text: &str) -> Result<(), Failure> {
    let mut to = anstream::stdout().lock();
    to.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        to.write_all(b"\n")?;
    }
    to.flush()?;
    Ok(())
}

/// Writes a remark.
pub(super) fn remark(text: &str) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let mut to = anstream::stderr().lock();
        to.write_all(text.trim_end().as_bytes())?;
        to.write_all(b"\n")?;
        to.flush()
    };
    Ok(write()?)
}
