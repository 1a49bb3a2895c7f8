//! `almoner tariff`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    report_output::ReportArgs,
    tariff_args::{self, ServiceArg, TariffArg},
};
use crate::{finance::price_list, tables::Format};
use almoner_engine::{answer::json, book::Opened, program::model::Program};

/// Show a year's prices: every charge, or those of one service
#[derive(Args)]
#[command(after_help = tariff_args::HELP)]
pub(super) struct TariffArgs {
    /// The year, such as 2018/19, or a tariff file
    #[arg(id = "a", value_name = "YEAR")]
    tariff: String,
    #[command(flatten)]
    service: ServiceArg,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(opened: &Opened, program: &Program, args: &TariffArgs) -> Result<Exit, Failure> {
    let tariff = TariffArg::open(opened, program.contents(), &args.tariff)?;
    let tariff_ref = tariff.tariff_ref()?;
    let service = args.service.of(tariff_ref.book)?;
    if args.report.format()? == Format::Json {
        let json = json::tariff(tariff_ref.book, tariff_ref.tariff, service.as_deref());
        args.report.write_text(&(json + "\n"))?;
    } else {
        args.report
            .write(&price_list::report(tariff_ref, service.as_deref()))?;
    }
    Ok(Exit::Done)
}
