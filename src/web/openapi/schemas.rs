//! The schemas of the document: those of the engine's answers, and those of
//! the service itself.

use std::collections::BTreeSet;

use almoner_engine::{answer::json, check::model::Contents};
use schemars::generate::{Contract, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    seal::ProofJson,
    tables,
    web::{problem::Details, readiness::Ready},
};

/// Every schema by name.
pub(super) fn all(book: &Contents) -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        settings.contract = Contract::Serialize;
    });
    let mut generator = settings.into_generator();
    generator.subschema_for::<Details>();
    generator.subschema_for::<Ready<'_>>();
    generator.subschema_for::<ProofJson>();
    tables::add_schemas(&mut generator);
    let mut schemas = generator.take_definitions(true);
    // The engine describes what it shares with the service in more detail.
    schemas.extend(json::schemas());
    schemas.insert("AnswersRequest".to_owned(), answers_request());
    schemas.insert("Answers".to_owned(), answers());
    schemas.insert("VerifyRequest".to_owned(), verify_request());
    schemas.insert("SavedAnswer".to_owned(), saved_answer());
    let ids: Vec<&str> = book.rule_sets.iter().map(|set| &*set.id).collect();
    let ids = json!({ "type": "string", "enum": ids, "description": "A rule set" });
    schemas.insert("RuleSetId".to_owned(), ids);
    let trace = json!({ "type": "string", "enum": ["yes", "no"], "description": "Yes or no" });
    schemas.insert("WithTrace".to_owned(), trace);
    schemas.insert("JsonSchema".to_owned(), json_schema());
    schemas
}

/// Keeps the schemas that are reached from any of these.
pub(super) fn retain_used(schemas: &mut Map<String, Value>, from: &[&Value]) {
    let mut used = BTreeSet::new();
    for value in from {
        follow(schemas, value, &mut used);
    }
    schemas.retain(|name, _| used.contains(name));
}

fn follow(schemas: &Map<String, Value>, value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str);
            let name = name.and_then(|it| it.strip_prefix("#/components/schemas/"));
            if let Some(name) = name
                && used.insert(name.to_owned())
                && let Some(schema) = schemas.get(name)
            {
                follow(schemas, schema, used);
            }
            for member in members.values() {
                follow(schemas, member, used);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| follow(schemas, it, used)),
        _ => {}
    }
}

fn answers_request() -> Value {
    let day =
        |says: &str| json!({ "type": ["string", "null"], "format": "date", "description": says });
    json!({
        "type": "object",
        "description": "A question to several rule sets",
        "required": ["rule_sets", "facts"],
        "additionalProperties": false,
        "properties": {
            "rule_sets": {
                "type": "array",
                "items": { "$ref": "#/components/schemas/RuleSetId" },
                "minItems": 1,
                "uniqueItems": true,
            },
            "on": day("The day asked about; today in Europe/London if none"),
            "known": day("Only what was known by this day counts; all of it if none"),
            "facts": {
                "type": "object",
                "description": "The facts of all of them, as each rule set's own schema has them",
                "additionalProperties": true,
            },
        },
    })
}

fn answers() -> Value {
    let id = json!({ "$ref": "#/components/schemas/RuleSetId" });
    json!({
        "type": "object",
        "description": "The answers of several rule sets to one set of facts",
        "required": ["answers", "uses", "shared"],
        "additionalProperties": false,
        "properties": {
            "answers": {
                "type": "array",
                "description": "In the order in which the rule sets were named",
                "items": { "anyOf": [
                    { "$ref": "#/components/schemas/Quote" },
                    { "$ref": "#/components/schemas/Screening" },
                ] },
            },
            "uses": {
                "type": "array",
                "description": "Which of them take values from which rule set",
                "items": {
                    "type": "object",
                    "required": ["rule_set", "uses"],
                    "additionalProperties": false,
                    "properties": { "rule_set": id, "uses": id },
                },
            },
            "shared": {
                "type": "array",
                "description": "The facts that several of them read",
                "items": {
                    "type": "object",
                    "required": ["fact", "rule_sets"],
                    "additionalProperties": false,
                    "properties": {
                        "fact": { "type": "string" },
                        "rule_sets": { "type": "array", "items": id },
                    },
                },
            },
        },
    })
}

fn verify_request() -> Value {
    json!({
        "type": "object",
        "description": "An answer to verify",
        "required": ["answer"],
        "additionalProperties": false,
        "properties": {
            "answer": { "$ref": "#/components/schemas/SavedAnswer" },
            "facts": {
                "type": ["object", "null"],
                "description": "The confidential facts that the answer withholds",
                "additionalProperties": true,
            },
        },
    })
}

/// What `verify` needs of an answer: any later or earlier format has it.
fn saved_answer() -> Value {
    json!({
        "type": "object",
        "description": "An answer of this service, whole as it was saved",
        "required": ["rule_set", "on", "known", "facts", "withheld"],
        "additionalProperties": true,
        "properties": {
            "rule_set": { "type": "string" },
            "on": { "type": "string", "format": "date" },
            "known": { "type": ["string", "null"], "format": "date" },
            "facts": { "type": "object", "additionalProperties": true },
            "withheld": { "type": "array", "items": { "type": "string" } },
        },
    })
}

fn json_schema() -> Value {
    json!({
        "type": "object",
        "description": "A JSON Schema (2020-12)",
        "required": ["$schema", "type", "properties"],
        "additionalProperties": true,
    })
}
