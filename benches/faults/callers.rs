//! Callers, and what came of their questions.

use std::{
    io::{Read as _, Write as _},
    iter::Sum,
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// How many questions came to what.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Came {
    /// As it should be.
    pub(crate) good: usize,
    /// The answer to something else.
    pub(crate) mixed: usize,
    /// Begun and not ended.
    pub(crate) cut: usize,
    /// No connection, or closed before anything was said.
    pub(crate) unheard: usize,
}

impl Sum for Came {
    fn sum<I: Iterator<Item = Came>>(all: I) -> Came {
        all.fold(Came::default(), |sum, one| Came {
            good: sum.good + one.good,
            mixed: sum.mixed + one.mixed,
            cut: sum.cut + one.cut,
            unheard: sum.unheard + one.unheard,
        })
    }
}

impl Came {
    /// What comes back for a question about a number of lessons.
    pub(crate) fn of(stream: Option<TcpStream>, number: usize) -> Came {
        let total = format!("\"total\":\"{}.00\"", lessons(number) * 10);
        let is_good = |answer: &str| answer.starts_with("HTTP/1.1 200") && answer.contains(&total);
        read(stream, is_good)
    }
}

fn read(stream: Option<TcpStream>, is_good: impl Fn(&str) -> bool) -> Came {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // A connection that is reset has said what it had to say.
        drop(stream.read_to_end(&mut bytes));
    }
    let answer = String::from_utf8_lossy(&bytes);
    let mut came = Came::default();
    let is_whole = answer.ends_with("}\n");
    *match (bytes.is_empty(), is_whole, is_good(&answer)) {
        (true, ..) => &mut came.unheard,
        (_, false, _) => &mut came.cut,
        (_, _, false) => &mut came.mixed,
        (_, _, true) => &mut came.good,
    } = 1;
    came
}

/// Each caller's own number of lessons, at £10.00.
fn lessons(number: usize) -> usize {
    number % 40 + 1
}

pub(crate) fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).expect("it listens");
    let patience = Some(Duration::from_secs(60));
    stream.set_read_timeout(patience).expect("it can be set");
    stream
}

fn posted(body: &[u8]) -> Vec<u8> {
    posted_with("", body)
}

fn posted_with(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = post_head("/v1/quotes/music", headers, body.len());
    [head.as_bytes(), body].concat()
}

/// The head of a request with a body of this length, up to the blank line.
pub(crate) fn post_head(path: &str, headers: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}

/// Asks about this number of lessons without waiting; none where nobody listens.
pub(crate) fn start_question(address: &str, number: usize) -> Option<TcpStream> {
    start_question_with(address, number, "")
}

fn start_question_with(address: &str, number: usize, headers: &str) -> Option<TcpStream> {
    let lessons = lessons(number);
    let body = format!(
        "{{\"on\":\"2018-05-01\",\"facts\":{{\"lessons\":{lessons},\"minutes\":20,\"pupils\":1,\
         \"free_school_meals\":false,\"pupil_premium\":false,\"key_stage\":2}}}}"
    );
    let mut stream = TcpStream::connect(address).ok()?;
    let patience = Some(Duration::from_secs(60));
    stream.set_read_timeout(patience).ok()?;
    let request = posted_with(headers, body.as_bytes());
    stream.write_all(&request).ok()?;
    Some(stream)
}

/// Asks about this number of lessons with a token.
pub(crate) fn ask_as(address: &str, number: usize, token: &str) -> Came {
    let header = format!("authorization: Bearer {token}\r\n");
    Came::of(start_question_with(address, number, &header), number)
}

/// Asks about this number of lessons.
pub(crate) fn ask(address: &str, number: usize) -> Came {
    Came::of(start_question(address, number), number)
}

/// Sends a body that cannot be a question; it is good if it is refused.
pub(crate) fn refused(address: &str, body: &[u8]) -> Came {
    let mut stream = connect(address);
    // The service may answer before it has read everything.
    drop(stream.write_all(&posted(body)));
    let refused = ["400", "413", "422"].map(|status| format!("HTTP/1.1 {status}"));
    read(Some(stream), |answer| {
        refused.iter().any(|it| answer.starts_with(it))
    })
}

/// Asks on four connections at a time until the flag is set or nobody listens.
pub(crate) fn until(address: &str, stop: &AtomicBool) -> Came {
    in_threads(4, |thread| {
        let numbers = (thread..).step_by(7);
        let asking = numbers.map_while(|number| {
            let stream =
                (!stop.load(Ordering::Relaxed)).then(|| start_question(address, number))?;
            Some(Came::of(Some(stream?), number))
        });
        asking.sum()
    })
}

/// Connections that send a byte of a head now and then.
pub(crate) fn drip(address: &str, count: usize, stop: &AtomicBool) {
    let mut streams: Vec<TcpStream> = (0..count).map(|_| connect(address)).collect();
    let head = b"POST /v1/quotes/music HTTP/1.1\r\nx-slow: ".iter();
    for byte in head.chain(std::iter::repeat(&b'x')) {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        streams.retain_mut(|stream| stream.write_all(&[*byte]).is_ok());
        thread::sleep(Duration::from_millis(200));
    }
}

/// Does something in several threads at once.
pub(crate) fn in_threads(count: usize, each: impl Fn(usize) -> Came + Sync) -> Came {
    thread::scope(|scope| {
        let each = &each;
        let threads: Vec<_> = (0..count)
            .map(|thread| scope.spawn(move || each(thread)))
            .collect();
        let came = threads.into_iter();
        came.map(|it| it.join().expect("it came to an end")).sum()
    })
}
