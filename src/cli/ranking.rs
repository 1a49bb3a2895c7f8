//! `almoner screen` with several applicants: who is eligible, in order of
//! priority, and for whom there is a place.

use std::io::{BufRead, Cursor};

use super::{
    case_file::{self, CaseFile},
    clock,
    exit::{Exit, Failure},
    question, read_file,
    rule_set_args::Typed,
    stdout::{self, Format},
};
use crate::{sheets::fact_rows::Shape, text};
use almoner_engine::{
    answer::{
        DaySource, Refusal,
        ranking::{Candidate, MAX_APPLICANTS, Ranker, Vacancies},
    },
    base::name::nearest,
    book::Book,
    check::model::Selection,
    eval::screen::Outcome,
};

/// What `--facts` holds.
pub(super) enum Applicants {
    /// The facts of one applicant, or nothing.
    One(Option<String>),
    /// Several applicants.
    Several(Box<CaseFile>),
}

/// Reads the file named by `--facts`, as far as is needed to know what it
/// holds.
pub(super) fn read_applicants(typed: &Typed<'_>) -> Result<Applicants, Failure> {
    let Some(path) = &typed.args.facts else {
        return Ok(Applicants::One(None));
    };
    if let Some(shape @ (Shape::Csv | Shape::Ndjson)) = case_file::shape_of(path) {
        let skip: Vec<&str> = typed.skip.iter().map(String::as_str).collect();
        let cases = CaseFile::open(path, shape, typed.set, &skip)?;
        return Ok(Applicants::Several(Box::new(cases)));
    }
    let text = read_file::text(path, Exit::Facts)?;
    let Some(shape) = several_in(&text) else {
        return Ok(Applicants::One(Some(text)));
    };
    let from: Box<dyn BufRead> = Box::new(Cursor::new(text.into_bytes()));
    let cases = CaseFile::read(from, read_file::name(path), shape, typed.set, &[])?;
    Ok(Applicants::Several(Box::new(cases)))
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
pub(super) fn needs_several(typed: &Typed<'_>) -> Result<(), Failure> {
    if typed.vacancies.is_empty() {
        return Ok(());
    }
    let says = "--vacancies is for several applicants at once";
    let help = "name a file of them with --facts: a JSON array, .ndjson or .csv, each with a `ref`";
    Err(Failure::new(Exit::Usage, says).help(help))
}

/// Screens all of them and puts them in order.
pub(super) fn run(book: &Book, typed: &Typed<'_>, mut cases: CaseFile) -> Result<Exit, Failure> {
    let mut ranker = ranker(book, typed)?;
    let selection = &ranker.ruling().version.selection;
    let vacancies = vacancies(selection, &typed.vacancies)?;
    for problem in typed.facts.problems() {
        ranker.problem(problem.clone());
    }
    while let Some(row) = cases.next_row()? {
        if ranker.is_full() {
            let says = format!("there are more than {MAX_APPLICANTS} applicants");
            let help = "answer them one by one with `almoner batch`";
            return Err(Failure::new(Exit::Facts, says).help(help));
        }
        let mut facts = row.facts();
        facts.extend(typed.facts.without_problems());
        ranker.add(Candidate {
            row: row.number,
            reference: row.reference.clone(),
            on: row.on,
            facts,
        });
    }
    let ranking = ranker
        .finish(vacancies)
        .map_err(|problems| question::rejected(&problems, typed.format))?;
    stdout::data(&match typed.format {
        Format::Json => ranking.to_json(),
        Format::Text => text::ranking(&ranking),
    })?;
    let mut others = [Outcome::Refer, Outcome::Undetermined, Outcome::NotEligible].into_iter();
    Ok(typed.exit(others.all(|it| ranking.with(it).next().is_none())))
}

fn ranker<'b>(book: &'b Book, typed: &Typed<'_>) -> Result<Ranker<'b>, Failure> {
    let (on, day) = match typed.args.on {
        Some(on) => (on, DaySource::Named),
        None => (clock::today()?, DaySource::Default),
    };
    let (known, detail) = (typed.args.known, question::detail(typed));
    Ranker::new(book, &typed.set.id, on, known, detail).map_err(|refusal| {
        let refusal = match refusal {
            Refusal::NotAvailable { reason, .. } => Refusal::NotAvailable { reason, day },
            other => other,
        };
        question::refused(book, refusal, typed)
    })
}

/// How many places are free: `3`, or `four_bedroom=1`.
fn vacancies(selection: &Selection, typed: &[String]) -> Result<Option<Vacancies>, Failure> {
    if typed.is_empty() {
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
    for text in typed {
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
