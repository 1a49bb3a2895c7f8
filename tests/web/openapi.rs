//! What the service says of itself holds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    answers::{every_case, question},
    json_schema::{misfits, resolved},
    service::shared,
};

const JSON: &str = "application/json";

fn assert_fits(document: &Value, schema: &Value, value: &Value, what: &str) {
    let found = misfits(document, schema, value);
    assert!(found.is_empty(), "{what}: {found:#?}");
}

/// Every operation of the document, with its method and path.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().expect("there are paths");
    let all = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().expect("there are operations");
        item.iter().map(|(method, it)| (&**method, &**path, it))
    });
    all.collect()
}

#[test]
fn operations_have_ids_tags_and_descriptions() {
    let document = shared().get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let tags = document["tags"].as_array().expect("there are tags");
    let tags: BTreeSet<&str> = tags.iter().filter_map(|tag| tag["name"].as_str()).collect();
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().expect("it has a name");
        assert!(names.insert(name), "{name} is there twice");
        for text in ["summary", "description"] {
            let text = operation[text].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{method} {path}");
        }
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!(tags.contains(tag), "{method} {path}: {tag:?}");
        let parameters = operation["parameters"].as_array();
        let in_path = parameters.into_iter().flatten();
        let in_path = in_path.filter(|it| it["in"] == "path");
        let in_path: Vec<&Value> = in_path
            .inspect(|it| assert!(it["example"].is_string()))
            .collect();
        assert_eq!(in_path.len(), path.matches('{').count(), "{method} {path}");
    }
    for name in [
        "quote_music",
        "screen_head_start",
        "verify_answer",
        "get_tariff",
    ] {
        assert!(names.contains(name), "{name} is not in {names:?}");
    }
}

/// What made openapi-python-client leave out `Quote`: an array that did not say
/// of what.
#[test]
fn arrays_have_items_and_references_resolve() {
    let document = shared().get("/openapi.json").json();
    let mut references = BTreeSet::new();
    each(&document, &mut |value| {
        if let Some(to) = value.get("$ref").and_then(Value::as_str) {
            resolved(&document, value);
            references.insert(to.to_owned());
        }
        let is_array = match &value["type"] {
            Value::String(name) => name == "array",
            Value::Array(names) => names.contains(&Value::from("array")),
            _ => false,
        };
        assert!(!is_array || value.get("items").is_some(), "{value}");
    });
    let schemas = document["components"]["schemas"].as_object();
    for (name, schema) in schemas.expect("there are schemas") {
        let to = format!("#/components/schemas/{name}");
        assert!(references.contains(&to), "{name} is not used");
        assert!(
            schema["description"].is_string() || schema.get("enum").is_some(),
            "{name}"
        );
    }
}

fn each(value: &Value, seen: &mut impl FnMut(&Value)) {
    seen(value);
    match value {
        Value::Object(members) => members.values().for_each(|it| each(it, seen)),
        Value::Array(items) => items.iter().for_each(|it| each(it, seen)),
        _ => {}
    }
}

/// Pages whose path has parameters: those of every rule set, version and tariff.
fn every_page(list: &Value) -> Vec<(&'static str, String)> {
    let text = |value: &Value| value.as_str().expect("it is a text").to_owned();
    let mut pages = Vec::new();
    for set in list["rule_sets"].as_array().expect("there are rule sets") {
        let at = format!("/v1/rule-sets/{}", text(&set["rule_set"]));
        for version in set["versions"].as_array().expect("there are versions") {
            let path = format!("{at}/versions/{}", text(&version["in_force"]));
            pages.push(("/v1/rule-sets/{rule_set}/versions/{first_day}", path));
        }
        pages.push(("/v1/rule-sets/{rule_set}/schema", format!("{at}/schema")));
        pages.push(("/v1/rule-sets/{rule_set}", at));
    }
    for tariff in list["tariffs"].as_array().expect("there are tariffs") {
        let path = text(&tariff["path"]);
        let appendices = path.replace("tariffs", "appendices");
        pages.push(("/v1/tariffs/{year}", path));
        pages.push(("/v1/appendices/{year}", appendices));
    }
    let comparison = "/v1/comparisons/2017-18/2018-19".to_owned();
    pages.push(("/v1/comparisons/{old}/{new}", comparison));
    pages
}

