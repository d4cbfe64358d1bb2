//! A scripted HTTP server: what it is asked it remembers, what it answers the test says.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ito::sync::{CloseFlag, Condvar, Mutex, thread};

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The how-manieth connection it came on.
    pub connection: usize,
    pub at: Instant,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }
}

/// What the server does with a request.
pub(crate) enum Reply {
    /// Answers and keeps the connection.
    Answer(u16, Vec<(&'static str, String)>, String),
    /// Sends these bytes as they are and closes.
    Raw(Vec<u8>),
    /// Answers and closes without saying so.
    AnswerAndLeave(u16, String),
    /// Keeps the connection and says nothing.
    Silence,
    /// Sends these bytes, keeps the connection, and says nothing more.
    Begin(Vec<u8>),
}

pub(crate) fn ok(body: &str) -> Reply {
    status(200, body)
}

pub(crate) fn status(status: u16, body: &str) -> Reply {
    Reply::Answer(status, Vec::new(), body.to_owned())
}

type Script = dyn Fn(&Seen, usize) -> Reply + Send + Sync;

/// The server; dropping it ends it.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<thread::Thread<()>>,
}

struct Shared {
    seen: Mutex<Vec<Seen>>,
    changed: Condvar,
    /// Connections that the server has closed.
    left: Mutex<usize>,
    close: CloseFlag,
    script: Box<Script>,
}

impl Server {
    /// Starts a server that answers as `script` says, which is given each request and how many came before it.
    pub(crate) fn start(script: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            seen: Mutex::default(),
            changed: Condvar::new(),
            left: Mutex::default(),
            close: CloseFlag::new(),
            script: Box::new(script),
        });
        let of_thread = shared.clone();
        let acceptor = thread::spawn("accept", thread::SMALL_STACK, move || accept(&listener, &of_thread));
        Self { address, shared, acceptor: Some(acceptor.unwrap()) }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().clone()
    }

    /// Waits until `count` requests have come.
    pub(crate) fn wait_seen(&self, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut seen = self.shared.seen.lock();
        while seen.len() < count {
            assert!(Instant::now() < deadline, "{} of {count} requests came", seen.len());
            seen = self.shared.changed.wait_until(seen, Some(deadline));
        }
    }

    /// Waits until the server has closed `count` connections.
    pub(crate) fn wait_left(&self, count: usize) {
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut left = self.shared.left.lock();
        while *left < count {
            assert!(Instant::now() < deadline, "{} of {count} connections were closed", *left);
            left = self.shared.changed.wait_until(left, Some(deadline));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.close.set();
        let _ = TcpStream::connect(self.address);
        drop(self.acceptor.take());
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    let mut threads = Vec::new();
    for (number, stream) in listener.incoming().enumerate() {
        if shared.close.is_set() {
            return;
        }
        let (stream, shared) = (stream.unwrap(), shared.clone());
        let serve = move || {
            let stopper = stream.try_clone().unwrap();
            let _hook = shared.close.on_set(move || {
                let _ = stopper.shutdown(Shutdown::Both);
            });
            serve(&stream, number, &shared);
            let _ = stream.shutdown(Shutdown::Both);
            *shared.left.lock() += 1;
            shared.changed.notify_all();
        };
        threads.push(thread::spawn("serve", thread::SMALL_STACK, serve).unwrap());
    }
}

fn serve(mut stream: &TcpStream, connection: usize, shared: &Shared) {
    let mut bytes = Vec::new();
    while let Some(seen) = read(stream, &mut bytes, connection) {
        let before = {
            let mut all = shared.seen.lock();
            all.push(seen.clone());
            shared.changed.notify_all();
            all.len() - 1
        };
        let (bytes, keep) = match (shared.script)(&seen, before) {
            Reply::Answer(status, headers, body) => (answer(status, &headers, &body), true),
            Reply::AnswerAndLeave(status, body) => (answer(status, &[], &body), false),
            Reply::Raw(bytes) => (bytes, false),
            Reply::Silence => {
                shared.close.wait();
                return;
            }
            Reply::Begin(bytes) => {
                let _ = stream.write_all(&bytes);
                shared.close.wait();
                return;
            }
        };
        if stream.write_all(&bytes).is_err() || !keep {
            return;
        }
    }
}

fn answer(status: u16, headers: &[(&str, String)], body: &str) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n");
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    if status == 204 {
        return format!("{head}\r\n").into_bytes();
    }
    format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// One request, whole, or `None` at the end of the connection.
fn read(mut stream: &TcpStream, bytes: &mut Vec<u8>, connection: usize) -> Option<Seen> {
    let mut chunk = vec![0; 64 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let mut lines = head.split("\r\n");
            let mut first = lines.next()?.split(' ');
            let headers: Vec<(String, String)> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
            let length = length.map_or(0, |(_, value)| value.parse().unwrap());
            if bytes.len() >= end + 4 + length {
                let body = bytes[end + 4..end + 4 + length].to_vec();
                bytes.drain(..end + 4 + length);
                let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
                return Some(Seen { method, path, headers, body, connection, at: Instant::now() });
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&chunk[..n]),
        }
    }
}
