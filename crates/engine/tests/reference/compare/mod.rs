//! Holds the engine's answer, as it writes it in JSON, against the reference.

mod lines;
mod ranking;
mod screening;
mod totals;
mod values;

use std::cell::Cell;

use almoner_engine::{
    Question, Refusal,
    answer::book::{self, Book},
    base::source_text::{SourceFile, SourceSet},
};
use serde_json::Value as Json;

pub(crate) use ranking::ranking_disagreement;

use crate::{
    book::Written,
    case::Case,
    completions, days,
    formula::Evaluator,
    periods::{self, Parts, ScreeningFound},
    quote::{Charged, Line},
    quotes::{self, Quote},
    value::Fault,
};

pub(crate) type Files = Vec<(String, String)>;

pub(crate) fn sources(files: &Files) -> SourceSet {
    let file = |(path, text): &(String, String)| {
        SourceFile::new(path.clone(), text.clone().into_bytes()).expect("text")
    };
    SourceSet::new(files.iter().map(file).collect())
}

/// The engine's book; none if its files are refused.
pub(crate) fn open(files: &Files) -> Option<Book> {
    book::open_loaded(sources(files)).into_book().ok()
}

/// What the two disagree about; nothing if they agree. An engine that cannot
/// hold a number exactly refuses to answer, which is no disagreement.
pub(crate) fn disagreement(
    (book, written): (&Book, &Written<'_>),
    files: &Files,
    case: &Case,
    is_pricing: bool,
) -> Result<(), String> {
    let json = case.json();
    let on = days::print(case.on).parse().expect("a day");
    let question = Question::new("one").on(on).json(&json);
    let answer = match book.answer(&question) {
        Ok(answer) => Ok(answer.to_json()),
        Err(Refusal::Fault(fault)) => Err(fault.words().to_owned()),
        Err(refused) => return Err(format!("refused: {refused}")),
    };
    let json: Option<Json> = answer
        .as_ref()
        .ok()
        .map(|text| serde_json::from_str(text).expect("JSON"));
    let parts = match parts(written, case, json.as_ref()) {
        Ok(parts) => parts?,
        Err(fault) => return faults(Err(fault), answer),
    };
    let found = evaluate(&parts, case.on, is_pricing);
    let found = found.and_then(|found| found.without_fault(json.as_ref()));
    let (json, found) = match (json, found) {
        (Some(json), Ok(found)) => (json, found),
        (None, Err(_)) => return Ok(()),
        // In which part a fault lies is not known without an answer.
        (None, Ok(_)) if parts.is_period => return Ok(()),
        (None, Ok(_)) if may_be_read(written, case, &parts, is_pricing) => return Ok(()),
        // Whether a fault counts can depend on what is missing.
        (json, _) if may_be(json.is_none(), written, files, (case, &parts), is_pricing) => {
            return Ok(());
        }
        (_, found) => return faults(found.map(drop), answer),
    };
    let missing = json["missing"].as_array().map_or(0, Vec::len);
    let may_miss = ["undetermined", "not_eligible"].map(Json::from);
    if missing > 0 && !parts.is_period && !may_miss.contains(&json["outcome"]) {
        return Err(format!("{missing} facts missing of {}", json["outcome"]));
    }
    let settled_more = Cell::new(false);
    same(&json, &found, Compared::Partial(&settled_more))?;
    if parts.is_period {
        return holds_on_all_days(written, case, &parts, is_pricing, &own_text(files));
    }
    let has_ends = ["at_least", "at_most"]
        .iter()
        .any(|it| json.get(*it).is_some());
    if !settled_more.get() && !has_ends {
        return Ok(());
    }
    let text = own_text(files);
    for complete in completions::of(case, &text) {
        let parts = Parts::new(written, &complete, parts.days.clone(), false);
        if let Ok(expected) = evaluate(&parts, case.on, is_pricing) {
            let given = || {
                let facts = complete.facts.iter();
                let given = facts.map(|(id, given)| (*id, given.at(case.on)));
                given.collect::<Vec<_>>()
            };
            let is_within = match &expected {
                Found::Quotes(quotes) => totals::within(&json, quotes),
                Found::Screening(_) => Ok(()),
            };
            is_within
                .and_then(|()| same(&json, &expected, Compared::Complete))
                .map_err(|why| format!("{why}\nwith {:?} {:?}", given(), complete.lists))?;
        }
    }
    Ok(())
}

/// Whether there is a fault behind a test or a condition that the reference does not know.
/// Where the engine knows it, from what the missing facts can be, the fault counts.
fn may_be_read(written: &Written<'_>, case: &Case, parts: &Parts<'_>, is_pricing: bool) -> bool {
    let all = Parts::new(written, case, parts.days.clone(), parts.is_period).with_all_faults();
    evaluate(&all, case.on, is_pricing).is_err()
}

/// Whether there is a fault, or there is none, for some of the values that missing facts
/// can have. The engine knows what holds for all of them where the reference does not, and
/// a fault counts although something else is unknown.
fn may_be(
    a_fault: bool,
    written: &Written<'_>,
    files: &Files,
    (case, parts): (&Case, &Parts<'_>),
    is_pricing: bool,
) -> bool {
    // With those of which a formula asks whether they are known, and without.
    let text = own_text(files);
    let without = text.replace(" is known)", "").replace(" is not known)", "");
    let mut completions = completions::of(case, &without).chain(completions::of(case, &text));
    let is_complete = completions.clone().all(|it| it.json() == case.json());
    !is_complete
        && completions.any(|complete| {
            let parts = Parts::new(written, &complete, parts.days.clone(), parts.is_period);
            evaluate(&parts, case.on, is_pricing).is_err() == a_fault
        })
}

/// The text of the versions of the rule set.
fn own_text(files: &Files) -> String {
    let own = files
        .iter()
        .filter(|(path, _)| path.starts_with("rules/one/"));
    own.rev().map(|(_, text)| text.as_str()).collect()
}

/// The parts of the question, as the answer has them. That they are right is shown by
/// what is found for the days within each.
fn parts<'w>(
    written: &'w Written<'w>,
    case: &Case,
    json: Option<&Json>,
) -> Result<Result<Parts<'w>, String>, Fault> {
    let Some((first, last)) = periods::period(written, case)? else {
        let days = vec![(case.on, case.on)];
        return Ok(Ok(Parts::new(written, case, days, false)));
    };
    let parts = json.and_then(|json| json["parts"].as_array());
    let day = |part: &Json, name: &str| days::parse(part[name].as_str().expect("a day"));
    let days = match parts {
        None => vec![(first, last)],
        Some(parts) => {
            let part = |it: &Json| Some((day(it, "first")?, day(it, "last")?));
            parts.iter().filter_map(part).collect()
        }
    };
    let follows = |pair: &[(i64, i64)]| pair[0].1 + 1 == pair[1].0;
    let ends = (days[0].0, days[days.len() - 1].1);
    if ends != (first, last) || !days.windows(2).all(follows) {
        return Ok(Err(format!("parts {parts:?} of {first} to {last}")));
    }
    Ok(Ok(Parts::new(written, case, days, true)))
}

