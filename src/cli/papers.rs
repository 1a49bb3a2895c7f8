//! Finance's papers: in which format, and to where.

use std::{
    ffi::OsStr,
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{ArgMatches, parser::ValueSource};

use super::{
    exit::{Exit, Failure},
    output,
};
use crate::{
    finance::table::Paper,
    tables::{self, Format},
};

/// The formats a paper is written in, as they are typed.
pub(super) const FORMATS: [&str; 8] =
    ["table", "text", "csv", "json", "md", "html", "xlsx", "docx"];

/// Writes a paper in the format that was asked for, or that the ending of
/// `--out FILE` stands for, to that file or to standard output.
pub(super) fn write(paper: &Paper, matches: &ArgMatches) -> Result<(), Failure> {
    let out: Option<&PathBuf> = matches.get_one("out");
    let format = format(matches, out.map(PathBuf::as_path))?;
    match out {
        Some(path) => to_file(paper, path, format),
        None => shown(paper, format),
    }
}

/// Writes a paper to a file, in the format that its ending stands for.
pub(super) fn report(paper: &Paper, path: &Path) -> Result<(), Failure> {
    let format = path.extension().map_or(Ok(Format::Text), of_ending)?;
    to_file(paper, path, format)
}

fn to_file(paper: &Paper, path: &Path, format: Format) -> Result<(), Failure> {
    save(path, &written(paper, format)?)?;
    if format == Format::Csv {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut beside = path.as_os_str().to_owned();
        beside.push("-metadata.json");
        save(
            Path::new(&beside),
            tables::csvw::paper(paper, &name).as_bytes(),
        )?;
    }
    Ok(())
}

fn written(paper: &Paper, format: Format) -> Result<Vec<u8>, Failure> {
    let written = format.write(paper);
    written.map_err(|why| Failure::new(Exit::World, why))
}

/// To standard output: tables keep their bold for a terminal, all else goes
/// out to the byte, line ends included.
fn shown(paper: &Paper, format: Format) -> Result<(), Failure> {
    if format == Format::Text {
        return output::data(&tables::text::paper(paper));
    }
    let mut to = io::stdout().lock();
    if !format.is_text() && to.is_terminal() {
        let says = format!("`{}` is not text for a terminal", format.name());
        let help = format!("name its file: --out FILE.{}", format.name());
        return Err(Failure::new(Exit::Usage, says).help(help));
    }
    to.write_all(&written(paper, format)?)?;
    to.flush()?;
    Ok(())
}

/// The format: as typed, or by the file's ending.
pub(super) fn format(matches: &ArgMatches, out: Option<&Path>) -> Result<Format, Failure> {
    let typed = matches.get_one::<String>("format");
    let typed = typed.and_then(|it| Format::named(it));
    if matches.value_source("format") == Some(ValueSource::CommandLine) {
        return Ok(typed.unwrap_or(Format::Text));
    }
    match out.and_then(Path::extension) {
        Some(ending) => of_ending(ending),
        None => Ok(typed.unwrap_or(Format::Text)),
    }
}

fn of_ending(ending: &OsStr) -> Result<Format, Failure> {
    let ending = ending.to_string_lossy();
    Format::named(&ending).ok_or_else(|| {
        let says = format!("no format ends in `.{ending}`");
        let known = Format::ALL.map(Format::name).join(", ");
        Failure::new(Exit::Usage, says).help(format!("say it with --format: {known}"))
    })
}

/// Saves a file.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| {
        Failure::new(
            Exit::World,
            format!("`{}` cannot be written: {error}", path.display()),
        )
    })
}
