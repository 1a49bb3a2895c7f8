//! Holds the engine's answer, as it writes it in JSON, against the reference.

use std::cell::Cell;

use almoner_engine::{
    Question, Refusal,
    answer::book::{self, Book},
    base::source_text::{SourceFile, SourceSet},
    source,
};
use serde_json::Value as Json;

use crate::{
    book::Book as Written,
    case::Case,
    completions, days,
    formula::Evaluator,
    fraction::{self, Fraction},
    limits::Limit,
    quote::{Amount, Line, Quote},
    screening::Screening,
    totals::Sum,
    value::{Computed, Fault, Value},
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
    book: &Book,
    files: &Files,
    case: &Case,
    is_pricing: bool,
) -> Result<(), String> {
    let sources = sources(files);
    let parsed = source::parse(&sources);
    let written = Written::new(&parsed);
    let evaluator = Evaluator {
        book: &written,
        case,
    };
    let json = case.json();
    let on = days::print(case.on).parse().expect("a day");
    let question = Question::new("one").on(on).json(&json);
    let answer = match book.answer(&question) {
        Ok(answer) => Ok(answer.to_json()),
        Err(Refusal::Fault(fault)) => Err(fault.words().to_owned()),
        Err(refused) => return Err(format!("refused: {refused}")),
    };
    let partial = evaluate(&evaluator, is_pricing);
    let json: Json = match (&partial, answer) {
        (Ok(_), Ok(answer)) => serde_json::from_str(&answer).expect("JSON"),
        (Err(_), Err(_)) => return Ok(()),
        (reference, answer) => {
            return faults(reference.as_ref().map(drop).map_err(Clone::clone), answer);
        }
    };
    let partial = partial.expect("no fault");
    let missing = json["missing"].as_array().map_or(0, Vec::len);
    if missing > 0
        && !["undetermined", "not_eligible"]
            .map(Json::from)
            .contains(&json["outcome"])
    {
        return Err(format!("{missing} facts missing of {}", json["outcome"]));
    }
    let settled_more = Cell::new(false);
    same(&json, &partial, Compared::Partial(&settled_more))?;
    if !settled_more.get() {
        return Ok(());
    }
    let rules = &files.last().expect("files").1;
    for complete in completions::of(case, rules) {
        let evaluator = Evaluator {
            book: &written,
            case: &complete,
        };
        if let Ok(expected) = evaluate(&evaluator, is_pricing) {
            let given = complete
                .facts
                .iter()
                .map(|(id, given)| (*id, given.at(case.on)));
            let given = || given.clone().collect::<Vec<_>>();
            same(&json, &expected, Compared::Complete)
                .map_err(|why| format!("{why}\nwith {:?} {:?}", given(), complete.lists))?;
        }
    }
    Ok(())
}

/// What the reference finds.
enum Found {
    Quote(Quote),
    Screening(Screening),
}