#[test]
fn pages_match_their_schemas() {
    let service = shared();
    let document = service.get("/openapi.json").json();
    let mut pages = every_page(&service.get("/v1/rule-sets").json());
    pages.extend([
        ("/v1/rule-sets", "/v1/rule-sets".to_owned()),
        ("/v1/tariffs", "/v1/tariffs".to_owned()),
        ("/readyz", "/readyz".to_owned()),
    ]);
    for (pattern, path) in &pages {
        let reply = service.get(path);
        assert_eq!(reply.status, 200, "{path}");
        let responses = &document["paths"][pattern]["get"]["responses"];
        let schema = &responses["200"]["content"][JSON]["schema"];
        assert!(schema.is_object(), "{pattern}");
        assert_fits(&document, schema, &reply.json(), path);
    }
    let tried: BTreeSet<&str> = pages.iter().map(|(pattern, _)| *pattern).collect();
    for (method, path, _) in operations(&document) {
        assert!(
            method == "post" || tried.contains(path),
            "{path} is not tried"
        );
    }
}

#[test]
fn examples_are_answered() {
    let service = shared();
    let document = service.get("/openapi.json").json();
    let mut tried = 0;
    for (_, path, operation) in operations(&document) {
        let asked = &operation["requestBody"]["content"][JSON];
        for (name, example) in asked["examples"].as_object().into_iter().flatten() {
            let question = &example["value"];
            let what = format!("{path} {name}");
            assert_fits(&document, &asked["schema"], question, &what);
            let reply = service.post(path, &question.to_string());
            assert_eq!(reply.status, 200, "{what}: {}", reply.text());
            tried += 1;
        }
    }
    assert!(tried >= 6, "{tried} examples");
}

/// A tariff is the same in both lists and, without the path of its prices, on
/// its own page.
#[test]
fn tariff_has_one_shape_at_every_address() {
    let service = shared();
    let list = service.get("/v1/tariffs").json();
    assert_eq!(
        list["tariffs"],
        service.get("/v1/rule-sets").json()["tariffs"]
    );
    for head in list["tariffs"].as_array().expect("there are tariffs") {
        let path = head["path"].as_str().expect("it has a path");
        let mut page = service.get(path).json();
        let page = page.as_object_mut().expect("it is an object");
        assert!(page.remove("charges").is_some());
        page.insert("path".to_owned(), path.into());
        assert_eq!(head.as_object(), Some(&*page), "{path}");
    }
}

#[test]
fn answers_match_their_schemas() {
    let service = shared();
    let document = service.get("/openapi.json").json();
    let mut found = BTreeSet::new();
    for asked in every_case() {
        let reply = service.post(&asked.path, &question(&asked));
        let responses = &document["paths"][&asked.path]["post"]["responses"];
        let response = resolved(&document, &responses[reply.status.to_string()]);
        let kind = reply.header("content-type").expect("it has a kind");
        let schema = &response["content"][kind]["schema"];
        assert!(schema.is_object(), "{} {kind}", reply.status);
        let misfits = misfits(&document, schema, &reply.json());
        found.extend(misfits.into_iter().map(|it| format!("{} {it}", asked.path)));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn problem_types_have_sections_on_the_page() {
    let service = shared();
    let page = service.get("/api");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(!page.text().contains("https://"));
    for reply in [
        service.get("/x"),
        service.get("/v1/verify"),
        service.post("/v1/verify", "{"),
    ] {
        let kind = reply.json()["type"].clone();
        let place = kind.as_str().and_then(|kind| kind.strip_prefix("/api#"));
        let id = format!("id=\"{}\"", place.expect("it is on the page"));
        assert!(page.text().contains(&id), "{id}");
    }
}
