//! The facts of a rule set as a JSON Schema (2020-12): what is asked for, in
//! the forms that callers do best to use. What is read is a little wider: a
//! number may be in quotation marks, a date be written 1/5/2018.

use serde_json::{Map, Value, json};

use almoner_engine::{
    base::{bounds::Bounds, types::Type, value},
    check::model::{Fact, Home, Version},
    facts::MAX_RECORDS,
};

/// The schema as a page of the service.
pub(super) fn page(version: &Version) -> String {
    let mut schema = facts(version);
    if let Value::Object(members) = &mut schema {
        let dialect = json!("https://json-schema.org/draft/2020-12/schema");
        members.insert("$schema".to_owned(), dialect);
    }
    schema.to_string()
}

/// The object of a version's facts.
pub(super) fn facts(version: &Version) -> Value {
    let of_case = version.facts.iter();
    let of_case = of_case.filter(|fact| !matches!(fact.home, Home::Record(..)));
    let mut schema = object(version, of_case);
    if let Value::Object(members) = &mut schema {
        members.insert(
            "title".to_owned(),
            json!(format!("Facts: {}", version.title)),
        );
    }
    schema
}

/// No fact is required: what is missing, the answer says.
fn object<'v>(version: &'v Version, facts: impl Iterator<Item = &'v Fact>) -> Value {
    let facts = facts.filter(|fact| !matches!(fact.ty, Type::Days | Type::Months));
    let properties: Map<String, Value> = facts
        .map(|fact| (fact.id.to_string(), described(version, fact)))
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn described(version: &Version, fact: &Fact) -> Value {
    let mut schema = match fact.home {
        Home::List(_) => typed(version, fact),
        _ if version.is_period_end(fact) => typed(version, fact),
        _ => over_time(typed(version, fact)),
    };
    let Value::Object(members) = &mut schema else {
        return schema;
    };
    if !fact.ask.is_empty() {
        members.insert("title".to_owned(), json!(fact.ask));
    }
    let mut about: Vec<String> = Vec::new();
    about.extend(fact.hint.as_deref().map(|hint| match hint.ends_with('.') {
        true => hint.to_owned(),
        false => format!("{hint}."),
    }));
    if !fact.within.is_open() {
        about.push(format!("Accepted: {}.", fact.within));
    }
    let relations = version.relations_in_words(fact);
    about.extend(relations.map(|relation| format!("Accepted {relation}.")));
    if let Some(when) = &fact.when {
        about.push(format!("Asked only when: {}.", when.text));
    }
    if let Some(assume) = &fact.assume {
        about.push(format!("Taken as {} where it is not given.", assume.text));
    }
    if !about.is_empty() {
        members.insert("description".to_owned(), json!(about.join(" ")));
    }
    if fact.confidential {
        // Taken in, and never shown again.
        members.insert("writeOnly".to_owned(), json!(true));
    }
    schema
}

/// A value, or the values that a fact has over time.
fn over_time(value: Value) -> Value {
    let items = dated(value.clone());
    json!({ "anyOf": [value, { "type": "array", "items": items, "maxItems": MAX_RECORDS }] })
}

/// A value with the days for which it holds, both included; an end that is
/// left out is open.
fn dated(value: Value) -> Value {
    let day = json!({ "type": ["string", "null"], "format": "date" });
    json!({
        "type": "object",
        "properties": { "from": day, "until": day, "value": value },
        "required": ["value"],
        "additionalProperties": false,
    })
}

fn typed(version: &Version, fact: &Fact) -> Value {
    match &fact.ty {
        Type::YesNo => json!({ "type": ["boolean", "null"] }),
        Type::Whole => whole(fact.within),
        Type::Number | Type::Percent => {
            json!({ "type": ["string", "null"], "pattern": r"^[0-9]{1,12}(\.[0-9]{1,6})?$" })
        }
        Type::Money | Type::MoneyPer(_) => {
            json!({ "type": ["string", "null"], "pattern": r"^[0-9]{1,12}(\.[0-9]{2})?$" })
        }
        Type::Date => json!({ "type": ["string", "null"], "format": "date" }),
        Type::Time => {
            json!({ "type": ["string", "null"], "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$" })
        }
        Type::Choice(options) => {
            let options = options.iter().map(Value::from);
            json!({ "enum": options.chain([Value::Null]).collect::<Vec<_>>() })
        }
        Type::Choices(options) => {
            let options: Vec<&str> = options.iter().collect();
            let items = json!({ "enum": options });
            json!({ "type": ["array", "null"], "items": items, "uniqueItems": true })
        }
        Type::Text => {
            json!({ "type": ["string", "null"], "pattern": r"\S", "maxLength": 1000 })
        }
        Type::List => {
            let Home::List(list) = fact.home else {
                return json!({ "type": "null" });
            };
            let fields = version.fields(list).map(|(_, fact)| fact);
            let items = object(version, fields);
            let items = json!({ "anyOf": [items, dated(items)] });
            json!({ "type": ["array", "null"], "items": items, "maxItems": MAX_RECORDS })
        }
        Type::Days | Type::Months => json!({ "type": "null" }),
    }
}

fn whole(within: Bounds) -> Value {
    // Whole numbers can have 18 digits (`facts/parse_value.rs` of the engine).
    const MAX_WHOLE: i64 = 999_999_999_999_999_999;
    let end = |end: Option<value::Value>, open: i64| match end {
        Some(value::Value::Whole(whole)) => whole,
        _ => open,
    };
    json!({
        "type": ["integer", "null"],
        "minimum": end(within.low, -MAX_WHOLE),
        "maximum": end(within.high, MAX_WHOLE),
    })
}
