//! Bytes sent to the service over one connection, whose sending side is then closed.
//! No answer is an error of the service, and each connection ends.
#![no_main]

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream},
    sync::{LazyLock, mpsc},
    thread,
    time::Duration,
};

use almoner::web::{self, KeyFiles, Keys, Limits, Running, Service, Settings};
use almoner_engine::{book::open_without_cases, load::BookFrom};
use libfuzzer_sys::fuzz_target;

/// Longer than any limit of the service on what a caller sends.
const TIMEOUT: Duration = Duration::from_secs(20);

static ADDRESS: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (say, listening) = mpsc::channel();
    thread::spawn(move || {
        let opened = open_without_cases(BookFrom::Files(almoner_built_in::files()));
        let opened = opened.expect("the built-in files");
        let book = opened.book.expect("the built-in book");
        let settings = Settings {
            today: || "2018-06-15".parse().ok(),
            limits: Limits::default(),
            tokens: None,
            keys: Keys::default(),
            sign_in: None,
            hosts: Vec::new(),
            origins: Vec::new(),
            edited_book: None,
        };
        let running = Running {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            metrics: None,
            followed: None,
            tokens: None,
            keys: KeyFiles::default(),
        };
        let listening = |address| {
            let _ = say.send(address);
        };
        web::run(
            &Service::new(book, opened.sources, settings),
            running,
            listening,
        )
        .expect("a service")
    });
    listening.recv().expect("an address")
});

/// The status of the first answer.
fn status(answer: &[u8]) -> Option<&str> {
    let head = answer
        .strip_prefix(b"HTTP/1.1 ")
        .or(answer.strip_prefix(b"HTTP/1.0 "))?;
    std::str::from_utf8(head.get(..3)?).ok()
}

fuzz_target!(|bytes: &[u8]| {
    let mut stream = TcpStream::connect(*ADDRESS).expect("the service listens");
    stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
    stream.set_write_timeout(Some(TIMEOUT)).expect("a timeout");
    // The service may close while something is still being sent.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        let is_closed = error.kind() == std::io::ErrorKind::ConnectionReset;
        assert!(is_closed, "the connection does not end: {error}");
    }
    if let Some(status) = status(&answer) {
        let is_ours = status.starts_with('5') && !["501", "503", "505"].contains(&status);
        assert!(!is_ours, "{}", String::from_utf8_lossy(&answer));
    }
});
