//! `almoner uprate`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    args, clock,
    exit::{Exit, Failure},
    plan_args::PlanArgs,
    read_file, report_output,
    save::{self, NewFile},
    stdout, tariff_args,
};
use crate::{
    finance::{
        draft::{self, NotDrafted},
        plan_words,
        tariff_file::{self, Head},
        tariff_ref::TariffRef,
        uprate,
    },
    tables,
};
use almoner_engine::{base::date::Date, book::Opened, program::model::Program};

/// Write next year's tariff file: every price raised and rounded, with what is decided by hand
#[derive(Args)]
pub(super) struct UprateArgs {
    /// The year to raise, such as 2018/19
    #[arg(id = "a", value_name = "YEAR")]
    year: String,
    #[command(flatten)]
    plan: PlanArgs,
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
    /// Write what was done here, in the format of its ending [default: standard error]
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write the tariff to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Show the ids of charges in what was done
    #[arg(long)]
    ids: bool,
    /// Replace the files if they are there already; a tariff of another year never is
    #[arg(long)]
    replace: bool,
}

/// Writes next year's tariff, and says on standard error what was done.
pub(super) fn run(opened: &Opened, program: &Program, args: &UprateArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let tariff_ref = tariff_args::year(book, &args.year)?;
    let year = &tariff_ref.tariff.year;
    let next = tariff_file::year_after(year).unwrap_or_default();
    let rules = args.plan.rules(opened, tariff_ref, &next)?;
    let head = Head {
        made: plan_words::made_from(year, &rules),
        on: match args.on {
            Some(day) => day,
            None => clock::today()?,
        },
        proposed_to: args.proposed_to.clone(),
        source: args.source.clone(),
    };
    let texts = [
        opened.sources.text(tariff_ref.tariff.file),
        tariff_args::catalogue(opened, book),
    ];
    let draft = draft::draft(tariff_ref, texts, &rules, &head);
    let draft = draft.map_err(|why| not_drafted(why, [year, &next]))?;
    let file = &draft.file;
    let after = TariffRef::named(book, &next).ok();
    let mut report = uprate::report(tariff_ref, &rules, &draft.uprated, after);
    report.shows_keys = args.ids;
    let mut files = Vec::new();
    if let Some(path) = &args.out {
        refuse_other_file(path, &next)?;
        files.push(NewFile {
            path: path.clone(),
            bytes: file.clone().into_bytes(),
            replace: args.replace,
        });
    }
    match &args.report {
        Some(path) => files.extend(report_output::files_of(&report, path, args.replace)?),
        None => stdout::remark(&tables::text::report(&report))?,
    }
    save::all(&files)?;
    if args.out.is_none() {
        stdout::data(file)?;
    }
    Ok(Exit::Done)
}

/// Why nothing is written.
fn not_drafted(why: NotDrafted, [year, next]: [&str; 2]) -> Failure {
    match why {
        NotDrafted::NotCarried => {
            let says = format!("the file of {year} cannot be carried over into another year");
            Failure::new(Exit::Usage, says)
                .help("it needs `services: [...]` and a year such as 2018/19; a variation has none")
        }
        NotDrafted::NewService => {
            let says = "a new charge is in a service that has no charges this year";
            Failure::new(Exit::Usage, says).help(format!(
                "leave it out, and write it into the file of {next}: its service needs a \
                 category and a VAT letter"
            ))
        }
        NotDrafted::OtherPrices(ids) => other_than_reported(&ids),
    }
}

/// Why a file is not written that says something else than its report.
fn other_than_reported(ids: &[impl AsRef<str>]) -> Failure {
    let says = "the file would not have the prices of the report: nothing is written";
    let failure = Failure::new(Exit::Rules, says);
    if ids.is_empty() {
        return failure.help("check the year's own file: almoner check");
    }
    let ids: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
    failure.help(format!("other than reported: {}", ids.join(", ")))
}

/// Refuses to replace what is no tariff of the year that is written, or is adopted: a
/// version is never edited.
fn refuse_other_file(path: &Path, next: &str) -> Result<(), Failure> {
    if !path.is_file() {
        return Ok(());
    }
    let text = read_file::text(path, Exit::Io)?;
    let holds = match tariff_file::year_of(&text) {
        Some(year) if year == next && !tariff_file::is_adopted(&text) => return Ok(()),
        Some(year) if year == next => format!("the adopted tariff of {year}"),
        Some(year) => format!("the tariff of {year}"),
        None => "no tariff".to_owned(),
    };
    let says = format!(
        "`{}` holds {holds}: only a proposed tariff of {next} can be replaced",
        path.display()
    );
    Err(Failure::new(Exit::Io, says).help("nothing was written; name another file"))
}
