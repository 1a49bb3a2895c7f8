//! What the service says of itself holds.

use serde_json::Value;

use crate::service::shared;

#[test]
fn every_example_of_the_description_is_answered() {
    let service = shared();
    let document = service.get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().expect("there are paths") {
        if let Some(get) = item.get("get")
            && !path.contains('{')
        {
            let reply = service.get(path);
            assert_eq!(reply.status, 200, "{path}");
            assert_required(&document, &get["responses"], &reply.json(), path);
        }
        let examples = &item["post"]["requestBody"]["content"]["application/json"]["examples"];
        for (name, example) in examples.as_object().into_iter().flatten() {
            let reply = service.post(path, &example["value"].to_string());
            assert_eq!(reply.status, 200, "{path} {name}: {}", reply.text());
            assert_required(&document, &item["post"]["responses"], &reply.json(), path);
            tried += 1;
        }
    }
    assert!(tried >= 6, "{tried} examples");
}

/// Whatever an answer is said to have, it has.
fn assert_required(document: &Value, responses: &Value, answer: &Value, path: &str) {
    let schema = &responses["200"]["content"]["application/json"]["schema"]["$ref"];
    let name = schema.as_str().and_then(|it| it.rsplit('/').next());
    let shape = &document["components"]["schemas"][name.unwrap_or("")];
    let required = shape["required"].as_array().expect("something is required");
    for member in required.iter().filter_map(Value::as_str) {
        assert!(answer.get(member).is_some(), "{path} has no {member}");
    }
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
