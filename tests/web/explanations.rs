//! What would change an answer, over HTTP: `?explain=yes`.

use serde_json::{Value, json};

use super::{json_schema::misfits, service::shared};
use crate::harness::almoner;

const MUSIC: &str = "/v1/quotes/music";
const HEAD_START: &str = "/v1/screenings/head-start";

/// Ten lessons of 20 minutes shared by two, at £5.00 each: half of it with free school
/// meals from Key Stage 2 on.
fn music() -> Value {
    json!({ "on": "2018-05-01", "facts": {
        "lessons": 10, "minutes": 20, "pupils": 2, "free_school_meals": true,
        "pupil_premium": false,
    } })
}

/// An applicant of 17 who meets everything else, 18 on 15 June 2018; whether there are
/// convictions is said by `convictions`.
fn applicant(convictions: &Value) -> Value {
    json!({ "on": "2018-05-01", "facts": {
        "date_of_birth": "2000-06-15", "in_care_or_care_leaver": true,
        "supported_by_inspire": true, "in_education_employment_or_training": true,
        "references": [{ "kind": "training" }, { "kind": "character", "relative": false }],
        "references_complete": true, "eligible_for_social_housing": true,
        "agrees_to_conditions": true, "unspent_convictions": convictions,
    } })
}

fn explained(path: &str, question: &Value) -> Value {
    let path = format!("{path}?explain=yes");
    let reply = shared().post(&path, &question.to_string());
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[test]
fn explanation_says_what_each_key_stage_comes_to() {
    let answer = explained(MUSIC, &music());
    let needed = &answer["explanation"]["needed"];
    assert_eq!(needed["now"][0]["fact"], "key_stage");
    assert_eq!(needed["now"][0]["from"], "school");
    assert_eq!(needed["settling"][0]["facts"][0]["fact"], "key_stage");
    assert_eq!(needed["complete"], true);
    let ladder = &needed["ladders"][0];
    assert_eq!(ladder["fact"], "key_stage");
    let rungs = json!([
        { "at_least": 0, "at_most": 1, "total": "50.00", "outcome": "quoted" },
        { "at_least": 2, "at_most": 5, "total": "25.00", "outcome": "quoted" },
    ]);
    assert_eq!(ladder["rungs"], rungs);
}

#[test]
fn explanation_of_a_no_says_what_would_change_it_and_when() {
    let answer = explained(HEAD_START, &applicant(&json!([])));
    let explanation = &answer["explanation"];
    let change = &explanation["nearest"]["ways"][0]["changes"][0];
    assert_eq!(explanation["nearest"]["outcome"], "eligible");
    assert_eq!(
        (&change["fact"], &change["to"]),
        (&json!("term_starts"), &json!("2018-06-15"))
    );
    assert_eq!(explanation["timeline"]["spans"][1]["from"], "2018-06-15");
    // The date of birth may have been entered wrongly; it is not advice.
    let check = json!([{ "fact": "date_of_birth", "record": null, "now": "2000-06-15" }]);
    assert_eq!(explanation["checks"], check);
}

#[test]
fn explanations_match_their_schema_and_the_command_line() {
    let document = shared().get("/openapi.json").json();
    for (path, verb, question) in [
        (MUSIC, "quote", music()),
        (HEAD_START, "screen", applicant(&json!([]))),
    ] {
        let (_, set) = path.rsplit_once('/').expect("a path has a name");
        let answer = explained(path, &question);
        let schemas = [("quote", "Quote"), ("screen", "Screening")];
        let (_, name) = schemas.iter().find(|it| it.0 == verb).expect("it is there");
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        let found = misfits(&document, &schema, &answer);
        assert!(found.is_empty(), "{found:#?}");
        let typed = almoner([verb, set, "--on", "2018-05-01", "--explain"])
            .args(["--facts", "-", "--format", "json"])
            .stdin(question["facts"].to_string())
            .run();
        let typed: Value = serde_json::from_slice(&typed.stdout).expect("it is JSON");
        assert_eq!(answer, typed);
    }
}

#[test]
fn explanation_has_no_value_of_a_confidential_fact() {
    for kind in ["violence", "sexual", "arson", "fraud", "drug_dealing"] {
        let answer = explained(HEAD_START, &applicant(&json!([kind])));
        let explanation = answer["explanation"].to_string();
        assert!(!explanation.contains(kind), "{explanation}");
        assert!(!explanation.contains("unspent"), "{explanation}");
    }
}

#[test]
fn answers_of_a_list_are_not_explained() {
    let lines = format!("{}\n", music());
    let reply = shared().send(&super::service::posted(
        &format!("{MUSIC}?explain=yes"),
        "application/x-ndjson",
        lines.as_bytes(),
    ));
    assert_eq!(reply.status, 400, "{}", reply.text());
    assert_eq!(reply.json()["code"], "invalid-query");
}
