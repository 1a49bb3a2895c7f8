//! `almoner show`.

use clap::Args;

use super::{
    clock,
    exit::{Exit, Failure},
    open_book,
    stdout::{self, Format},
};
use crate::text::show;
use almoner_engine::{
    answer::json,
    base::{date::Date, date_text},
    check::model::{Contents, Version},
    columns::{self, Table},
    program::model::Program,
};

/// Show a rule set, dated rates or a calendar as a page to compare with the paper it comes from
#[derive(Args)]
pub(super) struct ShowArgs {
    /// A rule set; with a day, its version in force then. Or dated rates,
    /// or a calendar such as `bank_holidays`
    #[arg(id = "what", value_name = "RULE-SET[@DATE]|RATES|CALENDAR")]
    version: String,
    /// Show which steps `batch` and the Python package answer for many rows at once
    #[arg(long)]
    columns: bool,
}

pub(super) fn run(program: &Program, args: &ShowArgs, format: Format) -> Result<Exit, Failure> {
    let book = program.contents();
    if let Some(shown) = rates_or_calendar(book, &args.version, format) {
        stdout::data(&shown)?;
        return Ok(Exit::Done);
    }
    let version = named_version(program, &args.version)?;
    if args.columns {
        return columns(program, &args.version, version, format);
    }
    stdout::data(&match format {
        Format::Text => show::version(book, version).text(),
        Format::Json => json::book::version(book, version),
    })?;
    Ok(Exit::Done)
}

/// Dated rates or a calendar of that name, in every state.
pub(super) fn rates_or_calendar(book: &Contents, name: &str, format: Format) -> Option<String> {
    let rates = book.parameters.iter().find(|it| *it.id == *name);
    match (rates, format) {
        (Some(rates), Format::Text) => Some(show::rates(book, rates)),
        (Some(rates), Format::Json) => Some(json::rates_history(book, rates)),
        (None, Format::Text) => show::calendar(book, name),
        (None, Format::Json) => json::calendar_history(book, name),
    }
}

/// Shows what can be lowered to columns, with the prices of the day named or of
/// the first day on which there are prices.
fn columns(
    program: &Program,
    typed: &str,
    version: &Version,
    format: Format,
) -> Result<Exit, Failure> {
    let named = match typed.split_once('@') {
        Some((_, day)) => Some(named_day(day)?),
        None => None,
    };
    let tariffs = program.contents().tariffs.iter();
    let priced = tariffs.map(|it| it.in_force.max(version.in_force));
    let mut days = named.into_iter().chain([version.in_force]).chain(priced);
    let ruling = days.find_map(|day| {
        let ruling = program.select(&version.id, day, None).ok()?;
        (ruling.version.in_force == version.in_force).then_some(ruling)
    });
    let Some(ruling) = ruling else {
        let says = format!(
            "there are no prices for any day of this version of `{}`",
            version.id
        );
        return Err(Failure::new(Exit::Facts, says));
    };
    let lowered = columns::lower(&ruling, &Table::empty(version), ruling.on..=ruling.on);
    stdout::data(&match format {
        Format::Text => show::columns(&ruling, &lowered),
        Format::Json => lowered.to_json(&ruling),
    })?;
    Ok(Exit::Done)
}

/// The version that `RULE-SET[@DATE]` names: the one in force on the day, or
/// today, or, where none is in force today, the newest.
pub(super) fn named_version<'p>(program: &'p Program, typed: &str) -> Result<&'p Version, Failure> {
    let (id, day) = match typed.split_once('@') {
        Some((id, day)) => (id, Some(named_day(day)?)),
        None => (typed, None),
    };
    let set = open_book::rule_set(program, id)?;
    let on = match day {
        Some(day) => day,
        None => clock::today()?,
    };
    let newest = day.is_none().then_some(set.newest());
    set.in_force(on).or(newest).ok_or_else(|| {
        let first = set.versions.iter().map(|version| version.in_force).min();
        let failure = Failure::new(
            Exit::Facts,
            format!("no version of `{id}` is in force on {on}"),
        );
        match first {
            Some(first) if on < first => failure.help(format!("the first is, from {first}")),
            _ => failure,
        }
    })
}

fn named_day(text: &str) -> Result<Date, Failure> {
    date_text::parse(text).ok_or_else(|| {
        Failure::new(Exit::Usage, format!("`{text}` is not a day that exists"))
            .help("write it 2018-05-01")
    })
}
