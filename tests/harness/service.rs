//! The real binary on a free port, and a caller that speaks plain HTTP/1.1.

use std::{
    io::{BufRead as _, BufReader, Read, Write as _},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

/// A running service; it is killed at the end.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// One service for all who want nothing of their own, for as long as any of
/// them holds it.
pub(crate) fn shared() -> Arc<Service> {
    static SERVICE: Mutex<Weak<Service>> = Mutex::new(Weak::new());
    let mut service = SERVICE.lock().unwrap_or_else(PoisonError::into_inner);
    service.upgrade().unwrap_or_else(|| {
        // A loaded machine may take longer over an explanation than a caller would wait.
        let started = Arc::new(Service::start(&["--patience", "60"]));
        *service = Arc::downgrade(&started);
        started
    })
}

impl Service {
    pub(crate) fn start(args: &[&str]) -> Service {
        let args = [&["--log", "error"], args].concat();
        Service::logging(&args, Stdio::null())
    }

    /// With its log to somewhere.
    pub(crate) fn logging(args: &[&str], log: Stdio) -> Service {
        let mut child = Command::new(env!("CARGO_BIN_EXE_almoner"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .env_remove("ALMONER_BOOK")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let said = child.stdout.take().expect("it speaks");
        let mut line = String::new();
        BufReader::new(said)
            .read_line(&mut line)
            .expect("it says where");
        let address = line.trim().trim_start_matches("http://").to_owned();
        assert!(!address.is_empty(), "it did not start");
        Service { child, address }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        let patience = Some(Duration::from_secs(180));
        stream.set_read_timeout(patience).expect("it can be set");
        stream
    }

    /// Sends bytes on a connection of their own and reads what comes back.
    pub(crate) fn send(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // The service may answer and close before it has read everything.
        let _ = stream.write_all(request);
        read(&mut stream)
    }

    /// Asks another listener of the service.
    pub(crate) fn get_at(&self, address: &str, path: &str) -> Reply {
        self.call_at(address, path, "")
    }

    /// The same with more headers.
    pub(crate) fn call_at(&self, address: &str, path: &str, headers: &str) -> Reply {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let head = head("GET", path, headers);
        stream.write_all(head.as_bytes()).expect("it is sent");
        read(&mut stream)
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.call("GET", path, "")
    }

    /// A request without a body.
    pub(crate) fn call(&self, method: &str, path: &str, headers: &str) -> Reply {
        self.send(head(method, path, headers).as_bytes())
    }

    /// A request with a JSON body.
    pub(crate) fn post(&self, path: &str, body: &str) -> Reply {
        self.send(&posted(path, "application/json", body.as_bytes()))
    }

    /// The same with the token of a caller.
    pub(crate) fn post_as(&self, token: &str, path: &str, body: &str) -> Reply {
        let length = body.len();
        let headers = format!(
            "authorization: Bearer {token}\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n"
        );
        self.send((head("POST", path, &headers) + body).as_bytes())
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status();
        assert!(sent.expect("kill is there").success());
    }

    /// The exit code, once it has ended by itself.
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// The most memory it ever had, in KiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number.and_then(|it| it.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// An address of this machine that nothing listens on.
pub(crate) fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener
        .local_addr()
        .expect("it has an address")
        .to_string()
}

/// What precedes the body of a request.
fn head(method: &str, path: &str, headers: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n")
}

/// A `POST` as it goes over the wire.
pub(crate) fn posted(path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let headers = format!("content-type: {kind}\r\ncontent-length: {length}\r\n");
    [head("POST", path, &headers).as_bytes(), body].concat()
}

/// Everything until the other side closes.
pub(crate) fn read(stream: &mut impl Read) -> Reply {
    let mut bytes = Vec::new();
    // A connection that is reset has said what it had to say.
    let _ = stream.read_to_end(&mut bytes);
    reply(&bytes)
}

/// One reply out of its bytes.
pub(crate) fn reply(bytes: &[u8]) -> Reply {
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
    let end = end.unwrap_or(bytes.len());
    let (head, rest) = bytes.split_at(end);
    let head = String::from_utf8_lossy(head).into_owned();
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    let rest = rest.strip_prefix(b"\r\n\r\n").unwrap_or(rest);
    let body = if head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked")
    {
        unchunked(rest)
    } else {
        rest.to_vec()
    };
    Reply {
        status: status.unwrap_or(0),
        head,
        body,
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|it| it == b"\r\n") {
        let (size, after) = rest.split_at(end);
        let size = std::str::from_utf8(size).unwrap_or("0");
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        let Some(chunk) = after.get(2..2 + size).filter(|it| !it.is_empty()) else {
            break;
        };
        body.extend_from_slice(chunk);
        rest = after.get(2 + size + 2..).unwrap_or_default();
    }
    body
}

impl Reply {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| {
            let (key, _) = line.split_once(':').unwrap_or((line, ""));
            key.eq_ignore_ascii_case(name)
        };
        let line = self.head.lines().find(named)?;
        line.split_once(':').map(|(_, value)| value.trim())
    }
}
