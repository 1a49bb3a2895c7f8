//! `almoner tariff`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    report_output::ReportArgs,
    tariff_args::{self, ServiceArg, TariffArg},
};
use crate::{
    finance::{price_list, tariff_ref::TariffRef},
    tables::Format,
};
use almoner_engine::{answer::json, book::Opened, program::model::Program};

/// Show the prices of a year, or of several side by side: every charge, or one service's
#[derive(Args)]
#[command(after_help = tariff_args::HELP)]
pub(super) struct TariffArgs {
    /// The year, such as 2018/19, or a tariff file; up to five of them, side by side
    #[arg(id = "a", value_name = "YEAR", required = true, num_args = 1..=5)]
    tariffs: Vec<String>,
    #[command(flatten)]
    service: ServiceArg,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(opened: &Opened, program: &Program, args: &TariffArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let typed = args.tariffs.iter();
    let tariffs: Vec<TariffArg<'_>> = typed
        .map(|typed| TariffArg::open(opened, book, typed))
        .collect::<Result<_, _>>()?;
    let refs: Vec<TariffRef<'_>> = tariffs
        .iter()
        .map(TariffArg::tariff_ref)
        .collect::<Result<_, _>>()?;
    let last = refs.last().map_or(book, |it| it.book);
    let service = args.service.of(last)?;
    match refs.as_slice() {
        [one] if args.report.format()? == Format::Json => {
            let json = json::tariff(one.book, one.tariff, service.as_deref());
            args.report.write_text(&(json + "\n"))?;
        }
        [one] => args
            .report
            .write(&price_list::report(*one, service.as_deref()))?,
        several => args
            .report
            .write(&price_list::side_by_side(several, service.as_deref()))?,
    }
    Ok(Exit::Done)
}
