//! The file of answers.

use std::{
    fs::{self, File},
    io::{self, BufWriter, IsTerminal as _, Write},
    path::{Path, PathBuf},
};

use crate::{
    cli::exit::{Exit, Failure},
    sheets::fact_rows::Shape,
    tables,
};

/// After how many rows the count on a terminal moves on.
const PROGRESS_ROWS: u64 = 500;

/// The answers. A file appears under its name only once it is whole.
pub(super) struct AnswerFile {
    pub(super) shape: Shape,
    to: Box<dyn Write>,
    path: Option<(PathBuf, PathBuf)>,
    any: bool,
    counting: bool,
    finished: bool,
}

impl AnswerFile {
    /// Begins a file, or standard output. It must not be the file of cases.
    pub(super) fn create(
        path: Option<&Path>,
        shape: Shape,
        cases: &Path,
    ) -> Result<AnswerFile, Failure> {
        let (to, path): (Box<dyn Write>, _) = match path {
            None => (Box::new(BufWriter::new(io::stdout())), None),
            Some(path) if is_same(path, cases) => {
                let says = format!("`{}` holds the cases", path.display());
                return Err(Failure::new(Exit::Usage, says).help("name another file with --out"));
            }
            Some(path) => {
                let mut part = path.as_os_str().to_owned();
                part.push(".part");
                let part = PathBuf::from(part);
                let file = File::create(&part).map_err(|error| unwritable(path, &error))?;
                (
                    Box::new(BufWriter::new(file)),
                    Some((part, path.to_owned())),
                )
            }
        };
        let counting = path.is_some() && io::stderr().is_terminal();
        Ok(AnswerFile {
            shape,
            to,
            path,
            any: false,
            counting,
            finished: false,
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

    /// Shows on a terminal how far it is.
    pub(super) fn progress(&mut self, row: u64) -> Result<(), Failure> {
        if self.counting && row.is_multiple_of(PROGRESS_ROWS) {
            let mut to = io::stderr().lock();
            write!(to, "\r{row} rows")?;
            to.flush()?;
        }
        Ok(())
    }

    /// Ends the file and gives it its name.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        if self.counting {
            write!(io::stderr().lock(), "\r\x1b[K")?;
        }
        if self.shape == Shape::Json {
            self.put(if self.any { "\n]\n" } else { "]\n" })?;
        }
        self.to.flush().map_err(|error| self.failed(error))?;
        if let Some((part, path)) = &self.path {
            fs::rename(part, path).map_err(|error| unwritable(path, &error))?;
        }
        self.finished = true;
        Ok(())
    }

    fn put(&mut self, text: &str) -> Result<(), Failure> {
        let written = self.to.write_all(text.as_bytes());
        written.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: io::Error) -> Failure {
        match &self.path {
            Some((_, path)) => unwritable(path, &error),
            None => error.into(),
        }
    }
}

/// Removes the temporary file of a run that did not finish.
impl Drop for AnswerFile {
    fn drop(&mut self) {
        if let Some((part, _)) = self.path.as_ref().filter(|_| !self.finished) {
            // The error that ended the run has been reported; one more would hide it.
            drop(fs::remove_file(part));
        }
    }
}

/// Whether two names lead to one file.
fn is_same(out: &Path, cases: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(out).is_some() && real(out) == real(cases)
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory, not a file".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(
        Exit::Io,
        format!("`{}` cannot be written: {why}", path.display()),
    )
}
