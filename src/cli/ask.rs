//! What `quote` and `screen` have in common: the day, the rules for it, and
//! the facts.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use clap::ArgMatches;

use super::{
    exit::{Exit, Failure},
    flags, output,
    output::Format,
    today,
};
use almoner_engine::{
    answer::json::{self, Told},
    base::date::Date,
    check::model::{self, Kind, RuleSet},
    eval::facts::Facts,
    facts::{
        Intake, Problem,
        parts::{self, NoParts, Part},
    },
    program::{
        choose::{Refused, What, Why},
        model::{Program, Ruling},
    },
};

/// The most bytes of facts that are read.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// The rule set named after `quote` or `screen`, and what was typed for it.
pub(super) fn named<'p, 'm>(
    program: &'p Program,
    matches: &'m ArgMatches,
    kind: Kind,
) -> Result<(&'p RuleSet, &'m ArgMatches), Failure> {
    let Some((id, typed)) = matches.subcommand() else {
        return Err(Failure::new(Exit::Usage, "no rule set was named"));
    };
    let set = super::book::rule_set(program, id)?;
    let (verb, does) = match super::command::kind_of(set) {
        Some(of) if of == kind => return Ok((set, typed)),
        Some(Kind::Pricing) => ("quote", "quotes a price"),
        _ => ("screen", "screens people"),
    };
    Err(Failure::new(Exit::Usage, format!("`{id}` {does}"))
        .help(format!("use `almoner {verb} {id}`")))
}

/// The rules and prices for the day asked about: the one that was typed, the
/// first of a booking, or today.
pub(super) fn ruling<'p>(
    program: &'p Program,
    set: &RuleSet,
    matches: &ArgMatches,
    first_day: Option<Date>,
) -> Result<Ruling<'p>, Failure> {
    let named: Option<Date> = matches.get_one("on").copied();
    let typed = named.or(first_day);
    let on = match typed {
        Some(day) => day,
        None => today::today()?,
    };
    let known: Option<&Date> = matches.get_one("known");
    program
        .choose(&set.id, on, known.copied())
        .map_err(|refused| {
            let named = if first_day.is_some() {
                Named::Booking
            } else if typed.is_some() {
                Named::Day
            } else {
                Named::Nothing
            };
            refusal_told(program, set, (&refused, named), matches)
        })
}

/// By what the day was named for which there are no rules or prices.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    /// By nothing: it is today.
    Nothing,
    /// By the day asked about.
    Day,
    /// By the days of a booking.
    Booking,
}

/// A refusal, in JSON where that is asked for.
fn refusal_told(
    program: &Program,
    set: &RuleSet,
    (refused, named): (&Refused, Named),
    matches: &ArgMatches,
) -> Failure {
    if Format::of(matches) == Format::Json
        && let Err(failure) = output::data(&json::refused(refused))
    {
        return failure;
    }
    refusal(program, set, refused, named)
}

/// A refusal, with the days that can be named.
fn refusal(program: &Program, set: &RuleSet, refused: &Refused, named: Named) -> Failure {
    let mut says = refused.to_string();
    if named == Named::Nothing {
        says = format!("today, {}: {says}", refused.on);
    }
    let failure = Failure::new(Exit::Facts, says);
    match &refused.why {
        Why::NotYetKnown(became, _) => {
            failure.help(format!("leave --known out, or name a day from {became}"))
        }
        Why::Unknown(_) => failure,
        Why::Before(_) | Why::After(..) | Why::Between => {
            let days = days(program, set, &refused.what);
            failure.help(match named {
                Named::Booking => format!("a booking can have days {days}"),
                Named::Nothing | Named::Day => format!("use --on DATE with a day {days}"),
            })
        }
    }
}

/// The days for which there are both rules and prices.
fn days(program: &Program, set: &RuleSet, what: &What) -> String {
    let versions = &set.versions;
    let mut first = versions.iter().map(|version| version.in_force).min();
    let ends = versions.iter().map(|version| version.until);
    let mut last = ends
        .max_by_key(|until| until.unwrap_or(Date::MAX))
        .flatten();
    let uses_prices = versions.iter().any(|version| !version.charges.is_empty());
    if uses_prices || *what == What::Tariff {
        let tariffs = &program.book().tariffs;
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

/// What was given, still text: the file's facts and then the flags'.
pub(super) struct Given {
    file: Option<String>,
    flags: Vec<(Box<str>, model::Given)>,
    problems: Vec<Problem>,
}

/// The facts from the file and the flags, the flags last.
pub(super) fn given(set: &RuleSet, matches: &ArgMatches) -> Result<Given, Failure> {
    let file: Option<&std::path::PathBuf> = matches.get_one("facts");
    let file = file.map(|path| read(path, Exit::Facts)).transpose()?;
    Ok(given_in(set, matches, file))
}

/// The facts from a text and the flags, the flags last.
pub(super) fn given_in(set: &RuleSet, matches: &ArgMatches, file: Option<String>) -> Given {
    let (flags, problems) = flags::given(set, matches);
    Given {
        file,
        flags,
        problems,
    }
}

impl Given {
    fn give(&self, intake: &mut Intake<'_>) {
        if let Some(file) = &self.file {
            intake.json(file);
        }
        for (name, given) in &self.flags {
            intake.give(name, given);
        }
    }

    /// The first day of a booking.
    pub(super) fn first_day(&self, set: &RuleSet) -> Option<Date> {
        parts::first_day(set, &|intake| self.give(intake))
    }

    /// The facts for these rules.
    pub(super) fn facts(
        &self,
        ruling: &Ruling<'_>,
        matches: &ArgMatches,
    ) -> Result<Facts, Failure> {
        let mut intake = Intake::new(ruling.version);
        self.give(&mut intake);
        let mut problems = self.problems.clone();
        match intake.finish(ruling) {
            Ok(facts) if problems.is_empty() => Ok(facts),
            Ok(_) => Err(rejected(&problems, matches)),
            Err(more) => {
                problems.extend(more);
                Err(rejected(&problems, matches))
            }
        }
    }

    /// The parts of a booking whose days have different rules or prices.
    pub(super) fn parts<'p>(
        &self,
        program: &'p Program,
        set: &RuleSet,
        (ruling, facts): (&Ruling<'p>, &Facts),
        matches: &ArgMatches,
    ) -> Result<Vec<Part<'p>>, Failure> {
        let found = parts::parts(program, (ruling, facts), &|intake| self.give(intake));
        found.map_err(|error| match error {
            NoParts::Problems(problems) => rejected(&problems, matches),
            NoParts::Refused(refused) => {
                refusal_told(program, set, (&refused, Named::Booking), matches)
            }
        })
    }
}

/// Whether the JSON holds how the answer was worked out.
pub(super) fn told(matches: &ArgMatches) -> Told {
    if matches.get_flag("no_trace") {
        Told::Silent
    } else {
        Told::Traced
    }
}

/// Every problem said at once.
pub(super) fn rejected(problems: &[Problem], matches: &ArgMatches) -> Failure {
    if Format::of(matches) == Format::Json
        && let Err(failure) = output::data(&json::problems(problems))
    {
        return failure;
    }
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| match &problem.help {
            Some(help) => format!("{} ({help})", problem.says),
            None => problem.says.clone(),
        })
        .collect();
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
