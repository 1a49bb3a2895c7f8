//! Callers who hold what they can, at the settings of the shipped unit, and quotes
//! meanwhile: nothing is lost, memory stays under the unit's limit, and a quote
//! takes less than 50 ms at the median.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    callers::{self, Came, ask},
    service::Service,
};

/// `MemoryMax` of `examples/service/almoner.service`.
const MAX_MEMORY_MIB: u64 = 256;

/// The most that half of the quotes may take meanwhile.
const MAX_MEDIAN: Duration = Duration::from_millis(50);

/// How many quotes are asked meanwhile.
const QUOTES: usize = 200;

/// Asks one quote after the other; what came, and how long the middle one took.
fn quotes_meanwhile(address: &str) -> (Came, Duration, Duration) {
    let mut times = Vec::new();
    let came = (0..QUOTES)
        .map(|number| {
            let since = Instant::now();
            let came = ask(address, number);
            times.push(since.elapsed());
            came
        })
        .sum();
    times.sort_unstable();
    let median = times.get(QUOTES / 2).copied().unwrap_or_default();
    (came, median, times.last().copied().unwrap_or_default())
}

/// Asks quotes while `disturb` runs on this many threads; it ends once the flag is set.
fn quotes_during(
    service: &Service,
    threads: usize,
    lead: Duration,
    disturb: impl Fn(&AtomicBool) + Sync,
) -> (Came, Duration, Duration) {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| disturb(&stop));
        }
        thread::sleep(lead);
        let quotes = quotes_meanwhile(&service.address);
        stop.store(true, Ordering::Relaxed);
        quotes
    })
}

/// Reports the quotes, and fails where one was lost, half took too long or
/// the service took more memory than the unit gives it.
fn check(service: &Service, what: &str, (came, median, longest): (Came, Duration, Duration)) {
    service.report(what, came, median);
    println!("{:<50} median {median:?}, longest {longest:?}", "");
    assert_eq!((came.good, came.mixed, came.cut), (QUOTES, 0, 0));
    let peak = service.peak_memory() / 1024;
    assert!(peak < MAX_MEMORY_MIB, "{peak} MiB");
    assert!(median < MAX_MEDIAN, "{median:?}");
}

/// A nursery booking of this many children.
fn booking(children: usize) -> String {
    let child = r#"{"date_of_birth":"2016-11-01","pattern":"half_day","attends":["monday"],"lunches_on":[]}"#;
    let children = vec![child; children].join(",");
    format!(
        r#"{{"facts":{{"first_day":"2018-03-26","last_day":"2018-04-06","children":[{children}]}}}}"#
    )
}

fn send(address: &str, path: &str, body: &[u8], length: usize) -> TcpStream {
    let mut stream = callers::connect(address);
    let head = callers::post_head(path, "", length);
    // The service may refuse before it has read everything.
    drop(stream.write_all(&[head.as_bytes(), body].concat()));
    stream
}

/// Long answers that nobody reads.
pub(crate) fn unread_answers() {
    let service = Service::start(&[]);
    let body = booking(70);
    let ask = |_| {
        send(
            &service.address,
            "/v1/quotes/nursery",
            body.as_bytes(),
            body.len(),
        )
    };
    let unread: Vec<TcpStream> = (0..60).map(ask).collect();
    let quotes = quotes_meanwhile(&service.address);
    check(
        &service,
        "60 long answers that nobody reads, and quotes",
        quotes,
    );
    drop(unread);
}

/// Bodies of which the last part never comes.
pub(crate) fn half_sent_bodies() {
    let service = Service::start(&[]);
    let half = vec![b' '; 900_000];
    let ask = |_| send(&service.address, "/v1/quotes/music", &half, 1_000_000);
    let unfinished: Vec<TcpStream> = (0..300).map(ask).collect();
    let quotes = quotes_meanwhile(&service.address);
    check(&service, "300 half-sent bodies, and quotes", quotes);
    drop(unfinished);
}

