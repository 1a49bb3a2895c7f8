//! `almoner import`.

use std::path::PathBuf;

use clap::Args;

use super::{
    args, clock,
    exit::{Exit, Failure},
    read_file, report_output,
    save::{self, NewFile},
    stdout,
};
use crate::{
    finance::{
        import::{self, ColumnChoice, Head, Letters, Options, Schedule, WrittenFile},
        tariff_ref::TariffRef,
    },
    sheets::Unreadable,
};
use almoner_engine::{
    base::date::Date,
    book::Opened,
    check::model::{Category, Contents, Vat},
    program::model::Program,
};

const AFTER: &str = "\
The file has headings, in one row or several: the name of the fee and, for each year, what is paid;
also who sets it, VAT letters, the charge without VAT, the VAT. Their order and usual words do not
matter; how they were understood is said. Other columns become notes. A price that is no amount
(POA, n/a, 13.5% of works value) is kept as printed. A charge that the book has by the same name
keeps its id. When a cell cannot be taken, it is named and nothing is written, unless --partial.";

/// Make tariff files of a printed schedule of fees: CSV, TSV, XLSX, XLS or ODS
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct ImportArgs {
    /// The schedule
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write `tariffs` into this directory
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The year of prices whose headings name none, such as 2019/20
    #[arg(long, value_name = "YEAR", value_parser = year)]
    year: Option<String>,
    /// Who sets the charges, where no column says so: D, S or R
    #[arg(long, value_name = "CATEGORY", value_parser = category)]
    category: Option<Category>,
    /// Read only this sheet
    #[arg(id = "sheet", long = "sheet", value_name = "NAME")]
    sheets: Vec<String>,
    /// What a column holds, by its heading or letter, such as net="Charge" or note=F
    #[arg(id = "column", long = "column", value_name = "WHAT=HEADING", value_parser = ColumnChoice::parse)]
    columns: Vec<ColumnChoice>,
    /// Write the rows that can be taken, and name the others
    #[arg(long)]
    partial: bool,
    /// Write what could not be taken, cell by cell, to this file: .csv, .json, .txt and others
    #[arg(long, value_name = "FILE")]
    rest: Option<PathBuf>,
    /// Replace the file of --rest if it is there already; tariffs are never replaced
    #[arg(long, requires = "rest")]
    replace: bool,
    /// What a VAT letter means: exempt, outside-scope, zero-rated, reduced, standard or not-explained [default: as in the book's tariff of the year]
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
        "not-explained" => Vat::NotExplained,
        _ => return Err("write a letter and what it means, such as E=exempt".to_owned()),
    };
    Ok((letter.trim().into(), meaning))
}

fn year(text: &str) -> Result<String, String> {
    import::year_in(text).ok_or_else(|| "write a financial year, such as 2019/20".to_owned())
}

fn category(text: &str) -> Result<Category, String> {
    match text.to_lowercase().as_str() {
        "d" | "discretionary" => Ok(Category::Discretionary),
        "s" | "statutory" => Ok(Category::Statutory),
        "r" | "regulatory" => Ok(Category::Regulatory),
        _ => Err("write D (discretionary), S (statutory) or R (regulatory)".to_owned()),
    }
}

