//! The file of answers.

use std::{
    fs,
    io::{self, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use super::progress::Progress;
use crate::{
    cli::{
        exit::{Exit, Failure},
        save::{self, TempFile},
    },
    sheets::fact_rows::Shape,
    tables,
    text::terminal,
};

/// After how many rows the count on a terminal moves on.
const PROGRESS_ROWS: u64 = 500;

/// The answers. A file appears under its name only once it is whole.
pub(super) struct AnswerFile {
    pub(super) shape: Shape,
    to: Destination,
    any: bool,
    rows: u64,
    progress: Progress,
    /// Whether a person reads them on a terminal.
    is_shown: bool,
}

/// Where the answers go.
enum Destination {
    Stdout(BufWriter<io::Stdout>),
    File(BufWriter<TempFile>, PathBuf),
}

impl AnswerFile {
    /// Begins a file, or standard output. It must not be the file of cases.
    pub(super) fn create(
        path: Option<&Path>,
        shape: Shape,
        cases: &Path,
        replace: bool,
    ) -> Result<AnswerFile, Failure> {
        let to = match path {
            None => Destination::Stdout(BufWriter::new(io::stdout())),
            Some(path) => {
                check_distinct(path, cases)?;
                let file = save::begin(path, replace)?;
                Destination::File(BufWriter::new(file), path.to_owned())
            }
        };
        Ok(AnswerFile {
            shape,
            to,
            any: false,
            rows: 0,
            progress: Progress::new(path.is_some()),
            is_shown: io::stdout().is_terminal(),
        })
    }

    pub(super) fn begin(&mut self, headings: &[String]) -> Result<(), Failure> {
        match self.shape {
            Shape::Csv => self.put(&tables::csv::record(headings)),
            Shape::Ndjson => Ok(()),
            Shape::Json => self.put("["),
        }
    }

    /// Writes one answer.
    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        if self.shape == Shape::Json {
            let before = if self.any { ",\n" } else { "\n" };
            self.any = true;
            self.put(before)?;
            return self.put(text.trim_end());
        }
        self.put(text)
    }

    /// Writes rows that end in a line each; those of an array begin with a comma.
    pub(super) fn write_rows(&mut self, text: &str) -> Result<(), Failure> {
        if self.shape != Shape::Json || text.is_empty() {
            return self.put(text);
        }
        let text = text.trim_end();
        let is_first = !std::mem::replace(&mut self.any, true);
        self.put(if is_first {
            text.trim_start_matches(',')
        } else {
            text
        })
    }

    /// Shows on a terminal that more rows have been answered.
    pub(super) fn count(&mut self, rows: usize) -> Result<(), Failure> {
        self.rows += u64::try_from(rows).unwrap_or(0);
        self.progress.show(self.rows)
    }

    /// Shows on a terminal how far it is.
    pub(super) fn progress(&mut self, row: u64) -> Result<(), Failure> {
        match row.is_multiple_of(PROGRESS_ROWS) {
            true => self.progress.show(row),
            false => Ok(()),
        }
    }

    /// Ends the file and gives it its name.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.progress.end()?;
        if self.shape == Shape::Json {
            self.put(if self.any { "\n]\n" } else { "]\n" })?;
        }
        match self.to {
            Destination::Stdout(mut to) => Ok(to.flush()?),
            Destination::File(to, path) => {
                let file = to.into_inner().map_err(|error| error.into_error());
                save::finish(file.map_err(|error| save::unwritable(&path, &error))?)
            }
        }
    }

    fn put(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.to {
            Destination::Stdout(to) if self.is_shown => {
                Ok(to.write_all(terminal::shown(text).as_bytes())?)
            }
            Destination::Stdout(to) => Ok(to.write_all(text.as_bytes())?),
            Destination::File(to, path) => to
                .write_all(text.as_bytes())
                .map_err(|error| save::unwritable(path, &error)),
        }
    }
}

/// Refuses to write answers over the cases.
pub(super) fn check_distinct(answers: &Path, cases: &Path) -> Result<(), Failure> {
    let real = |path: &Path| fs::canonicalize(path).ok();
    if real(answers).is_none() || real(answers) != real(cases) {
        return Ok(());
    }
    let says = format!("`{}` holds the cases", answers.display());
    Err(Failure::new(Exit::Usage, says).help("name another file with --out"))
}
