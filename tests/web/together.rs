//! One set of facts answered by several rule sets over HTTP.

use std::{fs, path::Path};

use serde_json::{Value, json};

use super::{
    json_schema::misfits,
    service::{Reply, shared},
    tokens::{guarded, made},
};
use crate::harness::almoner;

const PATH: &str = "/v1/answers";

fn family() -> Value {
    let text = fs::read_to_string(Path::new("examples/family.json")).expect("it is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn asked(rule_sets: &Value) -> String {
    json!({ "rule_sets": rule_sets, "on": "2018-05-01", "facts": family() }).to_string()
}

#[test]
fn answers_are_those_of_the_command_line() {
    let reply = shared().post(PATH, &asked(&json!(["childcare", "nursery"])));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let typed = almoner(["answer", "childcare", "nursery", "--on", "2018-05-01"])
        .args(["--facts", "examples/family.json", "--format", "json"])
        .run();
    assert!(reply.body == typed.stdout, "{}", reply.text());
    let together = reply.json();
    assert_eq!(
        together["uses"],
        json!([{ "rule_set": "nursery", "uses": "childcare" }])
    );
    // Three half days are 15 hours, and all of them are funded.
    assert_eq!(together["answers"][1]["total"], "0.00");
}

#[test]
fn answers_match_their_schema() {
    let document = shared().get("/openapi.json").json();
    let schema = json!({ "$ref": "#/components/schemas/Answers" });
    for trace in ["yes", "no"] {
        let path = format!("{PATH}?trace={trace}");
        let reply = shared().post(&path, &asked(&json!(["nursery", "childcare"])));
        let found = misfits(&document, &schema, &reply.json());
        assert!(found.is_empty(), "{found:#?}");
        assert_eq!(reply.json()["answers"][0]["trace"].is_null(), trace == "no");
    }
    let schema = json!({ "$ref": "#/components/schemas/AnswersRequest" });
    let question = serde_json::from_str(&asked(&json!(["nursery"]))).expect("it is JSON");
    assert!(misfits(&document, &schema, &question).is_empty());
}

#[test]
fn faults_of_the_rule_sets_are_named() {
    let fault = |rule_sets: Value| {
        let reply: Reply = shared().post(PATH, &asked(&rule_sets));
        assert_eq!(reply.status, 422, "{}", reply.text());
        let error = &reply.json()["errors"][0];
        (error["pointer"].clone(), error["code"].clone())
    };
    let expected = |pointer: &str, code: &str| (json!(pointer), json!(code));
    let unknown = expected("/rule_sets/1", "unknown-rule-set");
    assert_eq!(fault(json!(["nursery", "childcar"])), unknown);
    let twice = expected("/rule_sets/1", "duplicate");
    assert_eq!(fault(json!(["nursery", "nursery"])), twice);
    for invalid in [json!([]), json!("nursery"), json!([1]), Value::Null] {
        let invalid_value = expected("/rule_sets", "invalid-value");
        assert_eq!(fault(invalid.clone()), invalid_value, "{invalid}");
    }
    // A fact that neither asks for.
    let facts = expected("/facts/ordinarily_resident", "unknown-fact");
    let reply = shared().post(
        PATH,
        r#"{"rule_sets":["nursery","music"],"on":"2018-05-01","facts":{"ordinarily_resident":true}}"#,
    );
    let error = &reply.json()["errors"][0];
    assert_eq!((error["pointer"].clone(), error["code"].clone()), facts);
    let reply = shared().post(PATH, r#"{"facts":{}}"#);
    assert_eq!(reply.json()["errors"][0]["pointer"], "/rule_sets");
}

#[test]
fn each_rule_set_needs_its_scope() {
    let status = |scopes: &str, rule_sets: Value| {
        let (token, line) = made(scopes);
        let (_file, service) = guarded(&format!("together-{scopes}"), &line);
        let body = asked(&rule_sets);
        service.post_as(&token, PATH, &body).status
    };
    let both = || json!(["nursery", "childcare"]);
    assert_eq!(status("quotes", both()), 403);
    assert_eq!(status("screenings", both()), 403);
    assert_eq!(status("quotes,screenings", both()), 200);
}
