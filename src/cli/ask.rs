//! What `quote` and `screen` have in common: the day, the rules for it, and
//! the facts.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    flags, output,
    output::Format,
    today,
};
use crate::text;
use almoner_engine::{
    answer::{DaySource, Detail, Faulted, Question, Refusal, json},
    base::date::Date,
    book::Book,
    check::model::{Kind, RuleSet},
    facts::{GivenFacts, Problem},
    program::choose::{Refused, What, Why},
};

/// The most bytes of facts that are read.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// The rule set named after `quote` or `screen`, and what was typed for it.
pub(super) fn named<'p, 'm>(
    book: &'p Book,
    matches: &'m ArgMatches,
    kind: Kind,
) -> Result<(&'p RuleSet, &'m ArgMatches), Failure> {
    let Some((id, typed)) = matches.subcommand() else {
        return Err(Failure::new(Exit::Usage, "no rule set was named"));
    };
    let set = super::book::rule_set(book.program(), id)?;
    let (verb, does) = match super::command::kind_of(set) {
        Some(of) if of == kind => return Ok((set, typed)),
        Some(Kind::Pricing) => ("quote", "quotes a price"),
        _ => ("screen", "screens people"),
    };
    Err(Failure::new(Exit::Usage, format!("`{id}` {does}"))
        .help(format!("use `almoner {verb} {id}`")))
}

/// The text of the file that `--facts` names.
pub(super) fn facts_file(matches: &ArgMatches) -> Result<Option<String>, Failure> {
    let file: Option<&PathBuf> = matches.get_one("facts");
    file.map(|path| read(path, Exit::Facts)).transpose()
}

/// The facts from a text and the flags, the flags last.
pub(super) fn given<'t>(
    set: &RuleSet,
    matches: &ArgMatches,
    text: Option<&'t str>,
) -> GivenFacts<'t> {
    let mut facts = flags::given(set, matches);
    if let Some(text) = text {
        let flags = std::mem::take(&mut facts);
        facts.json(text);
        facts.extend(flags);
    }
    facts
}

/// A question with the days that were typed.
pub(super) fn question<'t>(
    set: &'t RuleSet,
    matches: &ArgMatches,
    facts: GivenFacts<'t>,
) -> Result<Question<'t>, Failure> {
    let mut question = Question::new(&*set.id).facts(facts);
    match matches.get_one::<Date>("on") {
        Some(on) => question = question.on(*on),
        None => question = question.default_day(today::today()?),
    }
    if let Some(known) = matches.get_one::<Date>("known") {
        question = question.known(*known);
    }
    Ok(question)
}

/// The same question, with or without a trace as was typed.
pub(super) fn with_detail<'t>(question: Question<'t>, matches: &ArgMatches) -> Question<'t> {
    let silent = Format::of(matches) == Format::Json && matches.get_flag("no_trace");
    question.detail(match silent {
        true => Detail::Silent,
        false => Detail::Traced,
    })
}

/// Why there is no answer, in JSON where that is asked for.
pub(super) fn refused(
    book: &Book,
    set: &RuleSet,
    refusal: Refusal<'_>,
    matches: &ArgMatches,
) -> Failure {
    let told = match refusal {
        Refusal::Facts(problems) => return rejected(&problems, matches),
        Refusal::Fault(faulted) => fault(&faulted, matches),
        Refusal::NotAvailable { reason, day } => not_available(book, set, &reason, &day, matches),
        other => Ok(Failure::new(Exit::Facts, other.to_string())),
    };
    told.unwrap_or_else(|failure| failure)
}

/// An answer that could not be finished, with what had been worked out.
fn fault(faulted: &Faulted<'_>, matches: &ArgMatches) -> Result<Failure, Failure> {
    if Format::of(matches) == Format::Json {
        output::data(&json::fault(faulted))?;
    }
    output::remark(&text::fault(faulted, matches.get_flag("why")))?;
    Ok(Failure::Quiet(Exit::Facts))
}

/// No rules or prices, with the days that can be named.
fn not_available(
    book: &Book,
    set: &RuleSet,
    refused: &Refused,
    day: &DaySource,
    matches: &ArgMatches,
) -> Result<Failure, Failure> {
    if Format::of(matches) == Format::Json {
        output::data(&json::refused(refused))?;
    }
    let mut says = refused.to_string();
    if *day == DaySource::Default {
        says = format!("today, {}: {says}", refused.on);
    }
    let failure = Failure::new(Exit::Facts, says);
    Ok(match &refused.why {
        Why::NotYetKnown(became, _) => {
            failure.help(format!("leave --known out, or name a day from {became}"))
        }
        Why::Unknown(_) => failure,
        Why::Before(_) | Why::After(..) | Why::Between => {
            let days = days(book, set, &refused.what);
            failure.help(match day {
                DaySource::Named | DaySource::Default => {
                    format!("use --on DATE with a day {days}")
                }
                _ => format!("a booking can have days {days}"),
            })
        }
    })
}

/// The days for which there are both rules and prices.
fn days(book: &Book, set: &RuleSet, what: &What) -> String {
    let versions = &set.versions;
    let mut first = versions.iter().map(|version| version.in_force).min();
    let ends = versions.iter().map(|version| version.until);
    let mut last = ends
        .max_by_key(|until| until.unwrap_or(Date::MAX))
        .flatten();
    let uses_prices = versions.iter().any(|version| !version.charges.is_empty());
    if uses_prices || *what == What::Tariff {
        let tariffs = &book.program().book().tariffs;
        first = first.max(tariffs.iter().map(|tariff| tariff.in_force).min());
        let end = tariffs.iter().map(|tariff| tariff.until).max();
        last = last.into_iter().chain(end).min();
    }
    match (first, last) {
        (Some(first), Some(last)) => format!("from {first} to {last}"),
        (Some(first), None) => format!("from {first} on"),
        _ => "that a version covers".to_owned(),
    }
}

/// Every problem said at once.
pub(super) fn rejected(problems: &[Problem], matches: &ArgMatches) -> Failure {
    if Format::of(matches) == Format::Json
        && let Err(failure) = output::data(&json::problems(problems))
    {
        return failure;
    }
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    match lines.as_slice() {
        [only] => Failure::new(Exit::Facts, only),
        several => Failure::new(
            Exit::Facts,
            format!(
                "{} problems with the facts\n  - {}",
                several.len(),
                several.join("\n  - ")
            ),
        ),
    }
}

/// A text from a file or, for `-`, from standard input.
pub(super) fn read(path: &Path, not_text: Exit) -> Result<String, Failure> {
    let name = if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    };
    let unreadable = |error: io::Error| {
        let why = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
            io::ErrorKind::IsADirectory => "it is a directory, not a file".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(Exit::World, format!("{name} cannot be read: {why}"))
    };
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin()
            .lock()
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
    } else {
        let file = File::open(path).map_err(unreadable)?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes)
    };
    let count = read.map_err(unreadable)?;
    if u64::try_from(count).is_ok_and(|count| count > MOST_BYTES) {
        let says = format!("{name} is too large: more than 16 MiB");
        return Err(Failure::new(not_text, says));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::new(
            not_text,
            format!("{name} is not UTF-8 text: byte {} is not", at + 1),
        )
        .help("save it as UTF-8")
    })
}
