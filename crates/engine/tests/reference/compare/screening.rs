//! Criteria, what follows and schedules.

use serde_json::Value as Json;

use super::{Compared, entry, is_no, outcome, values::compare_value};
use crate::{days, periods::ScreeningFound, schedules::Schedule, value::Computed};

pub(super) fn compare(
    json: &Json,
    found: &ScreeningFound,
    compared: Compared<'_>,
) -> Result<(), String> {
    outcome(&json["outcome"], found.outcome, compared)?;
    if let (Some(expected), false) = (found.on_day, json["outcome_on_day"].is_null()) {
        outcome(&json["outcome_on_day"], expected, compared)?;
    }
    for (number, part) in found.parts.iter().enumerate() {
        for (id, standing) in &part.criteria {
            let own = entry(&json["criteria"], id, None, Some(number));
            let own = own.and_then(|it| it["standing"].as_str());
            let own = own.ok_or(format!("{id}: not there"))?;
            let is_open = compared.is_open(own == "undetermined", *standing == "undetermined");
            if own != *standing && !is_open {
                return Err(format!("{id} of part {number}: {own}, not {standing}"));
            }
        }
        // As the engine: nothing is listed for those who are not eligible.
        if is_no(json, number) {
            continue;
        }
        for (id, schedule) in &part.schedules {
            let own = entry(&json["schedules"], id, None, Some(number)).map(|it| &it["dates"]);
            let own = own.unwrap_or(&Json::Null);
            let is_unknown = *schedule == Schedule::Unknown;
            if !compared.is_open(own.is_null(), is_unknown) && !is_same(own, schedule) {
                return Err(format!("{id}: {own}, not {schedule:?}"));
            }
        }
    }
    for (id, part, computed) in &found.follows {
        let own = entry(&json["follows"], id, None, *part).map(|it| &it["value"]);
        let own = own.unwrap_or(&Json::Null);
        // As the engine: nothing is shown to follow for those who are not eligible.
        let of_part = part.and_then(|number| json["parts"].as_array()?.get(number));
        let outcome = of_part.map_or(&json["outcome"], |part| &part["outcome"]);
        let is_shown = *outcome != "not_eligible" && json["outcome"] != "not_eligible";
        let is_unknown = *computed == Computed::Unknown;
        // As the engine: a sum that does not apply for a reason of another version is left out.
        let is_left_out = part.is_none() && own.is_null() && *computed == Computed::NotApplicable;
        if is_shown && !is_left_out && !compared.is_open(own.is_null(), is_unknown) {
            compare_value(id, own, computed)?;
        }
    }
    Ok(())
}

fn is_same(json: &Json, schedule: &Schedule) -> bool {
    match schedule {
        Schedule::Unknown => json.is_null(),
        Schedule::NotApplicable => json.get("does_not_apply").is_some(),
        Schedule::Days(expected) => {
            let expected = expected.iter().map(|day| Json::String(days::print(*day)));
            *json == Json::Array(expected.collect())
        }
    }
}
