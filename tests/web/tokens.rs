//! Who may call.

use std::{
    fs,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use super::service::{Service, posted};
use crate::harness::stdout_of;

pub(super) fn made(scopes: &str) -> (String, String) {
    let said = stdout_of(["token", "new", "--name", "desk", "--scope", scopes]);
    let (token, line) = said.trim().split_once('\n').expect("there are two lines");
    (token.to_owned(), line.to_owned())
}

pub(super) struct File(PathBuf);

impl Drop for File {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// A service, and the file of those who may call it.
pub(super) fn guarded(name: &str, lines: &str) -> (File, Service) {
    let name = format!("almoner-{name}-{}", std::process::id());
    let file = File(std::env::temp_dir().join(name));
    fs::write(&file.0, lines).expect("it is written");
    let service = Service::start(&["--tokens", file.0.to_str().expect("it is text")]);
    (file, service)
}

#[test]
fn token_scopes_are_enforced_and_failures_delayed() {
    let (quotes, first) = made("quotes");
    let (admin, second) = made("admin");
    let lines = format!("# who may call\n{first}\n{second}\n");
    let (_file, service) = guarded("tokens", &lines);
    let status = |path: &str, token: &str| {
        let headers = format!("authorization: Bearer {token}\r\n");
        service.call("GET", path, &headers).status
    };
    assert_eq!(service.get("/livez").status, 200);
    assert_eq!(status("/v1/rule-sets", &quotes), 200);
    assert_eq!(status("/v1/tariffs", &quotes), 403);
    assert_eq!(status("/v1/tariffs", &admin), 200);
    assert_eq!(status("/v1/quotes/music", &quotes), 405);
    assert_eq!(status("/v1/screenings/head-start", &quotes), 403);
    let refused = service.get("/v1/rule-sets");
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").is_some());
    let since = Instant::now();
    assert_eq!(status("/v1/rule-sets", "almoner_00"), 401);
    assert!(
        since.elapsed().as_millis() >= 100,
        "the second failure waits"
    );
    assert_eq!(
        status("/v1/rule-sets", &quotes),
        200,
        "a good token does not"
    );
}

#[test]
fn verify_needs_scope_of_the_question() {
    let (quotes, line) = made("quotes");
    let (_file, service) = guarded("proving", &line);
    let status = |answer: &str| {
        let body = format!("{{\"answer\":{answer}}}");
        let request = posted("/v1/verify", "application/json", body.as_bytes());
        let request = String::from_utf8(request).expect("it is text");
        let allowed = format!("host: x\r\nauthorization: Bearer {quotes}\r\n");
        let request = request.replacen("host: x\r\n", &allowed, 1);
        service.send(request.as_bytes()).status
    };
    let saved = |set: &str| {
        format!(
            r#"{{"rule_set":"{set}","on":"2018-05-01","known":null,"facts":{{}},"withheld":[]}}"#
        )
    };
    assert_eq!(status(&saved("music")), 200);
    assert_eq!(status(&saved("head-start")), 403);
    assert_eq!(
        status(
            r#"{"rule_set":"music","rule_set":"head-start","on":"2018-05-01","known":null,"facts":{},"withheld":[]}"#
        ),
        422
    );
    // By position, as it must not be read.
    assert_eq!(status(r#"["head-start","2018-05-01",null,{},[]]"#), 422);
}

#[test]
fn sighup_reloads_tokens_and_repeated_failures_get_429() {
    let (first, first_line) = made("quotes");
    let (second, second_line) = made("quotes");
    let (file, service) = guarded("changed", &first_line);
    let status = |token: &str| {
        let headers = format!("authorization: Bearer {token}\r\n");
        service.call("GET", "/v1/rule-sets", &headers).status
    };
    assert_eq!((status(&first), status(&second)), (200, 401));
    fs::write(&file.0, "desk quotes").expect("it is written");
    service.signal("-HUP");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(
        status(&first),
        200,
        "a file that cannot be used changes nothing"
    );
    fs::write(&file.0, second_line).expect("it is written");
    service.signal("-HUP");
    let since = Instant::now();
    while status(&second) != 200 {
        assert!(
            since.elapsed() < Duration::from_secs(20),
            "it is never let in"
        );
    }
    assert_eq!(status(&first), 401);

    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..3).for_each(|_| assert!(status("almoner_00") >= 401)));
        }
    });
    let refused = service.get("/v1/rule-sets");
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (429, Some("60"))
    );
    assert_eq!(status(&second), 200, "a good token is not kept out");
}

#[test]
fn non_loopback_address_needs_tokens() {
    let output = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(["serve", "--listen", "0.0.0.0:0"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("only on this machine") && said.contains("token new"),
        "{said}"
    );
}
