//! `almoner diff`.

use std::path::PathBuf;

use clap::Args;

use super::{
    args,
    exit::{Exit, Failure},
    open_book::{self, OtherBook},
    report_output::ReportArgs,
};
use crate::{changes::diff_report::diff_report, tables::Format, text};
use almoner_engine::{
    base::date::Date,
    changes,
    program::model::{Program, Ruling},
};

/// Put two versions of a rule set side by side, entry by entry
#[derive(Args)]
pub(super) struct DiffArgs {
    /// The rule set
    #[arg(id = "what", value_name = "RULE-SET")]
    rule_set: String,
    /// A day on which the first version is in force
    #[arg(value_name = "DAY", value_parser = args::day)]
    before: Date,
    /// A day on which the second version is in force [default: the same, with --with]
    #[arg(value_name = "DAY", value_parser = args::day, required_unless_present = "with")]
    after: Option<Date>,
    /// Take the second version from the book in this directory
    #[arg(long, value_name = "DIR")]
    with: Option<PathBuf>,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(program: &Program, args: &DiffArgs) -> Result<Exit, Failure> {
    let other = args.with.as_deref().map(OtherBook::open).transpose()?;
    let other = other.as_ref().map(OtherBook::book).transpose()?;
    let after = other.map_or(program, |book| book.program());
    let before = ruling(program, &args.rule_set, args.before)?;
    let after = ruling(after, &args.rule_set, args.after.unwrap_or(args.before))?;
    let diff = changes::diff(&before, &after);
    match args.report.format()? {
        Format::Text => args.report.write_text(&text::diff::diff(&diff))?,
        _ => args.report.write(&diff_report(&diff))?,
    }
    Ok(Exit::Done)
}

/// The rules of a day.
pub(super) fn ruling<'p>(
    program: &'p Program,
    rule_set: &str,
    on: Date,
) -> Result<Ruling<'p>, Failure> {
    open_book::rule_set(program, rule_set)?;
    let ruling = program.select(rule_set, on, None);
    ruling.map_err(|reason| Failure::new(Exit::Facts, reason))
}
