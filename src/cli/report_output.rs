//! Finance's reports: in which format, and to where.

use std::{
    ffi::OsStr,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{ArgMatches, Args, Command, FromArgMatches, parser::ValueSource};

use super::{
    args,
    exit::{Exit, Failure},
    save::{self, NewFile},
    stdout,
};
use crate::{
    finance::report::Report,
    tables::{self, Format},
    text::terminal,
};

/// The formats a report is written in, as they are typed.
const FORMATS: [&str; 8] = ["table", "text", "csv", "json", "md", "html", "xlsx", "docx"];

// No doc comment: it would become the help of the verb.
#[derive(Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    format: TypedFormat,
    /// Write to this file; its extension gives the format unless --format does
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "out")]
    replace: bool,
    /// Begin CSV with a byte-order mark, so that Excel shows `£` right
    #[arg(long)]
    bom: bool,
    /// Show the ids of charges and rules to people too; CSV and JSON always have them
    #[arg(long)]
    ids: bool,
}

#[derive(Args)]
struct FormatArg {
    /// What to write
    #[arg(
        long,
        value_name = "FORMAT",
        value_parser = args::format(&FORMATS),
        default_value = "table",
        display_order = 100,
    )]
    format: Format,
}

/// `--format`, unless it is only the default.
struct TypedFormat(Option<Format>);

impl FromArgMatches for TypedFormat {
    fn from_arg_matches(matches: &ArgMatches) -> Result<TypedFormat, clap::Error> {
        let is_typed = matches.value_source("format") == Some(ValueSource::CommandLine);
        let FormatArg { format } = FormatArg::from_arg_matches(matches)?;
        Ok(TypedFormat(is_typed.then_some(format)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = TypedFormat::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for TypedFormat {
    fn augment_args(command: Command) -> Command {
        FormatArg::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        FormatArg::augment_args_for_update(command)
    }
}

impl ReportArgs {
    /// Writes a report to `--out FILE` or to standard output, in the format of
    /// `--format` or of the file's extension.
    pub(super) fn write(&self, report: &Report) -> Result<(), Failure> {
        let format = self.format()?;
        let with_ids;
        let report = if self.ids && !report.shows_keys {
            with_ids = Report {
                shows_keys: true,
                ..report.clone()
            };
            &with_ids
        } else {
            report
        };
        if self.bom && format != Format::Csv {
            let says = format!("`--bom` is for CSV, and this is {}", format.name());
            let help = "leave it out, or write CSV with --format csv";
            return Err(Failure::new(Exit::Usage, says).help(help));
        }
        match &self.out {
            Some(path) => {
                save::refuse_rule_file(path)?;
                save::all(&files(report, path, format, self.replace, self.bom)?)
            }
            None => print(report, format, self.bom),
        }
    }

    /// Writes a text that is no report to the file or to standard output.
    pub(super) fn write_text(&self, text: &str) -> Result<(), Failure> {
        match &self.out {
            Some(path) => {
                save::refuse_rule_file(path)?;
                save::all(&[NewFile {
                    path: path.clone(),
                    bytes: text.as_bytes().to_vec(),
                    replace: self.replace,
                }])
            }
            None => stdout::data(text),
        }
    }

    /// The format: as typed, or by the file's ending.
    pub(super) fn format(&self) -> Result<Format, Failure> {
        if let TypedFormat(Some(format)) = self.format {
            return Ok(format);
        }
        let ending = self.out.as_deref().and_then(Path::extension);
        ending.map_or(Ok(Format::Text), of_ending)
    }
}

/// The files of a report, in the format of the extension.
pub(super) fn files_of(
    report: &Report,
    path: &Path,
    replace: bool,
) -> Result<Vec<NewFile>, Failure> {
    let format = path.extension().map_or(Ok(Format::Text), of_ending)?;
    files(report, path, format, replace, false)
}

/// The files of a report: CSV has its metadata in a file of its own.
fn files(
    report: &Report,
    path: &Path,
    format: Format,
    replace: bool,
    bom: bool,
) -> Result<Vec<NewFile>, Failure> {
    let mut files = vec![NewFile {
        path: path.to_owned(),
        bytes: written(report, format, bom)?,
        replace,
    }];
    if format == Format::Csv {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut metadata = path.as_os_str().to_owned();
        metadata.push("-metadata.json");
        files.push(NewFile {
            path: metadata.into(),
            bytes: tables::csvw::report(report, &name).into_bytes(),
            replace,
        });
    }
    Ok(files)
}

/// A report as bytes, after a byte-order mark where one is wanted: Excel takes
/// CSV without it for the code page of the computer.
fn written(report: &Report, format: Format, bom: bool) -> Result<Vec<u8>, Failure> {
    let written = format.write(report);
    let written = written.map_err(|why| Failure::new(Exit::Io, why))?;
    let mark: &[u8] = if bom { "\u{feff}".as_bytes() } else { &[] };
    Ok([mark, &written].concat())
}

/// Writes to standard output. Text is styled for a terminal; all other formats
/// are written byte for byte, line ends included.
fn print(report: &Report, format: Format, bom: bool) -> Result<(), Failure> {
    if format == Format::Text {
        return stdout::data(&tables::text::report(report));
    }
    let mut to = io::stdout().lock();
    if !format.is_text() && to.is_terminal() {
        let says = format!("`{}` is not text for a terminal", format.name());
        let help = format!("name its file: --out FILE.{}", format.name());
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    let bytes = written(report, format, bom)?;
    match str::from_utf8(&bytes) {
        Ok(text) if to.is_terminal() => to.write_all(terminal::shown(text).as_bytes())?,
        _ => to.write_all(&bytes)?,
    }
    to.flush()?;
    Ok(())
}

fn of_ending(ending: &OsStr) -> Result<Format, Failure> {
    let ending = ending.to_string_lossy();
    Format::named(&ending).ok_or_else(|| {
        let says = format!("no format ends in `.{ending}`");
        let known = Format::ALL.map(Format::name).join(", ");
        Failure::new(Exit::Usage, says).help(format!("say it with --format: {known}"))
    })
}
