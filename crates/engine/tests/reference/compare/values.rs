//! Amounts and values, as the engine writes them in JSON.

use serde_json::Value as Json;

use crate::{
    days,
    fraction::{self, Fraction},
    quote::Amount,
    value::{Computed, Value},
};

pub(super) fn ends(json: &Json) -> Option<Amount> {
    match json {
        Json::String(exact) => {
            let exact = fraction::parse(exact)?;
            Some((exact.clone(), exact))
        }
        Json::Object(range) => {
            let end = |name| fraction::parse(range.get(name)?.as_str()?);
            Some((end("min")?, end("max")?))
        }
        _ => None,
    }
}

pub(super) fn amount(what: &str, json: &Json, expected: Option<&Amount>) -> Result<(), String> {
    match ends(json).as_ref() == expected {
        true => Ok(()),
        false => Err(format!("{what}: {json}, not {expected:?}")),
    }
}

pub(super) fn compare_value(id: &str, json: &Json, computed: &Computed) -> Result<(), String> {
    let number = |json: &Json| -> Option<Fraction> {
        match json {
            Json::String(text) => fraction::parse(text),
            other => fraction::parse(&other.to_string()),
        }
    };
    let is_same = match computed {
        Computed::Unknown => json.is_null(),
        Computed::NotApplicable => json.get("does_not_apply").is_some(),
        Computed::Known(Value::YesNo(yes)) => *json == Json::Bool(*yes),
        Computed::Known(Value::Number(expected)) => number(json).as_ref() == Some(expected),
        Computed::Known(Value::Money(low, high)) => ends(json) == Some((low.clone(), high.clone())),
        Computed::Known(Value::Percent(share)) => {
            let text = json.as_str().unwrap_or_default();
            let found = fraction::parse(text.trim_end_matches('%'));
            found == Some(share * fraction::whole(100))
        }
        Computed::Known(Value::Day(day)) => *json == Json::String(days::print(*day)),
        Computed::Known(Value::Time(minutes)) => {
            *json == Json::String(format!("{:02}:{:02}", minutes / 60, minutes % 60))
        }
        Computed::Known(Value::Days(count) | Value::Months(count)) => {
            let text = json.as_str().unwrap_or_default();
            let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
            let of_unit = match unit.trim_end_matches('s') {
                "year" => 12,
                "week" => 7,
                _ => 1,
            };
            number.parse() == Ok(count / of_unit) && count % of_unit == 0
        }
        Computed::Known(other) => panic!("{id} is {other:?}"),
    };
    match is_same {
        true => Ok(()),
        false => Err(format!("{id}: {json}, not {computed:?}")),
    }
}
