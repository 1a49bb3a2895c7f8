//! The entries of a saved answer with the names by which they are compared.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The prices read on the way, by charge and, where there are parts, by part.
pub(super) fn prices(answer: &Value) -> Map<String, Value> {
    let charge = |step: &Value, read: &Value| {
        let charge = read.get("charge")?.as_str()?;
        Some((format!("{charge}{}", in_part(step)), read.clone()))
    };
    array(answer, "trace")
        .flat_map(|step| array(step, "read").filter_map(move |read| charge(step, read)))
        .collect()
}

/// ` in part 2`, of what belongs to one of several parts: a line has its number
/// as `part`, a step as `in_part`.
fn in_part(entry: &Value) -> String {
    let number = |key| entry.get(key).and_then(Value::as_u64);
    let part = number("part").or_else(|| number("in_part"));
    part.map_or_else(String::new, |part| format!(" in part {part}"))
}

/// The prices and rates used with their status, by what they are and the part.
pub(super) fn statuses(answer: &Value) -> Map<String, Value> {
    let parts = array(answer, "parts").enumerate();
    let of_parts = parts.map(|(number, part)| (format!(" in part {}", number + 1), part));
    let all = std::iter::once((String::new(), answer)).chain(of_parts);
    all.flat_map(|(part, of)| {
        array(of, "prices").filter_map(move |price| {
            let charge = price.get("charge")?.as_str()?;
            Some((format!("the price of {charge}{part}"), price.clone()))
        })
    })
    .chain(array(answer, "rates").filter_map(|rates| {
        let text = |key| rates.get(key).and_then(Value::as_str);
        let (parameter, from) = (text("parameter")?, text("from")?);
        Some((
            format!("the rate of {parameter} from {from}"),
            rates.clone(),
        ))
    }))
    .collect()
}

/// The rates read on the way: name, row and first day.
pub(super) fn rates(answer: &Value) -> Map<String, Value> {
    let rate = |read: &Value| {
        let name = read.get("parameter")?.as_str()?;
        let row = read.get("row")?.as_u64()?;
        let from = read.get("from").and_then(Value::as_str).unwrap_or_default();
        let value = read.get("value")?.clone();
        Some((format!("{name} from {from} (row {row})"), value))
    };
    array(answer, "trace")
        .flat_map(|step| array(step, "read").filter_map(rate))
        .collect()
}

fn array<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    let entries = value.get(key).and_then(Value::as_array);
    entries.into_iter().flatten()
}

/// For an entry of a saved answer that has lost its id.
const UNNAMED: &str = "without a name";

/// The entries of an array with their names: `place`, `place of children 2`.
pub(super) fn named<'v>(answer: &'v Value, key: &str) -> Vec<(String, &'v Value)> {
    let name = |entry: &Value| {
        if let (None, Some(number)) = (entry.get("id"), entry.get("number")) {
            return number.to_string();
        }
        let id = entry.get("id").and_then(Value::as_str);
        let id = id.unwrap_or(UNNAMED);
        let record = entry.get("record");
        let list = record.and_then(|record| record.get("list"));
        match (
            list.and_then(Value::as_str),
            record.and_then(|it| it.get("number")),
        ) {
            (Some(list), Some(number)) => format!("{id} of {list} {number}{}", in_part(entry)),
            _ => format!("{id}{}", in_part(entry)),
        }
    };
    numbered(array(answer, key).map(|entry| (name(entry), entry)))
}

/// The number of each among those of its name follows it from the second on,
/// so that the first is compared with the first and the second with the second.
fn numbered<'v>(entries: impl Iterator<Item = (String, &'v Value)>) -> Vec<(String, &'v Value)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let name = |(name, entry): (String, &'v Value)| {
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        match *count {
            1 => (name, entry),
            number => (format!("{name} ({number})"), entry),
        }
    };
    entries.map(name).collect()
}

/// The steps of the working with their names: `criterion age`, `line tuition, when`.
pub(super) fn steps(answer: &Value) -> Vec<(String, &Value)> {
    let name = |step: &Value| {
        let text = |key: &str| step.get(key).and_then(Value::as_str);
        let (kind, id) = (text("step").unwrap_or("step"), text("id"));
        let mut name = format!("{kind} {}", id.unwrap_or(UNNAMED));
        if let Some(part) = text("part").filter(|part| *part != "is") {
            name.push_str(&format!(", {}", part.replace('_', " ")));
        }
        if let Some(number) = step.get("record").and_then(Value::as_u64) {
            name.push_str(&format!(", record {number}"));
        }
        name.push_str(&in_part(step));
        name
    };
    numbered(array(answer, "trace").map(|step| (name(step), step)))
}
