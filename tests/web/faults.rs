//! Slow, broken and hostile callers, and shutdown: no crash, no lost or mixed
//! answer, and bounded memory.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::service::{Reply, Service, posted, read, reply, shared};

const MUSIC: &str = "/v1/quotes/music";

/// A question whose total is known: that many lessons at £10.00.
fn lessons(count: usize) -> (String, String) {
    let question = format!(
        r#"{{"on":"2018-05-01","facts":{{"lessons":{count},"minutes":20,"pupils":1,"free_school_meals":false,"pupil_premium":false,"key_stage":2}}}}"#
    );
    (question, format!("\"total\":\"{}.00\"", count * 10))
}

fn is_healthy(service: &Service) -> bool {
    let (question, total) = lessons(7);
    let reply = service.post(MUSIC, &question);
    reply.status == 200 && reply.text().contains(&total)
}

#[test]
fn slow_senders_are_disconnected() {
    let service = Service::start(&["--patience", "1"]);
    let mut head = service.connect();
    head.write_all(b"POST /v1/quotes/music HTTP/1.1\r\nhost")
        .expect("it goes");
    let mut body = service.connect();
    body.write_all(b"POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"f")
        .expect("it goes");
    let mut idle = service.connect();
    let since = Instant::now();
    for stream in [&mut head, &mut body, &mut idle] {
        let found = read_some(stream);
        let late = found.is_empty() || found.starts_with("HTTP/1.1 408");
        assert!(late, "{found}");
    }
    assert!(since.elapsed() < Duration::from_secs(15));
    assert!(is_healthy(&service));
}

fn read_some(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 4096];
    let count = stream.read(&mut bytes).unwrap_or(0);
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[test]
fn slow_body_times_out_408() {
    let service = Service::start(&["--patience", "1"]);
    let mut stream = service.connect();
    let head = "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
                content-length: 9000\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it goes");
    let since = Instant::now();
    let mut dripping = stream.try_clone().expect("it can be held twice");
    let drips = thread::spawn(move || {
        while since.elapsed() < Duration::from_secs(20) {
            thread::sleep(Duration::from_millis(300));
            if dripping.write_all(b" ").is_err() {
                break;
            }
        }
    });
    let found = read(&mut stream);
    assert!(found.text().contains("\"status\":408"), "{}", found.head);
    assert!(since.elapsed() < Duration::from_secs(15));
    drop(stream);
    drips.join().expect("it stopped");
}

#[test]
fn slow_reader_is_disconnected() {
    let service = Service::start(&["--patience", "1"]);
    let mut stream = service.connect();
    stream
        .set_write_timeout(Some(Duration::from_secs(20)))
        .expect("it can be set");
    let head = "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\n\
                content-length: 900000000\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it goes");
    let lines = format!("{}\n", lessons(2).0).repeat(1000);
    let since = Instant::now();
    // Questions without end, and no answer is ever read.
    while stream.write_all(lines.as_bytes()).is_ok() {
        assert!(
            since.elapsed() < Duration::from_secs(60),
            "it goes on for ever"
        );
    }
    assert!(
        service.peak_memory() < 200 * 1024,
        "{}",
        service.peak_memory()
    );
    assert!(is_healthy(&service));
}

/// A nursery booking of this many children.
fn booking(children: usize) -> String {
    let child = r#"{"date_of_birth":"2016-11-01","pattern":"half_day","attends":["monday","friday"],"lunches_on":[]}"#;
    let children = vec![child; children].join(",");
    format!(
        r#"{{"facts":{{"first_day":"2018-03-26","last_day":"2018-04-06","children":[{children}]}}}}"#
    )
}

#[test]
fn too_long_answer_is_refused_and_long_one_can_be_verified() {
    let service = Service::start(&[]);
    let refused = service.post("/v1/quotes/nursery", &booking(900));
    assert_eq!(refused.status, 422, "{}", refused.head);
    assert_eq!(refused.json()["code"], "answer-too-large");
    let long = service.post("/v1/quotes/nursery", &booking(70));
    assert_eq!(long.status, 200, "{}", long.head);
    assert!(long.body.len() > 1024 * 1024, "{}", long.body.len());
    let saved = format!("{{\"answer\":{}}}", long.text());
    let verified = service.post("/v1/verify", &saved);
    assert_eq!(verified.status, 200, "{}", verified.head);
}