pub(super) fn run(opened: &Opened, program: &Program, args: &ImportArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let shown = args.file.display();
    let options = Options {
        year: args.year.clone(),
        category: args.category,
        letter: match args.vat.as_slice() {
            [(only, _)] => Some(only.to_string()),
            _ => None,
        },
        sheets: args.sheets.clone(),
        columns: args.columns.clone(),
    };
    let read = import::read(&read_file::table(&args.file)?, &options);
    let mut schedule = read.map_err(|Unreadable { says, help }| {
        Failure::new(Exit::Rules, format!("`{shown}`: {says}")).help(help)
    })?;
    let typed: Letters = args.vat.clone();
    let letters = |year: &str| meant(&typed, book, year);
    schedule.explain(letters);
    for layout in &schedule.layouts {
        stdout::remark(layout)?;
    }
    remark(&schedule)?;
    let rest = match &args.rest {
        Some(path) => report_output::files_of(&import::rest(&schedule), path, args.replace)?,
        None => Vec::new(),
    };
    let left_out = schedule.left_out();
    if args.partial && schedule.is_whole_without_bad() && schedule.charges() > 0 {
        schedule.leave_out_bad();
    } else if !schedule.is_whole() {
        save::all(&rest)?;
        let failure = Failure::new(Exit::Rules, format!("`{shown}` is not taken in"));
        let can_be_partial = schedule.is_whole_without_bad() && schedule.charges() > 0;
        return Err(if can_be_partial && !args.partial {
            failure.help("correct the cells, or write the other rows with --partial")
        } else {
            failure
        });
    }
    write(opened, book, &schedule, args, rest)?;
    if left_out > 0 {
        let rows = if left_out == 1 { "row is" } else { "rows are" };
        stdout::remark(&format!("{left_out} {rows} left out: see the errors above"))?;
    }
    Ok(Exit::Done)
}

/// Writes the files and says what is in them.
fn write(
    opened: &Opened,
    book: &Contents,
    schedule: &Schedule,
    args: &ImportArgs,
    rest: Vec<NewFile>,
) -> Result<(), Failure> {
    let letters = |year: &str| meant(&args.vat, book, year);
    let files = schedule.files(book, &opened.sources, letters, &head(args)?);
    let path_of = |it: &WrittenFile| args.out.join(&it.path);
    let written: Vec<(PathBuf, Option<String>)> = files
        .iter()
        .map(|it| (path_of(it), file_note(it)))
        .collect();
    let files = files.into_iter().map(|it| (path_of(&it), it.text));
    save::all_new(files, rest)?;
    for (at, note) in written {
        stdout::data(&at.display().to_string())?;
        note.map_or(Ok(()), |note| stdout::remark(&note))?;
    }
    let charges = schedule.charges();
    let word = if charges == 1 { "charge" } else { "charges" };
    let years = schedule.years().join(", ");
    stdout::remark(&format!("{charges} {word}: {years}"))?;
    let ended: Vec<String> = schedule.ended().map(ToString::to_string).collect();
    if let (false, Some(last)) = (ended.is_empty(), schedule.years().last()) {
        let first: Vec<&str> = ended.iter().take(MAX_NAMED).map(String::as_str).collect();
        let more = match ended.len().saturating_sub(MAX_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let count = ended.len();
        stdout::remark(&format!(
            "{count} without a price in {last}, written as ended: {}{more}",
            first.join("; ")
        ))?;
    }
    Ok(())
}

/// The most rows that are named one by one.
const MAX_NAMED: usize = 12;

/// The message about a file that was kept or changed; none for a new one.
fn file_note(file: &WrittenFile) -> Option<String> {
    let path = &file.path;
    Some(match file.changed? {
        0 => format!("{path}: says what the book's own file says, and is the same"),
        1 => format!("{path}: the book's own file with 1 other price"),
        many => format!("{path}: the book's own file with {many} other prices"),
    })
}

/// What letters mean in a year: as typed, and for the others as the book's
/// tariff of the year explains them.
fn meant(typed: &Letters, book: &Contents, year: &str) -> Option<Letters> {
    let mut letters = typed.clone();
    if let Ok(tariff_ref) = TariffRef::named(book, year) {
        let known = &tariff_ref.tariff.vat_codes;
        let is_new = |letter: &str| typed.iter().all(|(it, _)| **it != *letter);
        letters.extend(known.iter().filter(|(it, _)| is_new(it)).cloned());
    }
    (!letters.is_empty()).then_some(letters)
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
    let mut remarks: Vec<_> = schedule.diagnostics.iter().collect();
    // What keeps the file out comes first, and is never among those left out.
    remarks.sort_by_key(|remark| !remark.is_error());
    stdout::remarks(remarks.iter().map(ToString::to_string).collect())
}
