//! What was answered so far, as a file to go on from. Only the person who writes it
//! can read it, and it holds nothing confidential.

use std::{collections::BTreeSet, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::{
    exit::{Exit, Failure},
    read_file, save,
};
use crate::forms::form_fields::Fields;
use almoner_engine::{
    base::types::Type,
    check::model::{Fact, Home, RuleSet, Version},
};

/// What was answered, and what was left open.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    pub(super) fields: Fields,
    pub(super) left_open: BTreeSet<String>,
}

/// The file.
#[derive(Deserialize, Serialize)]
struct ProgressFile {
    rule_set: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    facts: Map<String, Value>,
    #[serde(default)]
    left_open: BTreeSet<String>,
}

/// Refuses a file that cannot be written, before anything is asked.
pub(super) fn check(path: &Path, replace: bool) -> Result<(), Failure> {
    save::refuse_rule_file(path)?;
    save::check_target(path, replace)
}

impl Progress {
    /// Reads what was answered to a rule set.
    pub(super) fn read(path: &Path, set: &RuleSet) -> Result<Progress, Failure> {
        let text = read_file::text(path, Exit::Facts)?;
        let refused = |says: String| Failure::new(Exit::Facts, says);
        let name = read_file::name(path);
        let file: ProgressFile = serde_json::from_str(&text).map_err(|_| {
            refused(format!("{name} is not a file of answers"))
                .help("name a file that `almoner ask RULE-SET --save FILE` has written")
        })?;
        if file.rule_set != *set.id {
            let says = format!("{name} has answers to the questions of `{}`", file.rule_set);
            return Err(refused(says).help(format!("use `almoner ask {}`", file.rule_set)));
        }
        let mut progress = Progress {
            left_open: file.left_open,
            ..Progress::default()
        };
        if let Some(on) = file.on {
            progress.fields.set("on", on);
        }
        for (name, value) in &file.facts {
            take(&mut progress.fields, name, value);
        }
        Ok(progress)
    }
}

/// Takes in a value: a text, several texts, or records.
fn take(fields: &mut Fields, name: &str, value: &Value) {
    match value {
        Value::String(text) => fields.set(name, text.clone()),
        Value::Array(items) if items.iter().all(Value::is_string) && !items.is_empty() => {
            let texts = items.iter().filter_map(Value::as_str);
            fields.set_all(name, texts.map(str::to_owned).collect());
        }
        Value::Array(records) => {
            fields.set(&format!("{name}.count"), records.len().to_string());
            for (number, record) in (1..).zip(records) {
                for (own, value) in record.as_object().into_iter().flatten() {
                    take(fields, &format!("{name}.{number}.{own}"), value);
                }
            }
        }
        _ => {}
    }
}

/// Writes what was answered, without what is confidential.
pub(super) fn write(
    progress: &Progress,
    version: &Version,
    path: &Path,
    replace: bool,
) -> Result<(), Failure> {
    let fields = &progress.fields;
    let mut facts = Map::new();
    for fact in &version.facts {
        let value = match fact.home {
            Home::Record(..) => None,
            Home::List(list) => {
                let own: Vec<&Fact> = version.fields(list).map(|(_, it)| it).collect();
                fields.record_count(&fact.id).map(|count| {
                    let records = (1..=count).map(|number| {
                        let own = own.iter().filter_map(|it| {
                            let name = format!("{}.{number}.{}", fact.id, it.id);
                            Some((it.id.to_string(), value(fields, it, &name)?))
                        });
                        Value::Object(own.collect())
                    });
                    Value::Array(records.collect())
                })
            }
            Home::Case | Home::Completeness(_) => value(fields, fact, &fact.id),
        };
        if let Some(value) = value {
            facts.insert(fact.id.to_string(), value);
        }
    }
    let file = ProgressFile {
        rule_set: version.id.to_string(),
        on: fields.get("on").map(str::to_owned),
        facts,
        left_open: progress.left_open.clone(),
    };
    let text = serde_json::to_string_pretty(&file);
    let text = text.map_err(|error| Failure::new(Exit::Io, error))? + "\n";
    save::private(path, text.as_bytes(), replace)
}

/// What was answered; nothing of what is confidential.
fn value(fields: &Fields, fact: &Fact, name: &str) -> Option<Value> {
    if fact.confidential {
        return None;
    }
    match fact.ty {
        Type::Choices(_) => {
            let chosen: Vec<Value> = fields.all(name).map(Value::from).collect();
            (!chosen.is_empty()).then_some(Value::Array(chosen))
        }
        _ => fields.get(name).map(Value::from),
    }
}
