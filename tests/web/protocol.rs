//! Statuses, headers, problems, the log and the metrics.

use std::{
    fs,
    io::Write as _,
    net::TcpStream,
    process::Stdio,
    time::{Duration, Instant},
};

use super::service::{Reply, Service, free_address, posted, read, shared};
use crate::harness::TempDir;

const MUSIC: &str = "/v1/quotes/music";

#[test]
fn mistakes_have_their_status() {
    let service = shared();
    let status = |request: &[u8]| service.send(request).status;
    let json = |body: &str| status(&posted(MUSIC, "application/json", body.as_bytes()));
    assert_eq!(json("{"), 400);
    assert_eq!(json("[1]"), 400);
    assert_eq!(json(r#"["2018-05-01",null,{"lessons":10}]"#), 400);
    assert_eq!(json(""), 400);
    assert_eq!(json(r#"{"facts":{}}{}"#), 400);
    assert_eq!(
        status(&posted(
            MUSIC,
            "application/json",
            b"{\"facts\":{\"a\":\"\xff\"}}"
        )),
        400
    );
    assert_eq!(
        status(&posted("/v1/quotes/musik", "application/json", b"{}")),
        404
    );
    assert_eq!(
        status(&posted("/v1/quotes/head-start", "application/json", b"{}")),
        404
    );
    assert_eq!(service.get("/v1/tariffs/1999-00").status, 404);
    for path in ["/v1/comparisons/%ff/2018-19", "/v1/appendices/%ff"] {
        let named = service.get(path);
        let kind = named.header("content-type");
        assert_eq!(
            (named.status, kind),
            (404, Some("application/problem+json"))
        );
    }
    assert!(service.get("/").header("content-type").is_some());
    let wrong = service.get(MUSIC);
    assert_eq!(
        (wrong.status, wrong.header("allow")),
        (405, Some("POST, OPTIONS"))
    );
    let accept = service.call("GET", "/v1/tariffs", "accept: image/png\r\n");
    assert_eq!(accept.status, 406);
    assert_eq!(status(&posted(MUSIC, "text/plain", b"{}")), 415);
    let long = format!("{{\"facts\":{{\"a\":\"{}\"}}}}", "x".repeat(1 << 20));
    assert_eq!(json(&long), 413);
    assert_eq!(
        json(r#"{"on":"2018-05-01","facts":{"lessons":"many"}}"#),
        422
    );
    assert_eq!(json(r#"{"on":"1890-05-01","facts":{}}"#), 422);
    assert_eq!(json("{}"), 422);
}

/// Requests that have problems, each with its title and code.
fn problems(service: &Service) -> Vec<(Reply, &'static str, &'static str)> {
    let json = |path: &str, body: &str| service.post(path, body);
    let long = format!("{{\"facts\":{{\"a\":\"{}\"}}}}", "x".repeat(1 << 20));
    let text = service.send(&posted(MUSIC, "text/plain", b"{}"));
    let image = service.call("GET", "/v1/tariffs", "accept: image/png\r\n");
    let year = service.get("/v1/tariffs/1999-00");
    let maybe = json("/v1/quotes/music?trace=maybe", "{}");
    let many = r#"{"on":"2018-05-01","facts":{"lessons":"many"}}"#;
    let early = r#"{"on":"1890-05-01","facts":{}}"#;
    let (missing, wrong) = ("Not Found", "Unprocessable Content");
    vec![
        (json(MUSIC, "{"), "Bad Request", "malformed-body"),
        (maybe, "Bad Request", "invalid-query"),
        (service.get("/nowhere"), missing, "unknown-address"),
        (json("/v1/quotes/%ff", "{}"), missing, "unknown-address"),
        (json("/v1/quotes/musik", "{}"), missing, "unknown-rule-set"),
        (json("/v1/quotes/head-start", "{}"), missing, "wrong-kind"),
        (year, missing, "unknown-tariff"),
        (
            service.get(MUSIC),
            "Method Not Allowed",
            "method-not-allowed",
        ),
        (image, "Not Acceptable", "not-acceptable"),
        (json(MUSIC, &long), "Content Too Large", "body-too-large"),
        (text, "Unsupported Media Type", "unsupported-media-type"),
        (json(MUSIC, "{}"), wrong, "invalid-question"),
        (json(MUSIC, many), wrong, "facts"),
        (json(MUSIC, early), wrong, "not-available"),
        (
            json("/v1/verify", "{\"answer\":{}}"),
            wrong,
            "cannot-verify",
        ),
    ]
}

#[test]
fn problems_have_title_and_code() {
    let service = shared();
    let document = service.get("/openapi.json").json();
    let codes = document["components"]["schemas"]["ProblemCode"].to_string();
    for (reply, title, code) in problems(&service) {
        let problem = reply.json();
        assert_eq!(
            (&problem["title"], &problem["code"]),
            (&title.into(), &code.into())
        );
        assert_eq!(problem["status"], reply.status, "{code}");
        let kind = reply.header("content-type");
        assert_eq!(kind, Some("application/problem+json"), "{code}");
        assert!(reply.header("x-request-id").is_some(), "{code}");
        assert!(codes.contains(&format!("\"{code}\"")), "{code} in {codes}");
    }
}

#[test]
fn faulty_facts_have_pointers() {
    let service = shared();
    let body = r#"{"on":"2018-05-01","facts":{"lessons":"many","lesson":1,"pupils":0,"pupils":1,
        "minutes":1e999,"free_school_meals":[[[[]]]]}}"#;
    let reply = service.post(MUSIC, body);
    assert_eq!(reply.status, 422);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    let problem = reply.json();
    let errors = problem["errors"].as_array().expect("there are errors");
    let pointers: Vec<&str> = errors
        .iter()
        .filter_map(|it| it["pointer"].as_str())
        .collect();
    for pointer in [
        "/facts/lessons",
        "/facts/lesson",
        "/facts/pupils",
        "/facts/minutes",
    ] {
        assert!(pointers.contains(&pointer), "{pointer} in {pointers:?}");
    }
    assert_eq!(problem["status"], 422);
}

#[test]
fn unchanged_page_gives_304() {
    let service = shared();
    for path in [
        "/v1/rule-sets",
        "/v1/rule-sets/music",
        "/v1/tariffs/2018-19",
    ] {
        let first = service.get(path);
        assert_eq!(first.status, 200);
        let tag = first.header("etag").expect("it has a tag").to_owned();
        let known = format!("if-none-match: \"x\", {tag}\r\n");
        let again = service.call("GET", path, &known);
        assert_eq!((again.status, again.body.len()), (304, 0));
        let head = service.call("HEAD", path, "");
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.header("etag"), Some(&*tag));
        let options = service.call("OPTIONS", path, "");
        assert_eq!(
            (options.status, options.header("allow")),
            (204, Some("GET, HEAD, OPTIONS"))
        );
        for reply in [&again, &head, &options] {
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        }
    }
}

#[test]
fn responses_have_security_headers_and_request_id() {
    let service = shared();
    let trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
    let asked = [
        service.call(
            "GET",
            "/livez",
            &format!("x-request-id: desk-00017\r\n{trace}"),
        ),
        service.get("/nowhere"),
        service.post(MUSIC, r#"{"on":"2018-05-01","facts":{}}"#),
        service.post(MUSIC, "{"),
    ];
    for reply in &asked {
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        let policy = reply
            .header("content-security-policy")
            .expect("there is one");
        assert!(policy.starts_with("default-src 'none'"));
        assert!(reply.header("x-request-id").is_some_and(|it| it.len() >= 8));
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
    assert_eq!(asked[0].header("x-request-id"), Some("desk-00017"));
    let carried = asked[0].header("traceparent").expect("there is one");
    assert!(carried.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
    assert!(!carried.contains("00f067aa0ba902b7"));
}

#[test]
fn cors_allows_only_listed_origins() {
    let service = Service::start(&["--allow-origin", "https://council.example"]);
    let from = |origin: &str| {
        let reply = service.call("GET", "/v1/tariffs", &format!("origin: {origin}\r\n"));
        let allowed = reply.header("access-control-allow-origin");
        allowed.map(str::to_owned)
    };
    assert_eq!(
        from("https://council.example").as_deref(),
        Some("https://council.example")
    );
    assert_eq!(from("https://elsewhere.example"), None);
}

#[test]
fn cors_wildcard_is_refused() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(["serve", "--listen", "127.0.0.1:0", "--allow-origin", "*"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("`*` is not the address of a site"), "{said}");
}

#[test]
fn long_responses_are_compressed_on_request() {
    let service = shared();
    let plain = service.get("/v1/tariffs/2018-19");
    let packed = service.call("GET", "/v1/tariffs/2018-19", "accept-encoding: gzip\r\n");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(plain.header("content-encoding"), None);
    assert!(packed.body.len() * 3 < plain.body.len());
    let question = r#"{"on":"2018-05-01","facts":{"lessons":10,"minutes":20,"pupils":2}}"#;
    let varies = |reply: &Reply| reply.head.contains("vary: accept-encoding\r\n");
    assert!(varies(&plain) && varies(&packed));
    assert!(varies(&service.post(MUSIC, question)));
    assert!(!varies(&service.get("/livez")), "too short to be packed");
}

#[test]
fn log_and_metrics_hold_no_facts() {
    let path = std::env::temp_dir().join(format!("almoner-log-{}", std::process::id()));
    let log = std::fs::File::create(&path).expect("it is made");
    let service = Service::logging(&["--metrics", "127.0.0.1:0"], log.into());
    let secret = "Xylophonist";
    for body in [
        format!(r#"{{"on":"2018-05-01","facts":{{"{secret}":"{secret}"}}}}"#),
        format!(r#"{{"on":"2018-05-01","facts":{{"lessons":"{secret}"}}}}"#),
        secret.to_owned(),
    ] {
        service.post(MUSIC, &body);
    }
    service.get(&format!("/v1/quotes/{secret}?{secret}={secret}"));
    service.call(
        "GET",
        "/livez",
        &format!("x-request-id: {secret} {secret}\r\n"),
    );
    let listening = std::fs::read_to_string(&path).expect("it is text");
    let listening: serde_json::Value =
        serde_json::from_str(listening.lines().next().expect("it says where")).expect("it is JSON");
    let metrics = listening["metrics"].as_str().expect("it counts somewhere");
    let counted = get_from(metrics, "/metrics");
    for expected in [
        "almoner_answers_total{rule_set=\"music\",outcome=\"rejected\"} 2",
        "almoner_answers_total{rule_set=\"music\",outcome=\"problem\"} 1",
        "almoner_answer_duration_seconds_count{rule_set=\"music\"} 3",
        "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_route=\"/livez\",http_response_status_code=\"200\"} 1",
        "# EOF",
    ] {
        assert!(
            counted.text().contains(expected),
            "{expected} in {}",
            counted.text()
        );
    }
    assert!(!counted.text().contains(secret), "{}", counted.text());
    let ready = get_from(metrics, "/readyz");
    assert_eq!(ready.status, 200);
    assert_eq!(ready.header("cache-control"), Some("no-store"));
    assert_eq!(service.get("/metrics").status, 404, "not where callers are");
    service.signal("-TERM");
    service.ended();
    let logged = std::fs::read_to_string(&path).expect("it is text");
    drop(std::fs::remove_file(&path));
    assert_eq!(
        logged.matches("\"request completed\"").count(),
        6,
        "{logged}"
    );
    assert!(!logged.contains(secret), "{logged}");
    for line in logged.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
    }
}

/// A page of another listener.
fn get_from(address: &str, path: &str) -> Reply {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it goes");
    read(&mut stream)
}

#[test]
fn requests_that_cannot_be_read_have_details_and_are_logged_and_counted() {
    let (log, metrics) = (TempDir::new(), free_address());
    let path = log.write("log", "");
    let file = fs::File::create(&path).expect("it is made");
    let service = Service::logging(&["--metrics", &metrics], Stdio::from(file));
    let long = format!(
        "GET /livez HTTP/1.1\r\nhost: localhost\r\nx-a: {}\r\n\r\n",
        "a".repeat(40_000)
    );
    let malformed = "GET /livez HTTP/1.1\r\nhost localhost\r\n\r\n";
    for (request, status, code, count) in [
        (malformed, 400, "malformed-request", 1),
        ("\0\0\0\r\n\r\n", 400, "malformed-request", 2),
        (&*long, 431, "head-too-large", 1),
    ] {
        let refused = service.send(request.as_bytes());
        assert_eq!(
            (refused.status, &refused.json()["code"]),
            (status, &code.into())
        );
        let kind = refused.header("content-type");
        assert_eq!(kind, Some("application/problem+json"));
        assert_eq!(refused.header("x-content-type-options"), Some("nosniff"));
        let counted = format!("http_response_status_code=\"{status}\"}} {count}\n");
        // The caller can see the end of the connection before it is logged
        // and counted.
        let since = Instant::now();
        while !service
            .get_at(&metrics, "/metrics")
            .text()
            .contains(&counted)
        {
            assert!(since.elapsed() < Duration::from_secs(20), "{status}");
        }
    }
    let log = fs::read_to_string(&path).expect("it is there");
    let lines: Vec<&str> = log
        .lines()
        .filter(|it| it.contains("request not read"))
        .collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert!(lines.iter().all(|it| it.contains("127.0.0.0/24")), "{log}");
    assert_eq!(service.get("/livez").status, 200);
}

#[test]
fn other_expectations_and_transfer_codings_are_refused() {
    let service = shared();
    let body = r#"{"on":"2018-05-01","facts":{}}"#;
    let ask = |headers: &str| {
        let length = body.len();
        let head = format!(
            "POST {MUSIC} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\n{headers}"
        );
        let end = match headers.contains("transfer-encoding") {
            true => format!("\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"),
            false => format!("content-length: {length}\r\n\r\n{body}"),
        };
        let reply = service.send((head + &end).as_bytes());
        let code = reply.text().split("\"code\":\"").nth(1).unwrap_or_default();
        (
            reply.status,
            code.split('"').next().unwrap_or_default().to_owned(),
        )
    };
    assert_eq!(
        ask("expect: 200-ok\r\n"),
        (417, "expectation-failed".to_owned())
    );
    let packed = ask("transfer-encoding: gzip, chunked\r\n");
    assert_eq!(packed, (501, "unsupported-transfer-coding".to_owned()));
    let twice = "content-encoding: identity\r\ncontent-encoding: gzip\r\n";
    assert_eq!(ask(twice).0, 415);
    assert_eq!(ask("transfer-encoding: chunked\r\n").0, 200);
}
