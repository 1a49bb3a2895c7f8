//! The total of a quote, those of its parts and over other lengths of time, and limits.

use serde_json::Value as Json;

use super::{
    Compared, entry,
    values::{amount, ends},
};
use crate::{
    limits::Limit,
    quote::{Amount, Charged, Line},
    quotes::{ContainedVat, Quote},
    totals::Sum,
};

/// The outcome under all readings together.
pub(super) fn outcome(quotes: &[Quote]) -> &'static str {
    let any = |wanted: &str| quotes.iter().any(|quote| quote.outcome == wanted);
    let sums = |quote: &Quote| (quote.total.clone(), quote.without_referred.clone());
    let is_one = quotes.iter().all(|quote| sums(quote) == sums(&quotes[0]));
    match () {
        () if any("undetermined") => "undetermined",
        () if quotes.iter().all(|quote| quote.outcome == "refer") => "refer",
        // As the engine: also where a person prices it under some of the readings.
        () if !is_one => "alternatives",
        () if any("refer") => "refer",
        () => quotes[0].outcome,
    }
}

pub(super) fn compare(json: &Json, quotes: &[Quote], compared: Compared<'_>) -> Result<(), String> {
    totals(json, quotes, compared)?;
    limits(json, quotes, compared)?;
    parts(json, quotes, compared)?;
    match outcome(quotes) {
        "alternatives" => under_readings(&json["alternatives"], quotes, compared),
        _ => {
            let total = quotes[0].total.as_ref();
            let is_open = quotes.iter().any(|quote| quote.total.is_none());
            if compared.is_open(json["total"].is_null(), is_open) {
                return Ok(());
            }
            amount("the total", &json["total"], total)?;
            match (&quotes[0].vat, quotes.len(), compared.is_complete()) {
                (ContainedVat::None, 1, false) => amount("VAT", &json["vat"]["amount"], None),
                (ContainedVat::Amount(vat), 1, false) => {
                    amount("VAT", &json["vat"]["amount"], Some(vat))
                }
                _ => Ok(()),
            }
        }
    }
}

/// Whether no total of a completion is beyond what the engine says the totals are between.
pub(super) fn within(json: &Json, quotes: &[Quote]) -> Result<(), String> {
    let (least, most) = (ends(&json["at_least"]), ends(&json["at_most"]));
    if least.is_none() && most.is_none() {
        return Ok(());
    }
    if quotes.iter().any(|quote| quote.outcome == "refer") {
        return Err("a person may price it, and there are ends".to_owned());
    }
    for (low, high) in quotes.iter().filter_map(|quote| quote.total.as_ref()) {
        let is_below = least.as_ref().is_some_and(|(least, _)| low < least);
        let is_above = most.as_ref().is_some_and(|(most, _)| high > most);
        if is_below || is_above {
            return Err(format!(
                "{low} to {high} is not between {least:?} and {most:?}"
            ));
        }
    }
    Ok(())
}

/// Every reading has a total among these, of the points that matter.
fn under_readings(json: &Json, quotes: &[Quote], compared: Compared<'_>) -> Result<(), String> {
    for quote in quotes {
        let all = json.as_array().into_iter().flatten();
        let is_of_reading = |it: &&Json| {
            let text = it["reading"].as_str().unwrap_or_default();
            let mut clauses = text.split(" and ");
            clauses.all(|clause| quote.clauses.iter().any(|own| own == clause))
        };
        let found: Vec<&Json> = all.filter(is_of_reading).collect();
        let is_open = compared.is_open(found.is_empty(), quote.total.is_none());
        match found.as_slice() {
            [only] => {
                amount("a total", &only["total"], quote.total.as_ref())?;
                let without = quote.without_referred.as_ref();
                amount("without referred", &only["without_referred"], without)?;
            }
            [] if is_open => {}
            _ => return Err(format!("{:?}: {} totals", quote.clauses, found.len())),
        }
    }
    Ok(())
}

/// What each part comes to by itself, without limits.
fn parts(json: &Json, quotes: &[Quote], compared: Compared<'_>) -> Result<(), String> {
    let ([quote], Some(parts)) = (quotes, json["parts"].as_array()) else {
        return Ok(());
    };
    // As the engine: a part has no total while a limit that begins in it is not known.
    if quote.limits.iter().any(|it| it.limit == Limit::Unknown) {
        return Ok(());
    }
    for (part, sum) in parts.iter().zip(&quote.parts) {
        let expected = match sum {
            Sum::Amount(total) => Some(total),
            _ => None,
        };
        if !compared.is_open(part["total"].is_null(), expected.is_none()) {
            amount("the total of a part", &part["total"], expected)?;
        }
    }
    Ok(())
}

