//! Answers that the service issues with the council's key.

use std::{
    fs,
    time::{Duration, Instant},
};

use super::{
    service::{Service, posted},
    tokens::{guarded_with, made},
};
use crate::harness::{TempDir, almoner, utf8};

const QUESTION: &str = r#"{"on":"2018-05-01","facts":{"lessons":7,"minutes":20,"pupils":1,
    "free_school_meals":false,"pupil_premium":false,"key_stage":2}}"#;

const SEALED: &str = "/v1/quotes/music?seal=yes";

/// Makes a secret key in a folder, and the file of its public key.
pub(super) fn keys(folder: &TempDir, name: &str) -> (String, String) {
    let secret = utf8(&folder.join(name)).to_owned();
    let made = [
        "key",
        "new",
        "--council",
        "Anytown Council",
        "--out",
        &secret,
    ];
    let line = almoner(made).run().success().text();
    let public = folder.write(&format!("{name}.public"), line);
    (secret, utf8(&public).to_owned())
}

#[test]
fn service_issues_answers_and_proves_them() {
    let folder = TempDir::new();
    let (secret, public) = keys(&folder, "key");
    let (token, line) = made("quotes");
    let (_file, service) = guarded_with("issuing", &line, &["--seal", &secret]);
    let quote = service.post_as(&token, SEALED, QUESTION);
    assert_eq!(quote.status, 200, "{}", quote.head);
    let issued = &quote.json()["issued"];
    assert_eq!(
        (&issued["council"], &issued["desk"]),
        (&"Anytown Council".into(), &"desk".into())
    );
    let bare = service.post_as(&token, "/v1/quotes/music", QUESTION);
    assert!(bare.json().get("issued").is_none());
    let prove = |answer: &str| {
        let body = format!("{{\"answer\":{answer}}}");
        let proof = service.post_as(&token, "/v1/verify", &body).json();
        let word = |key: &str| proof[key].as_str().unwrap_or_default().to_owned();
        (word("verdict"), word("issue"))
    };
    let words = |verdict: &str, issue: &str| (verdict.to_owned(), issue.to_owned());
    assert_eq!(prove(quote.text()), words("identical", "issued"));
    assert_eq!(prove(bare.text()), words("identical", "not_issued"));
    let altered = quote.text().replacen("Anytown", "Elsewhere", 1);
    assert_eq!(prove(&altered), words("identical", "altered"));
    let altered = quote.text().replacen("\"70.00\"", "\"60.00\"", 1);
    assert_eq!(prove(&altered), words("altered", "altered"));
    let verify = ["verify", "-", "--issued", "--keys", &public];
    almoner(verify).stdin(quote.body.clone()).run().success();
}

#[test]
fn service_without_a_key_and_a_stream_issue_nothing() {
    let service = super::service::shared();
    let refused = service.post(SEALED, QUESTION);
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (422, &"no-key".into())
    );
    let stream = service.send(&posted(SEALED, "application/x-ndjson", QUESTION.as_bytes()));
    assert_eq!(
        (stream.status, &stream.json()["code"]),
        (400, &"invalid-query".into())
    );
}

#[test]
fn key_file_that_cannot_be_used_issues_nothing_after_sighup() {
    let folder = TempDir::new();
    let (secret, _) = keys(&folder, "key");
    let service = Service::start(&["--seal", &secret]);
    let quote = service.post(SEALED, QUESTION);
    assert_eq!(quote.status, 200, "{}", quote.head);
    let good = fs::read_to_string(&secret).expect("it is there");
    let status = |expected: u16| {
        service.signal("-HUP");
        let since = Instant::now();
        while service.post(SEALED, QUESTION).status != expected {
            assert!(
                since.elapsed() < Duration::from_secs(20),
                "never {expected}"
            );
        }
    };
    fs::write(&secret, "garbage").expect("it is written");
    status(503);
    assert_eq!(service.post(SEALED, QUESTION).json()["code"], "key-refused");
    assert_eq!(service.get("/readyz").json()["keys_refused"], true);
    let body = format!("{{\"answer\":{}}}", quote.text());
    assert_eq!(
        service.post("/v1/verify", &body).json()["issue"],
        "not_checked"
    );
    assert_eq!(service.post("/v1/quotes/music", QUESTION).status, 200);
    fs::write(&secret, good).expect("it is written");
    status(200);
    assert!(service.get("/readyz").json().get("keys_refused").is_none());
    assert_eq!(service.post("/v1/verify", &body).json()["issue"], "issued");
}
