//! What is not settled: the facts that would settle it, their questions, and
//! who can answer them.

use super::{
    answered::{Answered, Record},
    page::Page,
    shown,
};
use almoner_engine::{
    base::{
        ids::FactId,
        value::{Missing, Value},
    },
    check::model::{Fact, Home},
    eval::asking,
};

/// A paragraph for each fact that is missing.
pub(super) fn missing(page: &mut Page, answered: &Answered<'_>, missing: Missing) {
    missing_in(page, answered, (0, missing));
}

/// The questions alone, as they are put to an applicant, each with who can
/// answer it.
pub(super) fn questions(answered: &Answered<'_>, missing: Missing) -> Vec<String> {
    let mut said: Vec<FactId> = Vec::new();
    let mut questions = Vec::new();
    for wanted in asking::wanted(answered.ruling, answered.facts, missing) {
        let fact = answered.version().facts.get(usize::from(wanted.fact));
        if let Some(fact) = fact.filter(|_| !said.contains(&wanted.fact)) {
            said.push(wanted.fact);
            let from = fact.from.as_ref().map(|from| format!(" (from {from})"));
            let ask = match &*fact.ask {
                "" => almoner_engine::base::name::spoken(&fact.id),
                ask => ask.to_owned(),
            };
            questions.push(format!("{ask}{}", from.unwrap_or_default()));
        }
    }
    questions
}

/// A paragraph for each fact that is missing, set in.
pub(super) fn missing_in(page: &mut Page, answered: &Answered<'_>, of: (usize, Missing)) {
    let (indent, missing) = of;
    let wanted = asking::wanted(answered.ruling, answered.facts, missing);
    let mut said: Vec<FactId> = Vec::new();
    for wanted in &wanted {
        if !said.contains(&wanted.fact) {
            said.push(wanted.fact);
            page.marked(
                indent,
                "Not settled yet: ",
                &question(answered, wanted.fact),
            );
        }
    }
    if missing.intersects(Missing::PRICE_IS_A_RANGE) || (said.is_empty() && !missing.is_empty()) {
        let words = "the printed price is a range, and the answer is not the same for all of it.";
        page.marked(indent, "Not settled yet: ", words);
    }
}

/// `key_stage — Which key stage is the pupil in? (from the parent)`.
fn question(answered: &Answered<'_>, number: FactId) -> String {
    let Some(fact) = answered.version().facts.get(usize::from(number)) else {
        return String::new();
    };
    let mut words = name(answered, fact);
    if matches!(fact.home, Home::List(list) if answered.facts.records(list).is_some()) {
        words.push_str(" — more may come: what is there so far does not decide");
    } else if !fact.ask.is_empty() {
        words.push_str(&format!(" — {}", fact.ask));
    }
    if let Some(from) = &fact.from {
        words.push_str(&format!(" (from {from})"));
    }
    words
}

/// A fact's name; a record's with the records that lack it.
fn name(answered: &Answered<'_>, fact: &Fact) -> String {
    let Home::Record(list, column) = fact.home else {
        return fact.id.to_string();
    };
    let version = answered.version();
    let lacking: Vec<String> = answered
        .facts
        .records(list)
        .into_iter()
        .flat_map(|records| {
            (0..records.count())
                .filter(move |record| matches!(records.cell(*record, column), Value::Unknown(_)))
        })
        .map(|record| shown::record(version, list, record))
        .collect();
    if lacking.is_empty() {
        return fact.id.to_string();
    }
    format!("{} of {}", fact.id, super::page::listed(&lacking, "and"))
}

/// The names alone, `key_stage and pupil_premium`.
pub(super) fn names(answered: &Answered<'_>, missing: Missing) -> String {
    names_in(answered, missing, None)
}

/// The names alone, where a record is spoken of: its own facts need no more.
pub(super) fn names_in(answered: &Answered<'_>, missing: Missing, record: Record) -> String {
    let version = answered.version();
    let names: Vec<String> = missing
        .facts()
        .filter_map(|number| {
            let fact = version.facts.get(usize::from(number))?;
            Some(match (fact.home, record) {
                (Home::Record(list, _), Some((of, _))) if list == of => fact.id.to_string(),
                _ => name(answered, fact),
            })
        })
        .collect();
    if names.is_empty() {
        return "a price that is a range".to_owned();
    }
    super::page::listed(&names, "and")
}
