//! `almoner appendix`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    report_output::ReportArgs,
    tariff_args::{self, TariffArg},
};
use crate::{finance::appendix, tables::Format};
use almoner_engine::{book::Opened, program::model::Program};

/// Print Appendix 1 and 2 of a year as the council does, in ten columns
#[derive(Args)]
pub(super) struct AppendixArgs {
    /// The year, such as 2018/19
    #[arg(id = "a", value_name = "YEAR")]
    year: String,
    /// The year printed before it [default: the one that ends when it begins]
    #[arg(long, value_name = "YEAR")]
    previous: Option<String>,
    /// Add each charge's id, the row its price is printed in, and the decision
    #[arg(long)]
    cited: bool,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(
    opened: &Opened,
    program: &Program,
    args: &AppendixArgs,
) -> Result<Exit, Failure> {
    let book = program.contents();
    let year = TariffArg::open(opened, book, &args.year)?;
    let year = year.tariff_ref()?;
    let before = match &args.previous {
        Some(typed) => Some(tariff_args::year(book, typed)?),
        None => year.before(book),
    };
    let report = match (args.cited, args.report.format()?) {
        (false, _) => appendix::report(before, year),
        (true, Format::Html | Format::Xlsx | Format::Docx) => {
            appendix::cited_on_paper(before, year)
        }
        (true, _) => appendix::cited(before, year),
    };
    args.report.write(&report)?;
    Ok(Exit::Done)
}
