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
pub(crate) fn of<'c>(case: &'c Case, rules: &'c str) -> impl Iterator<Item = Case> + Clone + 'c {
    (0..COMPLETIONS).map(|seed| {
        let numbers = numbers(seed, 7, 200);
        complete(case.clone(), rules, &mut Choices::new(&numbers))
    })
}

fn complete(mut case: Case, rules: &str, choices: &mut Choices<'_>) -> Case {
    let on = case.on;
    let is_missing = |case: &Case, id: &str| {
        let given = case
            .facts
            .get(id)
            .is_some_and(|given| given.at(on).is_some());
        let is_asked = ["known", "not known"]
            .iter()
            .any(|known| rules.contains(&format!("({id} is {known})")));
        let assumed = rules
            .lines()
            .any(|line| line.contains(&format!("(id: \"{id}\", ")) && line.contains("assume: "));
        !given && !is_asked && !assumed
    };
    for (id, ty) in FACTS {
        if is_missing(&case, id) {
            let (value, json) = value(choices, id, ty);
            case.facts.insert(id, Given::Always(value, json));
        }
    }
    if is_missing(&case, "c1") {
        let colour = choices.of(&COLOURS);
        case.facts.insert(
            "c1",
            Given::Always(Value::Option(colour.to_owned()), String::new()),
        );
    }
    if is_missing(&case, "a1") {
        let days = crate::days::WEEKDAYS.iter();
        let taken: BTreeSet<String> = days
            .filter(|_| choices.one_in(2))
            .map(|day| (*day).to_owned())
            .collect();
        case.facts
            .insert("a1", Given::Always(Value::Options(taken), String::new()));
    }
    if is_missing(&case, "r1") {
        case.facts.insert("r1", amount_by_the_week(choices));
    }
    if is_missing(&case, "x1") {
        case.facts
            .insert("x1", Given::Always(Value::Text, String::new()));
    }
    let is_open = rules.contains("complete:")
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