#[test]
fn unread_answers_and_unfinished_bodies_stay_within_memory() {
    let service = Service::start(&[]);
    let long = posted(
        "/v1/quotes/nursery",
        "application/json",
        booking(70).as_bytes(),
    );
    let mut callers = Vec::new();
    for _ in 0..60 {
        let mut unread = service.connect();
        unread.write_all(&long).expect("it goes");
        callers.push(unread);
    }
    let head = "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\n\
                content-type: application/json\r\ncontent-length: 1000000\r\n\r\n";
    let half = [head.as_bytes(), &vec![b' '; 900_000]].concat();
    for _ in 0..200 {
        let mut unfinished = service.connect();
        // The service may refuse before it has read everything.
        let _ = unfinished.write_all(&half);
        callers.push(unfinished);
    }
    assert!(is_healthy(&service));
    let peak = service.peak_memory();
    assert!(peak < MAX_MEMORY, "{peak} KiB, over the unit's limit");
    drop(callers);
    assert!(is_healthy(&service));
}

/// The most memory of a unit, in KiB.
const MAX_MEMORY: u64 = 256 * 1024;

/// Sends each of these at once and reads what comes; their statuses, in order.
fn at_once(service: &Service, requests: &[Vec<u8>]) -> Vec<u16> {
    thread::scope(|scope| {
        let sent = requests.iter();
        let sent = sent.map(|it| scope.spawn(|| service.send(it).status));
        let mut statuses: Vec<u16> = Vec::new();
        for reply in sent.collect::<Vec<_>>() {
            statuses.push(reply.join().expect("it is answered"));
        }
        statuses.sort_unstable();
        statuses
    })
}

#[test]
fn longest_questions_together_stay_within_memory() {
    let service = Service::start(&[]);
    let question = booking(1000);
    let both = format!("{{\"rule_sets\":[\"nursery\",\"music\"],{}", &question[1..]);
    let lines = format!("{question}\n{question}\n");
    let json = "application/json";
    for (path, kind, body) in [
        ("/v1/quotes/nursery", json, &question),
        ("/v1/answers", json, &both),
        ("/v1/quotes/nursery", "application/x-ndjson", &lines),
    ] {
        let requests = vec![posted(path, kind, body.as_bytes()); 4];
        let statuses = at_once(&service, &requests);
        let refused = if kind == json { 422 } else { 200 };
        assert_eq!(statuses, [refused; 4], "{path} {kind}");
    }
    let peak = service.peak_memory();
    assert!(peak < MAX_MEMORY, "{peak} KiB, over the unit's limit");
    assert!(is_healthy(&service));
}

#[test]
fn explanation_of_many_records_stays_within_memory() {
    let service = Service::start(&["--patience", "60"]);
    let path = "/v1/quotes/nursery?explain=yes";
    let reply = service.post(path, &booking(60));
    assert_eq!(reply.status, 200, "{}", reply.head);
    let explanation = &reply.json()["explanation"];
    assert_eq!(explanation["cheaper"]["complete"], false, "{explanation}");
    let peak = service.peak_memory();
    assert!(peak < MAX_MEMORY, "{peak} KiB, over the unit's limit");
}

