//! Completions of a case: every fact that is missing is given some value. What
//! the engine calls settled while facts are missing must be so in all of them.

use std::collections::BTreeSet;

use crate::{
    case::{Case, Given, Record},
    generate::{
        Choices,
        facts::{COLOURS, amount_by_the_week, value},
        numbers,
        rules::{FACTS, FIELDS},
    },
    value::Value,
};

/// How many completions of a case are looked at.
const COMPLETIONS: u64 = 24;

/// Completions of a case for a book with this text. A fact of which a formula
/// asks whether it is known stays as it is.
pub(crate) fn of<'c>(case: &'c Case, rules: &str) -> impl Iterator<Item = Case> + Clone + 'c {
    let more = ["c1", "a1", "r1", "x1"].into_iter();
    let mut missing: BTreeSet<&str> = FACTS.iter().map(|(id, _)| *id).chain(more).collect();
    missing.retain(|id| {
        let given = case.facts.get(id).and_then(|given| given.at(case.on));
        given.is_none() && !is_fixed(id, rules)
    });
    let has_completeness = rules.contains("complete:");
    (0..COMPLETIONS).map(move |seed| {
        let numbers = numbers(seed, 7, 200);
        let choices = &mut Choices::new(&numbers);
        complete(case.clone(), &missing, has_completeness, choices)
    })
}

/// Whether a fact is assumed, or a formula asks whether it is known.
fn is_fixed(id: &str, rules: &str) -> bool {
    let is_asked = ["known", "not known"]
        .iter()
        .any(|known| rules.contains(&format!("({id} is {known})")));
    let declared = format!("(id: \"{id}\", ");
    let mut lines = rules.lines();
    is_asked || lines.any(|line| line.contains(&declared) && line.contains("assume: "))
}

fn complete(
    mut case: Case,
    missing: &BTreeSet<&str>,
    has_completeness: bool,
    choices: &mut Choices<'_>,
) -> Case {
    let on = case.on;
    for (id, ty) in FACTS {
        if missing.contains(id) {
            let (value, json) = value(choices, id, ty);
            case.facts.insert(id, Given::Always(value, json));
        }
    }
    if missing.contains("c1") {
        let colour = choices.of(&COLOURS);
        case.facts.insert(
            "c1",
            Given::Always(Value::Option(colour.to_owned()), String::new()),
        );
    }
    if missing.contains("a1") {
        let days = crate::days::WEEKDAYS.iter();
        let taken: BTreeSet<String> = days
            .filter(|_| choices.one_in(2))
            .map(|day| (*day).to_owned())
            .collect();
        case.facts
            .insert("a1", Given::Always(Value::Options(taken), String::new()));
    }
    if missing.contains("r1") {
        case.facts.insert("r1", amount_by_the_week(choices));
    }
    if missing.contains("x1") {
        case.facts
            .insert("x1", Given::Always(Value::Text, String::new()));
    }
    let is_open = has_completeness
        && case.facts.get("kids_complete").and_then(|it| it.at(on)) != Some(&Value::YesNo(true));
    if is_open || !case.lists.contains_key("kids") {
        let more = choices.number(2);
        let records = case.lists.entry("kids").or_default();
        records.extend((0..more).map(|_| Record::default()));
        case.facts.insert(
            "kids_complete",
            Given::Always(Value::YesNo(true), String::new()),
        );
    }
    for record in case.lists.entry("kids").or_default() {
        for (id, ty) in FIELDS {
            if record
                .facts
                .get(id)
                .is_none_or(|given| given.at(on).is_none())
            {
                let (value, json) = value(choices, id, ty);
                record.facts.insert(id, Given::Always(value, json));
            }
        }
    }
    case
}
