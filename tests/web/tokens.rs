//! Who may call.

use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use super::service::{Service, free_address, read};
use crate::harness::{almoner, stdout_of};

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
    guarded_with(name, lines, &[])
}

/// The same with more arguments.
pub(super) fn guarded_with(name: &str, lines: &str, args: &[&str]) -> (File, Service) {
    let name = format!("almoner-{name}-{}", std::process::id());
    let file = File(std::env::temp_dir().join(name));
    fs::write(&file.0, lines).expect("it is written");
    let tokens = ["--tokens", file.0.to_str().expect("it is text")];
    let service = Service::start(&[&tokens, args].concat());
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
        service.post_as(&quotes, "/v1/verify", &body).status
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

/// Waits until something holds, at most 20 seconds.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How many tokens the metrics say are good.
fn token_gauge(service: &Service, monitoring: &str) -> Option<String> {
    let metrics = service.get_at(monitoring, "/metrics");
    let mut lines = metrics.text().lines();
    let line = lines.find(|it| it.starts_with("almoner_tokens "));
    line.map(str::to_owned)
}

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo is there").success());
}

#[test]
fn unusable_token_file_lets_nobody_in() {
    let (admin, line) = made("admin");
    let (_, other) = made("quotes");
    let monitoring = free_address();
    let (file, _) = guarded("closing", &line);
    let path = file.0.to_str().expect("it is text");
    let service = Service::start(&["--tokens", path, "--metrics", &monitoring]);
    let bearer = format!("authorization: Bearer {admin}\r\n");
    let status = || service.call("GET", "/v1/rule-sets", &bearer).status;
    let tokens = || token_gauge(&service, &monitoring);
    let remove = || fs::remove_file(&file.0).expect("it is removed");
    let write = |text: &str, mode: u32| {
        // What is there may be a pipe, which cannot be written.
        drop(fs::remove_file(&file.0));
        fs::write(&file.0, text).expect("it is written");
        fs::set_permissions(&file.0, fs::Permissions::from_mode(mode)).expect("it is set");
    };
    let slip = format!("{line}\ndesk quotes\n");
    let pipe = || {
        remove();
        make_pipe(&file.0);
    };
    let cases: [(&str, &dyn Fn()); 7] = [
        ("there is no token in the file", &|| write("", 0o600)),
        ("there is no token in the file", &|| {
            write("# nobody\n", 0o600);
        }),
        ("line 1: a name", &|| write("garbage", 0o600)),
        ("line 2: a name", &|| write(&slip, 0o600)),
        ("everybody on this machine can", &|| write(&line, 0o666)),
        ("it is not a file", &pipe),
        ("there is no such file", &remove),
    ];
    for (why, change) in cases {
        write(&line, 0o600);
        service.signal("-HUP");
        until("the token is good again", || status() == 200);
        assert_eq!(tokens().as_deref(), Some("almoner_tokens 1"));
        change();
        let checked = almoner(["token", "check", path]).run();
        assert_eq!(checked.code, Some(3), "{checked:?}");
        assert!(checked.stderr.contains(why), "{why}: {}", checked.stderr);
        service.signal("-HUP");
        until(why, || status() == 401);
        let ready = service.get("/readyz").json();
        assert_eq!(ready["tokens_refused"], true, "{ready}");
        let details = service.get_at(&monitoring, "/readyz").json();
        let says = details["tokens_refused"].as_str().expect("it says why");
        assert!(says.contains(why), "{says}");
        assert_eq!(tokens().as_deref(), Some("almoner_tokens 0"));
    }
    write(&other, 0o600);
    service.signal("-HUP");
    until("the file is read again", || {
        tokens().as_deref() == Some("almoner_tokens 1")
    });
    assert_eq!(status(), 401, "the old token stays withdrawn");
    let checked = almoner(["token", "check", path]).run().success();
    assert_eq!(checked.text(), "desk  quotes\n");
}

#[test]
fn delayed_refusals_do_not_keep_the_others_out() {
    let (token, line) = made("quotes");
    let settings = ["--connections", "32", "--patience", "60"];
    let (_file, service) = guarded_with("crowd", &line, &settings);
    let refused = "GET /v1/rule-sets HTTP/1.1\r\nhost: localhost\r\n\
                   authorization: Bearer wrong\r\n\r\n"
        .repeat(60);
    let open = |_| {
        let mut stream = service.connect();
        stream.write_all(refused.as_bytes()).expect("it goes");
        stream
    };
    let crowd: Vec<_> = (0..32).map(open).collect();
    std::thread::sleep(Duration::from_secs(1));
    let since = Instant::now();
    let question = r#"{"on":"2018-05-01","facts":{"lessons":1}}"#;
    let reply = service.post_as(&token, "/v1/quotes/music", question);
    assert_eq!(reply.status, 200, "{}", reply.head);
    let took = since.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
    drop(crowd);
}