#[test]
fn saved_answers_that_take_much_to_compare_stay_within_memory() {
    let service = Service::start(&[]);
    let head = r#"{"answer":{"rule_set":"nursery","on":"2018-03-26","known":null,"withheld":[]"#;
    let saved = |facts: &str, trace: &str| {
        format!("{head},\"format\":4,\"facts\":{facts},\"trace\":[{trace}0]}}}}")
    };
    // Few bytes whose answer is long, and few bytes for each value.
    let facts: serde_json::Value = serde_json::from_str(&booking(1000)).expect("it is JSON");
    let facts = facts["facts"].to_string();
    let long = saved(&facts, "");
    let dense = |unit: &str| saved("{}", &unit.repeat(4_000_000 / unit.len()));
    let bodies = [long, dense("0,"), dense("{},"), dense("{\"a\":0},")];
    for (number, body) in bodies.iter().enumerate() {
        let requests = vec![posted("/v1/verify", "application/json", body.as_bytes()); 2];
        let expected = if number == 0 { 200 } else { 422 };
        assert_eq!(at_once(&service, &requests), [expected; 2], "{number}");
    }
    let reply = service.post("/v1/verify", &bodies[0]);
    let says = "today's answer to its question is too long to be compared";
    assert_eq!(reply.json()["differences"][0], says, "{}", reply.text());
    let peak = service.peak_memory();
    assert!(peak < MAX_MEMORY, "{peak} KiB, over the unit's limit");
    assert!(is_healthy(&service));
}

#[test]
fn streams_with_long_answers_that_nobody_reads_stay_within_memory() {
    let service = Service::start(&[]);
    let lines = format!("{}\n", booking(70)).repeat(2);
    let request = posted(
        "/v1/quotes/nursery",
        "application/x-ndjson",
        lines.as_bytes(),
    );
    let unread = (0..60).map(|_| {
        let mut unread = service.connect();
        unread.write_all(&request).expect("it goes");
        unread
    });
    let unread: Vec<TcpStream> = unread.collect();
    // All have had their turn once this one has, which comes after them.
    let last = service.post("/v1/quotes/nursery", &booking(30));
    assert!([200, 503].contains(&last.status), "{}", last.head);
    let peak = service.peak_memory();
    assert!(peak < MAX_MEMORY, "{peak} KiB, over the unit's limit");
    drop(unread);
    assert!(is_healthy(&service));
}

#[test]
fn empty_lines_do_not_keep_a_stream_open() {
    let service = Service::start(&["--patience", "1"]);
    let mut stream = service.connect();
    let head = "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\n\
                content-type: application/x-ndjson\r\ncontent-length: 9000\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("it goes");
    let since = Instant::now();
    let mut dripping = stream.try_clone().expect("it can be held twice");
    let drips = thread::spawn(move || {
        while since.elapsed() < Duration::from_secs(20) && dripping.write_all(b"\n").is_ok() {
            thread::sleep(Duration::from_millis(200));
        }
    });
    let found = read(&mut stream);
    assert!(found.text().contains("\"status\":408"), "{}", found.head);
    assert!(since.elapsed() < Duration::from_secs(15));
    drop(stream);
    drips.join().expect("it stopped");
}

#[test]
fn half_closed_connection_is_answered() {
    let service = shared();
    let (question, total) = lessons(3);
    let mut stream = service.connect();
    let request = posted(MUSIC, "application/json", question.as_bytes());
    stream.write_all(&request).expect("it goes");
    stream.shutdown(Shutdown::Write).expect("it closes");
    let reply = read(&mut stream);
    assert!(reply.status == 200 && reply.text().contains(&total));

    let mut broken = service.connect();
    broken
        .write_all(&request[..request.len() - 9])
        .expect("it goes");
    broken.shutdown(Shutdown::Write).expect("it closes");
    assert!([0, 400].contains(&read(&mut broken).status));
    assert!(is_healthy(&service));
}

#[test]
fn connections_over_the_limit_wait() {
    let service = Service::start(&["--connections", "64", "--patience", "1"]);
    let idle: Vec<TcpStream> = (0..200).map(|_| service.connect()).collect();
    // Room comes as the idle ones are sent away.
    assert!(is_healthy(&service));
    assert_eq!(idle.len(), 200);
    assert!(service.peak_memory() < 200 * 1024);
}

