//! `almoner forecast`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{
    exit::{Exit, Failure},
    read_file,
    report_output::ReportArgs,
    stdout,
    tariff_args::{self, TariffArg},
};
use crate::finance::{
    forecast::{self, Basis, Volume},
    tariff_ref::TariffRef,
};
use almoner_engine::{book::Opened, check::model::BudgetFigure, program::model::Program};

const AFTER: &str = "\
FILE is a table, CSV, TSV or XLSX: `charge` and the two years, such as 2017/18 and 2018/19, each
with how many were sold and will be; or `charge` and `volume`. Without it, the forecast says by how
much volume must rise for the new prices to meet the budget.";

/// Forecast income by service stream against budget: prices, volumes, rounding, demand
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct ForecastArgs {
    /// The year before, such as 2017/18
    #[arg(id = "a", value_name = "FIRST-YEAR")]
    old: String,
    /// The year that is budgeted, such as 2018/19
    #[arg(id = "b", value_name = "SECOND-YEAR")]
    new: String,
    /// How many of each charge, before and after
    #[arg(long, value_name = "FILE")]
    volumes: Option<PathBuf>,
    /// Use the policy and the budget of this year, such as 2018/19, for a draft that has
    /// none yet
    #[arg(id = "policy_year", long = "policy", value_name = "YEAR")]
    policy: Option<String>,
    /// Without volumes: the column of the budget to measure from
    #[arg(long, value_name = "COLUMN", default_value = "forecast")]
    from: BudgetColumn,
    #[command(flatten)]
    report: ReportArgs,
}

/// A column of a budget that a year can be measured from.
#[derive(Clone, Copy, ValueEnum)]
enum BudgetColumn {
    Outturn,
    Budget,
    Forecast,
}

impl From<BudgetColumn> for BudgetFigure {
    fn from(column: BudgetColumn) -> BudgetFigure {
        match column {
            BudgetColumn::Outturn => BudgetFigure::Outturn,
            BudgetColumn::Budget => BudgetFigure::Budget,
            BudgetColumn::Forecast => BudgetFigure::Forecast,
        }
    }
}

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    args: &ForecastArgs,
) -> Result<Exit, Failure> {
    let book = program.contents();
    let old = TariffArg::open(opened, book, &args.old)?;
    let new = TariffArg::open(opened, book, &args.new)?;
    let (old, new) = (old.tariff_ref()?, new.tariff_ref()?);
    let typed = args.policy.as_deref();
    let policy = match typed {
        Some(_) => Some(tariff_args::policy_of(book, typed, old, new)?),
        None => book.policy(&new.tariff.year),
    };
    // The streams of a draft are those of the year whose policy it is held against.
    let own = book.budget(&new.tariff.year).map(|_| &*new.tariff.year);
    let year = own
        .or(policy.map(|it| &*it.year))
        .unwrap_or(&new.tariff.year);
    let budget = book.budget(year).ok_or_else(|| {
        Failure::new(Exit::Usage, format!("the book has no budget for {year}"))
            .help("write it in rules/finance: docs/rules.md says how, under “Policies and budgets”")
    })?;
    let basis = Basis {
        old,
        new,
        budget,
        policy,
        from: args.from.into(),
    };
    let volumes = args.volumes.as_deref();
    let volumes = volumes.map(|path| read(path, old, new)).transpose()?;
    let report = forecast::report(basis, volumes.as_deref()).ok_or_else(|| {
        let says = format!("the budget for {year} lacks the column to measure from, or `Proposed`");
        Failure::new(Exit::Usage, says).help("name another with --from")
    })?;
    args.report.write(&report)?;
    Ok(Exit::Done)
}

/// The volumes of a file; or everything that is wrong with it, on standard
/// error.
fn read(path: &Path, old: TariffRef<'_>, new: TariffRef<'_>) -> Result<Vec<Volume>, Failure> {
    let bytes = read_file::table(path)?;
    forecast::read(&bytes, old, new).or_else(|remarks| {
        let remarks = remarks.iter().map(|remark| format!("error: {remark}"));
        stdout::remarks(remarks.collect())?;
        let says = format!("`{}` is not taken in", path.display());
        Err(Failure::new(Exit::Facts, says))
    })
}