/// Within a part nothing changes: what is found for its first day is found for a day in
/// its midst and for its last.
fn holds_on_all_days(
    written: &Written<'_>,
    case: &Case,
    parts: &Parts<'_>,
    is_pricing: bool,
    text: &str,
) -> Result<(), String> {
    for (number, (first, last)) in parts.days.iter().enumerate() {
        let whole = parts.part(number);
        for day in [i64::midpoint(*first, *last), *last] {
            if day == *first {
                continue;
            }
            let book = written.at("one", day).expect("a version");
            let there = Case {
                on: day,
                ..case.clone()
            };
            let inside = Evaluator {
                part: whole.part,
                ..Evaluator::new(&book, &there)
            };
            let (one, other) = match is_pricing {
                true => lines_within(&whole, &inside, text),
                false => criteria(&whole, &inside, text),
            };
            if one != other {
                let day = days::print(day);
                return Err(format!("not the same on {day}:\n{one:?}\n{other:?}"));
            }
        }
    }
    Ok(())
}

/// The lines of both. A line that is known on one day and not on the other is left out if
/// it comes to the same whatever the missing facts are: the reference does not look at
/// what a missing fact can be.
fn lines_within(one: &Evaluator<'_>, other: &Evaluator<'_>, text: &str) -> (Inside, Inside) {
    let lines = |it: &Evaluator<'_>| Ok(it.lines(0)?.0);
    let (mut left, mut right) = match (lines(one), lines(other)) {
        (Ok(left), Ok(right)) if left.len() == right.len() => (left, right),
        (left, right) => {
            let inside = |it: Result<Vec<Charged>, Fault>| it.map(|it| format!("{it:?}"));
            return (inside(left), inside(right));
        }
    };
    for (a, b) in left.iter_mut().zip(&mut right) {
        same_given(&mut a.line, &mut b.line);
        let (open, known) = match (&a.line, &b.line) {
            (Line::Unknown, Line::Unknown) => continue,
            (Line::Unknown, known) => (one, known.clone()),
            (known, Line::Unknown) => (other, known.clone()),
            _ => continue,
        };
        let is_known = settled(open, text, |complete| {
            let lines = complete.lines(0).ok()?.0;
            let mut own = lines
                .iter()
                .filter(|it| (&it.id, it.record) == (&a.id, a.record));
            own.next()
                .map(|it| amount_of(&it.line) == amount_of(&known))
        });
        if is_known {
            a.line = known.clone();
            b.line = known;
        }
    }
    (Ok(format!("{left:?}")), Ok(format!("{right:?}")))
}