#[test]
fn hostile_bodies_are_refused_in_bounded_memory() {
    let service = Service::start(&[]);
    let deep = format!(
        "{{\"facts\":{}{}}}",
        "[".repeat(500_000),
        "]".repeat(500_000)
    );
    let long = format!("{{\"facts\":{{\"lessons\":{}}}}}", "9".repeat(900_000));
    let many = format!(
        "{{\"facts\":{{{}\"a\":1}}}}",
        "\"lessons\":1,".repeat(60_000)
    );
    let records = "{},".repeat(300_000);
    let list = format!("{{\"facts\":{{\"references\":[{records}{{}}]}}}}");
    for body in [&deep, &long, &many, &list] {
        for path in [MUSIC, "/v1/screenings/head-start", "/v1/verify"] {
            let reply = service.post(path, body);
            assert!([400, 422].contains(&reply.status), "{}", reply.status);
            assert!(reply.body.len() < 100_000, "{}", reply.body.len());
        }
    }
    let endless = posted(MUSIC, "application/x-ndjson", &vec![b'x'; 3 << 20]);
    let reply = service.send(&endless);
    assert!(reply.text().contains("\"status\":413"), "{}", reply.text());
    assert!(
        service.peak_memory() < 200 * 1024,
        "{}",
        service.peak_memory()
    );
    assert!(is_healthy(&service));
}

#[test]
fn long_stream_is_answered_in_order_in_bounded_memory() {
    let service = Service::start(&[]);
    let count = 20_000;
    let mut stream = service.connect();
    let mut sending = stream.try_clone().expect("it can be held twice");
    let feeding = thread::spawn(move || {
        let head = "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
                    content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n";
        sending.write_all(head.as_bytes()).expect("it goes");
        for number in 0..count {
            let line = lessons(number % 40 + 1).0 + "\n";
            let chunk = format!("{:x}\r\n{line}\r\n", line.len());
            sending.write_all(chunk.as_bytes()).expect("it goes");
        }
        sending.write_all(b"0\r\n\r\n").expect("it goes");
    });
    // The caller is slow to read: the service must wait, not gather.
    thread::sleep(Duration::from_millis(500));
    let reply = read(&mut stream);
    feeding.join().expect("all was sent");
    let answers: Vec<&str> = reply.text().lines().collect();
    assert_eq!(answers.len(), count);
    for (number, answer) in answers.iter().enumerate() {
        assert!(
            answer.contains(&lessons(number % 40 + 1).1),
            "{number}: {answer}"
        );
    }
    assert!(
        service.peak_memory() < 200 * 1024,
        "{}",
        service.peak_memory()
    );
}

