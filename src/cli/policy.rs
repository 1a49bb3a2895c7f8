//! `almoner policy`.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{
    exit::{Exit, Failure},
    finance, papers, sides,
};
use crate::finance::policy::{self, Shown};
use almoner_engine::{base::name, book::Opened, check::model::Policy, program::model::Program};

pub(super) fn command() -> Command {
    Command::new("policy")
        .about("Check a year's prices against policy: rows, paragraph, and the pounds it moves")
        .after_help(finance::SIDES)
        .arg(finance::side("a", "A", "The year before, such as 2017/18"))
        .arg(finance::side(
            "b",
            "B",
            "The year to check, such as 2018/19, or a tariff file",
        ))
        .arg(
            Arg::new("rule")
                .long("rule")
                .value_name("RULE")
                .action(ArgAction::Append)
                .help("Only this rule of the policy, by its id"),
        )
        .arg(
            Arg::new("summary")
                .long("summary")
                .action(ArgAction::SetTrue)
                .help("Only how many rows keep to each rule"),
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
    let policy = book
        .policies
        .iter()
        .find(|policy| policy.year == *year)
        .ok_or_else(|| {
            Failure::new(Exit::Usage, format!("the book has no policy for {year}"))
                .help("write one: rules/finance/policy-2018-19.ron shows how")
        })?;
    let rules = matches.get_many::<String>("rule").into_iter().flatten();
    let shown = Shown {
        rules: rules
            .map(|typed| rule(policy, typed))
            .collect::<Result<_, _>>()?,
        summary: matches.get_flag("summary"),
    };
    papers::write(&policy::paper(policy, old, new, &shown), matches)?;
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