/// Takes out how much each reduction takes where one of the lines does not say so.
fn same_given(one: &mut Line, other: &mut Line) {
    if let (Line::Priced { given: a, .. }, Line::Priced { given: b, .. }) = (one, other)
        && (a.is_none() || b.is_none())
    {
        (*a, *b) = (None, None);
    }
}

/// Whether something holds whatever the missing facts are; where it is a fault, or there is
/// no such thing, nothing is said.
fn settled(
    open: &Evaluator<'_>,
    text: &str,
    holds: impl Fn(&Evaluator<'_>) -> Option<bool>,
) -> bool {
    let found = completions::of(open.case, text).filter_map(|complete| {
        holds(&Evaluator {
            part: open.part,
            ..Evaluator::new(open.book, &complete)
        })
    });
    let found: Vec<bool> = found.collect();
    !found.is_empty() && found.iter().all(|it| *it)
}

/// What a line comes to, without how.
fn amount_of(line: &Line) -> String {
    match line {
        Line::Priced { amount, .. } => format!("{amount:?}"),
        other => format!("{other:?}"),
    }
}

/// The criteria of both, but for those of which one is not settled and that are the same
/// whatever the missing facts are, or about a day of their own: the reference does not look
/// at which of them depend on the day.
fn criteria(of_one: &Evaluator<'_>, of_other: &Evaluator<'_>, text: &str) -> (Inside, Inside) {
    let (one, other) = (of_one.standings(), of_other.standings());
    let (Ok(one), Ok(other)) = (one, other) else {
        return (Ok("faults differ".to_owned()), Ok(String::new()));
    };
    let (mut left, mut right) = (String::new(), String::new());
    for (a, b) in one.criteria.iter().zip(&other.criteria) {
        let is_open = [a, b].map(|it| it.1).contains(&"undetermined");
        let has_day = one.with_a_day.contains(&a.0);
        let (open, known) = match a.1 {
            "undetermined" => (of_one, b.1),
            _ => (of_other, a.1),
        };
        let is_settled = || {
            settled(open, text, |complete| {
                let mut criteria = complete.book.rules.criteria.iter();
                let own = criteria.find(|it| it.id == a.0)?;
                Some(complete.standing(own).ok()? == known)
            })
        };
        if !(is_open && (has_day || is_settled())) {
            left += &format!("{a:?}");
            right += &format!("{b:?}");
        }
    }
    // Where the answer may be no, they are not listed, and no fault in them counts.
    if ![one.outcome, other.outcome].contains(&"undetermined") {
        let schedules = |it: &Evaluator<'_>| it.screening().map(|it| it.schedules);
        left += &format!("{:?}", schedules(of_one));
        right += &format!("{:?}", schedules(of_other));
    }
    (Ok(left), Ok(right))
}

type Inside = Result<String, Fault>;

/// What the reference finds.
enum Found {
    /// Under each reading.
    Quotes(Vec<Quote>),
    Screening(ScreeningFound),
}

impl Found {
    /// Where the engine knows that the answer is no, it lists no days that return, and no
    /// fault in them counts.
    fn without_fault(self, json: Option<&Json>) -> Result<Found, Fault> {
        if let Found::Screening(found) = &self {
            for (number, part) in found.parts.iter().enumerate() {
                let is_no = json.is_some_and(|json| is_no(json, number));
                if let (Some(fault), false) = (&part.schedule_fault, is_no) {
                    return Err(fault.clone());
                }
            }
        }
        Ok(self)
    }
}

/// Whether the answer says no for a part.
fn is_no(json: &Json, part: usize) -> bool {
    let outcome = match json["parts"].as_array() {
        Some(parts) => &parts[part]["outcome"],
        None => &json["outcome"],
    };
    outcome == "not_eligible"
}

fn evaluate(parts: &Parts<'_>, on: i64, is_pricing: bool) -> Result<Found, Fault> {
    Ok(match is_pricing {
        true => Found::Quotes(quotes::quotes(parts)?),
        false => Found::Screening(periods::screening(parts, on)?),
    })
}

/// What the answer is compared with. The reference does not look at what a
/// missing fact can be, so that the engine may settle more; what it settles
/// holds in every completion.
#[derive(Clone, Copy)]
enum Compared<'c> {
    /// The reference's answer to the same question; notes whether the engine
    /// settles more.
    Partial(&'c Cell<bool>),
    /// Its answer to a completion of the question.
    Complete,
}

impl Compared<'_> {
    /// Whether one of the two need not be the other.
    fn is_open(self, engine: bool, reference: bool) -> bool {
        match self {
            Compared::Partial(settled_more) => {
                settled_more.set(settled_more.get() || reference && !engine);
                reference
            }
            // A completion leaves out what a formula asks to be known.
            Compared::Complete => engine || reference,
        }
    }

    /// Notes that the engine settles more.
    fn settles_more(self) {
        if let Compared::Partial(settled_more) = self {
            settled_more.set(true);
        }
    }

    fn is_complete(self) -> bool {
        matches!(self, Compared::Complete)
    }
}

