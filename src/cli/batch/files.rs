//! The file of cases and the file of answers.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
};

use clap::ArgMatches;

use crate::{
    cli::{
        exit::{Exit, Failure},
        output::Format,
    },
    sheets::{
        Broken,
        fact_rows::{Row, Rows, Shape},
    },
    tables,
};
use almoner_engine::check::model::RuleSet;

/// After how many rows the count on a terminal moves on.
const STEP: u64 = 500;

/// The cases.
pub(in crate::cli) struct Source {
    rows: Rows<Box<dyn BufRead>>,
    name: String,
}

impl Source {
    /// Opens the file named by `--in`.
    pub(super) fn open(
        typed: &ArgMatches,
        set: &RuleSet,
        skip: &[&str],
    ) -> Result<Source, Failure> {
        let path: &PathBuf = typed
            .get_one("in")
            .ok_or_else(|| Failure::new(Exit::Usage, "no file of cases was named"))?;
        let shape = named(typed, "from")
            .or_else(|| shape_of(path))
            .unwrap_or(Shape::Csv);
        Source::open_as(path, shape, set, skip)
    }

    /// Opens a file of cases.
    pub(in crate::cli) fn open_as(
        path: &Path,
        shape: Shape,
        set: &RuleSet,
        skip: &[&str],
    ) -> Result<Source, Failure> {
        let is_standard = path.as_os_str() == "-";
        let name = if is_standard {
            "standard input".to_owned()
        } else {
            format!("`{}`", path.display())
        };
        let from: Box<dyn BufRead> = if is_standard {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| failure(Broken::World(error), &name))?;
            Box::new(BufReader::new(file))
        };
        let rows = Rows::open(shape, from, set, skip).map_err(|broken| failure(broken, &name))?;
        Ok(Source { rows, name })
    }

    /// Rows that were opened already.
    pub(in crate::cli) fn of(rows: Rows<Box<dyn BufRead>>, name: String) -> Source {
        Source { rows, name }
    }

    /// The next case.
    pub(in crate::cli) fn next_row(&mut self) -> Result<Option<Row>, Failure> {
        let next = self.rows.read_next();
        next.map_err(|broken| failure(broken, &self.name))
    }
}

/// A file that cannot be read, or not to its end.
pub(in crate::cli) fn failure(broken: Broken, name: &str) -> Failure {
    match broken {
        Broken::Text(why) => {
            Failure::new(Exit::Facts, format!("{name}: {}", why.says)).help(why.help)
        }
        Broken::World(error) => {
            let why = match error.kind() {
                io::ErrorKind::NotFound => "there is no such file".to_owned(),
                io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
                io::ErrorKind::IsADirectory => "it is a directory, not a file".to_owned(),
                _ => error.to_string(),
            };
            Failure::new(Exit::World, format!("{name} cannot be read: {why}"))
        }
    }
}

fn named(typed: &ArgMatches, flag: &str) -> Option<Shape> {
    match typed.get_one::<String>(flag).map(String::as_str) {
        Some("csv") => Some(Shape::Csv),
        Some("ndjson") => Some(Shape::Ndjson),
        Some("json") => Some(Shape::Json),
        _ => None,
    }
}

/// How a file is written, by its name.
pub(in crate::cli) fn shape_of(path: &Path) -> Option<Shape> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "csv" | "tsv" => Some(Shape::Csv),
        "ndjson" | "jsonl" => Some(Shape::Ndjson),
        "json" => Some(Shape::Json),
        _ => None,
    }
}

/// The answers. A file appears under its name only once it is whole.
pub(super) struct Target {
    pub(super) shape: Shape,
    to: Box<dyn Write>,
    path: Option<(PathBuf, PathBuf)>,
    any: bool,
    counting: bool,
    finished: bool,
}

impl Target {
    /// Begins the file named by `--out`.
    pub(super) fn create(typed: &ArgMatches, format: Format) -> Result<Target, Failure> {
        let path: Option<&PathBuf> = typed.get_one("out");
        let path = path.filter(|path| path.as_os_str() != "-");
        let otherwise = match format {
            Format::Json => Shape::Ndjson,
            Format::Text => Shape::Csv,
        };
        let by_name = path.and_then(|path| shape_of(path));
        let shape = named(typed, "to").or(by_name).unwrap_or(otherwise);
        let (to, path): (Box<dyn Write>, _) = match path {
            None => (Box::new(BufWriter::new(io::stdout())), None),
            Some(path) if is_same(path, typed.get_one("in")) => {
                let says = format!("`{}` holds the cases", path.display());
                return Err(Failure::new(Exit::Usage, says).help("name another file with --out"));
            }
            Some(path) => {
                let mut part = path.clone().into_os_string();
                part.push(".part");
                let part = PathBuf::from(part);
                let file = File::create(&part).map_err(|error| unwritable(path, &error))?;
                (Box::new(BufWriter::new(file)), Some((part, path.clone())))
            }
        };
        let counting = path.is_some() && io::stderr().is_terminal();
        Ok(Target {
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
        if self.counting && row.is_multiple_of(STEP) {
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

/// What was begun and not ended is taken away again.
impl Drop for Target {
    fn drop(&mut self) {
        if let Some((part, _)) = self.path.as_ref().filter(|_| !self.finished) {
            // Whatever ended the run has been told.
            drop(fs::remove_file(part));
        }
    }
}

/// Whether two names lead to one file.
fn is_same(out: &Path, cases: Option<&PathBuf>) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(out).is_some() && real(out) == cases.and_then(|path| real(path))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory, not a file".to_owned(),
        _ => error.to_string(),
    };
    Failure::new(
        Exit::World,
        format!("`{}` cannot be written: {why}", path.display()),
    )
}
