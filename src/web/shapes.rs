//! The shapes of answers, for the OpenAPI document. Every member that is sent
//! is described here; more may be added, so none is closed.

use serde_json::{Map, Value, json};

/// Every shape by its name.
pub(super) fn schemas() -> Value {
    let mut schemas = Map::new();
    for (name, shape) in asked().into_iter().chain(told()).chain(book()) {
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

/// Quotes and screenings, and what is in them.
fn asked() -> Vec<Named> {
    let quoted = ["quoted", "undetermined", "refer", "does_not_apply"];
    let screened = ["eligible", "not_eligible", "undetermined", "refer"];
    vec![
        ("Amount", amount()),
        (
            "Quote",
            answer(
                json!({
                    "outcome": one_of(&quoted),
                    "lines": list(refer("Line")),
                    "total": refer("Amount"),
                }),
                json!({ "without_referred": refer("Amount") }),
            ),
        ),
        (
            "Screening",
            answer(
                json!({
                    "outcome": one_of(&screened),
                    "criteria": list(refer("Criterion")),
                    "schedules": list(object(
                        json!({ "id": text(), "says": text(), "dates": any(), "cite": perhaps(), "reading": perhaps() }),
                        json!({}),
                    )),
                    "follows": list(object(
                        json!({ "id": text(), "says": text(), "value": any(), "cite": perhaps(), "reading": perhaps() }),
                        json!({}),
                    )),
                }),
                json!({}),
            ),
        ),
        ("Line", line()),
        ("Criterion", criterion()),
        ("Step", step()),
    ]
}

/// Pounds as text, exact or a range; null where there is no sum yet.
fn amount() -> Value {
    let pounds = json!({ "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2,}$" });
    let range = object(json!({ "min": pounds, "max": pounds }), json!({}));
    json!({ "anyOf": [pounds, range, { "type": "null" }] })
}

/// What quotes and screenings have in common, with what is their own.
fn answer(own: Value, sometimes: Value) -> Value {
    let missing = object(
        json!({ "fact": perhaps() }),
        json!({ "at": text(), "ask": text(), "from": perhaps(), "says": text() }),
    );
    let assumed = object(
        json!({ "fact": text(), "at": text(), "value": any() }),
        json!({}),
    );
    let fingerprints = object(
        json!({ "rules": text(), "tariff": perhaps(), "facts": text(), "engine": text() }),
        json!({ "parameters": { "type": "object", "additionalProperties": text() } }),
    );
    let mut always = json!({
        "rule_set": text(),
        "title": text(),
        "version": day(),
        "tariff": perhaps(),
        "status": one_of(&["adopted", "indicative"]),
        "on": day(),
        "known": { "type": ["string", "null"], "format": "date" },
        "missing": list(missing),
        "assumed": list(assumed),
        "facts": { "type": "object", "description": "What was given, but for what is withheld" },
        "withheld": list(text()),
        "trace": {
            "type": ["array", "null"],
            "items": refer("Step"),
            "description": "How it was worked out; null with `trace=no`",
        },
        "fingerprints": fingerprints,
    });
    if let (Value::Object(always), Value::Object(own)) = (&mut always, own) {
        always.extend(own);
    }
    object(always, sometimes)
}

fn line() -> Value {
    let record = json!({
        "type": ["object", "null"],
        "required": ["list", "number"],
        "properties": { "list": text(), "number": whole() },
    });
    let number = json!({ "type": ["number", "null"] });
    let reduction = object(
        json!({
            "id": text(),
            "says": text(),
            "state": one_of(&["given", "not_given", "undetermined"]),
            "amount": refer("Amount"),
            "cite": text(),
            "reading": perhaps(),
        }),
        json!({}),
    );
    let compared = object(
        json!({
            "id": text(),
            "says": text(),
            "state": one_of(&["priced", "undetermined", "does_not_apply"]),
            "each": refer("Amount"),
            "quantity": number,
            "amount": refer("Amount"),
        }),
        json!({}),
    );
    object(
        json!({
            "id": text(),
            "record": record,
            "says": text(),
            "state": one_of(&["priced", "undetermined", "refer", "does_not_apply"]),
            "reason": perhaps(),
            "each": refer("Amount"),
            "quantity": number,
            "gross": refer("Amount"),
            "chosen": perhaps(),
            "reductions": list(reduction),
            "amount": refer("Amount"),
            "cite": text(),
            "reading": perhaps(),
        }),
        json!({ "compared": list(compared) }),
    )
}

fn criterion() -> Value {
    let standings = ["met", "not_met", "refer", "undetermined", "does_not_apply"];
    object(
        json!({
            "id": text(),
            "says": text(),
            "standing": one_of(&standings),
            "cite": text(),
            "reading": perhaps(),
        }),
        json!({ "refer": text(), "remedy": text() }),
    )
}

/// A formula that was worked out.
fn step() -> Value {
    let number = json!({ "type": ["integer", "null"] });
    let bought = object(json!({ "id": text(), "count": whole() }), json!({}));
    let read = object(
        json!({}),
        json!({
            "fact": text(),
            "value_of": text(),
            "on": text(),
            "charge": text(),
            "table": text(),
            "parameter": text(),
            "packages": text(),
            "record": number,
            "row": { "type": ["integer", "string", "null"] },
            "only": text(),
            "count": number,
            "bought": list(bought),
            "from": text(),
            "cite": text(),
            "reading": perhaps(),
            "value": any(),
        }),
    );
    let test = object(
        json!({ "text": text(), "left": any(), "holds": any() }),
        json!({}),
    );
    object(
        json!({
            "step": text(),
            "id": text(),
            "part": text(),
            "formula": text(),
            "record": number,
            "read": list(read),
            "tests": list(test),
            "result": any(),
        }),
        json!({ "says": text(), "cite": text(), "reading": perhaps(), "failed": { "const": true } }),
    )
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

/// Pages about the book.
fn book() -> Vec<Named> {
    let decided = object(
        json!({ "status": one_of(&["adopted", "proposed"]), "known": day(), "by": text() }),
        json!({}),
    );
    let of_version = json!({
        "in_force": day(),
        "decided": decided,
        "source": text(),
        "fingerprint": text(),
    });
    let version = object(of_version.clone(), json!({ "until": day() }));
    let of_set = json!({
        "rule_set": text(),
        "title": text(),
        "verb": one_of(&["quote", "screen"]),
    });
    let set = with(of_set.clone(), json!({ "versions": list(version) }));
    let rules = json!({
        "facts": list(refer("Fact")),
        "values": list(refer("Rule")),
        "criteria": list(refer("Rule")),
        "lines": list(refer("Rule")),
        "charges": list(text()),
    });
    let page = with(with(of_set, of_version), rules);
    let tariff = json!({ "year": text(), "in_force": day(), "until": day(), "source": text(), "fingerprint": text() });
    let listed = with(tariff.clone(), json!({ "decided": decided }));
    let of_list = with(
        tariff.clone(),
        json!({ "path": text(), "status": one_of(&["adopted", "proposed"]), "known": day(), "by": text() }),
    );
    let priced = with(listed.clone(), json!({ "charges": list(charge()) }));
    vec![
        (
            "List",
            object(
                json!({ "rule_sets": list(object(set.clone(), json!({}))), "tariffs": list(object(listed, json!({}))) }),
                json!({}),
            ),
        ),
        (
            "RuleSet",
            object(
                with(set, json!({ "facts": list(refer("Fact")) })),
                json!({}),
            ),
        ),
        ("Version", object(page, json!({ "until": day() }))),
        ("Fact", fact()),
        ("Rule", rule()),
        (
            "Schema",
            json!({ "type": "object", "required": ["$schema", "type", "properties"] }),
        ),
        (
            "Tariffs",
            object(
                json!({ "tariffs": list(object(of_list, json!({}))) }),
                json!({}),
            ),
        ),
        ("Tariff", object(priced, json!({}))),
    ]
}

fn with(mut members: Value, others: Value) -> Value {
    if let (Value::Object(members), Value::Object(others)) = (&mut members, others) {
        members.extend(others);
    }
    members
}

fn fact() -> Value {
    object(
        json!({ "name": text(), "type": text(), "ask": text(), "confidential": { "type": "boolean" } }),
        json!({
            "options": list(text()),
            "within": text(),
            "hint": text(),
            "when": text(),
            "default": text(),
            "from": text(),
            "of_each": list(refer("Fact")),
        }),
    )
}

fn rule() -> Value {
    object(
        json!({ "id": text(), "says": text() }),
        json!({
            "formulas": list(text()),
            "when": text(),
            "cite": text(),
            "reading": text(),
            "reductions": list(refer("Rule")),
        }),
    )
}

fn charge() -> Value {
    object(
        json!({
            "charge": text(),
            "name": text(),
            "service": text(),
            "form": one_of(&["fixed", "variable", "ended", "printed"]),
            "price": refer("Amount"),
            "words": perhaps(),
            "vat": text(),
            "cite": text(),
            "note": perhaps(),
        }),
        json!({}),
    )
}