fn evaluate(evaluator: &Evaluator<'_>, is_pricing: bool) -> Result<Found, Fault> {
    Ok(match is_pricing {
        true => Found::Quote(evaluator.quote()?),
        false => Found::Screening(evaluator.screening()?),
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
}

fn same(json: &Json, expected: &Found, compared: Compared<'_>) -> Result<(), String> {
    match expected {
        Found::Quote(quote) => {
            outcome(json, quote.outcome, compared)?;
            compare_lines(json, &quote.lines, compared)?;
            compare_totals(json, quote, compared)?;
            if !compared.is_open(json["total"].is_null(), quote.total.is_none()) {
                amount("the total", &json["total"], quote.total.as_ref())?;
            }
        }
        Found::Screening(screening) => {
            outcome(json, screening.outcome, compared)?;
            for (id, standing) in &screening.criteria {
                let found = entry(&json["criteria"], id, None).map(|it| &it["standing"]);
                let found = found
                    .and_then(Json::as_str)
                    .ok_or(format!("{id}: not there"))?;
                let is_open =
                    compared.is_open(found == "undetermined", *standing == "undetermined");
                if found != *standing && !is_open {
                    return Err(format!("{id}: {found}, not {standing}"));
                }
            }
            for (id, computed) in &screening.follows {
                let found = entry(&json["follows"], id, None).map(|it| &it["value"]);
                let found = found.unwrap_or(&Json::Null);
                // As the engine: nothing is shown to follow for those who are not eligible.
                let is_shown = json["outcome"] != "not_eligible";
                let is_unknown = *computed == Computed::Unknown;
                if is_shown && !compared.is_open(found.is_null(), is_unknown) {
                    compare_value(id, found, computed)?;
                }
            }
        }
    }
    Ok(())
}

fn faults(reference: Result<(), Fault>, answer: Result<String, String>) -> Result<(), String> {
    match (reference, answer) {
        (_, Err(words)) if words.contains("too large") || words.contains("too long") => Ok(()),
        (reference, answer) => Err(format!(
            "fault in one only: {reference:?}, the engine {:?}",
            answer.map(|text| text.chars().take(200).collect::<String>())
        )),
    }
}

fn outcome(json: &Json, expected: &str, compared: Compared<'_>) -> Result<(), String> {
    let found = json["outcome"].as_str().unwrap_or_default();
    match found == expected || compared.is_open(found == "undetermined", expected == "undetermined")
    {
        true => Ok(()),
        false => Err(format!("outcome {found}, not {expected}")),
    }
}

fn entry<'j>(entries: &'j Json, id: &str, record: Option<usize>) -> Option<&'j Json> {
    entries.as_array()?.iter().find(|entry| {
        let number = entry["record"]["number"].as_u64();
        entry["id"] == id && number == record.map(|record| record as u64 + 1)
    })
}

fn compare_lines(
    json: &Json,
    lines: &[(String, Option<usize>, Line)],
    compared: Compared<'_>,
) -> Result<(), String> {
    let count = json["lines"].as_array().map_or(0, Vec::len);
    if count != lines.len() && matches!(compared, Compared::Partial(_)) {
        return Err(format!("{count} lines, not {}", lines.len()));
    }
    for (id, record, line) in lines {
        let found = match (entry(&json["lines"], id, *record), compared) {
            (Some(found), _) => found,
            // A record that a completion adds.
            (None, Compared::Complete) => continue,
            (None, Compared::Partial(_)) => return Err(format!("{id}: no such line")),
        };
        let state = match line {
            Line::NotCharged => "does_not_apply",
            Line::Unknown => "undetermined",
            Line::Referred => "refer",
            Line::Priced { .. } => "priced",
        };
        if compared.is_open(found["state"] == "undetermined", state == "undetermined") {
            continue;
        }
        if found["state"] != state {
            return Err(format!("{id} {record:?}: {}, not {state}", found["state"]));
        }
        let Line::Priced {
            gross,
            given,
            amount: left,
        } = line
        else {
            continue;
        };
        if found["amount"].is_null() && matches!(compared, Compared::Complete) {
            continue;
        }
        amount(&format!("{id}, gross"), &found["gross"], Some(gross))?;
        amount(id, &found["amount"], Some(left))?;
        if matches!(compared, Compared::Complete) {
            continue;
        }
        // As the engine: while some are unknown, how much each takes is not said.
        let Some(given) = given else { continue };
        for (reduction, taken) in given {
            let found = entry(&found["reductions"], reduction, None);
            let found = found.ok_or(format!("{id}.{reduction}: not there"))?;
            amount(&format!("{id}.{reduction}"), &found["amount"], Some(taken))?;
        }
        let all = found["reductions"].as_array().into_iter().flatten();
        let others = all.filter(|it| !it["amount"].is_null()).count();
        if others != given.len() {
            return Err(format!(
                "{id}: {others} reductions given, not {}",
                given.len()
            ));
        }
    }
    Ok(())
}

