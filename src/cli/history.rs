//! `almoner history`.

use clap::Args;

use super::{
    exit::{Exit, Failure},
    show::rates_or_calendar,
    stdout::{self, Format},
};
use crate::text::show;
use almoner_engine::{
    answer::json,
    base::{ids::ChargeId, name},
    check::model::Contents,
    program::model::Program,
};

/// Show how a rule set, a charge, rates or a calendar changed over the years, decided by whom
#[derive(Args)]
pub(super) struct HistoryArgs {
    /// `music`, a charge such as `music.tuition`, a service, dated rates such as
    /// `minimum_wage`, or a calendar such as `bank_holidays`
    #[arg(value_name = "RULE-SET|CHARGE|RATES|CALENDAR")]
    what: String,
}

pub(super) fn run(program: &Program, args: &HistoryArgs, format: Format) -> Result<Exit, Failure> {
    let what = &args.what;
    let book = program.contents();
    let text = format == Format::Text;
    if let Some(set) = program.rule_set(what) {
        stdout::data(&if text {
            show::rule_set(set)
        } else {
            json::book::rule_set_history(set)
        })?;
        return Ok(Exit::Done);
    }
    if let Some(shown) = rates_or_calendar(book, what, format) {
        stdout::data(&shown)?;
        return Ok(Exit::Done);
    }
    let numbers = charges(book, what);
    if numbers.is_empty() {
        return Err(unknown(book, what));
    }
    stdout::data(&match (text, numbers.as_slice()) {
        (true, [only]) => show::charge(book, *only),
        (true, several) => show::prices(book, several),
        (false, numbers) => json::charge_history(book, numbers),
    })?;
    Ok(Exit::Done)
}

/// The charge of that name, or all whose names begin with it.
fn charges(book: &Contents, what: &str) -> Vec<ChargeId> {
    let within = format!("{what}.");
    let named = |id: &str| id == what || id.starts_with(&within);
    let numbered = book.charges.iter_ids();
    numbered
        .filter(|(_, charge)| named(&charge.id))
        .map(|(number, _)| number)
        .collect()
}

fn unknown(book: &Contents, what: &str) -> Failure {
    let sets = book.rule_sets.iter().map(|set| &*set.id);
    let charges = book.charges.iter().map(|charge| &*charge.id);
    let rates = book.parameters.iter().map(|rates| &*rates.id);
    let calendars = book.calendars.iter().map(|calendar| &*calendar.id);
    let says = format!("there is no rule set, charge, dated rate or calendar `{what}`");
    let names = sets.chain(charges).chain(rates).chain(calendars);
    Failure::new(Exit::Usage, says).nearest(name::nearest(what, names))
}
