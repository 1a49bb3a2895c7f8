//! `almoner import`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{
    command::day,
    exit::{Exit, Failure},
    output, papers, sides, taken, today,
};
use crate::{
    finance::{
        import::{self, Head, Letters, Made, Schedule},
        side::Side,
    },
    sheets::Unreadable,
};
use almoner_engine::{
    base::date::Date,
    book::Opened,
    check::model::{Book, Vat},
    program::model::Program,
};

/// The most remarks that are shown.
const MOST_REMARKS: usize = 50;

const AFTER: &str = "\
The file has a row of headings (name of the fee; who sets it; for each year VAT Status, Charge
excl. VAT, VAT Amount, Charge incl. VAT), in any order; other columns become notes. A price that
is no amount (POA, n/a, 13.5% of works value) is kept as printed. A charge that the book has by
the same name keeps its id. When a row cannot be taken, nothing is written.";

pub(super) fn command() -> Command {
    let words = |id: &'static str, name: &'static str, help: &'static str| {
        Arg::new(id).long(id).value_name(name).help(help)
    };
    Command::new("import")
        .about("Make tariff files of a printed schedule of fees: CSV, TSV or XLSX")
        .after_help(AFTER)
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("The schedule"),
        )
        .arg(
            words("out", "DIR", "Write `tariffs` into this directory")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            words("vat", "LETTER=MEANING", "What a VAT letter means: exempt, outside-scope, zero-rated, reduced or standard [default: as in the book's tariff of the year]")
                .action(ArgAction::Append)
                .value_parser(letter),
        )
        .arg(words("on", "DATE", "The day it is proposed [default: today]").value_parser(day))
        .arg(words("before", "WHOM", "Before whom it is put").default_value("draft by Finance"))
        .arg(
            words("source", "PAPER", "The paper it is printed in")
                .default_value("draft by Finance"),
        )
}

fn letter(text: &str) -> Result<(Box<str>, Vat), String> {
    let (letter, meaning) = text.split_once('=').unwrap_or((text, ""));
    let meaning = match meaning.trim() {
        "exempt" => Vat::Exempt,
        "outside-scope" => Vat::OutsideScope,
        "zero-rated" => Vat::ZeroRated,
        "reduced" => Vat::Reduced,
        "standard" => Vat::Standard,
        _ => return Err("write a letter and what it means, such as E=exempt".to_owned()),
    };
    Ok((letter.trim().into(), meaning))
}

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let path: Option<&PathBuf> = matches.get_one("file");
    let out: Option<&PathBuf> = matches.get_one("out");
    let (Some(path), Some(out)) = (path, out) else {
        return Err(Failure::new(
            Exit::Usage,
            "a file and a directory are needed",
        ));
    };
    let shown = path.display();
    let mut schedule =
        import::read(&taken::bytes(path)?).map_err(|Unreadable { says, help }| {
            Failure::new(Exit::Rules, format!("`{shown}`: {says}")).help(help)
        })?;
    let typed: Letters = matches
        .get_many("vat")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let letters = |year: &str| meant(&typed, book, year);
    schedule.explain(letters);
    remark(&schedule)?;
    if !schedule.is_whole() {
        return Err(Failure::new(
            Exit::Rules,
            format!("`{shown}` is not taken in"),
        ));
    }
    let head = head(path, matches)?;
    let files = schedule.files(book, &opened.sources, letters, &head);
    let there = files.iter().map(|file| out.join(&file.path));
    if let Some(there) = there.clone().find(|file| file.exists()) {
        return Err(Failure::new(
            Exit::World,
            format!("`{}` is there already", there.display()),
        )
        .help("name another directory: tariffs are not written over"));
    }
    fs::create_dir_all(out.join("tariffs"))?;
    for (file, at) in files.iter().zip(there) {
        papers::save(&at, file.text.as_bytes())?;
        output::data(&at.display().to_string())?;
        if let Some(kept) = kept(file) {
            output::remark(&kept)?;
        }
    }
    let years = schedule.years().join(", ");
    output::remark(&format!("{} charges: {years}", schedule.charges()))?;
    Ok(Exit::Done)
}

/// What became of a file of the book.
fn kept(file: &Made) -> Option<String> {
    let path = &file.path;
    Some(match file.changed? {
        0 => format!("{path}: says what the book's own file says, and is the same"),
        1 => format!("{path}: the book's own file with 1 other price"),
        many => format!("{path}: the book's own file with {many} other prices"),
    })
}

/// What letters mean in a year: as typed, or as the book's tariff of the year
/// explains them.
fn meant(typed: &Letters, book: &Book, year: &str) -> Option<Letters> {
    if !typed.is_empty() {
        return Some(typed.clone());
    }
    let side = Side::named(book, year).ok()?;
    Some(side.tariff.vat_codes.clone())
}

fn head(path: &Path, matches: &ArgMatches) -> Result<Head, Failure> {
    let words = |id: &str| sides::typed(matches, id).map(str::to_owned);
    let on: Option<&Date> = matches.get_one("on");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Head {
        from: name.into_owned(),
        on: match on {
            Some(day) => *day,
            None => today::today()?,
        },
        before: words("before")?,
        source: words("source")?,
    })
}

fn remark(schedule: &Schedule) -> Result<(), Failure> {
    let mut remarks: Vec<_> = schedule.remarks.iter().collect();
    // What keeps the file out comes first, and is never among those left out.
    remarks.sort_by_key(|remark| !remark.is_error());
    for it in remarks.iter().take(MOST_REMARKS) {
        output::remark(&it.to_string())?;
    }
    let more = remarks.len().saturating_sub(MOST_REMARKS);
    if more > 0 {
        output::remark(&format!("… and {more} remarks more"))?;
    }
    Ok(())
}
