//! An answer as the cells of one row of a table.

use super::{alternatives, amount::Amount};
use crate::{
    answer::Asked,
    base::{
        bounds::DisplayValue,
        types::Type,
        value::{Missing, Value},
    },
    check::model::Version,
    eval::{
        next_questions,
        quote::{LineState, Quote},
        screen::{Outcome, Screening},
        template,
    },
    program::step_label,
};

/// The lines that are charged, each by its id with its amount:
/// `lessons[1] £50.00; hire not settled`.
#[must_use]
pub fn line_cell(asked: Asked<'_>, quote: &Quote) -> String {
    let declared = &asked.ruling.version.lines;
    let charged = quote.lines.iter().filter_map(|quoted| {
        let line = &declared[quoted.line];
        let amount = match &quoted.state {
            LineState::Applies(priced) => Amount::settled(priced.net),
            LineState::Alternatives(states) => {
                alternatives::amounts(states.iter().map(alternatives::net))
            }
            LineState::Unknown(_) => Amount::settled(None),
            LineState::Refer(_) => Amount::refer(),
            LineState::DoesNotApply(_) => return None,
        };
        Some(match quoted.record {
            Some(record) => format!("{}[{}] {amount}", line.id, record + 1),
            None => format!("{} {amount}", line.id),
        })
    });
    charged.collect::<Vec<_>>().join("; ")
}

/// Where each missing fact is given, each once.
#[must_use]
pub fn missing_cell(asked: Asked<'_>, missing: Missing) -> String {
    let mut names: Vec<String> = Vec::new();
    for wanted in next_questions::next_questions(asked.ruling, asked.facts, missing) {
        let name = step_label::fact_path(asked.ruling.version, wanted.fact, wanted.record);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" ")
}

/// The value with this name among those that follow; empty where the answer is
/// no, or the value is not settled or confidential.
#[must_use]
pub fn follow_cell(asked: Asked<'_>, screening: &Screening, id: &str) -> String {
    let version = asked.ruling.version;
    let mut follows = version.follows.iter().zip(&screening.follows);
    let found = follows.find(|(value, _)| *version.values[**value].id == *id);
    let Some((number, value)) = found else {
        return String::new();
    };
    let is_no = screening.outcome == Outcome::NotEligible;
    if is_no || !value.is_settled() || asked.ruling.secrets.value(*number) {
        return String::new();
    }
    plain(asked, *value, &version.values[*number].is.ty)
}

/// The names of the values that follow, in the order of their columns.
pub fn follow_names(version: &Version) -> impl Iterator<Item = &str> {
    let values = version.follows.iter();
    values.map(|value| &*version.values[*value].id)
}

/// A value as a spreadsheet holds it.
fn plain(asked: Asked<'_>, value: Value, ty: &Type) -> String {
    match value {
        Value::Date(day) => day.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Choice(_) | Value::Choices(_) | Value::Text(_) => {
            template::format_value(value, ty, asked.facts)
        }
        _ => DisplayValue(value).to_string(),
    }
}
