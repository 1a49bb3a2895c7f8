//! An example for each entry of a version, calculated from the rule set's own cases.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::personal::is_personal;
use almoner_engine::{
    answer::{Answer, Detail, Question},
    base::date::LongDate,
    book::Book,
    check::model::{Case, FactText, Kind, RuleSet, Version},
    facts::GivenFacts,
    present::{self, StepView},
};

/// What is not encoded in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The most cases that are asked for entries that they are written for, and then for
/// the others.
const MAX_CASES: usize = 60;

/// An entry with the numbers of a case.
#[derive(Debug)]
pub(super) struct Example {
    /// What the case shows.
    pub(super) says: String,
    pub(super) on: String,
    /// The page that asks what the case asks, without facts about people.
    pub(super) href: String,
    pub(super) step: StepView,
}

/// An example for each entry that a case reaches, by the entry's id. The cases that
/// expect something of an entry come first: their authors wrote them to show it.
pub(super) fn examples(book: &Book, set: &RuleSet, version: &Version) -> BTreeMap<String, Example> {
    let mut open = entries(version);
    let mut found = BTreeMap::new();
    let cases: Vec<&Case> = set
        .cases
        .iter()
        .filter(|case| is_of(book, case, version))
        .collect();
    // What a case shows of other entries, for those that no case is written for.
    let mut others = BTreeMap::new();
    let mut left = cases;
    for only_named in [true, false] {
        let mut asked = 0;
        left.retain(|case| {
            let names = |id: &String| !only_named || expects(case, id);
            if asked >= MAX_CASES || !open.iter().any(names) {
                return true;
            }
            asked += 1;
            for (id, example) in steps(book, set, version, case) {
                match names(&id) && open.remove(&id) {
                    true => {
                        found.insert(id, example);
                    }
                    false => {
                        others.entry(id).or_insert(example);
                    }
                }
            }
            false
        });
        for (id, example) in std::mem::take(&mut others) {
            if open.remove(&id) {
                found.insert(id, example);
            }
        }
    }
    found
}

/// The entries that a step of an answer can be about.
fn entries(version: &Version) -> BTreeSet<String> {
    let lines = version.lines.iter();
    let reductions = lines
        .clone()
        .flat_map(|line| &line.reductions)
        .map(|it| &it.id);
    let values = version.values.iter().map(|it| &it.id);
    let criteria = version.criteria.iter().map(|it| &it.id);
    let totals = version.totals.iter().map(|it| &it.id);
    let limits = version.limits.iter().map(|it| &it.id);
    let all = values.chain(criteria).chain(lines.map(|it| &it.id));
    let all = all.chain(reductions).chain(totals).chain(limits);
    all.map(ToString::to_string).collect()
}

fn is_of(book: &Book, case: &Case, version: &Version) -> bool {
    let ruling = book.program().select(&version.id, case.on, case.known);
    ruling.is_ok_and(|it| std::ptr::eq(it.version, version))
}

/// Whether a case expects something of an entry, `lessons` or `lessons.chosen`.
fn expects(case: &Case, id: &str) -> bool {
    let mut expected = case.expect.iter();
    expected.any(|(what, _)| what.split(['.', '[']).any(|part| part == id))
}

/// The steps of a case's answer that were calculated, by the ids of their entries.
fn steps(book: &Book, set: &RuleSet, version: &Version, case: &Case) -> Vec<(String, Example)> {
    let mut question = Question::new(set.id.to_string())
        .on(case.on)
        .detail(Detail::Traced);
    if let Some(known) = case.known {
        question = question.known(known);
    }
    let mut facts = GivenFacts::default();
    for (name, given) in &case.facts {
        facts.text(name.to_string(), given.clone());
    }
    let Ok(answer) = book.answer(&question.facts(facts)) else {
        return Vec::new();
    };
    let href = address(set, version, case);
    let of_step = |step: StepView| {
        let id = id_of(&step)?;
        let example = Example {
            says: case.says.to_string(),
            on: LongDate(case.on).to_string(),
            href: href.clone(),
            step,
        };
        Some((id, example))
    };
    calculated(&answer).filter_map(of_step).collect()
}

/// The steps that say more than their formulas as they are written.
fn calculated(answer: &Answer<'_>) -> impl Iterator<Item = StepView> + use<> {
    let steps = present::working(answer).into_iter().flat_map(|it| it.steps);
    steps.filter(|step| {
        let mut formulas = step.formulas.iter();
        let has_numbers = formulas.any(|it| it.substituted.is_some() || it.result.is_some());
        has_numbers || !step.amounts.is_empty()
    })
}

/// The id of the entry that a step is about: `lessons` of `line lessons, child 2`.
fn id_of(step: &StepView) -> Option<String> {
    let (_, id) = step.name.split(',').next()?.split_once(' ')?;
    Some(id.trim().to_owned())
}

/// The page that asks what a case asks; facts about people are left to be filled in.
fn address(set: &RuleSet, version: &Version, case: &Case) -> String {
    let folder = match set.kind() {
        Kind::Pricing => "quote",
        Kind::Eligibility => "screen",
    };
    let mut address = format!("/{folder}/{}?on={}", set.id, case.on);
    for (name, given) in &case.facts {
        let fact = version.facts.iter().find(|fact| fact.id == *name);
        let may_be_linked = fact.is_some_and(|fact| !is_personal(fact));
        if let (FactText::One(text), true) = (given, may_be_linked) {
            let text = utf8_percent_encode(text, PLAIN);
            address.push_str(&format!("&{name}={text}"));
        }
    }
    address
}
