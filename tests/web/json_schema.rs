//! Whether a value has the shape that a schema says: of JSON Schema 2020-12
//! what the service's own description uses. Stricter in one thing: what a
//! schema with properties does not name must not be there, so that nothing is
//! sent without being described.

use serde_json::Value;

/// Where a value is not as its schema says.
pub(crate) fn misfits(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Fitting { document }.fit(schema, value, "", &mut found);
    found
}

/// What a reference within a document leads to.
pub(crate) fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
        return schema;
    };
    let pointer = reference.strip_prefix('#').expect("it is of this document");
    let found = document.pointer(pointer);
    found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

struct Fitting<'d> {
    document: &'d Value,
}

impl Fitting<'_> {
    fn fit(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let schema = resolved(self.document, schema);
        if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
            let fits = |it: &Value| misfits(self.document, it, value).is_empty();
            if !options.iter().any(fits) {
                found.push(format!("{at}: {value} fits nothing"));
            }
            return;
        }
        let allowed = schema.get("enum").and_then(Value::as_array);
        let is_allowed = allowed.is_none_or(|allowed| allowed.contains(value))
            && schema.get("const").is_none_or(|it| it == value);
        if !is_allowed || !is_of_type(schema, value) || !is_well_written(schema, value) {
            found.push(format!("{at}: {value} is not {schema}"));
        }
        match value {
            Value::Object(_) => self.members(schema, value, at, found),
            Value::Array(items) => {
                for (number, item) in items.iter().enumerate() {
                    if let Some(of) = schema.get("items") {
                        self.fit(of, item, &format!("{at}/{number}"), found);
                    }
                }
            }
            _ => {}
        }
    }

    fn members(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().expect("it is a name");
            if value.get(name).is_none() {
                found.push(format!("{at} has no {name}"));
            }
        }
        let others = schema
            .get("additionalProperties")
            .filter(|it| it.is_object());
        let is_open = schema.get("properties").is_none() && others.is_none();
        for (name, member) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{name}");
            match schema["properties"].get(name).or(others) {
                Some(of) => self.fit(of, member, &at, found),
                None if is_open => {}
                None => found.push(format!("{at} is not described")),
            }
        }
    }
}

fn is_of_type(schema: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("there is no type {other}"),
    };
    match &schema["type"] {
        Value::Null => true,
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        other => panic!("{other} names no type"),
    }
}

/// Whether a text is written as its pattern or format says.
fn is_well_written(schema: &Value, value: &Value) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let number = |text: &str, most_decimals: usize| {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        digits(whole) && digits(part) && part.len() <= most_decimals
    };
    let is_date = schema["format"] != "date"
        || (text.len() == 10 && text.split('-').count() == 3 && digits(&text.replace('-', "")));
    is_date
        && match schema["pattern"].as_str() {
            None => true,
            Some(r"^-?[0-9]+(\.[0-9]{2,}|/[0-9]+)$") => {
                if let Some((over, under)) = text.split_once('/') {
                    return digits(over.trim_start_matches('-')) && digits(under);
                }
                let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
                decimals >= 2 && number(text.trim_start_matches('-'), 28)
            }
            Some(r"^[0-9]{1,12}(\.[0-9]{1,6})?$") => number(text, 6),
            Some(r"^[0-9]{1,12}(\.[0-9]{2})?$") => number(text, 2),
            Some(r"\S") => !text.trim().is_empty(),
            Some(other) => panic!("nothing here reads the pattern {other}"),
        }
}

#[test]
fn schema_check_finds_misfits() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "properties": { "a": { "type": ["integer", "null"] }, "b": { "enum": ["x"] } },
    });
    let fits = |value: Value| misfits(&Value::Null, &schema, &value).is_empty();
    assert!(fits(serde_json::json!({ "a": 1, "b": "x" })));
    assert!(fits(serde_json::json!({ "a": null })));
    for bad in [
        serde_json::json!({}),
        serde_json::json!({ "a": "1" }),
        serde_json::json!({ "a": 1, "b": "y" }),
        serde_json::json!({ "a": 1, "c": 1 }),
        serde_json::json!([]),
    ] {
        assert!(!fits(bad.clone()), "{bad}");
    }
}
