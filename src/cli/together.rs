//! `almoner screen` with several applicants: who is eligible, in order of
//! priority, and for whom there is a place.

use std::{
    collections::BTreeMap,
    io::{BufRead, Cursor},
    path::{Path, PathBuf},
};

use clap::{ArgMatches, parser::ValueSource};

use super::{
    ask,
    batch::files::{Source, failure, shape_of},
    exit::{Exit, Failure},
    flags,
    output::{self, Format},
};
use crate::{
    sheets::fact_rows::{Row, Rows, Shape},
    text,
};
use almoner_engine::{
    answer::{
        json,
        ranking::{Screened, Together, Vacancies},
    },
    base::name::nearest,
    check::model::{RuleSet, Selection},
    eval::{
        fault,
        order::{self, Applicant},
        screen::{Outcome, screen_traced},
    },
    facts::{Intake, Problem},
    program::model::Ruling,
};

/// The most applicants that are put in order at once.
const MOST: usize = 1_000;

/// What `--facts` holds.
pub(super) enum Given {
    /// The facts of one applicant, or nothing.
    One(Option<String>),
    /// Several applicants.
    Several(Box<Source>),
}

/// Whether a flag that not every rule set has was given.
pub(super) fn is_asked(typed: &ArgMatches, flag: &str) -> bool {
    let asked = typed.try_contains_id(flag).unwrap_or(false);
    asked && typed.value_source(flag) == Some(ValueSource::CommandLine)
}

/// Reads the file named by `--facts`, as far as is needed to know what it
/// holds.
pub(super) fn given(set: &RuleSet, typed: &ArgMatches) -> Result<Given, Failure> {
    let Some(path) = typed.get_one::<PathBuf>("facts") else {
        return Ok(Given::One(None));
    };
    if let Some(shape @ (Shape::Csv | Shape::Ndjson)) = shape_of(path) {
        let source = Source::open_as(path, shape, set, &[])?;
        return Ok(Given::Several(Box::new(source)));
    }
    let text = ask::read(path, Exit::Facts)?;
    let Some(shape) = several_in(&text) else {
        return Ok(Given::One(Some(text)));
    };
    let name = called(path);
    let from: Box<dyn BufRead> = Box::new(Cursor::new(text.into_bytes()));
    let rows = Rows::open(shape, from, set, &[]).map_err(|broken| failure(broken, &name))?;
    Ok(Given::Several(Box::new(Source::of(rows, name))))
}

fn called(path: &Path) -> String {
    match path.as_os_str().to_str() {
        Some("-") => "standard input".to_owned(),
        _ => format!("`{}`", path.display()),
    }
}

/// How several applicants are written in a text; none if it holds one.
fn several_in(text: &str) -> Option<Shape> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('[') {
        return Some(Shape::Json);
    }
    let whole = |line: &str| line.starts_with('{') && line.ends_with('}');
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let several = lines.clone().nth(1).is_some() && lines.all(whole);
    several.then_some(Shape::Ndjson)
}

/// Places are given out among several.
pub(super) fn needs_several(typed: &ArgMatches) -> Result<(), Failure> {
    if !is_asked(typed, "vacancies") {
        return Ok(());
    }
    let says = "--vacancies is for several applicants at once";
    let help = "name a file of them with --facts: a JSON array, .ndjson or .csv, each with a `ref`";
    Err(Failure::new(Exit::Usage, says).help(help))
}

