//! HTTP/1.1 as a server speaks it: one request read from a connection, one answer written.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// One request, its body whole.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) method: String,
    /// Path and query as they came.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Head {
    /// The first header of that name, in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The path without the query.
    pub(super) fn path(&self) -> &str {
        self.target.split_once('?').map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The parameters of the query, their escapes resolved.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescape(key), unescape(value))
        })
    }

    /// A parameter of the query.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        self.parameters().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Whether the client keeps the connection.
    pub(super) fn keeps_alive(&self) -> bool {
        !self.header("connection").is_some_and(|c| c.eq_ignore_ascii_case("close"))
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// `status` with a JSON body.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("Content-Type", "application/json".into())],
            body: body.to_string().into_bytes(),
        }
    }

    /// 200 with a JSON body.
    pub(super) fn ok(body: &Value) -> Self {
        Self::json(200, body)
    }

    /// 204, nothing in it.
    pub(super) fn none() -> Self {
        Self { status: 204, headers: Vec::new(), body: Vec::new() }
    }

    /// A page as a proxy writes it, no JSON.
    pub(super) fn html(status: u16) -> Self {
        let body = format!(
            "<html><head><title>{status} {0}</title></head><body><center><h1>{status} {0}</h1></center><hr><center>cloudflare</center></body></html>",
            reason(status)
        );
        Self { status, headers: vec![("Content-Type", "text/html".into())], body: body.into_bytes() }
    }

    /// The first header of that name, as it was given.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The bytes on the wire.
    pub(super) fn encode(&self, keep_alive: bool) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if self.status != 204 {
            let _ = write!(head, "Content-Length: {}\r\n", self.body.len());
        }
        // Clients tell a 429 of Discord's from one of the edge, which is a page, by `Via`.
        if self.header("Content-Type") != Some("text/html") {
            head.push_str("Via: 1.1 google\r\n");
        }
        head.push_str(if keep_alive {
            "Connection: keep-alive\r\n\r\n"
        } else {
            "Connection: close\r\n\r\n"
        });
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// The reading half of a connection, with what came ahead of its time.
#[derive(Debug)]
pub(super) struct Reader {
    stream: TcpStream,
    pending: Vec<u8>,
}

impl Reader {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, pending: Vec::new() }
    }

    /// The next request; `None` when the client has hung up between two.
    pub(super) fn next(&mut self) -> io::Result<Option<Head>> {
        let (mut head, length) = loop {
            if let Some(found) = self.parse()? {
                break found;
            }
            if self.pending.len() > LARGEST_HEAD {
                return Err(bad("a head of more than 64 KiB"));
            }
            if !self.fill()? {
                return if self.pending.is_empty() {
                    Ok(None)
                } else {
                    Err(io::ErrorKind::UnexpectedEof.into())
                };
            }
        };
        if head.header("expect").is_some_and(|e| e.eq_ignore_ascii_case("100-continue")) {
            (&self.stream).write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        head.body = match length {
            Length::Bytes(n) if n > LARGEST_BODY => return Err(bad("a body of more than 100 MiB")),
            Length::Bytes(n) => self.take(n)?,
            Length::Chunked => self.chunks()?,
        };
        Ok(Some(head))
    }

    /// The socket and what was read of it already, for an upgrade.
    pub(super) fn into_parts(self) -> (TcpStream, Vec<u8>) {
        (self.stream, self.pending)
    }

    fn parse(&mut self) -> io::Result<Option<(Head, Length)>> {
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut request = httparse::Request::new(&mut headers);
        let end = match request.parse(&self.pending) {
            Ok(httparse::Status::Complete(end)) => end,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(error) => return Err(bad(&error.to_string())),
        };
        let head = Head {
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().to_owned(),
            headers: request
                .headers
                .iter()
                .map(|h| (h.name.to_ascii_lowercase(), String::from_utf8_lossy(h.value).trim().to_owned()))
                .collect(),
            body: Vec::new(),
        };
        let length = if head.header("transfer-encoding").is_some_and(|t| t.eq_ignore_ascii_case("chunked")) {
            Length::Chunked
        } else {
            let text = head.header("content-length").unwrap_or("0");
            Length::Bytes(text.parse().map_err(|_| bad("a content length that is no number"))?)
        };
        self.pending.drain(..end);
        Ok(Some((head, length)))
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = loop {
                match httparse::parse_chunk_size(&self.pending) {
                    Ok(httparse::Status::Complete((start, size))) => {
                        self.pending.drain(..start);
                        break size as usize;
                    }
                    Ok(httparse::Status::Partial) => self.more()?,
                    Err(_) => return Err(bad("a chunk size that is no number")),
                }
            };
            if body.len() + size > LARGEST_BODY {
                return Err(bad("a body of more than 100 MiB"));
            }
            body.append(&mut self.take(size)?);
            self.take(2)?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn take(&mut self, n: usize) -> io::Result<Vec<u8>> {
        while self.pending.len() < n {
            self.more()?;
        }
        let rest = self.pending.split_off(n);
        Ok(std::mem::replace(&mut self.pending, rest))
    }

    fn more(&mut self) -> io::Result<()> {
        if self.fill()? { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn fill(&mut self) -> io::Result<bool> {
        let mut chunk = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(n) => {
                    self.pending.extend_from_slice(&chunk[..n]);
                    return Ok(n > 0);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }
}

/// Resolves `%xx` (and `+` to a blank) in a part of an address.
pub(super) fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = tail
            .get(..2)
            .filter(|_| first == b'%')
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        if let Some(byte) = escaped {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(if first == b'+' { b' ' } else { first });
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

enum Length {
    Bytes(usize),
    Chunked,
}

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 100 * 1024 * 1024;

fn bad(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or("Unknown")
}
