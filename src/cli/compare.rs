//! `almoner compare`.

use clap::{Args, ValueEnum};
use rust_decimal::Decimal;

use super::{
    args,
    exit::{Exit, Failure},
    report_output::ReportArgs,
    stdout,
    tariff_args::{self, ServiceArg, TariffArg},
};
use crate::{
    finance::compare::{self, Filter, Way},
    tables::Format,
};
use almoner_engine::{book::Opened, check::model, program::model::Program};

/// Compare two tariffs: what rises, falls, is new, has ended
#[derive(Args)]
#[command(after_help = tariff_args::HELP)]
pub(super) struct CompareArgs {
    /// The first tariff, such as 2017/18
    #[arg(id = "a", value_name = "FIRST-YEAR")]
    old: String,
    /// The second tariff, such as 2018/19, or a tariff file
    #[arg(id = "b", value_name = "SECOND-YEAR")]
    new: String,
    #[command(flatten)]
    service: ServiceArg,
    /// Only charges set so
    #[arg(long, value_name = "CATEGORY")]
    category: Option<Category>,
    /// Only charges that rise by more than this, such as 3%
    #[arg(long, value_name = "PERCENT", value_parser = args::percent)]
    above: Option<Decimal>,
    /// Only charges that went this way; name it again for a further way
    #[arg(long, value_name = "WAY")]
    only: Vec<Only>,
    /// Only the charges that change most, this number of them
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    largest: Option<u16>,
    /// Only charges that rise by more than the policy of the year says
    #[arg(long)]
    over_policy: bool,
    /// Show in the terminal, too, what policy says of each rise, and the difference
    #[arg(long)]
    policy: bool,
    #[command(flatten)]
    report: ReportArgs,
}

/// A way that a charge can go.
#[derive(Clone, Copy, ValueEnum)]
enum Only {
    Rises,
    Falls,
    New,
    Ended,
    Unchanged,
}

impl From<Only> for Way {
    fn from(only: Only) -> Way {
        match only {
            Only::Rises => Way::Rises,
            Only::Falls => Way::Falls,
            Only::New => Way::New,
            Only::Ended => Way::Ended,
            Only::Unchanged => Way::Unchanged,
        }
    }
}

/// By whom a charge is set.
#[derive(Clone, Copy, ValueEnum)]
enum Category {
    Discretionary,
    Statutory,
    Regulatory,
}

impl From<Category> for model::Category {
    fn from(category: Category) -> model::Category {
        match category {
            Category::Discretionary => model::Category::Discretionary,
            Category::Statutory => model::Category::Statutory,
            Category::Regulatory => model::Category::Regulatory,
        }
    }
}

pub(super) fn run(opened: &Opened, program: &Program, args: &CompareArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let old = TariffArg::open(opened, book, &args.old)?;
    let new = TariffArg::open(opened, book, &args.new)?;
    let (old, new) = (old.tariff_ref()?, new.tariff_ref()?);
    let filter = Filter {
        is_changed: false,
        service: args.service.of(new.book)?,
        category: args.category.map(model::Category::from),
        above: args.above,
        ways: args.only.iter().copied().map(Way::from).collect(),
        over_policy: args.over_policy,
        largest: args.largest.map(usize::from),
        policy: args.policy,
    };
    let policy = tariff_args::policy(book, old, new);
    if (filter.over_policy || filter.policy) && policy.is_none() {
        return Err(tariff_args::no_policy(&new.tariff.year));
    }
    let report = compare::report(old, new, policy, &filter);
    args.report.write(&report)?;
    // CSV has no notes.
    let is_csv = args.report.format()? == Format::Csv;
    let notes = report.notes.iter().filter(|_| is_csv);
    for note in notes.filter(|it| it.starts_with(compare::NOT_COMPARED)) {
        stdout::remark(note)?;
    }
    Ok(Exit::Done)
}