#[test]
fn open_stream_ends_when_its_token_is_withdrawn() {
    let (first, line) = made("quotes");
    let (_, other) = made("quotes");
    let (file, service) = guarded("stream", &line);
    let mut stream = service.connect();
    let head = format!(
        "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {first}\r\n\
         content-type: application/x-ndjson\r\ncontent-length: 100000\r\n\r\n"
    );
    let question = "{\"on\":\"2018-05-01\",\"facts\":{}}\n";
    stream.write_all(head.as_bytes()).expect("it goes");
    stream.write_all(question.as_bytes()).expect("it goes");
    let mut answered = [0; 64 * 1024];
    let count = stream.read(&mut answered).expect("it is answered");
    assert!(answered[..count].starts_with(b"HTTP/1.1 200"));

    fs::write(&file.0, &other).expect("it is written");
    service.signal("-HUP");
    let bearer = format!("authorization: Bearer {first}\r\n");
    until("it is withdrawn", || {
        service.call("GET", "/v1/rule-sets", &bearer).status == 401
    });
    stream.write_all(question.as_bytes()).expect("it goes");
    let mut rest = String::new();
    let _ = stream.read_to_string(&mut rest);
    assert!(rest.contains("\"status\":401"), "{rest}");
    assert!(rest.contains("the token has been withdrawn"), "{rest}");
}

#[test]
fn service_without_tokens_answers_only_to_its_own_names() {
    let monitoring = free_address();
    let service = Service::start(&["--host", "Desk.council.example", "--metrics", &monitoring]);
    let asked = |hosts: &str| {
        let request = format!("GET /v1/tariffs HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        service.send(request.as_bytes()).status
    };
    assert_eq!(asked("host: localhost:8080\r\n"), 200);
    assert_eq!(asked("host: desk.council.example\r\n"), 200);
    assert_eq!(asked("host: attacker.example\r\n"), 421);
    assert_eq!(asked(""), 400);
    assert_eq!(asked("host: localhost\r\nhost: localhost\r\n"), 400);

    let mut stream = std::net::TcpStream::connect(&monitoring).expect("it listens");
    let request = "GET /metrics HTTP/1.1\r\nhost: attacker.example\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("it goes");
    assert_eq!(read(&mut stream).status, 421);
}

#[test]
fn metrics_beyond_this_machine_need_a_token() {
    let open = almoner(["serve", "--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:0"]).run();
    assert!(
        open.exits(2)
            .stderr
            .contains("metrics are only for this machine")
    );

    let (quotes, first) = made("quotes");
    let (metrics, second) = made("metrics");
    let (file, _) = guarded("metrics", &format!("{first}\n{second}\n"));
    let port = free_address().replace("127.0.0.1", "0.0.0.0");
    let path = file.0.to_str().expect("it is text");
    let service = Service::start(&["--tokens", path, "--metrics", &port]);
    let status = |path: &str, token: &str| {
        let bearer = format!("authorization: Bearer {token}\r\n");
        service.call_at(&port, path, &bearer).status
    };
    assert_eq!(status("/metrics", &metrics), 200);
    assert_eq!(status("/metrics", &quotes), 401);
    assert_eq!(status("/livez", "none"), 200);
    assert_eq!(status("/readyz", "none"), 200);
}

#[test]
fn log_names_the_token_and_the_network() {
    let (admin, line) = made("quotes");
    let (file, _) = guarded("log", &line);
    let log = std::env::temp_dir().join(format!("almoner-audit-{}.json", std::process::id()));
    let path = file.0.to_str().expect("it is text");
    let to = fs::File::create(&log).expect("a log");
    let service = Service::logging(&["--tokens", path], to.into());
    let bearer = format!("authorization: Bearer {admin}\r\n");
    assert_eq!(service.call("GET", "/v1/rule-sets", &bearer).status, 200);
    assert_eq!(service.call("GET", "/v1/tariffs", &bearer).status, 403);
    assert_eq!(service.get("/v1/tariffs").status, 401);
    drop(service);
    let text = fs::read_to_string(&log).expect("the log");
    let _ = fs::remove_file(&log);
    let requests: Vec<&str> = text
        .lines()
        .filter(|it| it.contains("request completed"))
        .collect();
    assert_eq!(requests.len(), 3, "{text}");
    assert!(
        requests
            .iter()
            .all(|it| it.contains("\"client.network\":\"127.0.0.0/24\"")),
        "{text}"
    );
    let named = |line: &&&str| line.contains("\"token\":\"desk\"");
    assert_eq!(requests.iter().filter(named).count(), 2, "{text}");
    assert!(!text.contains(&admin), "{text}");
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
