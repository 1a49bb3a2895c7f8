//! Callers that keep their connections: as fast as they are answered, or at a
//! pace.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

/// Connections at once.
const CALLERS: usize = 16;

/// How an answer begins.
const GOOD: &[u8] = b"HTTP/1.1 200";

/// How long a round lasts.
const ROUND: Duration = Duration::from_secs(1);

/// One request, again and again.
pub(crate) struct Load(Vec<u8>);

/// What came of a round.
pub(crate) struct Figures {
    pub(crate) a_second: usize,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Load {
    pub(crate) fn posting(path: &str, body: &str) -> Load {
        Load::of(path, "content-type: application/json", body)
    }

    /// A form of a page, sent as a browser does.
    pub(crate) fn sending(path: &str, form: &str) -> Load {
        let headers = "content-type: application/x-www-form-urlencoded\r\n\
            accept: text/html\r\nsec-fetch-site: same-origin";
        Load::of(path, headers, form)
    }

    fn of(path: &str, headers: &str, body: &str) -> Load {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\ncontent-length: {length}\r\n\r\n"
        );
        Load((head + body).into_bytes())
    }

    /// How long the body of an answer is.
    pub(crate) fn length(&self, address: &str) -> usize {
        let mut caller = Caller::new(address);
        caller.ask(&self.0)
    }

    /// As fast as answers come.
    pub(crate) fn at_once(&self, address: &str) -> Figures {
        self.round(address, None)
    }

    /// Asks `a_second` questions a second, evenly; each answer is timed from when its
    /// request was due.
    pub(crate) fn paced(&self, address: &str, a_second: usize) -> Figures {
        let callers = u32::try_from(CALLERS).unwrap_or(1);
        let each = u32::try_from(a_second.max(1)).unwrap_or(1);
        self.round(address, Some(Duration::from_secs(1) * callers / each))
    }

    fn round(&self, address: &str, pause: Option<Duration>) -> Figures {
        let mut times: Vec<Duration> = thread::scope(|scope| {
            let callers: Vec<_> = (0..CALLERS)
                .map(|_| scope.spawn(|| call(Caller::new(address), &self.0, pause)))
                .collect();
            let times = callers.into_iter();
            times.flat_map(|it| it.join().expect("it called")).collect()
        });
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied();
        let seconds = usize::try_from(ROUND.as_secs()).unwrap_or(1);
        Figures {
            a_second: times.len() / seconds.max(1),
            p50: at(50).unwrap_or_default(),
            p99: at(99).unwrap_or_default(),
        }
    }
}

/// How long each answer took.
fn call(mut caller: Caller, request: &[u8], pause: Option<Duration>) -> Vec<Duration> {
    let mut times = Vec::new();
    let begin = Instant::now();
    let mut due = begin;
    while begin.elapsed() < ROUND {
        let since = match pause {
            Some(pause) => {
                due += pause;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                due
            }
            None => Instant::now(),
        };
        caller.ask(request);
        times.push(since.elapsed());
    }
    times
}

/// A caller asks the same again and again: once it has read how long the head
/// and the body of the answer are, it need not look for them any more, so that
/// what is measured is the server.
struct Caller {
    stream: TcpStream,
    read: Vec<u8>,
    lengths: Option<(usize, usize)>,
}

impl Caller {
    fn new(address: &str) -> Caller {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).expect("it can be set");
        Caller {
            stream,
            read: vec![0; 256 * 1024],
            lengths: None,
        }
    }

    /// Asks, and reads the answer whole; how long its body is.
    fn ask(&mut self, request: &[u8]) -> usize {
        self.stream.write_all(request).expect("it is sent");
        let mut filled = 0;
        loop {
            let room = self.read.get_mut(filled..).expect("there is room");
            let count = self.stream.read(room).expect("it is answered");
            assert!(count > 0, "the server closed");
            filled += count;
            let read = self.read.get(..filled).unwrap_or_default();
            self.lengths = self.lengths.or_else(|| lengths(read));
            if let Some((head, length)) = self.lengths
                && filled >= head + length
            {
                assert!(read.starts_with(GOOD), "it is answered well");
                assert_eq!(filled, head + length, "every answer is as long");
                return length;
            }
        }
    }
}

/// The lengths of the head and of the body, once the head is there.
fn lengths(read: &[u8]) -> Option<(usize, usize)> {
    let end = read.windows(4).position(|it| it == b"\r\n\r\n")?;
    let head = std::str::from_utf8(read.get(..end)?).ok()?;
    assert!(head.as_bytes().starts_with(GOOD), "{head}");
    let mut lines = head.lines();
    let length = lines.find_map(|line| line.strip_prefix("content-length: "))?;
    Some((end + 4, length.trim().parse().ok()?))
}
