//! The shapes of answers to questions.

use serde_json::{Value, json};

use super::{Named, any, day, list, object, one_of, perhaps, refer, text, whole};

/// Quotes and screenings, and what is in them.
pub(super) fn shapes() -> Vec<Named> {
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
                json!({ "without_referred": refer("Amount"), "parts": parts(), "totals": list(total()) }),
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

/// The parts of a booking whose days have different rules or prices.
fn parts() -> Value {
    let part = object(
        json!({
            "number": whole(),
            "first": day(),
            "last": day(),
            "version": day(),
            "tariff": perhaps(),
            "status": one_of(&["adopted", "indicative"]),
            "outcome": one_of(&["quoted", "undetermined", "refer", "does_not_apply"]),
            "total": refer("Amount"),
            "missing": list(missing()),
            "fingerprints": object(json!({ "rules": text(), "tariff": perhaps() }), json!({})),
        }),
        json!({ "without_referred": refer("Amount") }),
    );
    let says = "Only of a booking whose days have different rules or prices; then each line has \
                the number of its `part` and each step of the trace that of the part it is \
                `in_part`, and `version` and `tariff` are those of the first day";
    json!({ "type": "array", "description": says, "items": part })
}

/// A total besides that of the quote: of a record, or of all.
fn total() -> Value {
    object(
        json!({
            "id": text(),
            "record": any(),
            "says": perhaps(),
            "times": any(),
            "state": one_of(&["priced", "undetermined", "refer", "does_not_apply"]),
            "amount": refer("Amount"),
            "cite": perhaps(),
            "reading": perhaps(),
        }),
        json!({}),
    )
}

/// A fact that is missing, with the question to ask.
fn missing() -> Value {
    object(
        json!({ "fact": perhaps() }),
        json!({ "at": text(), "ask": text(), "from": perhaps(), "says": text() }),
    )
}

/// What quotes and screenings have in common, with what is their own.
fn answer(own: Value, sometimes: Value) -> Value {
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
        "missing": list(missing()),
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
        json!({ "compared": list(compared), "part": whole() }),
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
        json!({ "says": text(), "cite": text(), "reading": perhaps(), "failed": { "const": true }, "in_part": whole() }),
    )
}
