//! One connection to the gateway: HELLO, login, heartbeats, commands, and the closes that Discord answers mistakes with.
//!
//! <https://docs.discord.com/developers/events/gateway#connections>

use std::collections::VecDeque;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::faults::ConnectionFault;
use super::http::{Answer, Head};
use super::packing::Packer;
use super::seen::{Closed, Command, Heartbeat};
use super::server::{Shared, wait_until_gone};
use super::sessions::Connection;
use super::socket::{Incoming, Outbox, Outgoing, Socket, switching_protocols};
use super::{commands, login};
use crate::sync::{CloseFlag, thread};

/// Serves a client that asked for an upgrade, to its end.
pub(super) fn serve(
    shared: &Arc<Shared>,
    id: u64,
    stream: &TcpStream,
    ahead: Vec<u8>,
    head: &Head,
    at_resume_host: bool,
) {
    let fault = shared.with(|state| {
        state.seen.opened += 1;
        state.faults.connections.pop_front()
    });
    let mut out = stream;
    match fault {
        Some(ConnectionFault::Refuse(status)) => {
            let _ = out.write_all(&Answer::html(status).encode(false));
            return;
        }
        Some(ConnectionFault::Silence) => return wait_until_gone(stream),
        _ => {}
    }
    let Some(key) = head.header("sec-websocket-key") else {
        let _ = out.write_all(&Answer::html(400).encode(false));
        return;
    };
    if out.write_all(switching_protocols(key).as_bytes()).is_err() {
        return;
    }
    let outbox = Arc::new(Outbox::default());
    let left = CloseFlag::new();
    let packer = Packer::new(head.query("compress").as_deref());
    let (Ok(reading), Ok(writing)) = (stream.try_clone(), stream.try_clone()) else { return };
    let (box_of_writer, left_of_writer) = (outbox.clone(), left.clone());
    let writer = thread::spawn(format!("ito-sbx-out-{id}"), thread::SMALL_STACK, move || {
        box_of_writer.write_to(&writing, packer, &left_of_writer);
    });
    let Ok(writer) = writer else { return };
    let mut peer = Peer {
        shared,
        id,
        outbox: outbox.clone(),
        fault,
        received: VecDeque::new(),
        alive_until: Instant::now(),
        resumes_here: at_resume_host,
    };
    peer.open();
    peer.greet(head);
    let code = peer.listen(Socket::new(reading, ahead, outbox.clone()));
    peer.leave(code);
    outbox.finish();
    left.set();
    drop(writer);
}

/// The client of one connection.
pub(super) struct Peer<'a> {
    pub(super) shared: &'a Arc<Shared>,
    pub(super) id: u64,
    pub(super) outbox: Arc<Outbox>,
    pub(super) fault: Option<ConnectionFault>,
    /// When the payloads of the last minute came.
    received: VecDeque<Instant>,
    /// The next heartbeat is due by then.
    alive_until: Instant,
    pub(super) resumes_here: bool,
}

