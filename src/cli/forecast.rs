//! `almoner forecast`.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{
    exit::{Exit, Failure},
    finance, output, papers, sides, taken,
};
use crate::finance::{
    forecast::{self, Ground, Volume},
    side::Side,
};
use almoner_engine::{book::Opened, check::model::Figure, program::model::Program};

/// The most remarks that are shown.
const MOST_REMARKS: usize = 50;

const AFTER: &str = "\
FILE is a table, CSV, TSV or XLSX: `charge` and the two years, such as 2017/18 and 2018/19, each
with how many were sold and will be; or `charge` and `volume`. Without it, the forecast says by how
much volume must rise for the new prices to meet the budget.";

pub(super) fn command() -> Command {
    Command::new("forecast")
        .about(
            "Forecast income by service stream against budget: prices, volumes, rounding, demand",
        )
        .after_help(AFTER)
        .arg(finance::side("a", "A", "The year before, such as 2017/18"))
        .arg(finance::side(
            "b",
            "B",
            "The year that is budgeted, such as 2018/19",
        ))
        .arg(
            Arg::new("volumes")
                .long("volumes")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("How many of each charge, before and after"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("COLUMN")
                .value_parser(["outturn", "budget", "forecast"])
                .default_value("forecast")
                .help("Without volumes: the column of the budget to measure from"),
        )
        .args(finance::paper())
}

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let book = program.book();
    let [old, new] = sides::both(opened, book, matches)?;
    let (old, new) = (old.side()?, new.side()?);
    let year = &new.tariff.year;
    let mut budgets = book.budgets.iter();
    let budget = budgets.find(|budget| budget.year == *year).ok_or_else(|| {
        Failure::new(Exit::Usage, format!("the book has no budget for {year}"))
            .help("write one: rules/finance/budget-2018-19.ron shows how")
    })?;
    let mut policies = book.policies.iter();
    let ground = Ground {
        old,
        new,
        budget,
        policy: policies.find(|policy| policy.year == *year),
        from: match matches.get_one::<String>("from").map(String::as_str) {
            Some("outturn") => Figure::Outturn,
            Some("budget") => Figure::Budget,
            _ => Figure::Forecast,
        },
    };
    let path: Option<&PathBuf> = matches.get_one("volumes");
    let volumes = path.map(|path| volumes(path, old, new)).transpose()?;
    let paper = forecast::paper(ground, volumes.as_deref()).ok_or_else(|| {
        let says = format!("the budget for {year} lacks the column to measure from, or `Proposed`");
        Failure::new(Exit::Usage, says).help("name another with --from")
    })?;
    papers::write(&paper, matches)?;
    Ok(Exit::Done)
}

/// The volumes of a file; or everything that is wrong with it, on standard
/// error.
fn volumes(path: &std::path::Path, old: Side<'_>, new: Side<'_>) -> Result<Vec<Volume>, Failure> {
    let bytes = taken::bytes(path)?;
    forecast::read(&bytes, old, new).or_else(|remarks| {
        for remark in remarks.iter().take(MOST_REMARKS) {
            output::remark(&format!("error: {remark}"))?;
        }
        let more = remarks.len().saturating_sub(MOST_REMARKS);
        if more > 0 {
            output::remark(&format!("… and {more} remarks more"))?;
        }
        let says = format!("`{}` is not taken in", path.display());
        Err(Failure::new(Exit::Facts, says))
    })
}
