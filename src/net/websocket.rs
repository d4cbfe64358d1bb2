//! A WebSocket that one thread reads and any thread writes.
//!
//! The reader waits in a plain `read` on the socket with no lock held. The bytes then go into an inbox, and tungstenite
//! (over rustls, over "inbox in, socket out") is asked, under the lock, for one frame after the other until the inbox is
//! empty: a frame that is dropped before the next is asked for leaves its memory to that one. So a read that waits for a
//! minute delays no heartbeat and nothing polls; [`Sender::cut`] ends the wait.
//!
//! Locks: one mutex over tungstenite's state, held for microseconds, or for one write under its timeout.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Uri;
use tungstenite::client::IntoClientRequest;
use tungstenite::error::{CapacityError, UrlError};
use tungstenite::handshake::client::ClientHandshake;
use tungstenite::protocol::frame::Frame as FrameOut;
use tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tungstenite::{Bytes, HandshakeError, Message, Utf8Bytes};

use super::pipe::{Pipe, timed_out};
use super::tls::Tls;
use super::{Error, Phase, proxy};
use crate::config::{self, Network};
use crate::sync::{CloseFlag, Mutex};

/// How long each step of opening a connection may take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Finding the host's addresses; 5 s by default.
    pub resolve: Duration,
    /// Opening the TCP connection, and as long again for a proxy to let it through; 5 s by default.
    pub connect: Duration,
    /// The TLS handshake; 5 s by default.
    pub tls: Duration,
    /// The WebSocket upgrade; 5 s by default.
    pub upgrade: Duration,
    /// Writing one frame; 1 s by default: ito's frames are small, so one that does not leave means a dead peer.
    pub write: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let step = Duration::from_secs(5);
        Self { resolve: step, connect: step, tls: step, upgrade: step, write: Duration::from_secs(1) }
    }
}

/// A parsed `ws://` or `wss://` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    uri: Uri,
    host: String,
    port: u16,
    tls: bool,
}

impl Address {
    /// Parses an address; a port that is missing is 80 or 443.
    ///
    /// # Errors
    /// When it is no `ws` or `wss` address with a host.
    pub fn parse(url: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::Address(why.into());
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let tls = match &*scheme.to_ascii_lowercase() {
            "ws" => false,
            "wss" => true,
            _ => return Err(wrong("its scheme is neither ws nor wss")),
        };
        // tungstenite knows schemes in small letters only.
        let url = format!("{}://{rest}", if tls { "wss" } else { "ws" });
        let uri: Uri = url.parse().map_err(|_| wrong("it is no URL"))?;
        let host = uri.host().filter(|h| !h.is_empty()).ok_or_else(|| wrong("it has no host"))?.to_owned();
        let port = config::port(&uri, if tls { 443 } else { 80 })
            .ok_or_else(|| wrong("its port is no number from 0 to 65535"))?;
        Ok(Self { uri, host, port, tls })
    }

    /// `host:port`, for messages: the query of an address may hold a secret.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// What a peer sent: a whole message, or its goodbye. Pings are answered underneath.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// Text, checked to be UTF-8.
    Text(Utf8Bytes),
    /// Bytes.
    Binary(Bytes),
    /// The peer's close frame: its code, if it gave one, and its reason.
    Close(Option<u16>, String),
}

/// What [`WebSocket::next_frame`] found in the bytes that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// A frame.
    Frame(Frame),
    /// No further one: it is time to [wait](WebSocket::wait).
    Nothing,
    /// The end of the stream.
    End,
}

/// The reading half.
pub struct WebSocket {
    sender: Sender,
    /// How much is read at once.
    size: usize,
    timeout: Option<Duration>,
    /// Whether what came in one segment with the answer to the upgrade has been looked at.
    primed: bool,
}

impl WebSocket {
    /// Connects by way of `network` and upgrades; ends early when `close` is set.
    ///
    /// # Errors
    /// The step that failed or took too long.
    pub fn connect(
        address: &Address,
        network: &Network,
        user_agent: &str,
        timeouts: &Timeouts,
        max_message: usize,
        close: &CloseFlag,
    ) -> Result<Self, Error> {
        let target = proxy::Target { host: &address.host, port: address.port, tls: address.tls };
        let stream = Arc::new(proxy::reach(target, network, timeouts.resolve, timeouts.connect, close)?);
        let stopper = stream.clone();
        let _hook = close.on_set(move || {
            let _ = stopper.shutdown(Shutdown::Both);
        });
        let opened = upgrade(stream, address, network, user_agent, timeouts, max_message);
        if close.is_set() { Err(Error::Closed) } else { opened }
    }

    /// A handle that writes, for any thread.
    pub fn sender(&self) -> Sender {
        self.sender.clone()
    }