fn same(json: &Json, expected: &Found, compared: Compared<'_>) -> Result<(), String> {
    match expected {
        Found::Quotes(quotes) => {
            let expected = totals::outcome(quotes);
            outcome(&json["outcome"], expected, compared)?;
            lines::compare(json, quotes, compared)?;
            totals::compare(json, quotes, compared)
        }
        Found::Screening(found) => screening::compare(json, found, compared),
    }
}

fn faults(reference: Result<(), Fault>, answer: Result<String, String>) -> Result<(), String> {
    match (reference, answer) {
        (_, Err(words)) if words.contains("too large") || words.contains("too long") => Ok(()),
        (Err(_), Err(_)) => Ok(()),
        (reference, answer) => Err(format!(
            "fault in one only: {reference:?}, the engine {:?}",
            answer.map(|text| text.chars().take(200).collect::<String>())
        )),
    }
}

fn outcome(json: &Json, expected: &str, compared: Compared<'_>) -> Result<(), String> {
    let found = json.as_str().unwrap_or_default();
    match found == expected || compared.is_open(found == "undetermined", expected == "undetermined")
    {
        true => Ok(()),
        false => Err(format!("outcome {found}, not {expected}")),
    }
}

/// The entry with this id, of this record and of this part, counted from 0; an answer
/// without parts has no numbers of them.
fn entry<'j>(
    entries: &'j Json,
    id: &str,
    record: Option<usize>,
    part: Option<usize>,
) -> Option<&'j Json> {
    entries.as_array()?.iter().find(|entry| {
        let number = entry["record"]["number"].as_u64();
        let is_of_part = match entry["part"].as_u64() {
            Some(number) => part.is_some_and(|part| part as u64 + 1 == number),
            None => part.is_none_or(|part| part == 0),
        };
        let is_of_record = number == record.map(|record| record as u64 + 1);
        entry["id"] == id && is_of_record && is_of_part
    })
}
