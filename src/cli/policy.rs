//! `almoner policy`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    report_output::ReportArgs,
    tariff_args::{self, TariffArg},
};
use crate::finance::policy::{self, ReportOptions};
use almoner_engine::{base::name, book::Opened, check::model::Policy, program::model::Program};

/// Check a year's prices against policy: rows, paragraph, and the pounds it moves
#[derive(Args)]
#[command(after_help = tariff_args::HELP)]
pub(super) struct PolicyArgs {
    /// The year before, such as 2017/18
    #[arg(id = "a", value_name = "FIRST-YEAR")]
    old: String,
    /// The year to check, such as 2018/19, or a tariff file
    #[arg(id = "b", value_name = "SECOND-YEAR")]
    new: String,
    /// Use the policy of this year, such as 2018/19, for a draft that has none yet
    #[arg(id = "policy_year", long = "policy", value_name = "YEAR")]
    policy: Option<String>,
    /// Only this rule of the policy, by its id
    #[arg(id = "rule", long = "rule", value_name = "RULE")]
    rules: Vec<String>,
    /// Only how many rows keep to each rule
    #[arg(long)]
    summary: bool,
    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(opened: &Opened, program: &Program, args: &PolicyArgs) -> Result<Exit, Failure> {
    let book = program.contents();
    let old = TariffArg::open(opened, book, &args.old)?;
    let new = TariffArg::open(opened, book, &args.new)?;
    let (old, new) = (old.tariff_ref()?, new.tariff_ref()?);
    let policy = tariff_args::policy_of(book, args.policy.as_deref(), old, new)?;
    let books = [new.book, book, old.book];
    let years = [&*new.tariff.year, &*policy.year];
    let mut budgets = years
        .iter()
        .flat_map(|year| books.iter().filter_map(|book| book.budget(year)));
    let budget = budgets.next();
    let rules = args.rules.iter();
    let shown = ReportOptions {
        rules: rules
            .map(|typed| rule(policy, typed))
            .collect::<Result<_, _>>()?,
        summary: args.summary,
    };
    args.report
        .write(&policy::report(policy, budget, [old, new], &shown))?;
    Ok(Exit::Done)
}

/// A rule of the policy by its id, or the nearest.
fn rule(policy: &Policy, typed: &str) -> Result<String, Failure> {
    let ids = || policy.rules.iter().map(|rule| &*rule.id);
    if ids().any(|id| id == typed) {
        return Ok(typed.to_owned());
    }
    let says = format!("the policy has no rule `{typed}`");
    let failure = Failure::new(Exit::Usage, says);
    Err(match name::nearest(typed, ids()) {
        Some(near) => failure.nearest(Some(near)),
        None => failure.help(format!(
            "there are: {}",
            ids().collect::<Vec<_>>().join(", ")
        )),
    })
}
