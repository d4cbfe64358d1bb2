//! A WebSocket from the server's side: a reading half for the connection's thread, and an outbox that a writing thread empties.
//!
//! Threads: one writer per connection; it packs, frames and writes whatever waits in one block.
//! Locks: the outbox's mutex, held to add or take items only.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tungstenite::handshake::derive_accept_key;
use tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tungstenite::protocol::frame::{CloseFrame, Frame, Utf8Bytes};
use tungstenite::protocol::{Role, WebSocketConfig};
use tungstenite::{Bytes, Message, WebSocket};

use super::packing::Packer;
use crate::sync::{CloseFlag, Condvar, Mutex};

/// What the client sent.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A text or binary message.
    Data(Vec<u8>),
    /// Its close frame: the code, if it gave one.
    Close(Option<u16>),
    /// Nothing until the deadline.
    Nothing,
    /// The connection has ended, or the client broke the protocol.
    End,
}

/// The answer to an upgrade request with that key.
pub(super) fn switching_protocols(key: &str) -> String {
    format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {}\r\n\r\n",
        derive_accept_key(key.as_bytes())
    )
}

/// The reading half.
pub(super) struct Socket {
    socket: WebSocket<Half>,
}

impl Socket {
    /// Takes over a connection whose upgrade is answered; `ahead` came with the request.
    pub(super) fn new(stream: TcpStream, ahead: Vec<u8>, outbox: Arc<Outbox>) -> Self {
        let config = WebSocketConfig::default().write_buffer_size(0).max_message_size(Some(1 << 20));
        let half = Half { stream, outbox };
        Self { socket: WebSocket::from_partially_read(half, ahead, Role::Server, Some(config)) }
    }

    /// Waits for a message, at most until `deadline`.
    pub(super) fn recv(&mut self, deadline: Option<Instant>) -> Incoming {
        loop {
            let left = deadline.map(|d| d.saturating_duration_since(Instant::now()));
            if left.is_some_and(|l| l.is_zero()) {
                return Incoming::Nothing;
            }
            if self.socket.get_ref().stream.set_read_timeout(left).is_err() {
                return Incoming::End;
            }
            match self.socket.read() {
                Ok(Message::Text(text)) => return Incoming::Data(text.as_bytes().to_vec()),
                Ok(Message::Binary(data)) => return Incoming::Data(data.to_vec()),
                Ok(Message::Close(frame)) => return Incoming::Close(frame.map(|f| f.code.into())),
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
                Err(tungstenite::Error::Io(e)) if is_patience(&e) => {}
                Err(_) => return Incoming::End,
            }
        }
    }

    /// Reads and forgets until the client hangs up, whatever it says.
    pub(super) fn wait_until_gone(&self) {
        let mut stream = &self.socket.get_ref().stream;
        let _ = stream.set_read_timeout(None);
        let _ = io::copy(&mut stream, &mut io::sink());
    }

    /// Writes what the protocol owes (the answer to a close frame) into the outbox.
    pub(super) fn flush(&mut self) {
        let _ = self.socket.flush();
    }
}

fn is_patience(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// Reads from the socket, writes into the outbox.
struct Half {
    stream: TcpStream,
    outbox: Arc<Outbox>,
}

impl Read for Half {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buf)
    }
}

impl Write for Half {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.outbox.push(Outgoing::Bytes(buf.to_vec()));
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Something to write.
#[derive(Debug)]
pub(super) enum Outgoing {
    /// A payload, to be packed as the connection has it.
    Payload(Arc<str>),
    /// A message that is no part of the packing, or no JSON where there is none.
    Garbage,
    /// Bytes as they are, past the framing.
    Bytes(Vec<u8>),
    /// A close frame, then the end of the connection.
    Close(u16, String),
}

/// What waits to be written to one connection.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    items: Vec<Outgoing>,
    bytes: usize,
    /// Nothing more is taken; the writer ends when it has written the rest.
    finished: bool,
    /// Nothing is written any more, and the connection stays open.
    frozen: bool,
    /// The writer has ended.
    gone: bool,
}

impl Outbox {
    /// Adds an item; it is dropped when the connection is finished or frozen.
    pub(super) fn push(&self, item: Outgoing) {
        let mut state = self.state.lock();
        if state.finished || state.frozen {
            return;
        }
        state.bytes += match &item {
            Outgoing::Payload(text) => text.len(),
            Outgoing::Bytes(bytes) => bytes.len(),
            Outgoing::Garbage => 0,
            Outgoing::Close(..) => {
                state.finished = true;
                0
            }
        };
        state.items.push(item);
        self.changed.notify_all();
    }

