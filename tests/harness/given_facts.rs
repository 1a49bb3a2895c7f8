//! The facts of a case as JSON, each as the text it is written in.

use almoner_engine::check::model::{Case, DaysText, FactText};
use serde_json::{Map, Value, json};

pub(crate) fn given_facts(case: &Case) -> Value {
    object(&case.facts)
}

fn object(facts: &[(Box<str>, FactText)]) -> Value {
    let each = facts.iter();
    let each = each.map(|(name, given)| (name.to_string(), value(given)));
    Value::Object(each.collect())
}

fn value(given: &FactText) -> Value {
    match given {
        FactText::One(text) => json!(text),
        FactText::Dated(values) => {
            let each = values.iter();
            each.map(|it| dated(&it.days, json!(it.value))).collect()
        }
        FactText::List(records) => {
            let each = records.iter();
            each.map(|it| dated(&it.days, object(&it.facts))).collect()
        }
    }
}

/// A value with its days, or alone where it always holds.
fn dated(days: &DaysText, value: Value) -> Value {
    if *days == DaysText::default() {
        return value;
    }
    let ends = [("from", &days.from), ("until", &days.until)];
    let ends = ends
        .into_iter()
        .filter_map(|(name, day)| Some((name, day.as_ref()?)));
    let mut entry: Map<_, _> = ends
        .map(|(name, day)| (name.to_owned(), json!(day)))
        .collect();
    entry.insert("value".to_owned(), value);
    Value::Object(entry)
}
