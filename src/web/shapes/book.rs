//! The shapes of pages about the book.

use serde_json::{Value, json};

use super::{Named, day, list, object, one_of, perhaps, refer, text};

/// Pages about the book.
pub(super) fn shapes() -> Vec<Named> {
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
        (
            "Paper",
            json!({ "type": "object", "required": ["title", "notes", "tables"] }),
        ),
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
