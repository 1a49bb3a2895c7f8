//! What the service says of itself holds.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    answers::{every_case, question},
    service::shared,
    shape::{misfits, resolved},
};

const JSON: &str = "application/json";

fn assert_fits(document: &Value, schema: &Value, value: &Value, what: &str) {
    let found = misfits(document, schema, value);
    assert!(found.is_empty(), "{what}: {found:#?}");
}

#[test]
fn the_description_is_whole() {
    let document = shared().get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("there are paths") {
        for (method, operation) in item.as_object().expect("there are operations") {
            let name = operation["operationId"].as_str().expect("it has a name");
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            assert!(operation["summary"].is_string(), "{method} {path}");
            let parameters = operation["parameters"].as_array();
            let described = parameters.into_iter().flatten();
            let described = described.filter(|it| it["in"] == "path").count();
            assert_eq!(described, path.matches('{').count(), "{method} {path}");
        }
    }
    assert!(names.contains("post_quotes_music") && names.contains("get_tariffs"));
    let mut references = 0;
    each(&document, &mut |value| {
        if value.get("$ref").is_some() {
            resolved(&document, value);
            references += 1;
        }
    });
    assert!(references > 100, "{references}");
}

fn each(value: &Value, seen: &mut impl FnMut(&Value)) {
    seen(value);
    match value {
        Value::Object(members) => members.values().for_each(|it| each(it, seen)),
        Value::Array(items) => items.iter().for_each(|it| each(it, seen)),
        _ => {}
    }
}

#[test]
fn every_example_is_answered_and_every_page_is_as_described() {
    let service = shared();
    let document = service.get("/openapi.json").json();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().expect("there are paths") {
        if let Some(get) = item.get("get")
            && !path.contains('{')
        {
            let reply = service.get(path);
            assert_eq!(reply.status, 200, "{path}");
            let schema = &get["responses"]["200"]["content"][JSON]["schema"];
            assert_fits(&document, schema, &reply.json(), path);
        }
        let asked = &item["post"]["requestBody"]["content"][JSON];
        for (name, example) in asked["examples"].as_object().into_iter().flatten() {
            let question = &example["value"];
            assert_fits(
                &document,
                &asked["schema"],
                question,
                &format!("{path} {name}"),
            );
            let reply = service.post(path, &question.to_string());
            assert_eq!(reply.status, 200, "{path} {name}: {}", reply.text());
            tried += 1;
        }
    }
    assert!(tried >= 6, "{tried} examples");
}

#[test]
fn every_answer_to_every_case_is_as_described() {
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
fn every_kind_of_problem_has_its_place_on_the_page() {
    let service = shared();
    let page = service.get("/");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(!page.text().contains("<script") && !page.text().contains("https://"));
    for reply in [
        service.get("/x"),
        service.get("/v1/verify"),
        service.post("/v1/verify", "{"),
    ] {
        let kind = reply.json()["type"].clone();
        let place = kind.as_str().and_then(|kind| kind.strip_prefix("/#"));
        let id = format!("id=\"{}\"", place.expect("it is on the page"));
        assert!(page.text().contains(&id), "{id}");
    }
    assert_eq!(service.get("/style.css").status, 200);
}
