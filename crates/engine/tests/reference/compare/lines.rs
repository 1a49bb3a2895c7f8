//! The lines of a quote.

use serde_json::Value as Json;

use super::{Compared, entry, values::amount};
use crate::{
    quote::{Charged, Line},
    quotes::Quote,
};

fn state(line: &Line) -> &'static str {
    match line {
        Line::NotCharged => "does_not_apply",
        Line::Unknown => "undetermined",
        Line::Referred => "refer",
        Line::Priced { .. } => "priced",
    }
}

/// Each line under every reading.
pub(super) fn compare(json: &Json, quotes: &[Quote], compared: Compared<'_>) -> Result<(), String> {
    let count = json["lines"].as_array().map_or(0, Vec::len);
    if count != quotes[0].lines.len() && !compared.is_complete() {
        return Err(format!("{count} lines, not {}", quotes[0].lines.len()));
    }
    for (number, first) in quotes[0].lines.iter().enumerate() {
        let Charged {
            part, id, record, ..
        } = first;
        let found = match entry(&json["lines"], id, *record, Some(*part)) {
            Some(found) => found,
            // A record that a completion adds.
            None if compared.is_complete() => continue,
            None => return Err(format!("{id}: no such line")),
        };
        let all = || {
            quotes
                .iter()
                .map(|quote| (&quote.clauses, &quote.lines[number].line))
        };
        if found["state"] == "alternatives" {
            for (clauses, line) in all() {
                let own = found["alternatives"].as_array().into_iter().flatten();
                let is_taken = |it: &&Json| clauses.iter().any(|clause| it["reading"] == **clause);
                let own = own.clone().find(is_taken);
                let own = own.ok_or(format!("{id}: no such reading: {clauses:?}"))?;
                compare_line(own, id, line, true, compared)?;
            }
            continue;
        }
        // Unknown under one reading, it is unknown.
        if all().any(|(_, line)| *line == Line::Unknown) {
            if !compared.is_open(found["state"] == "undetermined", true) {
                return Err(format!("{id}: {}, not undetermined", found["state"]));
            }
            continue;
        }
        let is_one = all().all(|(_, line)| line == &first.line);
        for (_, line) in all() {
            compare_line(found, id, line, is_one, compared)?;
        }
    }
    Ok(())
}

/// Compares one line; with `is_whole` its price and its reductions too.
fn compare_line(
    found: &Json,
    id: &str,
    line: &Line,
    is_whole: bool,
    compared: Compared<'_>,
) -> Result<(), String> {
    let state = state(line);
    if compared.is_open(found["state"] == "undetermined", state == "undetermined") {
        return Ok(());
    }
    if found["state"] != state {
        return Err(format!("{id}: {}, not {state}", found["state"]));
    }
    let Line::Priced {
        gross,
        given,
        amount: left,
    } = line
    else {
        return Ok(());
    };
    if found["amount"].is_null() && compared.is_complete() {
        return Ok(());
    }
    amount(id, &found["amount"], Some(left))?;
    if !is_whole {
        return Ok(());
    }
    amount(&format!("{id}, gross"), &found["gross"], Some(gross))?;
    if compared.is_complete() {
        return Ok(());
    }
    // As the engine: while some are unknown, how much each takes is not said.
    let Some(given) = given else { return Ok(()) };
    for (reduction, taken) in given {
        let found = entry(&found["reductions"], reduction, None, None);
        let found = found.ok_or(format!("{id}.{reduction}: not there"))?;
        amount(&format!("{id}.{reduction}"), &found["amount"], Some(taken))?;
    }
    let all = found["reductions"].as_array().into_iter().flatten();
    let others = all.filter(|it| !it["amount"].is_null()).count();
    match others == given.len() {
        true => Ok(()),
        false => Err(format!(
            "{id}: {others} reductions given, not {}",
            given.len()
        )),
    }
}
