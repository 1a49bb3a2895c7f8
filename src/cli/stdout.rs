//! Data to standard output, messages to standard error.

use std::io::{self, Write as _};

use super::exit::{Exit, Failure};
use crate::{tables, text::terminal};
use almoner_engine::{answer::json, facts::Problem};

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Text for people.
    Text,
    /// JSON for programs.
    Json,
}

impl From<tables::Format> for Format {
    fn from(format: tables::Format) -> Format {
        match format {
            tables::Format::Json => Format::Json,
            _ => Format::Text,
        }
    }
}

/// Writes data; escapes for bold and dim stay only where a terminal reads them,
/// and control characters from outside are written out.
pub(super) fn data(text: &str) -> Result<(), Failure> {
    let mut to = anstream::stdout().lock();
    to.write_all(terminal::shown(text).as_bytes())?;
    if !text.ends_with('\n') {
        to.write_all(b"\n")?;
    }
    to.flush()?;
    Ok(())
}

/// Writes a failure as JSON too, where that is asked for and not done yet:
/// `{"problems":[{"code","at","says","help"}]}`.
pub(super) fn failed(failure: Failure, format: Format) -> Result<Exit, Failure> {
    if let Failure::Said {
        code,
        says,
        help,
        is_in_json: false,
        ..
    } = &failure
        && format == Format::Json
    {
        let problem = Problem::new(*code, "", says.as_str());
        let help = help.clone();
        data(&json::problems(&[Problem { help, ..problem }]))?;
    }
    Err(failure)
}

/// Writes a remark.
pub(super) fn remark(text: &str) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let mut to = anstream::stderr().lock();
        to.write_all(terminal::shown(text.trim_end()).as_bytes())?;
        to.write_all(b"\n")?;
        to.flush()
    };
    Ok(write()?)
}

/// The most remarks on one file that are shown.
const MAX_REMARKS: usize = 50;

/// Writes remarks on a file, up to a limit.
pub(super) fn remarks(all: Vec<String>) -> Result<(), Failure> {
    for it in all.iter().take(MAX_REMARKS) {
        remark(it)?;
    }
    match all.len().saturating_sub(MAX_REMARKS) {
        0 => Ok(()),
        more => remark(&format!("… and {more} remarks more")),
    }
}
