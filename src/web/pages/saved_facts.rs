//! The facts of a saved answer as the fields of a form, and what a form gives as the
//! facts that an answer withholds.

use serde_json::{Map, Value};

use super::form_fields::Fields;
use almoner_engine::{
    base::{types::Type, value::Value as FactValue},
    check::model::{Fact, Version},
    facts::parse_value::{self, Parsed},
};

/// The fields that a form has with these facts.
pub(super) fn fields(facts: &Value) -> Fields {
    let mut fields = Vec::new();
    for (name, value) in facts.as_object().into_iter().flatten() {
        push(&mut fields, name, value);
    }
    Fields::of(fields)
}

fn push(fields: &mut Vec<(String, String)>, name: &str, value: &Value) {
    let mut put = |text: String| fields.push((name.to_owned(), text));
    match value {
        Value::Array(values) if values.is_empty() => {
            // No options, or no records: the value does not say which, and a form reads
            // only the field that is of the fact's type.
            put("none".to_owned());
            fields.push((format!("{name}.count"), "0".to_owned()));
        }
        Value::Array(values) if values.iter().any(|it| it.get("value").is_some()) => {
            let dated: Vec<String> = values.iter().map(dated).collect();
            put(dated.join(";"));
        }
        Value::Array(values) if values.iter().all(Value::is_object) => {
            fields.push((format!("{name}.count"), values.len().to_string()));
            for (number, record) in (1..).zip(values) {
                for (field, value) in record.as_object().into_iter().flatten() {
                    push(fields, &format!("{name}.{number}.{field}"), value);
                }
            }
        }
        Value::Array(options) => {
            let chosen = options.iter().filter_map(Value::as_str);
            fields.extend(chosen.map(|it| (name.to_owned(), it.to_owned())));
        }
        single => fields.extend(typed(single).map(|text| (name.to_owned(), text))),
    }
}

/// A single value as it is typed.
fn typed(value: &Value) -> Option<String> {
    match value {
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value with its days, `yes@2018-04-01..2018-09-30`.
fn dated(value: &Value) -> String {
    let day = |name: &str| value[name].as_str().unwrap_or_default();
    let text = typed(&value["value"]).unwrap_or_else(|| value["value"].to_string());
    format!("{text}@{}..{}", day("from"), day("until"))
}

/// The confidential facts of a form as a JSON object; none where it has none.
pub(super) fn confidential(version: &Version, fields: &Fields) -> Option<String> {
    let facts = version.facts.iter().filter(|fact| fact.confidential);
    let given: Map<String, Value> = facts
        .filter_map(|fact| Some((fact.id.to_string(), value(fact, fields)?)))
        .collect();
    (!given.is_empty()).then(|| Value::Object(given).to_string())
}

fn value(fact: &Fact, fields: &Fields) -> Option<Value> {
    if matches!(fact.ty, Type::Choices(_)) {
        let chosen: Vec<&str> = fields.all(&fact.id).collect();
        let own = chosen.iter().filter(|it| **it != "none");
        return (!chosen.is_empty()).then(|| own.copied().collect());
    }
    let text = fields.get(&fact.id)?;
    Some(match parse_value::parse(fact, text) {
        Ok(Parsed::Value(FactValue::YesNo(yes))) => Value::Bool(yes),
        Ok(Parsed::Value(FactValue::Whole(number))) => Value::from(number),
        Ok(Parsed::Value(FactValue::Date(day))) => Value::from(day.to_string()),
        _ => Value::from(text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_fields() {
        let facts = serde_json::json!({
            "lessons": 10,
            "paid": true,
            "days": ["monday", "friday"],
            "kinds": [],
            "price": "25.00",
            "liable": [{"value": "applicant", "from": "2018-04-01"}, {"value": "landlord"}],
            "children": [{"age": 2}, {"days": ["monday"], "paid": false}],
        });
        let fields = fields(&facts);
        let all: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let expected = [
            "children.count=2",
            "children.1.age=2",
            "children.2.days=monday",
            "children.2.paid=no",
            "days=monday",
            "days=friday",
            "kinds=none",
            "kinds.count=0",
            "lessons=10",
            "liable=applicant@2018-04-01..;landlord@..",
            "paid=yes",
            "price=25.00",
        ];
        let mut all = all;
        all.sort_by_key(|it| it.split(['=', '.']).next().map(str::to_owned));
        assert_eq!(all, expected);
    }
}
