//! The shapes of answers, for the OpenAPI document. Every member that is sent
//! is described here; more may be added, so none is closed.

mod asked;
mod book;

use serde_json::{Map, Value, json};

/// Every shape by its name.
pub(super) fn schemas() -> Value {
    let mut schemas = Map::new();
    for (name, shape) in asked::shapes()
        .into_iter()
        .chain(told())
        .chain(book::shapes())
    {
        schemas.insert(name.to_owned(), shape);
    }
    Value::Object(schemas)
}

type Named = (&'static str, Value);

/// A reference to a shape.
pub(super) fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Every problem looks alike.
pub(super) fn problem_response() -> Value {
    json!({
        "description": "Why there is no answer (RFC 9457)",
        "content": { "application/problem+json": { "schema": refer("Problem") } },
    })
}

/// An object with members that are always there and others that may be.
fn object(always: Value, sometimes: Value) -> Value {
    let (Value::Object(mut members), Value::Object(others)) = (always, sometimes) else {
        return json!({ "type": "object" });
    };
    let required: Vec<String> = members.keys().cloned().collect();
    members.extend(others);
    json!({ "type": "object", "required": required, "properties": members })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn perhaps() -> Value {
    json!({ "type": ["string", "null"] })
}

fn whole() -> Value {
    json!({ "type": "integer" })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn one_of(words: &[&str]) -> Value {
    json!({ "enum": words })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// A text, number, yes or no, list, range or `does_not_apply`; null where it
/// is not known.
fn any() -> Value {
    json!({ "type": ["string", "number", "boolean", "array", "object", "null"] })
}

/// What is told of questions and of the service.
fn told() -> Vec<Named> {
    let error = object(
        json!({
            "pointer": { "type": "string", "description": "JSON Pointer (RFC 6901) into the body" },
            "detail": text(),
        }),
        json!({ "help": text() }),
    );
    let problem = object(
        json!({
            "type": { "type": "string", "format": "uri-reference" },
            "title": text(),
            "status": whole(),
        }),
        json!({
            "detail": text(),
            "help": text(),
            "line": { "type": "integer", "description": "In a stream, the line it is about" },
            "errors": list(error),
            "answer": { "type": "object", "description": "As far as the answer went, where a sum could not be done" },
        }),
    );
    let verdict = object(
        json!({ "verdict": one_of(&["identical", "differs", "needs_facts"]) }),
        json!({ "differences": list(text()), "facts": list(text()) }),
    );
    let ready = object(
        json!({ "ready": { "const": true }, "book": text() }),
        json!({ "refused": { "type": "object", "description": "Why the last book offered was not taken" } }),
    );
    vec![("Problem", problem), ("Verdict", verdict), ("Ready", ready)]
}
