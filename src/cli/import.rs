//! `almoner import`.

use std::{fs, path::PathBuf};

use clap::Args;

use super::{
    args, clock,
    exit::{Exit, Failure},
    read_file, report_output, stdout,
};
use crate::{
    finance::{
        import::{self, Head, Letters, Schedule, WrittenFile},
        tariff_ref::TariffRef,
    },
    sheets::Unreadable,
};
use almoner_engine::{
    base::date::Date,
    book::Opened,
    check::model::{Contents, Vat},
    program::model::Program,
};

const AFTER: &str = "\
The file has a row of headings (name of the fee; who sets it; for each year VAT Status, Charge
excl. VAT, VAT Amount, Charge incl. VAT), in any order; other columns become notes. A price that
is no amount (POA, n/a, 13.5% of works value) is kept as printed. A charge that the book has by
the same name keeps its id. When a row cannot be taken, nothing is written.";

/// Make tariff files of a printed schedule of fees: CSV, TSV or XLSX
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct ImportArgs {
    /// The schedule
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write `tariffs` into this directory
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What a VAT letter means: exempt, outside-scope, zero-rated, reduced or standard [default: as in the book's tariff of the year]
    #[arg(long, value_name = "LETTER=MEANING", value_parser = letter)]
    vat: Vec<(Box<str>, Vat)>,
    /// The day it is proposed [default: today]
    #[arg(long, value_name = "DATE", value_parser = args::day)]
    on: Option<Date>,
    /// Who it is proposed to
    #[arg(
        long = "to",
        value_name = "COMMITTEE",
        default_value = "draft by Finance"
    )]
    proposed_to: String,
    /// The paper it is printed in
    #[arg(long, value_name = "PAPER", default_value = "draft by Finance")]
    source: String,
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

pub(super) fn run(opened: &Opened, program: &Program, args: &ImportArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let shown = args.file.display();
    let mut schedule =
        import::read(&read_file::table(&args.file)?).map_err(|Unreadable { says, help }| {
            Failure::new(Exit::Rules, format!("`{shown}`: {says}")).help(help)
        })?;
    let typed: Letters = args.vat.clone();
    let letters = |year: &str| meant(&typed, book, year);
    schedule.explain(letters);
    remark(&schedule)?;
    if !schedule.is_whole() {
        return Err(Failure::new(
            Exit::Rules,
            format!("`{shown}` is not taken in"),
        ));
    }
    let files = schedule.files(book, &opened.sources, letters, &head(args)?);
    let there = files.iter().map(|file| args.out.join(&file.path));
    if let Some(there) = there.clone().find(|file| file.exists()) {
        return Err(
            Failure::new(Exit::Io, format!("`{}` is there already", there.display()))
                .help("name another directory: tariffs are not written over"),
        );
    }
    fs::create_dir_all(args.out.join("tariffs"))?;
    for (file, at) in files.iter().zip(there) {
        report_output::save(&at, file.text.as_bytes())?;
        stdout::data(&at.display().to_string())?;
        if let Some(kept) = kept(file) {
            stdout::remark(&kept)?;
        }
    }
    let years = schedule.years().join(", ");
    stdout::remark(&format!("{} charges: {years}", schedule.charges()))?;
    Ok(Exit::Done)
}

/// What became of a file of the book.
fn kept(file: &WrittenFile) -> Option<String> {
    let path = &file.path;
    Some(match file.changed? {
        0 => format!("{path}: says what the book's own file says, and is the same"),
        1 => format!("{path}: the book's own file with 1 other price"),
        many => format!("{path}: the book's own file with {many} other prices"),
    })
}

/// What letters mean in a year: as typed, or as the book's tariff of the year
/// explains them.
fn meant(typed: &Letters, book: &Contents, year: &str) -> Option<Letters> {
    if !typed.is_empty() {
        return Some(typed.clone());
    }
    let tariff_ref = TariffRef::named(book, year).ok()?;
    Some(tariff_ref.tariff.vat_codes.clone())
}

fn head(args: &ImportArgs) -> Result<Head, Failure> {
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    Ok(Head {
        from: name.into_owned(),
        on: match args.on {
            Some(day) => day,
            None => clock::today()?,
        },
        proposed_to: args.proposed_to.clone(),
        source: args.source.clone(),
    })
}

fn remark(schedule: &Schedule) -> Result<(), Failure> {
    let mut remarks: Vec<_> = schedule.remarks.iter().collect();
    // What keeps the file out comes first, and is never among those left out.
    remarks.sort_by_key(|remark| !remark.is_error());
    stdout::remarks(remarks.iter().map(ToString::to_string).collect())
}
