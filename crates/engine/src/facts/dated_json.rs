//! Values with days in JSON: `[{"from": "2023-03-01", "until": "2023-03-15",
//! "value": 4000}, {"from": "2023-03-16", "value": 3000}]`. Both days are
//! included; an end that is left out is open.

use std::borrow::Cow;

use super::{
    dated_text::REVERSED,
    intake::{Intake, MAX_RECORDS, Spot},
    json_text::{Elements, Members, members, unescaped},
    json_value::read_value,
    parse_value::Mismatch,
    problem::shown,
};
use crate::{
    base::{date::Date, date_text, ids::FactId},
    check::model::Fact,
    eval::timeline::DaySpan,
};

/// What an entry may hold.
const KEYS: [&str; 3] = ["from", "until", "value"];

/// Whether a text is an array of objects: values with days.
pub(super) fn is_dated(raw: &str) -> bool {
    let inner = raw.strip_prefix('[').map(str::trim_start);
    inner.is_some_and(|inner| inner.starts_with('{'))
}

/// Takes the values of a fact in, each for its days.
pub(super) fn take(intake: &mut Intake<'_>, number: FactId, fact: &Fact, spot: Spot, raw: &str) {
    let elements = serde_json::from_str::<Elements<'_>>(raw);
    let elements = elements.ok().filter(|it| it.count <= MAX_RECORDS);
    let Some(elements) = elements else {
        let must = format!("at most {MAX_RECORDS} values, each with its days");
        return intake.wrong(fact, spot, Mismatch::must(must), raw);
    };
    let entries: Result<Vec<_>, Mismatch> = elements
        .first
        .iter()
        .map(|element| entry(element.get()))
        .collect();
    let entries = match entries {
        Ok(entries) => entries,
        Err(wrong) => return intake.wrong(fact, spot, wrong, raw),
    };
    let mut texts = vec![Cow::Borrowed(""); entries.len()];
    let mut values = Vec::with_capacity(entries.len());
    for ((days, raw), text) in entries.into_iter().zip(&mut texts) {
        if raw == "null" {
            continue;
        }
        match read_value(fact, raw, text) {
            Ok(taken) => values.push((days, taken)),
            Err(wrong) => {
                let given = unescaped(raw).unwrap_or(Cow::Borrowed(raw));
                return intake.wrong(fact, spot, wrong, &given);
            }
        }
    }
    intake.put_dated(number, fact, spot, values);
}

/// The days of one entry, and its value.
fn entry(raw: &str) -> Result<(DaySpan, &str), Mismatch> {
    let shape = || {
        Mismatch::must("values with their days").help(
            "write each as {\"from\": \"2023-03-01\", \"until\": \"2023-03-15\", \"value\": …}",
        )
    };
    let entry = members(raw).map_err(|_| shape())?;
    let value = entry.raw("value").ok_or_else(shape)?;
    let days = days(&entry)
        .map_err(|wrong| Mismatch::must(format!("given with its days: one value {wrong}")))?;
    Ok((days, value))
}

/// The days of an entry; or what is wrong with it, in words that follow what
/// it is.
pub(super) fn days(entry: &Members<'_>) -> Result<DaySpan, String> {
    let other = entry.0.iter().find(|it| !KEYS.contains(&&*it.name));
    if let Some(other) = other {
        return Err(format!(
            "has `{}` next to its days: it can have `from`, `until` and `value`",
            shown(&other.name)
        ));
    }
    let day = |name: &str| -> Result<Option<Date>, String> {
        let Some(raw) = entry.raw(name).filter(|raw| *raw != "null") else {
            return Ok(None);
        };
        let day = unescaped(raw).and_then(|text| date_text::parse(&text));
        let wrong = || format!("has a `{name}` that is not a day, such as \"2023-03-01\"");
        day.map(Some).ok_or_else(wrong)
    };
    let days = DaySpan {
        first: day("from")?,
        last: day("until")?,
    };
    match days.is_reversed() {
        true => Err(REVERSED.to_owned()),
        false => Ok(days),
    }
}