impl Peer<'_> {
    /// Sends a payload that is no dispatch.
    pub(super) fn send(&self, op: u64, data: &Value) {
        let payload = format!("{{\"t\":null,\"s\":null,\"op\":{op},\"d\":{data}}}");
        self.outbox.push(Outgoing::Payload(payload.into()));
    }

    /// Closes the connection as Discord does.
    pub(super) fn close(&self, code: u16) {
        self.shared.with(|state| {
            if let Some(connection) = state.sessions.connections.get_mut(&self.id) {
                connection.closed_with.get_or_insert(code);
            }
            if matches!(code, 4007 | 4009) {
                state.sessions.forget(self.id);
            }
        });
        self.outbox.push(Outgoing::Close(code, reason(code).to_owned()));
    }

    /// Closes the connection for a mistake of the client's.
    pub(super) fn punish(&self, code: u16, what: impl Into<String>) {
        self.shared.with(|state| state.seen.offend(format!("{} (closed with {code})", what.into())));
        self.close(code);
    }

    fn open(&mut self) {
        self.alive_until = Instant::now() + self.patience();
        self.shared.with(|state| {
            let connection =
                Connection { outbox: self.outbox.clone(), session: None, deaf: false, closed_with: None };
            state.sessions.connections.insert(self.id, connection);
            state.seen.connections = state.sessions.connections.len();
        });
    }

    fn greet(&self, head: &Head) {
        match self.fault {
            Some(ConnectionFault::NoHello) => return,
            Some(ConnectionFault::InvalidSessionBeforeHello(d)) => self.send(9, &d.into()),
            Some(ConnectionFault::ReconnectBeforeHello) => self.send(7, &Value::Null),
            _ => {}
        }
        if !matches!(head.query("v").as_deref(), None | Some("9" | "10")) {
            return self.punish(4012, "a version of the gateway other than 9 or 10");
        }
        if !matches!(head.query("encoding").as_deref(), None | Some("json")) {
            return self.punish(4002, "an encoding other than json, which the sandbox does not speak");
        }
        let interval = self.shared.settings.heartbeat_interval.as_millis() as u64;
        self.send(
            10,
            &json!({"heartbeat_interval": interval, "_trace": ["[\"ito-sandbox\",{\"micros\":0.0}]"]}),
        );
        if let Some(ConnectionFault::CloseAfterHello(code)) = self.fault {
            self.close(code);
        }
    }

    /// Hears the client until the end; gives the code it closed with.
    fn listen(&mut self, mut socket: Socket) -> Option<u16> {
        loop {
            match socket.recv(Some(self.alive_until)) {
                Incoming::Data(_) if self.outbox.is_frozen() || self.is_closed() => {}
                Incoming::Data(data) => self.hear(&data),
                Incoming::Close(_) | Incoming::End if self.outbox.is_frozen() => {
                    socket.wait_until_gone();
                    return None;
                }
                Incoming::Close(code) => {
                    socket.flush();
                    return code;
                }
                Incoming::End => return None,
                Incoming::Nothing if self.outbox.is_frozen() || self.is_closed() => {
                    self.alive_until = Instant::now() + self.patience();
                }
                Incoming::Nothing => {
                    self.alive_until = Instant::now() + self.patience();
                    self.punish(4009, "no heartbeat for one and a half intervals");
                }
            }
        }
    }

    fn hear(&mut self, data: &[u8]) {
        let now = Instant::now();
        self.received.retain(|at| now.saturating_duration_since(*at) < MINUTE);
        self.received.push_back(now);
        if self.received.len() > PAYLOADS_A_MINUTE {
            return self.punish(4008, "more than 120 payloads in 60 s");
        }
        if data.len() > LARGEST_PAYLOAD {
            return self.punish(4002, format!("a payload of {} bytes, more than 4096", data.len()));
        }
        let Ok(payload) = serde_json::from_slice::<Value>(data) else {
            return self.punish(4002, "a payload that is no JSON");
        };
        let Some(op) = payload["op"].as_u64() else {
            return self.punish(4001, "a payload without an opcode");
        };
        match op {
            1 => self.beat(&payload["d"]),
            2 => login::identify(self, &payload["d"]),
            6 => login::resume(self, &payload["d"]),
            3 | 4 | 8 | 31 | 43 => {
                let session = self.shared.with(|state| {
                    let (at, connection, data) = (now, self.id, payload["d"].clone());
                    state.seen.commands.push(Command { at, connection, op, data });
                    state.sessions.connections.get(&self.id)?.session.clone()
                });
                match session {
                    Some(session) => commands::obey(self, &session, op, &payload["d"]),
                    None => self.punish(4003, format!("op {op} before IDENTIFY")),
                }
            }
            _ => self.punish(4001, format!("the unknown op {op}")),
        }
    }

    fn beat(&mut self, data: &Value) {
        self.alive_until = Instant::now() + self.patience();
        let (at, connection, seq) = (Instant::now(), self.id, data.as_u64());
        if !data.is_null() && seq.is_none() {
            return self.punish(4002, "a heartbeat whose d is no number");
        }
        let (deaf, ahead) = self.shared.with(|state| {
            state.seen.heartbeats.push(Heartbeat { at, connection, seq });
            let connection = state.sessions.connections.get(&self.id);
            let session = connection.and_then(|c| state.sessions.by_id.get(c.session.as_ref()?));
            (connection.is_some_and(|c| c.deaf), session.is_some_and(|s| seq > Some(s.seq)))
        });
        if ahead {
            return self.punish(4007, "a heartbeat with a sequence number that was never sent");
        }
        if !deaf {
            self.send(11, &Value::Null);
        }
    }

    fn leave(&self, code: Option<u16>) {
        self.shared.with(|state| {
            let Some(connection) = state.sessions.connections.remove(&self.id) else { return };
            let mut shard = None;
            if let Some(id) = &connection.session {
                let ends = connection.closed_with.is_none() && matches!(code, Some(1000 | 1001));
                if let Some(session) = state.sessions.by_id.get_mut(id) {
                    shard = Some(session.shard[0]);
                    if session.connection == Some(self.id) {
                        session.connection = None;
                    }
                    if ends {
                        state.sessions.by_id.remove(id);
                    }
                }
            }
            state.seen.connections = state.sessions.connections.len();
            state.seen.closes.push(Closed {
                at: Instant::now(),
                connection: self.id,
                shard,
                code,
                sent: connection.closed_with,
            });
        });
    }

    fn is_closed(&self) -> bool {
        self.shared.quietly(|s| s.sessions.connections.get(&self.id).is_none_or(|c| c.closed_with.is_some()))
    }

    /// How long a client may be without a heartbeat.
    fn patience(&self) -> Duration {
        self.shared.settings.heartbeat_interval.mul_f64(1.5) + Duration::from_secs(1)
    }
}

/// What Discord writes into a close frame.
pub(super) fn reason(code: u16) -> &'static str {
    match code {
        4000 => "Unknown error.",
        4001 => "Unknown opcode.",
        4002 => "Error while decoding payload.",
        4003 => "Not authenticated.",
        4004 => "Authentication failed.",
        4005 => "Already authenticated.",
        4007 => "Invalid seq.",
        4008 => "Rate limited.",
        4009 => "Session timed out.",
        4010 => "Invalid shard.",
        4011 => "Sharding required.",
        4012 => "Invalid API version.",
        4013 => "Invalid intent(s).",
        4014 => "Disallowed intent(s).",
        _ => "",
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const PAYLOADS_A_MINUTE: usize = 120;
const LARGEST_PAYLOAD: usize = 4096;