/// Screens all of them and puts them in order.
pub(super) fn run(
    ruling: &Ruling<'_>,
    set: &RuleSet,
    typed: &ArgMatches,
    mut source: Source,
) -> Result<Exit, Failure> {
    let selection = &ruling.version.selection;
    if selection.priority.is_empty() {
        let says = format!("`{}` says nothing of who comes first", set.id);
        let help = format!("answer them one by one with `almoner batch {}`", set.id);
        return Err(Failure::new(Exit::Facts, says).help(help));
    }
    let vacancies = vacancies(selection, typed)?;
    let (for_all, mut problems) = flags::given(set, typed);
    let mut screened: Vec<Screened> = Vec::new();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(row) = source.next_row()? {
        if screened.len() == MOST {
            let says = format!("there are more than {MOST} applicants");
            let help = "answer them one by one with `almoner batch`";
            return Err(Failure::new(Exit::Facts, says).help(help));
        }
        match one(ruling, &row, &for_all, &mut seen) {
            Ok(it) => screened.push(it),
            Err(found) => problems.extend(found.into_iter().map(|problem| in_row(&row, problem))),
        }
    }
    if !problems.is_empty() {
        return Err(ask::rejected(&problems, typed));
    }
    let together = Together::new(ruling, screened, vacancies);
    output::data(&match Format::of(typed) {
        Format::Json => json::together(&together),
        Format::Text => text::ranking(&together),
    })?;
    let others = [Outcome::Refer, Outcome::Undetermined, Outcome::NotEligible];
    let all = others
        .into_iter()
        .all(|it| together.with(it).next().is_none());
    Ok(if typed.get_flag("fail") && !all {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}

/// One applicant's answer; or all that is wrong with the row.
fn one(
    ruling: &Ruling<'_>,
    row: &Row,
    for_all: &[(Box<str>, almoner_engine::check::model::Given)],
    seen: &mut BTreeMap<String, u64>,
) -> Result<Screened, Vec<Problem>> {
    let problem = |at: &str, says: String| Problem {
        at: at.to_owned(),
        says,
        help: None,
    };
    let mut problems = Vec::new();
    match &row.reference {
        None => problems.push(problem("/ref", "the applicant has no `ref`".to_owned())),
        Some(reference) => {
            if let Some(first) = seen.insert(reference.clone(), row.number) {
                let says = format!("the reference `{reference}` is that of row {first} as well");
                problems.push(problem("/ref", says));
            }
        }
    }
    if row.on.is_some_and(|on| on != ruling.on) {
        let says = format!("applicants are put in order for one day, {}", ruling.on);
        problems.push(problem("/on", says));
    }
    let mut intake = Intake::new(ruling.version);
    row.give(&mut intake);
    for (name, given) in for_all {
        intake.give(name, given);
    }
    let facts = match intake.finish(ruling) {
        Ok(facts) => facts,
        Err(more) => {
            problems.extend(more);
            return Err(problems);
        }
    };
    let unfinished = |found: &_| vec![problem("", fault::fault_words(ruling, found))];
    let (screening, trace) = screen_traced(ruling, &facts).map_err(|it| unfinished(&it.fault))?;
    let weights = order::weights(ruling, &facts).map_err(|fault| unfinished(&fault))?;
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Screened {
        reference: row.reference.clone().unwrap_or_default(),
        applicant: Applicant {
            outcome: screening.outcome,
            weights,
        },
        facts,
        screening,
        trace,
    })
}

/// A problem with its row.
fn in_row(row: &Row, problem: Problem) -> Problem {
    Problem {
        at: format!("/{}{}", row.number, problem.at),
        says: format!("row {}: {}", row.number, problem.says),
        help: problem.help,
    }
}

/// How many places are free: `3`, or `four_bedroom=1`.
fn vacancies(selection: &Selection, typed: &ArgMatches) -> Result<Option<Vacancies>, Failure> {
    if !is_asked(typed, "vacancies") {
        return Ok(None);
    }
    let wrong = |says: String, help: String| Err(Failure::new(Exit::Usage, says).help(help));
    let mut vacancies = Vacancies {
        of_kind: Vec::new(),
        total: 0,
    };
    let places = &selection.places;
    let all: u16 = places
        .iter()
        .fold(0, |sum, it| sum.saturating_add(it.holds));
    let names: Vec<&str> = places.iter().map(|it| &*it.id).collect();
    let mut sum = None;
    for text in typed.get_many::<String>("vacancies").into_iter().flatten() {
        let (name, count) = match text.split_once('=') {
            Some((name, count)) => (Some(name.trim().replace('-', "_")), count),
            None => (None, text.as_str()),
        };
        let Ok(count) = count.trim().parse::<u16>() else {
            let says = format!("--vacancies must be a number of places, not `{text}`");
            return wrong(says, format!("write --vacancies 2, or {}", by_name(&names)));
        };
        let Some(name) = name else {
            sum = Some(count);
            continue;
        };
        let Some(kind) = places.iter().position(|it| *it.id == *name) else {
            let says = format!("there is no place called `{name}`");
            let near = nearest(&name, names.iter().copied());
            let near = near.map(|near| format!("did you mean `{near}`?"));
            return wrong(says, near.unwrap_or_else(|| by_name(&names)));
        };
        let holds = places.get(kind).map_or(0, |it| it.holds);
        if count > holds || vacancies.of_kind.iter().any(|(it, _)| *it == kind) {
            let says = format!("`{name}` has {holds} places in all, and is given once");
            return wrong(says, by_name(&names));
        }
        vacancies.of_kind.push((kind, count));
        vacancies.total = vacancies.total.saturating_add(count);
    }
    vacancies.of_kind.sort_unstable();
    if let Some(sum) = sum {
        if !vacancies.of_kind.is_empty() && sum != vacancies.total {
            let says = format!("--vacancies {sum} is not the sum of what is given by kind");
            return wrong(says, "leave the sum out".to_owned());
        }
        vacancies.total = sum;
    }
    if !places.is_empty() && vacancies.total > all {
        let says = format!("there are {all} places in all, not {}", vacancies.total);
        return wrong(says, by_name(&names));
    }
    Ok(Some(vacancies))
}

fn by_name(names: &[&str]) -> String {
    let each: Vec<String> = names
        .iter()
        .map(|it| format!("--vacancies {it}=1"))
        .collect();
    each.join(" ")
}