/// Asks on four connections until `stop` is set; how many answers came, each
/// checked against its question.
fn load(service: &Service, stop: &AtomicBool, answered: &AtomicUsize) {
    thread::scope(|scope| {
        for seed in 0..4usize {
            scope.spawn(move || {
                let mut number = seed;
                while !stop.load(Ordering::Relaxed) {
                    number += 7;
                    let (question, total) = lessons(number % 40 + 1);
                    let Ok(mut stream) = TcpStream::connect(&service.address) else {
                        return;
                    };
                    let request = posted(MUSIC, "application/json", question.as_bytes());
                    if stream.write_all(&request).is_err() {
                        return;
                    }
                    let mut bytes = Vec::new();
                    if stream.read_to_end(&mut bytes).is_err() || bytes.is_empty() {
                        // Not accepted any more: nothing was begun.
                        return;
                    }
                    let reply = reply(&bytes);
                    assert_eq!(reply.status, 200, "{}", reply.head);
                    assert!(reply.text().contains(&total) && reply.text().ends_with("}\n"));
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
}

#[test]
fn shutdown_under_load_truncates_no_answer() {
    let service = Service::start(&[]);
    let (stop, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| load(&service, &stop, &answered));
        thread::sleep(Duration::from_secs(1));
        service.signal("-TERM");
        thread::sleep(Duration::from_millis(500));
        stop.store(true, Ordering::Relaxed);
    });
    assert!(answered.load(Ordering::Relaxed) > 20);
    assert_eq!(service.ended(), Some(0));
}

#[test]
fn shutdown_serves_connections_in_accept_queue() {
    let service = Service::start(&[]);
    let (question, total) = lessons(4);
    let request = posted(MUSIC, "application/json", question.as_bytes());
    let mut streams: Vec<TcpStream> = (0..300).map(|_| service.connect()).collect();
    for stream in &mut streams {
        stream.write_all(&request).expect("it goes");
    }
    service.signal("-TERM");
    for (number, stream) in streams.iter_mut().enumerate() {
        let reply = read(stream);
        assert!(
            reply.status == 200 && reply.text().contains(&total),
            "{number}: {}",
            reply.head
        );
    }
    assert_eq!(service.ended(), Some(0));
}

/// A question on a connection that is kept.
fn kept(question: &str) -> Vec<u8> {
    let request = posted(MUSIC, "application/json", question.as_bytes());
    let request = String::from_utf8(request).expect("it is text");
    request.replace("connection: close\r\n", "").into_bytes()
}

/// One answer on a connection that may go on.
fn read_one(stream: &mut TcpStream) -> Reply {
    let (mut bytes, mut part) = (Vec::new(), [0; 16 * 1024]);
    loop {
        let count = stream.read(&mut part).expect("it is answered");
        assert!(count > 0, "closed after {} bytes", bytes.len());
        bytes.extend_from_slice(&part[..count]);
        let so_far = reply(&bytes);
        let length = so_far.header("content-length");
        if length.and_then(|it| it.parse().ok()) == Some(so_far.body.len()) {
            return so_far;
        }
    }
}

#[test]
fn draining_response_closes_its_connection() {
    let service = Service::start(&["--linger", "3"]);
    let request = kept(&lessons(6).0);
    let older = String::from_utf8(request.clone()).expect("it is text");
    let older = older.replace("HTTP/1.1\r\n", "HTTP/1.0\r\nconnection: keep-alive\r\n");
    let mut callers = [request, older.into_bytes()].map(|it| (service.connect(), it));
    let mut said = || {
        callers.each_mut().map(|(stream, request)| {
            stream.write_all(request).expect("it goes");
            let reply = read_one(stream);
            assert!(reply.status == 200 && reply.text().contains(&lessons(6).1));
            reply.header("connection").map(str::to_owned)
        })
    };
    assert_eq!(said(), [None, Some("keep-alive".to_owned())]);
    service.signal("-TERM");
    while service.get("/readyz").status != 503 {}
    let close = Some("close".to_owned());
    assert_eq!(said(), [close.clone(), close]);
    assert_eq!(service.ended(), Some(0));
}

#[test]
fn shutdown_serves_connections_over_the_limit() {
    let service = Service::start(&["--connections", "2"]);
    let mut inside: Vec<TcpStream> = (0..2).map(|_| service.connect()).collect();
    let (question, total) = lessons(8);
    for stream in &mut inside {
        stream.write_all(&kept(&question)).expect("it goes");
        assert_eq!(read_one(stream).status, 200);
    }
    let silent: Vec<TcpStream> = (0..6).map(|_| service.connect()).collect();
    let request = posted(MUSIC, "application/json", question.as_bytes());
    let mut outside: Vec<TcpStream> = (0..5).map(|_| service.connect()).collect();
    for stream in &mut outside {
        stream.write_all(&request).expect("it goes");
    }
    let since = Instant::now();
    service.signal("-TERM");
    for (number, stream) in outside.iter_mut().enumerate() {
        let reply = read(stream);
        let is_answered = reply.status == 200 && reply.text().contains(&total);
        assert!(is_answered, "{number}: {}", reply.head);
    }
    // Silent connections are not waited for as long as a request may take.
    assert!(since.elapsed() < Duration::from_secs(8));
    drop(silent);
    assert_eq!(service.ended(), Some(0));
}

#[test]
fn linger_reports_stopping_and_keeps_answering() {
    let service = Service::start(&["--linger", "3"]);
    assert_eq!(service.get("/readyz").status, 200);
    service.signal("-TERM");
    thread::sleep(Duration::from_millis(500));
    let ready = service.get("/readyz");
    assert_eq!(
        (ready.status, ready.header("retry-after")),
        (503, Some("5"))
    );
    assert_eq!(service.get("/livez").status, 200);
    assert!(is_healthy(&service));
    assert_eq!(service.ended(), Some(0));
}

#[test]
fn shutdown_finishes_request_in_flight() {
    let service = Service::start(&[]);
    let (question, total) = lessons(5);
    let request = posted(MUSIC, "application/json", question.as_bytes());
    let (first, last) = request.split_at(request.len() - 5);
    let mut stream = service.connect();
    stream.write_all(first).expect("it goes");
    thread::sleep(Duration::from_millis(300));
    service.signal("-TERM");
    thread::sleep(Duration::from_millis(300));
    assert!(
        TcpStream::connect(&service.address).is_err(),
        "nobody new comes in"
    );
    stream.write_all(last).expect("it goes");
    let reply = read(&mut stream);
    assert!(
        reply.status == 200 && reply.text().contains(&total),
        "{}",
        reply.head
    );
    assert_eq!(service.ended(), Some(0));
}

/// Opens connections until all are taken, and lets them lie for a second.
fn taken(service: &Service, count: usize, request: &[u8]) -> Vec<TcpStream> {
    let open = |_| {
        let mut stream = service.connect();
        stream.write_all(request).expect("it goes");
        if !request.is_empty() {
            assert_eq!(read_one(&mut stream).status, 200);
        }
        stream
    };
    let streams: Vec<TcpStream> = (0..count).map(open).collect();
    thread::sleep(Duration::from_secs(1));
    streams
}

#[test]
fn idlest_connection_makes_room_when_all_are_taken() {
    let service = Service::start(&["--connections", "32", "--patience", "60"]);
    let live = b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n".as_slice();
    for request in [b"".as_slice(), live] {
        let streams = taken(&service, 32, request);
        let since = Instant::now();
        for _ in 0..5 {
            assert!(is_healthy(&service));
        }
        assert!(
            since.elapsed() < Duration::from_secs(10),
            "{:?}",
            since.elapsed()
        );
        drop(streams);
    }
}

#[test]
fn requests_that_wait_for_their_caller_make_room() {
    let service = Service::start(&["--connections", "32", "--patience", "60"]);
    let head = "POST /v1/quotes/music HTTP/1.1\r\nhost: localhost\r\n";
    let half = "content-type: application/json\r\ncontent-length: 90\r\n\r\n{";
    let stream = "content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n\
                  3\r\n{}\n\r\n";
    for rest in [half, stream] {
        let open = |_| {
            let mut waiting = service.connect();
            let request = [head, rest].concat();
            waiting.write_all(request.as_bytes()).expect("it goes");
            waiting
        };
        let waiting: Vec<TcpStream> = (0..32).map(open).collect();
        thread::sleep(Duration::from_secs(1));
        let since = Instant::now();
        for _ in 0..5 {
            assert!(is_healthy(&service));
        }
        let took = since.elapsed();
        assert!(took < Duration::from_secs(10), "{took:?}");
        drop(waiting);
    }
}

#[test]
fn connection_that_is_asking_is_not_closed_for_another() {
    let service = Service::start(&["--connections", "8", "--patience", "20"]);
    let (question, total) = lessons(5);
    let request = posted(MUSIC, "application/json", question.as_bytes());
    let (first, rest) = request.split_at(request.len() - 9);
    let mut asking: Vec<TcpStream> = (0..4).map(|_| service.connect()).collect();
    for stream in &mut asking {
        stream.write_all(first).expect("it goes");
    }
    let silent = taken(&service, 4, b"");
    for _ in 0..8 {
        assert!(is_healthy(&service));
    }
    for stream in &mut asking {
        stream.write_all(rest).expect("it is still open");
        let reply = read(stream);
        assert!(
            reply.status == 200 && reply.text().contains(&total),
            "{}",
            reply.head
        );
    }
    drop(silent);
}
