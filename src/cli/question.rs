//! The question that `quote` and `screen` ask, and why it has no answer.

use super::{
    clock,
    exit::{Exit, Failure},
    read_file,
    rule_set_args::Typed,
    stdout::{self, Format},
};
use crate::text;
use almoner_engine::{
    answer::{Answer, DaySource, Detail, Faulted, Question, Refusal, json},
    base::date::Date,
    book::Book,
    check::model::RuleSet,
    explain::Explanation,
    facts::{GivenFacts, Problem, ProblemCode},
    program::select::{Cause, Needed, Unavailable},
};

/// The text of the file that `--facts` names.
pub(super) fn facts_file(typed: &Typed<'_>) -> Result<Option<String>, Failure> {
    let path = typed.args.facts.as_deref();
    path.map(|path| read_file::text(path, Exit::Facts))
        .transpose()
}

/// The question with the facts from a text and from the flags, the flags last.
pub(super) fn question<'t>(
    typed: &'t Typed<'_>,
    text: Option<&'t str>,
) -> Result<Question<'t>, Failure> {
    let mut facts = GivenFacts::default();
    if let Some(text) = text {
        facts.saved_or_json(text, &typed.set.id);
    }
    facts.extend(typed.facts.clone());
    let mut question = Question::new(&*typed.set.id)
        .facts(facts)
        .detail(detail(typed));
    match typed.args.on {
        Some(on) => question = question.on(on),
        None => question = question.default_day(clock::today()?),
    }
    if let Some(known) = typed.args.known {
        question = question.known(known);
    }
    Ok(question)
}

/// Whether the answer needs a trace.
pub(super) fn detail(typed: &Typed<'_>) -> Detail {
    let silent = typed.format == Format::Json && typed.args.no_trace && !typed.letter;
    if silent {
        Detail::Silent
    } else {
        Detail::Traced
    }
}

/// An answer with what would change it, in the format that is asked for.
pub(super) fn shown(
    answer: &Answer<'_>,
    explanation: Option<&Explanation>,
    typed: &Typed<'_>,
) -> String {
    match (typed.format, explanation) {
        (Format::Json, Some(explanation)) => explanation.to_json(answer),
        (Format::Json, None) => answer.to_json(),
        (Format::Text, _) => text::explained_answer(answer, explanation, typed.args.why),
    }
}

/// Why there is no answer, in JSON where that is asked for.
pub(super) fn refused(book: &Book, refusal: Refusal, typed: &Typed<'_>) -> Failure {
    let shown = match refusal {
        Refusal::Facts(problems) => return rejected(&problems, typed.format),
        Refusal::Fault(faulted) => fault(book, &faulted, typed),
        Refusal::NotAvailable { reason, day } => not_available(book, &reason, &day, typed),
        Refusal::NoPriority { rule_set } => {
            let says = format!("`{rule_set}` says nothing of who comes first");
            let help = format!("answer them one by one with `almoner batch {rule_set}`");
            let failure = Failure::new(Exit::Facts, says).help(help);
            Ok(failure.code(ProblemCode::NoPriority))
        }
        Refusal::NoDay => {
            let failure = Failure::new(Exit::Facts, Refusal::NoDay.to_string());
            Ok(failure
                .code(ProblemCode::NoDay)
                .help("name the day with --on DATE"))
        }
        other => Ok(Failure::new(Exit::Facts, other.to_string())),
    };
    shown.unwrap_or_else(|failure| failure)
}

/// Why several rule sets do not answer.
pub(super) fn refused_plainly(refusal: Refusal, format: Format) -> Failure {
    match refusal {
        Refusal::Facts(problems) => rejected(&problems, format),
        Refusal::NoDay => {
            let failure = Failure::new(Exit::Facts, Refusal::NoDay.to_string());
            let failure = failure.code(ProblemCode::NoDay);
            failure.help("name the day with --on DATE")
        }
        other => Failure::new(Exit::Facts, other.to_string()).code(ProblemCode::NotAvailable),
    }
}

/// An answer that could not be finished, with what had been calculated.
fn fault(book: &Book, faulted: &Faulted, typed: &Typed<'_>) -> Result<Failure, Failure> {
    let Some(faulted) = faulted.in_book(book) else {
        return Ok(Failure::new(Exit::Facts, faulted.words()).code(ProblemCode::Fault));
    };
    if typed.format == Format::Json {
        stdout::data(&json::fault(&faulted))?;
    }
    stdout::remark(&text::fault(&faulted, typed.args.why))?;
    Ok(Failure::Quiet(Exit::Facts))
}

/// No rules or prices, with the days that can be named.
fn not_available(
    book: &Book,
    refused: &Unavailable,
    day: &DaySource,
    typed: &Typed<'_>,
) -> Result<Failure, Failure> {
    if typed.format == Format::Json {
        stdout::data(&json::refused(refused))?;
    }
    let mut says = refused.to_string();
    if *day == DaySource::Default {
        says = format!("today, {}: {says}", refused.on);
    }
    let exit = match refused.why {
        Cause::Broken(_) => Exit::Rules,
        _ => Exit::Facts,
    };
    let failure = Failure::new(exit, says)
        .code(ProblemCode::NotAvailable)
        .in_json();
    Ok(match &refused.why {
        Cause::NotYetKnown(became, _) => {
            failure.help(format!("leave --known out, or name a day from {became}"))
        }
        Cause::Unknown(_) => failure,
        Cause::Broken(_) => failure.help("`almoner check` says what is wrong in them"),
        Cause::Before(_) | Cause::After(..) | Cause::Between => {
            let days = days(book, typed.set, &refused.what);
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
fn days(book: &Book, set: &RuleSet, what: &Needed) -> String {
    let versions = &set.versions;
    let mut first = versions.iter().map(|version| version.in_force).min();
    let ends = versions.iter().map(|version| version.until);
    let mut last = ends
        .max_by_key(|until| until.unwrap_or(Date::MAX))
        .flatten();
    let uses_prices = versions.iter().any(|version| !version.charges.is_empty());
    if uses_prices || *what == Needed::Tariff {
        let tariffs = &book.contents().tariffs;
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

/// One failure that lists every problem of the facts.
pub(super) fn rejected(problems: &[Problem], format: Format) -> Failure {
    if format == Format::Json
        && let Err(failure) = stdout::data(&json::problems(problems))
    {
        return failure;
    }
    if let [only] = problems {
        return Failure::new(Exit::Facts, only).code(only.code).in_json();
    }
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("\n  - {problem} [{}]", problem.code.name()))
        .collect();
    let says = format!("{} problems with the facts{}", lines.len(), lines.concat());
    Failure::new(Exit::Facts, says).in_json()
}
