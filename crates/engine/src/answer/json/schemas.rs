//! The JSON Schemas of answers and of pages about the book.

use schemars::{
    generate::{Contract, SchemaSettings},
    transform::{RecursiveTransform, Transform},
};
use serde_json::{Map, Value, json};

use super::{
    book, calendar_history, charge_history,
    envelope::Letter,
    errors::{Diagnostics, Fault, NotAnswered, Problems},
    quote::Quote,
    ranking::Ranking,
    rates_history,
    screening::Screening,
    tariff,
    verdict::Verdict,
};

/// The JSON Schema (2020-12) of every answer and page, by name. They refer to
/// each other as `#/components/schemas/NAME`, as in an OpenAPI document.
#[must_use]
pub fn schemas() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        settings.contract = Contract::Serialize;
        settings
            .transforms
            .push(Box::new(RecursiveTransform(OneEnum)));
    });
    let mut generator = settings.into_generator();
    generator.subschema_for::<Quote>();
    generator.subschema_for::<Screening>();
    generator.subschema_for::<Fault>();
    generator.subschema_for::<Letter>();
    generator.subschema_for::<Ranking>();
    generator.subschema_for::<Problems>();
    generator.subschema_for::<NotAnswered>();
    generator.subschema_for::<Diagnostics>();
    generator.subschema_for::<Verdict>();
    book::add_schemas(&mut generator);
    calendar_history::add_schemas(&mut generator);
    charge_history::add_schemas(&mut generator);
    rates_history::add_schemas(&mut generator);
    tariff::add_schemas(&mut generator);
    generator.take_definitions(true)
}

/// Makes one list of words out of the described words of an enum: programs
/// that make clients read the list, and lose the others.
#[derive(Clone, Debug)]
struct OneEnum;

impl Transform for OneEnum {
    fn transform(&mut self, schema: &mut schemars::Schema) {
        let words = schema.get("oneOf").and_then(Value::as_array);
        let Some(words) = words.and_then(|all| all.iter().map(word).collect::<Option<Vec<_>>>())
        else {
            return;
        };
        let described = words
            .iter()
            .map(|(word, says)| format!("- `{word}`: {says}"));
        let described: Vec<String> = described.collect();
        let names: Vec<String> = words.iter().map(|(word, _)| (*word).to_owned()).collect();
        let head = schema.get("description").and_then(Value::as_str);
        let described = described.join("\n");
        let description = match head {
            Some(head) => format!("{head}\n\n{described}"),
            None => described,
        };
        schema.remove("oneOf");
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("enum".to_owned(), json!(names));
        schema.insert("description".to_owned(), json!(description));
    }
}

/// A described word of an enum.
fn word(schema: &Value) -> Option<(&str, &str)> {
    let text = |key| schema.get(key).and_then(Value::as_str);
    Some((text("const")?, text("description")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(value: &Value, seen: &mut impl FnMut(&Map<String, Value>)) {
        match value {
            Value::Object(members) => {
                seen(members);
                members.values().for_each(|it| each(it, seen));
            }
            Value::Array(items) => items.iter().for_each(|it| each(it, seen)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_to_a_schema_and_every_array_says_of_what() {
        let schemas = schemas();
        let mut references = 0;
        each(&Value::Object(schemas.clone()), &mut |schema| {
            if let Some(Value::String(to)) = schema.get("$ref") {
                let name = to.strip_prefix("#/components/schemas/").unwrap();
                assert!(schemas.contains_key(name), "{name}");
                references += 1;
            }
            let is_array = match schema.get("type") {
                Some(Value::String(name)) => name == "array",
                Some(Value::Array(names)) => names.contains(&json!("array")),
                _ => false,
            };
            assert!(!is_array || schema.contains_key("items"), "{schema:?}");
        });
        assert!(references > 100, "{references}");
    }

    #[test]
    fn every_schema_and_every_key_is_described() {
        for (name, schema) in schemas() {
            assert!(schema["description"].is_string(), "{name}");
            for (key, member) in schema["properties"].as_object().into_iter().flatten() {
                assert!(member["description"].is_string(), "{name}.{key}: {member}");
            }
        }
    }

    #[test]
    fn schemas_have_plain_names() {
        let schemas = schemas();
        for name in [
            "Quote",
            "Screening",
            "Fault",
            "Ranking",
            "Line",
            "Criterion",
            "Step",
            "Amount",
            "Value",
            "BookContents",
            "RuleSet",
            "Version",
            "TariffList",
            "Tariff",
            "Fact",
        ] {
            assert!(schemas.contains_key(name), "{name}");
        }
        let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphabetic());
        assert!(schemas.keys().all(plain), "{:?}", schemas.keys());
    }

    #[test]
    fn enum_values_are_one_list() {
        let schemas = schemas();
        let state = &schemas["LineState"];
        let words = json!([
            "priced",
            "alternatives",
            "undetermined",
            "refer",
            "withheld",
            "does_not_apply"
        ]);
        assert_eq!(state["enum"], words);
        assert_eq!(state["type"], "string");
    }
}
