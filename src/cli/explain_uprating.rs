//! `almoner explain-uprating`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    report_output::ReportArgs,
    tariff_args::{self, ServiceArg, TariffArg},
};
use crate::finance::infer_uprating;
use almoner_engine::{book::Opened, program::model::Program};

/// Find which percentage and rounding explain a year's prices, and the exceptions
#[derive(Args)]
#[command(after_help = tariff_args::HELP)]
pub(super) struct ExplainUpratingArgs {
    /// The year before, such as 2017/18
    #[arg(id = "a", value_name = "FIRST-YEAR")]
    old: String,
    /// The year to explain, such as 2018/19, or a tariff file
    #[arg(id = "b", value_name = "SECOND-YEAR")]
    new: String,
    #[command(flatten)]
    service: ServiceArg,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    args: &ExplainUpratingArgs,
) -> Result<Exit, Failure> {
    let book = program.contents();
    let old = TariffArg::open(opened, book, &args.old)?;
    let new = TariffArg::open(opened, book, &args.new)?;
    let (old, new) = (old.tariff_ref()?, new.tariff_ref()?);
    let service = args.service.of(new.book)?;
    args.report
        .write(&infer_uprating::report(old, new, service.as_deref()))?;
    Ok(Exit::Done)
}