fn totals(json: &Json, quotes: &[Quote], compared: Compared<'_>) -> Result<(), String> {
    // A completion may add records, and with them lines to add up.
    if compared.is_complete() && json["outcome"] == "undetermined" {
        return Ok(());
    }
    for (number, (id, record, first)) in quotes[0].totals.iter().enumerate() {
        let state = |sum: &Sum| match sum {
            Sum::None => "does_not_apply",
            Sum::Unknown => "undetermined",
            Sum::Withheld => "withheld",
            Sum::Referred => "refer",
            Sum::Amount(_) => "priced",
        };
        let all = || quotes.iter().map(|quote| &quote.totals[number].2);
        if all().any(|sum| sum != first) {
            // Where the readings differ, only their amounts are compared.
            under_each(json, (id, *record, number), quotes, compared)?;
            continue;
        }
        // It is withheld in case some line is charged; the engine may know that none is.
        let is_open = |it: &Charged| it.line == Line::Unknown;
        if *first == Sum::Withheld && quotes[0].lines.iter().any(is_open) {
            compared.settles_more();
            continue;
        }
        let found = entry_of(&json["totals"], (id, *record, 0), state(first), compared)?;
        if let (Some(found), Sum::Amount(expected)) = (found, first) {
            amount(id, &found["amount"], Some(expected))?;
        }
    }
    Ok(())
}

fn under_each(
    json: &Json,
    (id, record, number): (&str, Option<usize>, usize),
    quotes: &[Quote],
    compared: Compared<'_>,
) -> Result<(), String> {
    let found = entry(&json["totals"], id, record, None);
    let found = found.ok_or(format!("{id}: not there"))?;
    for it in found["alternatives"].as_array().into_iter().flatten() {
        let text = it["reading"].as_str().unwrap_or_default();
        let is_taken = |quote: &&Quote| {
            let mut clauses = text.split(" and ");
            clauses.all(|clause| quote.clauses.iter().any(|own| own == clause))
        };
        for quote in quotes.iter().filter(is_taken) {
            let is_open = quote.totals[number].2 == Sum::Unknown;
            if compared.is_open(it["amount"].is_null(), is_open) {
                continue;
            }
            let expected: Option<&Amount> = match &quote.totals[number].2 {
                Sum::Amount(amount) => Some(amount),
                _ => None,
            };
            amount(&format!("{id} if {text}"), &it["amount"], expected)?;
        }
    }
    Ok(())
}

fn limits(json: &Json, quotes: &[Quote], compared: Compared<'_>) -> Result<(), String> {
    if compared.is_complete() && json["outcome"] == "undetermined" {
        return Ok(());
    }
    for (number, first) in quotes[0].limits.iter().enumerate() {
        let state = match &first.limit {
            Limit::None => "does_not_apply",
            Limit::Unknown => "undetermined",
            Limit::Referred => "refer",
            Limit::Held(it) if it.before == it.after => "kept",
            Limit::Held(..) => "changed",
        };
        let mut others = quotes.iter().map(|quote| &quote.limits[number].limit);
        let place = (first.id.as_str(), first.record, first.from_part);
        if others.clone().any(|limit| *limit == Limit::Unknown) {
            entry_of(&json["limits"], place, "undetermined", compared)?;
            continue;
        }
        if others.any(|limit| *limit != first.limit) {
            entry_of(&json["limits"], place, "alternatives", compared)?;
            continue;
        }
        let Some(found) = entry_of(&json["limits"], place, state, compared)? else {
            continue;
        };
        if let Limit::Held(held) = &first.limit {
            let id = &first.id;
            amount(
                &format!("{id}, before"),
                &found["before"],
                Some(&held.before),
            )?;
            amount(&format!("{id}, after"), &found["after"], Some(&held.after))?;
        }
    }
    Ok(())
}

/// The total or limit with this id, of a record and from a part, whose state is compared;
/// none where it need not be the same.
fn entry_of<'j>(
    entries: &'j Json,
    (id, record, from_part): (&str, Option<usize>, usize),
    state: &str,
    compared: Compared<'_>,
) -> Result<Option<&'j Json>, String> {
    let all = entries.as_array().into_iter().flatten();
    let found = all.clone().find(|it| {
        let number = it["record"]["number"].as_u64();
        let from = it["from_part"].as_u64().map_or(0, |from| from - 1);
        let is_of_record = number == record.map(|record| record as u64 + 1);
        it["id"] == id && is_of_record && from == from_part as u64
    });
    let found = match found {
        Some(found) => found,
        // A record that a completion adds.
        None if compared.is_complete() => return Ok(None),
        None => return Err(format!("{id} {record:?} {from_part}: not there")),
    };
    if compared.is_open(found["state"] == "undetermined", state == "undetermined") {
        return Ok(None);
    }
    match found["state"] == state {
        true => Ok(Some(found)),
        false => Err(format!("{id} {record:?}: {}, not {state}", found["state"])),
    }
}