    /// Waits for bytes, at most until `deadline`; false when that comes first. The end of the stream counts as bytes.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn wait(&mut self, deadline: Option<Instant>) -> Result<bool, Error> {
        if !std::mem::replace(&mut self.primed, true) {
            return Ok(true);
        }
        if !self.set_deadline(deadline)? {
            return Ok(false);
        }
        let mut bytes = self.sender.0.socket.lock().get_mut().take_back();
        if bytes.len() > self.size {
            // What a burst needed is given back before a wait that may be long.
            bytes = Vec::new();
        }
        bytes.resize(self.size, 0);
        let mut socket = &*self.sender.0.stream;
        let read = loop {
            match socket.read(&mut bytes) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break timed_out(other),
            }
        };
        match read {
            Ok(came) => {
                self.sender.0.socket.lock().get_mut().put(bytes, came);
                self.size = next_size(self.size, came);
                Ok(true)
            }
            Err(e) if e.kind() == io::ErrorKind::TimedOut => Ok(false),
            Err(e) => Err(Error::Io(e)),
        }
    }

    /// Takes the next frame out of the bytes that came.
    ///
    /// # Errors
    /// When the peer breaks the rules.
    pub fn next_frame(&mut self) -> Result<Next, Error> {
        take_frame(&mut self.sender.0.socket.lock())
    }

    /// Makes the next read end at `deadline`; false when it has come already.
    fn set_deadline(&mut self, deadline: Option<Instant>) -> Result<bool, Error> {
        let timeout = deadline.map(|d| d.saturating_duration_since(Instant::now()));
        if timeout.is_some_and(|t| t.is_zero()) {
            return Ok(false);
        }
        if timeout.is_some() || self.timeout.is_some() {
            self.sender.0.stream.set_read_timeout(timeout).map_err(Error::Io)?;
            self.timeout = timeout;
        }
        Ok(true)
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket").finish_non_exhaustive()
    }
}

/// The writing half: a cheap clone for any thread.
#[derive(Clone)]
pub struct Sender(Arc<Shared>);

impl Sender {
    /// Writes one text message.
    ///
    /// The frame is made here and not by tungstenite's `send`, which writes what it sends into the log at level trace:
    /// two of a bot's payloads hold its token.
    ///
    /// # Errors
    /// When the connection is closed, broken, or the write takes too long; then it is cut.
    pub fn send(&self, text: String) -> Result<(), Error> {
        let mut frame = FrameOut::message(text, OpCode::Data(Data::Text), true);
        frame.header_mut().mask = Some(mask());
        let mut bytes = Vec::with_capacity(frame.len());
        frame.format(&mut bytes).map_err(translate)?;
        let mut socket = self.0.socket.lock();
        if !socket.can_write() {
            return Err(Error::Io(io::ErrorKind::NotConnected.into()));
        }
        let pipe = socket.get_mut();
        pipe.write_all(&bytes).and_then(|()| pipe.flush()).map_err(|error| {
            // Half a frame may have left: nothing can follow it.
            self.cut();
            translate(tungstenite::Error::Io(error))
        })
    }

    /// Says goodbye with `code`; the connection stays open for the peer's answer.
    ///
    /// # Errors
    /// When the frame cannot be written.
    pub fn close(&self, code: u16, reason: &str) -> Result<(), Error> {
        let frame = CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::from(reason) };
        let mut socket = self.0.socket.lock();
        match socket.close(Some(frame)).and_then(|()| socket.flush()) {
            Ok(()) | Err(tungstenite::Error::ConnectionClosed) => Ok(()),
            Err(error) => Err(translate(error)),
        }
    }

    /// Ends the connection at once, without a goodbye; a reader that waits is woken.
    pub fn cut(&self) {
        let _ = self.0.stream.shutdown(Shutdown::Both);
    }

    /// Tells the peer that nothing more will come, and still reads.
    pub fn finish(&self) {
        let _ = self.0.stream.shutdown(Shutdown::Write);
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender")
    }
}

struct Shared {
    stream: Arc<TcpStream>,
    socket: Mutex<tungstenite::WebSocket<Pipe>>,
}

/// A mask that nobody outside can foresee, from the keys of the standard library's hash maps.
fn mask() -> [u8; 4] {
    let [a, b, c, d, ..] = RandomState::new().hash_one(()).to_ne_bytes();
    [a, b, c, d]
}