    /// Takes no more; what waits is still written.
    pub(super) fn finish(&self) {
        self.state.lock().finished = true;
        self.changed.notify_all();
    }

    /// Writes nothing more and stays open.
    pub(super) fn freeze(&self) {
        let mut state = self.state.lock();
        state.frozen = true;
        state.items.clear();
    }

    pub(super) fn is_frozen(&self) -> bool {
        self.state.lock().frozen
    }

    /// Waits until at most `bytes` wait to be written; false when the connection ended or `deadline` came first.
    pub(super) fn drained_to(&self, bytes: usize, deadline: Instant) -> bool {
        let mut state = self.state.lock();
        while state.bytes > bytes && !state.gone {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.changed.wait_timeout(state, left);
        }
        !state.gone && !state.finished
    }

    /// Writes what comes until the end, then ends the connection; `left` is set when the reading half has ended.
    pub(super) fn write_to(&self, stream: &TcpStream, mut packer: Packer, left: &CloseFlag) {
        let mut block = Vec::with_capacity(BLOCK);
        let mut closing = false;
        while let Some(items) = self.take() {
            let mut taken = 0;
            let mut failed = false;
            for item in items {
                closing |= matches!(item, Outgoing::Close(..));
                taken += encode(item, &mut packer, &mut block);
                if block.len() >= BLOCK {
                    failed |= failed || write(stream, &mut block).is_err();
                    self.written(std::mem::take(&mut taken));
                }
            }
            failed |= failed || write(stream, &mut block).is_err();
            self.written(taken);
            if failed || closing {
                break;
            }
        }
        if closing {
            left.wait_timeout(GOODBYE);
        }
        self.end();
        let _ = stream.shutdown(Shutdown::Both);
    }

    fn take(&self) -> Option<Vec<Outgoing>> {
        let mut state = self.state.lock();
        loop {
            if !state.items.is_empty() {
                return Some(std::mem::take(&mut state.items));
            }
            if state.finished {
                return None;
            }
            state = self.changed.wait(state);
        }
    }

    fn written(&self, bytes: usize) {
        let mut state = self.state.lock();
        state.bytes = state.bytes.saturating_sub(bytes);
        self.changed.notify_all();
    }

    fn end(&self) {
        let mut state = self.state.lock();
        state.finished = true;
        state.gone = true;
        state.items.clear();
        self.changed.notify_all();
    }
}

/// Appends an item as it goes over the wire; gives its size in the outbox.
fn encode(item: Outgoing, packer: &mut Packer, block: &mut Vec<u8>) -> usize {
    match item {
        Outgoing::Payload(text) => {
            match packer.pack(text.as_bytes()) {
                Some(bytes) => frame(OpCode::Data(Data::Binary), bytes, block),
                None => frame(OpCode::Data(Data::Text), text.as_bytes(), block),
            }
            text.len()
        }
        Outgoing::Garbage => {
            if packer.is_plain() {
                frame(OpCode::Data(Data::Text), b"{", block);
            } else {
                frame(OpCode::Data(Data::Binary), &NO_BLOCK, block);
            }
            0
        }
        Outgoing::Bytes(bytes) => {
            block.extend_from_slice(&bytes);
            bytes.len()
        }
        Outgoing::Close(code, reason) => {
            let close = CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::from(reason) };
            let _ = Frame::close(Some(close)).format(block);
            0
        }
    }
}

fn frame(code: OpCode, data: &[u8], block: &mut Vec<u8>) {
    let _ = Frame::message(Bytes::copy_from_slice(data), code, true).format(block);
}

fn write(stream: &TcpStream, block: &mut Vec<u8>) -> io::Result<()> {
    let mut stream = stream;
    let written = stream.write_all(block);
    block.clear();
    written
}

/// Begins with a kind of block that neither zlib nor zstd has, and ends as a flushed zlib stream does.
const NO_BLOCK: [u8; 8] = [7, 7, 7, 7, 0, 0, 0xff, 0xff];
/// Bytes written at once, at the least, while more wait.
const BLOCK: usize = 128 * 1024;
/// How long the client has to answer a close frame.
const GOODBYE: Duration = Duration::from_secs(1);
