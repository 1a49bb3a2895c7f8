//! `almoner screen` with several applicants: who is eligible, in order of
//! priority, and for whom there is a place.

use std::{
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
    today,
};
use crate::{
    sheets::fact_rows::{Rows, Shape},
    text,
};
use almoner_engine::{
    answer::{
        DaySource, Detail, Refusal,
        ranking::{Candidate, MAX_APPLICANTS, Ranker, Vacancies},
    },
    base::{date::Date, name::nearest},
    book::Book,
    check::model::{RuleSet, Selection},
    eval::screen::Outcome,
};

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
    book: &Book,
    set: &RuleSet,
    typed: &ArgMatches,
    mut source: Source,
) -> Result<Exit, Failure> {
    let mut ranker = ranker(book, set, typed)?;
    let selection = &ranker.ruling().version.selection;
    if selection.priority.is_empty() {
        let says = format!("`{}` says nothing of who comes first", set.id);
        let help = format!("answer them one by one with `almoner batch {}`", set.id);
        return Err(Failure::new(Exit::Facts, says).help(help));
    }
    let vacancies = vacancies(selection, typed)?;
    let for_all = flags::given(set, typed);
    for problem in for_all.problems() {
        ranker.problem(problem.clone());
    }
    while let Some(row) = source.next_row()? {
        if ranker.is_full() {
            let says = format!("there are more than {MAX_APPLICANTS} applicants");
            let help = "answer them one by one with `almoner batch`";
            return Err(Failure::new(Exit::Facts, says).help(help));
        }
        let mut facts = row.facts();
        facts.extend(for_all.without_problems());
        ranker.add(Candidate {
            row: row.number,
            reference: row.reference.clone(),
            on: row.on,
            facts,
        });
    }
    let ranking = ranker
        .finish(vacancies)
        .map_err(|problems| ask::rejected(&problems, typed))?;
    output::data(&match Format::of(typed) {
        Format::Json => ranking.to_json(),
        Format::Text => text::ranking(&ranking),
    })?;
    let others = [Outcome::Refer, Outcome::Undetermined, Outcome::NotEligible];
    let all = others
        .into_iter()
        .all(|it| ranking.with(it).next().is_none());
    Ok(if typed.get_flag("fail") && !all {
        Exit::NotEligible
    } else {
        Exit::Done
    })
}

fn ranker<'b>(book: &'b Book, set: &RuleSet, typed: &ArgMatches) -> Result<Ranker<'b>, Failure> {
    let (on, day) = match typed.get_one::<Date>("on") {
        Some(on) => (*on, DaySource::Named),
        None => (today::today()?, DaySource::Default),
    };
    let known = typed.get_one::<Date>("known").copied();
    let detail = match typed.get_flag("no_trace") && Format::of(typed) == Format::Json {
        true => Detail::Silent,
        false => Detail::Traced,
    };
    Ranker::new(book, &set.id, on, known, detail).map_err(|refusal| {
        let refusal = match refusal {
            Refusal::NotAvailable { reason, .. } => Refusal::NotAvailable { reason, day },
            other => other,
        };
        ask::refused(book, set, refusal, typed)
    })
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
