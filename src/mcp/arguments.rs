//! What an assistant gives to a tool.

use std::fmt;

use rmcp::model::JsonObject;
use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use almoner_engine::{
    base::{date::Date, date_text, name},
    book::Book,
    check::model::{RuleSet, Version},
};

/// The most significant digits that a JSON number keeps exactly.
const MAX_DIGITS: usize = 15;

/// Nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoArguments {}

/// A rule set, by its newest version or that of a day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionArguments {
    /// The name of the rule set, as `list_rule_sets` has it.
    pub(super) rule_set: String,
    /// A day, as 2018-05-01; without one, the newest version is taken.
    pub(super) on: Option<String>,
}

/// A question to a rule set.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionArguments {
    /// The name of the rule set, as `list_rule_sets` has it.
    pub(super) rule_set: String,
    /// The facts that the person stated, by name. A day is "2018-05-01", a list is an array of
    /// objects, an amount is a text such as "7.20". Leave out what nobody stated.
    #[serde(default)]
    pub(super) facts: JsonObject,
    /// The day asked about, as 2018-05-01. A booking is asked about from its first day, which
    /// is one of its facts.
    pub(super) on: Option<String>,
    /// Use only rules and prices that were known by this day.
    pub(super) known: Option<String>,
}

/// What is to be cited.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CiteArguments {
    /// The name of the rule set, as `list_rule_sets` has it.
    pub(super) rule_set: String,
    /// A day, as 2018-05-01; without one, the newest version is taken.
    pub(super) on: Option<String>,
    /// The name of one criterion, line, value or reduction; without one, all are cited.
    pub(super) entry: Option<String>,
}

/// Why a tool has no answer, for the assistant to put right.
#[derive(Debug)]
pub(super) struct Mistake {
    /// What is wrong, and what to do.
    pub(super) words: String,
}

impl Mistake {
    pub(super) fn new(words: impl fmt::Display) -> Mistake {
        Mistake {
            words: words.to_string(),
        }
    }
}

/// Reads a tool's arguments.
pub(super) fn read<T: DeserializeOwned>(given: JsonObject) -> Result<T, Mistake> {
    serde_json::from_value(Value::Object(given)).map_err(Mistake::new)
}

/// A rule set by its name, or the nearest name.
pub(super) fn rule_set<'b>(book: &'b Book, id: &str) -> Result<&'b RuleSet, Mistake> {
    book.program().rule_set(id).ok_or_else(|| {
        let ids = book.contents().rule_sets.iter().map(|set| &*set.id);
        let help = match name::nearest(id, ids.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", ids.collect::<Vec<_>>().join(", ")),
        };
        Mistake::new(format!("There is no rule set `{id}`: {help}"))
    })
}

/// The version in force on a day, or the newest.
pub(super) fn version<'b>(
    book: &'b Book,
    id: &str,
    on: Option<&str>,
) -> Result<&'b Version, Mistake> {
    let set = rule_set(book, id)?;
    let Some(on) = on.map(day).transpose()? else {
        return Ok(set.newest());
    };
    set.in_force(on)
        .ok_or_else(|| Mistake::new(format!("No version of `{id}` is in force on {on}.")))
}

/// A day as it was given.
pub(super) fn day(text: &str) -> Result<Date, Mistake> {
    date_text::parse(text).ok_or_else(|| {
        Mistake::new(format!(
            "`{text}` is not a day that exists: write it as 2018-05-01."
        ))
    })
}

/// The facts as one JSON text.
pub(super) fn facts_text(facts: JsonObject) -> Result<String, Mistake> {
    let facts = Value::Object(facts);
    inexact(&facts)?;
    serde_json::to_string(&facts).map_err(Mistake::new)
}

/// Refuses numbers that have lost digits on their way.
fn inexact(value: &Value) -> Result<(), Mistake> {
    match value {
        Value::Array(items) => items.iter().try_for_each(inexact),
        Value::Object(members) => members.values().try_for_each(inexact),
        Value::Number(number) if number.is_f64() => {
            let digits = number
                .to_string()
                .chars()
                .filter(char::is_ascii_digit)
                .count();
            match digits <= MAX_DIGITS {
                true => Ok(()),
                false => Err(Mistake::new(format!(
                    "{number} has too many digits for a JSON number: give it as a text."
                ))),
            }
        }
        _ => Ok(()),
    }
}
