//! Example questions: the rule sets' own cases.

use serde_json::{Map, Value, json};

use almoner_engine::{
    base::types::Type,
    check::model::{Case, DaysText, FactText, RecordText, RuleSet, Version},
};

/// Examples of each rule set.
const MAX_EXAMPLES: usize = 3;

/// The first cases that are answered, each with what it shows.
pub(super) fn questions(set: &RuleSet) -> Vec<(String, Value)> {
    let version = set.newest();
    let in_force = |case: &&Case| case.on >= version.in_force && case.known.is_none();
    let answered = |case: &&Case| case.expect.iter().all(|(what, _)| &**what != "refused");
    let cases = set.cases.iter().filter(in_force).filter(answered);
    let question = |case: &Case| {
        let facts = facts(version, case);
        (
            case.says.to_string(),
            json!({ "on": case.on.to_string(), "facts": facts }),
        )
    };
    cases.take(MAX_EXAMPLES).map(question).collect()
}

fn facts(version: &Version, case: &Case) -> Value {
    let mut facts = Map::new();
    for (name, given) in &case.facts {
        let fact = version.fact(name);
        let value = match given {
            FactText::List(records) => records.iter().map(|it| record(version, it)).collect(),
            given => fact.map_or(Value::Null, |(_, fact)| over_time(&fact.ty, given)),
        };
        facts.insert(name.to_string(), value);
    }
    Value::Object(facts)
}

fn record(version: &Version, record: &RecordText) -> Value {
    let mut facts = Map::new();
    for (name, given) in &record.facts {
        let fact = version.facts.iter().find(|fact| fact.id == *name);
        let value = fact.map_or(Value::Null, |fact| over_time(&fact.ty, given));
        facts.insert(name.to_string(), value);
    }
    match record.days == DaysText::default() {
        true => Value::Object(facts),
        false => dated(&record.days, Value::Object(facts)),
    }
}

/// A value, or the values that a fact has over time.
fn over_time(ty: &Type, given: &FactText) -> Value {
    match given {
        FactText::One(text) => value(ty, text),
        FactText::Dated(values) => values
            .iter()
            .map(|it| dated(&it.days, value(ty, &it.value)))
            .collect(),
        FactText::List(_) => Value::Null,
    }
}

fn dated(days: &DaysText, value: Value) -> Value {
    let mut entry = Map::new();
    let ends = [("from", &days.from), ("until", &days.until)];
    for (name, day) in ends {
        if let Some(day) = day {
            entry.insert(name.to_owned(), json!(day));
        }
    }
    entry.insert("value".to_owned(), value);
    Value::Object(entry)
}

/// A fact in the form the schema recommends.
fn value(ty: &Type, text: &str) -> Value {
    let text = text.trim();
    match ty {
        Type::YesNo => json!(text.eq_ignore_ascii_case("yes") || text.eq_ignore_ascii_case("true")),
        Type::Whole => text
            .parse::<i64>()
            .map_or(json!(text), |whole| json!(whole)),
        Type::Choices(_) if text == "none" => json!([]),
        Type::Choices(_) => text.split(',').map(|option| json!(option.trim())).collect(),
        Type::Percent => json!(text.trim_end_matches('%')),
        _ => json!(text),
    }
}