/// Takes out of tungstenite the next frame that the inbox completes.
fn take_frame(socket: &mut tungstenite::WebSocket<Pipe>) -> Result<Next, Error> {
    loop {
        return match socket.read() {
            Ok(Message::Text(text)) => Ok(Next::Frame(Frame::Text(text))),
            Ok(Message::Binary(data)) => Ok(Next::Frame(Frame::Binary(data))),
            Ok(Message::Close(frame)) => {
                let (code, reason) =
                    frame.map_or((None, String::new()), |f| (Some(f.code.into()), f.reason.to_string()));
                Ok(Next::Frame(Frame::Close(code, reason)))
            }
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => continue,
            Err(tungstenite::Error::Io(e))
                if e.kind() == io::ErrorKind::WouldBlock && socket.get_ref().is_drained() =>
            {
                Ok(Next::Nothing)
            }
            Err(_) if socket.get_ref().has_ended() => Ok(Next::End),
            Err(tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed) => Ok(Next::End),
            Err(error) => Err(translate(error)),
        };
    }
}

/// How much to read at once after `got` of `size` bytes came: a burst is read in large pieces, and who will have to wait
/// holds little.
fn next_size(size: usize, got: usize) -> usize {
    if got == size { (size * 4).min(MOST) } else { LEAST }
}

/// Bytes asked of the socket at a time.
const LEAST: usize = 4 * 1024;
const MOST: usize = 64 * 1024;

fn upgrade(
    stream: Arc<TcpStream>,
    address: &Address,
    network: &Network,
    user_agent: &str,
    timeouts: &Timeouts,
    max_message: usize,
) -> Result<WebSocket, Error> {
    let tls = if address.tls {
        Some(Tls::handshake(&address.host, &network.trust, &stream, Instant::now() + timeouts.tls)?)
    } else {
        None
    };
    stream.set_write_timeout(Some(timeouts.write)).map_err(Error::Io)?;
    let pipe = Pipe::new(stream.clone(), tls, Instant::now() + timeouts.upgrade);
    let config = WebSocketConfig::default()
        .read_buffer_size(LEAST)
        .write_buffer_size(0)
        .max_message_size(Some(max_message))
        .max_frame_size(Some(max_message));
    let mut request = address.uri.clone().into_client_request().map_err(translate)?;
    let agent = user_agent.parse().map_err(|_| Error::Address("the user agent is no header value".into()))?;
    request.headers_mut().insert(http::header::USER_AGENT, agent);
    let shaken = ClientHandshake::start(pipe, request, Some(config)).map_err(handshake_failed)?.handshake();
    let (mut socket, _) = match shaken {
        Ok(done) => done,
        Err(HandshakeError::Failure(error)) => return Err(handshake_failed(error)),
        Err(HandshakeError::Interrupted(_)) => return Err(Error::Timeout(Phase::Upgrade)),
    };
    socket.get_mut().settle();
    stream.set_read_timeout(None).map_err(Error::Io)?;
    let sender = Sender(Arc::new(Shared { stream, socket: Mutex::new(socket) }));
    Ok(WebSocket { sender, size: LEAST, timeout: None, primed: false })
}

fn handshake_failed(error: tungstenite::Error) -> Error {
    match error {
        tungstenite::Error::Io(e) if e.kind() == io::ErrorKind::TimedOut => Error::Timeout(Phase::Upgrade),
        tungstenite::Error::Http(answer) => Error::Refused(answer.status().as_u16()),
        tungstenite::Error::Io(e) => Error::Io(e),
        other => Error::Handshake(other.to_string().into()),
    }
}

fn translate(error: tungstenite::Error) -> Error {
    use tungstenite::Error as E;
    match error {
        E::Io(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
            Error::Timeout(Phase::Write)
        }
        E::Io(e) => Error::Io(e),
        E::ConnectionClosed | E::AlreadyClosed => Error::Io(io::ErrorKind::NotConnected.into()),
        E::Capacity(CapacityError::MessageTooLong { size, max_size }) => {
            Error::TooLarge(format!("{size} bytes, at most {max_size} are taken").into())
        }
        E::Url(UrlError::NoHostName) => Error::Address("it has no host".into()),
        E::Protocol(e) => Error::Protocol(e.to_string().into()),
        E::Utf8(_) => Error::Protocol("text that is not UTF-8".into()),
        other => Error::Protocol(other.to_string().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_of_an_address_may_be_in_capitals() {
        for (url, tls, port) in [("ws://h", false, 80), ("WS://h/gw", false, 80), ("Wss://h:7", true, 7)] {
            let address = Address::parse(url).unwrap();
            assert_eq!((address.tls, address.port, &*address.host), (tls, port, "h"), "{url}");
            assert_eq!(address.uri.scheme_str(), Some(if tls { "wss" } else { "ws" }), "{url}");
        }
        assert!(Address::parse("http://h").is_err());
    }

    #[test]
    fn reads_grow_in_a_burst_and_shrink_at_rest() {
        let burst = (0..10).fold(LEAST, |size, _| next_size(size, size));
        assert_eq!(burst, MOST);
        assert_eq!(next_size(burst, burst - 1), LEAST);
    }
}