/// More callers than there are connections, all idle: some say nothing, some ask
/// for something small now and then.
pub(crate) fn idle_crowd() {
    let service = Service::start(&[]);
    let silent: Vec<TcpStream> = (0..2000)
        .map(|_| callers::connect(&service.address))
        .collect();
    let since = Instant::now();
    let first = ask(&service.address, 7);
    let waited = since.elapsed();
    assert_eq!(first.good, 1);
    println!(
        "{:<50} the first quote after {waited:?}",
        "2,000 silent connections"
    );
    let quotes = quotes_during(&service, 1, Duration::from_secs(2), |stop| {
        keep_asking(&service.address, stop);
    });
    check(
        &service,
        "1,024 kept connections that ask /livez, and quotes",
        quotes,
    );
    drop(silent);
}

/// Keeps as many connections as there are and asks on each every 5 seconds.
fn keep_asking(address: &str, stop: &AtomicBool) {
    let live = b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut kept: Vec<TcpStream> = (0..1024).map(|_| callers::connect(address)).collect();
    while !stop.load(Ordering::Relaxed) {
        for stream in &mut kept {
            if stream.write_all(live).is_err() {
                *stream = callers::connect(address);
            }
        }
        for _ in 0..50 {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Questions with this many records each, on four connections, one after the other, and
/// quotes meanwhile; `read` sees what came of each.
fn quotes_during_questions(
    service: &Service,
    records: usize,
    read: impl Fn(&[u8]) + Sync,
) -> (Came, Duration, Duration) {
    let body = booking(records);
    quotes_during(service, 4, Duration::from_millis(500), |stop| {
        while !stop.load(Ordering::Relaxed) {
            let path = "/v1/quotes/nursery?trace=no";
            let mut stream = send(&service.address, path, body.as_bytes(), body.len());
            let mut reply = Vec::new();
            drop(stream.read_to_end(&mut reply));
            read(&reply);
        }
    })
}

/// Questions with 400 records each.
pub(crate) fn long_questions() {
    let service = Service::start(&[]);
    let quotes = quotes_during_questions(&service, 400, |_| {});
    check(
        &service,
        "4 callers with 400-record questions, and quotes",
        quotes,
    );
}

/// A question with 1,000 records is answered or refused whole.
pub(crate) fn longest_questions() {
    let service = Service::start(&[]);
    let quotes = quotes_during_questions(&service, 1000, |reply| {
        assert!(reply.ends_with(b"}\n"), "{} bytes", reply.len());
    });
    check(
        &service,
        "4 callers with 1,000-record questions, and quotes",
        quotes,
    );
}

/// Makes a token: it, and the line for the file.
fn token(name: &str) -> (String, String) {
    let made = Command::new(env!("CARGO_BIN_EXE_almoner"))
        .args(["token", "new", "--scope", "quotes", "--name", name])
        .output()
        .expect("it runs");
    let made = String::from_utf8(made.stdout).expect("it is text");
    let (token, line) = made.trim().split_once('\n').expect("there are two lines");
    (token.to_owned(), line.to_owned())
}

/// Tokens are withdrawn while others ask: the others lose nothing.
pub(crate) fn withdrawn_tokens() {
    let name = format!("almoner-faults-tokens-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let ((good, good_line), (other, other_line)) = (token("desk"), token("other"));
    let both = format!("{good_line}\n{other_line}\n");
    fs::write(&path, &both).expect("it is written");
    let service = Service::start(&["--tokens", path.to_str().expect("it is text")]);
    let (mut came, mut withdrawn) = (Came::default(), 0);
    let since = Instant::now();
    for round in 0..20 {
        let lines = if round % 2 == 0 { &good_line } else { &both };
        fs::write(&path, lines).expect("it is written");
        service.signal("-HUP");
        thread::sleep(Duration::from_millis(100));
        for number in 0..50 {
            let one = callers::ask_as(&service.address, number, &good);
            came = [came, one].into_iter().sum();
        }
        let refused = callers::ask_as(&service.address, 7, &other);
        withdrawn += usize::from(round % 2 == 0 && refused.good == 0);
    }
    service.report(
        "tokens withdrawn 10 times under load",
        came,
        since.elapsed(),
    );
    assert_eq!(
        (came.good, came.mixed, came.cut, withdrawn),
        (1000, 0, 0, 10)
    );
    drop(fs::remove_file(&path));
}