fn compare_totals(json: &Json, quote: &Quote, compared: Compared<'_>) -> Result<(), String> {
    // A completion may add records, and with them lines to add up.
    if matches!(compared, Compared::Complete) && json["outcome"] == "undetermined" {
        return Ok(());
    }
    for (id, record, sum) in &quote.totals {
        let state = match sum {
            Sum::None => "does_not_apply",
            Sum::Unknown => "undetermined",
            Sum::Withheld => "withheld",
            Sum::Referred => "refer",
            Sum::Amount(_) => "priced",
        };
        let Some(found) = entry_of(&json["totals"], id, *record, state, compared)? else {
            continue;
        };
        if let Sum::Amount(expected) = sum {
            amount(id, &found["amount"], Some(expected))?;
        }
    }
    for (id, record, limit) in &quote.limits {
        let state = match limit {
            Limit::None => "does_not_apply",
            Limit::Unknown => "undetermined",
            Limit::Referred => "refer",
            Limit::Held(before, after) if before == after => "kept",
            Limit::Held(..) => "changed",
        };
        let Some(found) = entry_of(&json["limits"], id, *record, state, compared)? else {
            continue;
        };
        if let Limit::Held(before, after) = limit {
            amount(&format!("{id}, before"), &found["before"], Some(before))?;
            amount(&format!("{id}, after"), &found["after"], Some(after))?;
        }
    }
    Ok(())
}

/// The total or limit of a record, whose state is compared; none where it need not be
/// the same.
fn entry_of<'j>(
    entries: &'j Json,
    id: &str,
    record: Option<usize>,
    state: &str,
    compared: Compared<'_>,
) -> Result<Option<&'j Json>, String> {
    let found = match (entry(entries, id, record), compared) {
        (Some(found), _) => found,
        // A record that a completion adds.
        (None, Compared::Complete) => return Ok(None),
        (None, Compared::Partial(_)) => return Err(format!("{id} {record:?}: not there")),
    };
    if compared.is_open(found["state"] == "undetermined", state == "undetermined") {
        return Ok(None);
    }
    match found["state"] == state {
        true => Ok(Some(found)),
        false => Err(format!("{id} {record:?}: {}, not {state}", found["state"])),
    }
}

fn ends(json: &Json) -> Option<Amount> {
    match json {
        Json::String(exact) => {
            let exact = fraction::parse(exact)?;
            Some((exact.clone(), exact))
        }
        Json::Object(range) => {
            let end = |name| fraction::parse(range.get(name)?.as_str()?);
            Some((end("min")?, end("max")?))
        }
        _ => None,
    }
}

fn amount(what: &str, json: &Json, expected: Option<&Amount>) -> Result<(), String> {
    match ends(json).as_ref() == expected {
        true => Ok(()),
        false => Err(format!("{what}: {json}, not {expected:?}")),
    }
}

fn compare_value(id: &str, json: &Json, computed: &Computed) -> Result<(), String> {
    let number = |json: &Json| -> Option<Fraction> {
        match json {
            Json::String(text) => fraction::parse(text),
            other => fraction::parse(&other.to_string()),
        }
    };
    let is_same = match computed {
        Computed::Unknown => json.is_null(),
        Computed::NotApplicable => json.get("does_not_apply").is_some(),
        Computed::Known(Value::YesNo(yes)) => *json == Json::Bool(*yes),
        Computed::Known(Value::Number(expected)) => number(json).as_ref() == Some(expected),
        Computed::Known(Value::Money(low, high)) => ends(json) == Some((low.clone(), high.clone())),
        Computed::Known(Value::Percent(share)) => {
            let text = json.as_str().unwrap_or_default();
            let found = fraction::parse(text.trim_end_matches('%'));
            found == Some(share * fraction::whole(100))
        }
        Computed::Known(Value::Day(day)) => *json == Json::String(days::print(*day)),
        Computed::Known(Value::Time(minutes)) => {
            *json == Json::String(format!("{:02}:{:02}", minutes / 60, minutes % 60))
        }
        Computed::Known(Value::Days(count) | Value::Months(count)) => {
            let text = json.as_str().unwrap_or_default();
            let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
            let of_unit = match unit.trim_end_matches('s') {
                "year" => 12,
                "week" => 7,
                _ => 1,
            };
            number.parse() == Ok(count / of_unit) && count % of_unit == 0
        }
        Computed::Known(other) => panic!("{id} is {other:?}"),
    };
    match is_same {
        true => Ok(()),
        false => Err(format!("{id}: {json}, not {computed:?}")),
    }
}
