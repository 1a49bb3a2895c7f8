//! Finance's papers: in which format, and to where.

use std::{
    fs::{self, File},
    io::{self, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
};

use clap::{ArgMatches, parser::ValueSource};

use super::{
    exit::{Exit, Failure},
    output,
};
use crate::{
    finance::table::Paper,
    report::tables::{self, Format},
};

/// The most bytes of a table that are read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The formats a paper is written in, as they are typed.
pub(super) const FORMATS: [&str; 8] =
    ["table", "text", "csv", "json", "md", "html", "xlsx", "docx"];

/// Writes a paper in the format that was asked for, or that the ending of
/// `--out FILE` stands for, to that file or to standard output.
pub(super) fn write(paper: &Paper, matches: &ArgMatches) -> Result<(), Failure> {
    let out: Option<&PathBuf> = matches.get_one("out");
    let format = format(matches, out.map(PathBuf::as_path))?;
    let Some(path) = out else {
        return shown(paper, format);
    };
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
fn format(matches: &ArgMatches, out: Option<&Path>) -> Result<Format, Failure> {
    let typed = matches.get_one::<String>("format");
    let typed = typed.and_then(|it| Format::named(it));
    if matches.value_source("format") == Some(ValueSource::CommandLine) {
        return Ok(typed.unwrap_or(Format::Text));
    }
    let Some(ending) = out.and_then(Path::extension) else {
        return Ok(typed.unwrap_or(Format::Text));
    };
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
