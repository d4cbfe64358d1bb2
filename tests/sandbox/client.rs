//! A client of the fewest means, written for these tests: nothing of ito's own client is in it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use flate2::{Decompress, FlushDecompress};
use ito::sandbox::Sandbox;
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

pub(crate) const SOON: Duration = Duration::from_secs(10);
/// All intents.
pub(crate) const ALL: u64 = 0x1ffff | 0b11 << 20 | 0b11 << 24;

/// An answer over HTTP.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// One request on a connection of its own, with the right token.
pub(crate) fn call(discord: &Sandbox, method: &str, path: &str, body: &Value) -> Answer {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let token = format!("Authorization: Bot {}\r\n", discord.token());
    request(discord, method, path, &format!("{token}Content-Type: application/json\r\n"), text.as_bytes())
        .unwrap()
}

/// One request as told; nothing when the connection ended without an answer.
pub(crate) fn request(
    discord: &Sandbox,
    method: &str,
    path: &str,
    headers: &str,
    body: &[u8],
) -> Option<Answer> {
    let address = discord.api_url();
    let host = address.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.set_read_timeout(Some(SOON)).unwrap();
    let head = format!(
        "{method} /api/v10{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let wanted =
        head.lines().find_map(|l| l.strip_prefix("Content-Length: ")).map_or(0, |n| n.parse().unwrap());
    if body.len() < wanted {
        return None;
    }
    Some(Answer {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head: head.to_owned(),
        body: serde_json::from_str(body).unwrap_or_default(),
        text: body.to_owned(),
    })
}

/// A connection to the gateway.
pub(crate) struct Gateway {
    socket: WebSocket<TcpStream>,
    unpack: Unpack,
}

enum Unpack {
    Plain,
    Zlib(Box<Decompress>),
    Zstd(Box<zstd_safe::DCtx<'static>>),
}

/// What came.
#[derive(Debug)]
pub(crate) enum Came {
    Payload(Value),
    Close(u16),
    End,
}

impl Gateway {
    /// Connects to the main address.
    pub(crate) fn open(discord: &Sandbox, query: &str) -> Self {
        let url = call(discord, "GET", "/gateway", &Value::Null).body["url"].as_str().unwrap().to_owned();
        Self::connect(&url, query).unwrap()
    }

    /// Connects to any address.
    pub(crate) fn connect(url: &str, query: &str) -> Result<Self, Box<tungstenite::Error>> {
        let host = url.trim_start_matches("ws://").trim_end_matches('/').split('/').next().unwrap();
        let stream = TcpStream::connect(host).map_err(|e| Box::new(tungstenite::Error::Io(e)))?;
        stream.set_read_timeout(Some(SOON)).unwrap();
        let url = format!("{}/?v=10&encoding=json{query}", url.trim_end_matches('/'));
        let (socket, _) = tungstenite::client(url, stream).map_err(|e| match e {
            tungstenite::HandshakeError::Failure(error) => Box::new(error),
            tungstenite::HandshakeError::Interrupted(_) => {
                Box::new(tungstenite::Error::Io(std::io::ErrorKind::TimedOut.into()))
            }
        })?;
        let unpack = match query {
            "&compress=zlib-stream" => Unpack::Zlib(Box::new(Decompress::new(true))),
            "&compress=zstd-stream" => Unpack::Zstd(Box::new(zstd_safe::DCtx::create())),
            _ => Unpack::Plain,
        };
        Ok(Self { socket, unpack })
    }

    /// Connects, reads HELLO, identifies, reads READY.
    pub(crate) fn login(discord: &Sandbox, intents: u64) -> (Self, Value) {
        let mut gateway = Self::open(discord, "");
        gateway.hello();
        gateway.identify(discord, [0, 1], intents);
        let ready = gateway.dispatch("READY");
        (gateway, ready["d"].clone())
    }

    pub(crate) fn hello(&mut self) -> Value {
        let hello = self.payload();
        assert_eq!(hello["op"], 10, "{hello}");
        hello
    }

    pub(crate) fn identify(&mut self, discord: &Sandbox, shard: [u32; 2], intents: u64) {
        self.send(&json!({"op": 2, "d": {
            "token": discord.token(), "intents": intents, "shard": shard,
            "properties": {"os": "linux", "browser": "test", "device": "test"},
        }}));
    }

    pub(crate) fn resume(&mut self, discord: &Sandbox, session: &Value, seq: u64) {
        self.send(&json!({"op": 6, "d": {"token": discord.token(), "session_id": session, "seq": seq}}));
    }

    pub(crate) fn send(&mut self, payload: &Value) {
        self.send_text(&payload.to_string());
    }

    pub(crate) fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    /// The next payload; a close is a failure.
    pub(crate) fn payload(&mut self) -> Value {
        match self.next() {
            Came::Payload(payload) => payload,
            other => panic!("{other:?} instead of a payload"),
        }
    }

    /// The next dispatch, which must be of that name.
    pub(crate) fn dispatch(&mut self, name: &str) -> Value {
        let payload = self.payload();
        assert_eq!(payload["t"], name, "{payload}");
        payload
    }

    /// Reads up to the dispatch of that name.
    pub(crate) fn until(&mut self, name: &str) -> Value {
        loop {
            let payload = self.payload();
            if payload["t"] == name {
                return payload;
            }
        }
    }

    /// Reads up to the close and gives its code; 0 when there was none.
    pub(crate) fn closed(&mut self) -> u16 {
        loop {
            match self.next() {
                Came::Payload(_) => {}
                Came::Close(code) => return code,
                Came::End => return 0,
            }
        }
    }

    pub(crate) fn close(&mut self, code: u16) {
        let frame = tungstenite::protocol::CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).unwrap();
        while self.socket.read().is_ok() {}
    }

    /// Sends a close frame and does not wait for the answer.
    pub(crate) fn says_goodbye(&mut self, code: u16) {
        let frame = tungstenite::protocol::CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).unwrap();
        self.socket.flush().unwrap();
    }

    /// Makes sure that the connection is open and silent for that long.
    pub(crate) fn hears_nothing_for(&mut self, time: Duration) {
        let stream = self.socket.get_mut();
        stream.set_read_timeout(Some(time)).unwrap();
        let error = stream.read(&mut [0]).unwrap_err();
        assert!(
            matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
            "{error}"
        );
    }

    /// The next message's bytes as they came.
    pub(crate) fn bytes(&mut self) -> Vec<u8> {
        self.socket.read().unwrap().into_data().to_vec()
    }

    /// Whether bytes do not go on with the stream, or are no JSON where there is none.
    pub(crate) fn is_corrupt(&mut self, bytes: &[u8]) -> bool {
        let mut out = Vec::with_capacity(1 << 20);
        match &mut self.unpack {
            Unpack::Plain => serde_json::from_slice::<Value>(bytes).is_err(),
            Unpack::Zlib(stream) => stream.decompress_vec(bytes, &mut out, FlushDecompress::Sync).is_err(),
            Unpack::Zstd(stream) => {
                let mut input = zstd_safe::InBuffer::around(bytes);
                stream.decompress_stream(&mut zstd_safe::OutBuffer::around(&mut out), &mut input).is_err()
            }
        }
    }

    pub(crate) fn next(&mut self) -> Came {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => return Came::Payload(serde_json::from_str(&text).unwrap()),
                Ok(Message::Binary(data)) => return Came::Payload(self.unpack.payload(&data)),
                Ok(Message::Close(frame)) => return Came::Close(frame.map_or(1005, |f| f.code.into())),
                Ok(_) => {}
                Err(tungstenite::Error::Io(e)) if e.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing came within {SOON:?}")
                }
                Err(_) => return Came::End,
            }
        }
    }
}

impl Unpack {
    fn payload(&mut self, data: &[u8]) -> Value {
        let mut out = Vec::with_capacity(1 << 20);
        match self {
            Self::Plain => panic!("a binary message without compression"),
            Self::Zlib(stream) => {
                assert!(data.ends_with(&[0, 0, 0xff, 0xff]));
                stream.decompress_vec(data, &mut out, FlushDecompress::Sync).unwrap();
            }
            Self::Zstd(stream) => {
                let mut input = zstd_safe::InBuffer::around(data);
                let mut output = zstd_safe::OutBuffer::around(&mut out);
                while input.pos() < data.len() {
                    stream.decompress_stream(&mut output, &mut input).unwrap();
                }
            }
        }
        serde_json::from_slice(&out).unwrap()
    }
}
