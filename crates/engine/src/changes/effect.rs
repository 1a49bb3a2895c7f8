//! Cases asked of the rules before a change and of those after it.

use std::collections::BTreeSet;

use super::{
    case_effect::{CaseEffect, EffectKind},
    diff::{Change, EntryChange, diff},
    entry::EntryName,
    reached,
    side_answer::SideAnswer,
    starts,
    traces::{self, Parting},
};
use crate::{
    answer::{Answer, Detail, Question, Refusal},
    base::date::Date,
    book::Book,
    check::model::{Case, RuleSet, Version},
    facts::GivenFacts,
};

/// The rules before or after a change.
#[derive(Clone, Copy, Debug)]
pub struct Side<'b> {
    /// The book.
    pub book: &'b Book,
    /// The day that every case is asked about; its own if none.
    pub on: Option<Date>,
}

/// A case to ask.
#[derive(Clone, Debug)]
pub struct EffectCase<'t> {
    /// What it is called.
    pub name: String,
    /// The day it asks about.
    pub on: Date,
    /// Only what was known by the end of this day counts; all of it if none. Not
    /// where a side names a day.
    pub known: Option<Date>,
    /// Its facts.
    pub facts: GivenFacts<'t>,
    /// Whether it is about a person, so that nothing that is said of it may rest on
    /// a confidential fact.
    pub is_person: bool,
}

impl EffectCase<'static> {
    /// A case of a rule set's own.
    #[must_use]
    pub fn of_book(case: &Case) -> EffectCase<'static> {
        let mut facts = GivenFacts::default();
        for (name, given) in &case.facts {
            facts.text(name.to_string(), given.clone());
        }
        EffectCase {
            name: case.says.to_string(),
            on: case.on,
            known: case.known,
            facts,
            is_person: false,
        }
    }
}

/// What a change of rules does to cases.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Effect {
    /// Each case, in the order given.
    pub cases: Vec<CaseEffect>,
    /// The entries that differ between the versions that answered and that no case
    /// reaches.
    pub not_reached: Vec<EntryChange>,
    /// How many entries differ that can change an answer.
    pub changed: usize,
}

/// What is known of a change while cases are asked.
#[derive(Default)]
struct Differences {
    /// The versions and days that were compared.
    compared: BTreeSet<(Date, Date, Option<Date>, Option<Date>)>,
    changes: Vec<EntryChange>,
    before: BTreeSet<EntryName>,
    after: BTreeSet<EntryName>,
}

/// Asks every case of both sides.
pub fn effect<'t>(
    rule_set: &str,
    (before, after): (Side<'_>, Side<'_>),
    cases: impl IntoIterator<Item = EffectCase<'t>>,
) -> Effect {
    let mut effect = Effect::default();
    let mut differences = Differences::default();
    for case in cases {
        let (old, new) = (ask(rule_set, before, &case), ask(rule_set, after, &case));
        differences.add(&old, &new);
        effect.cases.push(one(case.name, old, new));
    }
    let changes = differences.changes.iter().filter(|it| it.decides());
    let changes: Vec<&EntryChange> = changes.collect();
    effect.changed = changes.len();
    let not_reached = changes.into_iter().filter(|it| !differences.reaches(it));
    effect.not_reached = not_reached.cloned().collect();
    effect
}

/// An answer, with the facts of the case that the rules do not ask for.
type Asked<'b> = (Result<Answer<'b>, Refusal>, Vec<String>);

fn ask<'b>(rule_set: &str, side: Side<'b>, case: &EffectCase<'_>) -> Asked<'b> {
    let on = side.on.unwrap_or(case.on);
    let program = side.book.program();
    let known = case.known.filter(|_| side.on.is_none());
    let (facts, left_out) = match program.select(rule_set, on, known) {
        Ok(ruling) => asked_for(program.rule_set(rule_set), ruling.version, &case.facts),
        Err(refusal) => return (Err(refusal.into()), Vec::new()),
    };
    let mut question = Question::new(rule_set.to_owned())
        .on(on)
        .facts(facts)
        .detail(Detail::Traced);
    if let Some(known) = known {
        question = question.known(known);
    }
    let answer = match case.is_person {
        true => side.book.answer_for_list(&question),
        false => side.book.answer(&question),
    };
    (answer, left_out)
}

/// The facts that a version asks for, and the names of those that only another
/// version of the rule set does.
fn asked_for<'t>(
    set: Option<&RuleSet>,
    version: &Version,
    facts: &GivenFacts<'t>,
) -> (GivenFacts<'t>, Vec<String>) {
    let asks = |version: &Version, name: &str| version.facts.iter().any(|fact| *fact.id == *name);
    let elsewhere = |name: &str| {
        let mut versions = set.into_iter().flat_map(|set| &set.versions);
        versions.any(|it| asks(it, name))
    };
    let left_out = facts.names();
    let left_out = left_out
        .into_iter()
        .filter(|it| !asks(version, it) && elsewhere(it));
    let left_out: Vec<String> = left_out.collect();
    (
        facts.only(|name| !left_out.iter().any(|it| it == name)),
        left_out,
    )
}

fn one(name: String, (old, old_left): Asked<'_>, (new, new_left): Asked<'_>) -> CaseEffect {
    let side = |answer: &Result<Answer<'_>, Refusal>, left_out| match answer {
        Ok(answer) => SideAnswer::of(answer, left_out),
        Err(refusal) => SideAnswer::refused(refusal),
    };
    let (before, after) = (side(&old, old_left), side(&new, new_left));
    let kind = EffectKind::of(&before, &after);
    let parting = match (&old, &new) {
        (Ok(old), Ok(new)) if kind != EffectKind::Unchanged => parting(old, new),
        _ => None,
    };
    CaseEffect {
        name,
        kind,
        before,
        after,
        parting,
    }
}

/// Where two answers part: in the first pair of parts in which something differs.
fn parting(old: &Answer<'_>, new: &Answer<'_>) -> Option<Parting> {
    let deciding = (old.deciding_part(), new.deciding_part());
    let pairs = std::iter::once(deciding).chain(old.parts().zip(new.parts()));
    let mut pairs = pairs.map(|(one, other)| (one, other, starts::starts(one, other)));
    pairs.find_map(|(one, other, starts)| traces::parting(one, other, &starts))
}

impl Differences {
    /// Notes what two answers reach, and what differs between their versions.
    fn add(&mut self, (old, _): &Asked<'_>, (new, _): &Asked<'_>) {
        if let Ok(answer) = old {
            reached::add(answer, &mut self.before);
        }
        if let Ok(answer) = new {
            reached::add(answer, &mut self.after);
        }
        let (Ok(old), Ok(new)) = (old, new) else {
            return;
        };
        let (old, new) = (old.asked().ruling, new.asked().ruling);
        let versions = (old.version.in_force, new.version.in_force);
        let tariffs = (
            old.tariff.map(|it| it.in_force),
            new.tariff.map(|it| it.in_force),
        );
        if !self
            .compared
            .insert((versions.0, versions.1, tariffs.0, tariffs.1))
        {
            return;
        }
        for change in diff(old, new).changes {
            if !self.changes.contains(&change) {
                self.changes.push(change);
            }
        }
    }

    /// Whether a case reaches an entry that differs, on the side on which it is.
    fn reaches(&self, change: &EntryChange) -> bool {
        let name = &change.name;
        if !reached::can_be_reached(name.section) {
            return true;
        }
        match change.change {
            Change::Removed => self.before.contains(name),
            Change::Added | Change::Changed => self.after.contains(name),
        }
    }
}
