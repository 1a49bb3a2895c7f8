//! Finance's papers: in which format, and to where.

use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    output,
};
use crate::{finance::table::Paper, report::tables};

/// The most bytes of a table that are read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The formats a paper is written in.
pub(super) const FORMATS: [&str; 7] = ["table", "text", "csv", "json", "md", "html", "xlsx"];

/// Writes a paper in the format that was asked for, or that the ending of
/// `--out FILE` stands for, to that file or to standard output.
pub(super) fn write(paper: &Paper, matches: &ArgMatches) -> Result<(), Failure> {
    let out: Option<&PathBuf> = matches.get_one("out");
    let format = format(matches, out.map(PathBuf::as_path));
    if format == "xlsx" {
        let path = out.ok_or_else(|| {
            Failure::new(Exit::Usage, "a workbook is not text")
                .help("name its file with --out FILE")
        })?;
        let bytes = tables::xlsx::paper(paper).map_err(|why| Failure::new(Exit::World, why))?;
        return save(path, &bytes);
    }
    let text = match format {
        "csv" => tables::csv::paper(paper),
        "json" => tables::json(paper),
        "md" => tables::markdown::paper(paper),
        "html" => tables::html::paper(paper),
        _ => tables::text::paper(paper),
    };
    let Some(path) = out else {
        return if format == "csv" {
            exactly(&text)
        } else {
            output::data(&text)
        };
    };
    save(
        path,
        anstream::adapter::strip_str(&text).to_string().as_bytes(),
    )?;
    if format == "csv" {
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

/// The format: as typed, or by the file's ending.
fn format<'m>(matches: &'m ArgMatches, out: Option<&'m Path>) -> &'m str {
    let typed = matches
        .get_one::<String>("format")
        .map_or("table", String::as_str);
    let chosen = matches.value_source("format") == Some(clap::parser::ValueSource::CommandLine);
    let ending = out.and_then(Path::extension).and_then(|it| it.to_str());
    match ending {
        Some(ending) if !chosen && FORMATS.contains(&ending) => ending,
        _ => typed,
    }
}

/// Writes to standard output to the byte, line ends included.
fn exactly(text: &str) -> Result<(), Failure> {
    let mut to = io::stdout().lock();
    to.write_all(text.as_bytes())?;
    to.flush()?;
    Ok(())
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

/// The bytes of a table that came from elsewhere.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let failed = |error| Failure::new(Exit::World, format!("`{shown}` cannot be read: {error}"));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(
            Failure::new(Exit::Rules, format!("`{shown}` is larger than 64 MiB"))
                .help("split it by service"),
        );
    }
    Ok(bytes)
}
