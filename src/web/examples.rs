//! Example questions: the rule sets' own cases.

use serde_json::{Map, Value, json};

use almoner_engine::{
    base::types::Type,
    check::model::{Case, FactText, RuleSet, Version},
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
            FactText::One(text) => fact.map_or(Value::Null, |(_, fact)| value(&fact.ty, text)),
            FactText::List(records) => records.iter().map(|it| record(version, it)).collect(),
        };
        facts.insert(name.to_string(), value);
    }
    Value::Object(facts)
}

fn record(version: &Version, record: &[(Box<str>, Box<str>)]) -> Value {
    let mut facts = Map::new();
    for (name, text) in record {
        let fact = version.facts.iter().find(|fact| fact.id == *name);
        let value = fact.map_or(Value::Null, |fact| value(&fact.ty, text));
        facts.insert(name.to_string(), value);
    }
    Value::Object(facts)
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
