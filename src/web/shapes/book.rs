//! The shapes of pages about the book.

use serde_json::{Value, json};

use super::{Named, day, list, object, one_of, perhaps, refer, text};

/// Pages about the book.
pub(super) fn shapes() -> Vec<Named> {
    let mut shapes = rule_sets();
    shapes.extend(tariffs());
    shapes.extend([("Fact", fact()), ("Rule", rule())]);
    let schema = ["$schema", "type", "properties"];
    shapes.push(("Schema", json!({ "type": "object", "required": schema })));
    shapes
}

fn decided() -> Value {
    let always =
        json!({ "status": one_of(&["adopted", "proposed"]), "known": day(), "by": text() });
    object(always, json!({}))
}

/// What stands at the head of a rule set.
fn of_set() -> Value {
    let verb = one_of(&["quote", "screen"]);
    json!({ "rule_set": text(), "title": text(), "verb": verb })
}

/// What stands at the head of a version.
fn of_version() -> Value {
    json!({ "in_force": day(), "decided": decided(), "source": text(), "fingerprint": text() })
}

fn rule_sets() -> Vec<Named> {
    let version = object(of_version(), json!({ "until": day() }));
    let set = with(of_set(), json!({ "versions": list(version) }));
    let rules = json!({
        "facts": list(refer("Fact")),
        "values": list(refer("Rule")),
        "criteria": list(refer("Rule")),
        "lines": list(refer("Rule")),
        "totals": list(refer("Rule")),
        "charges": list(text()),
    });
    let page = with(with(of_set(), of_version()), rules);
    let rows = || list(json!({ "type": "object" }));
    let sometimes = json!({
        "until": day(),
        "schedules": rows(),
        "priority": rows(),
        "ties": text(),
        "places": rows(),
        "letters": rows(),
    });
    let of_list = json!({
        "rule_sets": list(object(set.clone(), json!({}))),
        "tariffs": list(object(listed(), json!({}))),
    });
    let with_facts = with(set, json!({ "facts": list(refer("Fact")) }));
    vec![
        ("List", object(of_list, json!({}))),
        ("RuleSet", object(with_facts, json!({}))),
        ("Version", object(page, sometimes)),
    ]
}

/// What stands at the head of a tariff.
fn of_tariff() -> Value {
    json!({ "year": text(), "in_force": day(), "until": day(), "source": text(), "fingerprint": text(), "path": text() })
}

fn listed() -> Value {
    with(of_tariff(), json!({ "decided": decided() }))
}

fn tariffs() -> Vec<Named> {
    let priced = with(listed(), json!({ "charges": list(charge()) }));
    let paper = ["title", "notes", "tables"];
    vec![
        (
            "Tariffs",
            object(
                json!({ "tariffs": list(object(listed(), json!({}))) }),
                json!({}),
            ),
        ),
        ("Tariff", object(priced, json!({}))),
        ("Paper", json!({ "type": "object", "required": paper })),
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
