//! The shapes of answers, for the OpenAPI document.

use serde_json::{Value, json};

/// Every shape by its name.
pub(super) fn schemas() -> Value {
    json!({
        "Amount": amount(),
        "Quote": answer("lines", &json!(["quoted", "undetermined", "refer", "does_not_apply"])),
        "Screening": answer("criteria", &json!(["eligible", "not_eligible", "undetermined", "refer"])),
        "List": object(&["rule_sets", "tariffs"]),
        "RuleSet": object(&["rule_set", "title", "verb", "versions", "facts"]),
        "Version": object(&["rule_set", "title", "in_force", "fingerprint", "facts"]),
        "Schema": object(&["$schema", "type", "properties"]),
        "Tariffs": object(&["tariffs"]),
        "Tariff": object(&["year", "in_force", "until", "fingerprint", "charges"]),
        "Ready": object(&["ready", "book"]),
        "Verdict": {
            "type": "object",
            "required": ["verdict"],
            "properties": {
                "verdict": { "enum": ["identical", "differs", "needs_facts"] },
                "differences": { "type": "array", "items": { "type": "string" } },
                "facts": { "type": "array", "items": { "type": "string" } },
            },
        },
        "Problem": problem(),
    })
}

/// Every problem looks alike.
pub(super) fn problem_response() -> Value {
    json!({
        "description": "Why there is no answer (RFC 9457)",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

fn object(required: &[&str]) -> Value {
    json!({ "type": "object", "required": required })
}

/// Pounds as text, exact or a range.
fn amount() -> Value {
    let pounds = json!({ "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2,}$" });
    let range = json!({
        "type": "object",
        "required": ["min", "max"],
        "properties": { "min": pounds, "max": pounds },
    });
    json!({ "anyOf": [pounds, range, { "type": "null" }] })
}

fn answer(parts: &str, outcomes: &Value) -> Value {
    let day = json!({ "type": "string", "format": "date" });
    let mut schema = json!({
        "type": "object",
        "required": [
            "rule_set", "title", "version", "tariff", "status", "on", "known", "outcome", parts,
            "missing", "assumed", "facts", "withheld", "trace", "fingerprints",
        ],
        "properties": {
            "rule_set": { "type": "string" },
            "title": { "type": "string" },
            "version": day,
            "tariff": { "type": ["string", "null"] },
            "status": { "enum": ["adopted", "indicative"] },
            "on": day,
            "known": { "type": ["string", "null"], "format": "date" },
            "outcome": { "enum": outcomes },
            (parts): { "type": "array" },
            "facts": { "type": "object" },
            "withheld": { "type": "array", "items": { "type": "string" } },
            "trace": { "type": ["array", "null"], "description": "How it was worked out; null with `trace=no`" },
            "fingerprints": { "type": "object", "required": ["rules", "facts"] },
        },
    });
    if parts == "lines"
        && let Some(Value::Object(properties)) = schema.get_mut("properties")
    {
        let total = json!({ "$ref": "#/components/schemas/Amount" });
        properties.insert("total".to_owned(), total.clone());
        properties.insert("without_referred".to_owned(), total);
        properties.insert("parts".to_owned(), parts_of_a_booking());
    }
    schema
}

/// The parts of a booking whose days have different rules or prices.
fn parts_of_a_booking() -> Value {
    let day = json!({ "type": "string", "format": "date" });
    json!({
        "type": "array",
        "description": "Only of a booking whose days have different rules or prices; then each line and each step of the trace has the number of its `part`, and `version` and `tariff` are those of the first day",
        "items": {
            "type": "object",
            "required": ["number", "first", "last", "version", "tariff", "status", "outcome", "total", "missing", "fingerprints"],
            "properties": {
                "number": { "type": "integer" },
                "first": day,
                "last": day,
                "version": day,
                "tariff": { "type": ["string", "null"] },
                "status": { "enum": ["adopted", "indicative"] },
                "outcome": { "enum": ["quoted", "undetermined", "refer", "does_not_apply"] },
                "total": { "$ref": "#/components/schemas/Amount" },
                "without_referred": { "$ref": "#/components/schemas/Amount" },
                "missing": { "type": "array" },
                "fingerprints": { "type": "object", "required": ["rules", "tariff"] },
            },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "help": { "type": "string" },
            "line": { "type": "integer", "description": "In a stream, the line it is about" },
            "errors": { "type": "array", "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": { "type": "string", "description": "JSON Pointer (RFC 6901) into the body" },
                    "detail": { "type": "string" },
                    "help": { "type": "string" },
                },
            } },
            "answer": { "type": "object", "description": "As far as the answer went, where a sum could not be done" },
        },
    })
}
