//! Explanations of the council's rules on random facts: each change and saving is
//! applied and asked again, nothing smaller is found by trying, no confidential fact is
//! named, and the days are those of scanning every day.

mod cases;
mod changes;
mod columns;
mod costs;
mod days;
mod exhaustive;
mod mixed;
mod needed;
mod quotes;
mod savings;
mod screenings;
mod secrecy;

pub(crate) use costs::costs;
pub(crate) use needed::needed;
pub(crate) use quotes::quotes;
pub(crate) use screenings::screenings;

use almoner_engine::{
    Answer, Book, Date, Outcome, Question,
    answer::{Detail, json::Explanation},
    base::money::Money,
    book::open,
    check::model::{RuleSet, Version},
    load::BookFrom,
};
use serde_json::{Map, Value};

use super::cost::Cost;

type Facts = Map<String, Value>;

fn built_in() -> Book {
    let opened = open(BookFrom::Files(almoner_built_in::files())).unwrap();
    opened.into_book().unwrap()
}

fn rule_set<'b>(book: &'b Book, name: &str) -> &'b RuleSet {
    let mut sets = book.contents().rule_sets.iter();
    sets.find(|set| &*set.id == name).unwrap()
}

/// The version of the rules on a day.
fn version_on(set: &RuleSet, on: Date) -> &Version {
    let version = set.versions.iter().rfind(|it| it.in_force <= on);
    version.unwrap_or(set.newest())
}

/// Of the facts those that a version has.
fn facts_in(version: &Version, facts: &Facts) -> Facts {
    let facts = facts.iter();
    let facts = facts.filter(|(name, _)| version.fact(name).is_some());
    facts
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// What is read of the answer to a question; none where it is refused.
fn answered<T>(
    book: &Book,
    name: &str,
    on: Date,
    facts: &Facts,
    read: impl FnOnce(&Question<'_>, &Answer<'_>) -> T,
) -> Option<T> {
    let text = Value::Object(facts.clone()).to_string();
    let question = Question::new(name)
        .on(on)
        .json(&text)
        .detail(Detail::Silent);
    let answer = book.answer(&question).ok()?;
    Some(read(&question, &answer))
}

fn explained(
    book: &Book,
    name: &str,
    on: Date,
    facts: &Facts,
    cost: &mut Cost,
) -> Option<Explanation> {
    answered(book, name, on, facts, |question, answer| {
        let explanation = cost.of(|| book.explain(question, answer));
        explanation.shape(answer)
    })
}

fn ask(book: &Book, name: &str, on: Date, facts: &Facts) -> Option<(Outcome, Option<Money>)> {
    answered(book, name, on, facts, |_, answer| {
        (answer.outcome(), answer.total())
    })
}
