//! What the bot did, as the sandbox saw it: requests, logins, heartbeats, goodbyes, and what Discord would have punished.

use std::fmt;
use std::time::Instant;

use serde_json::Value;

/// Everything that clients did so far; see [`Sandbox::wait_for`](super::Sandbox::wait_for).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Seen {
    /// REST requests, in the order of their arrival.
    pub requests: Vec<Request>,
    /// IDENTIFYs, also those that were refused.
    pub identifies: Vec<Identify>,
    /// RESUMEs, also those that were refused.
    pub resumes: Vec<Resume>,
    /// READYs and RESUMEDs that were sent.
    pub logins: Vec<Login>,
    /// Heartbeats.
    pub heartbeats: Vec<Heartbeat>,
    /// Other payloads of the gateway: presence (3), voice state (4), member request (8) and so on.
    pub commands: Vec<Command>,
    /// Ends of gateway connections.
    pub closes: Vec<Closed>,
    /// What Discord would have punished.
    pub offences: Vec<Offence>,
    /// Routes that Discord does not have, as `GET /path`.
    pub unknown_routes: Vec<String>,
    /// Gateway connections that were opened, the refused ones too.
    pub opened: u64,
    /// Gateway connections that are open.
    pub connections: usize,
}

/// One REST request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// When it had come whole.
    pub at: Instant,
    /// Its method.
    pub method: String,
    /// Its path below the API's address, for example `/users/@me`.
    pub path: String,
    /// Its query, without the question mark; empty when there is none.
    pub query: String,
    /// Its headers, names in lower case; the token is replaced by `***`.
    pub headers: Vec<(String, String)>,
    /// Its body as it came.
    pub body: Vec<u8>,
    /// Status of the answer; nothing while it is not answered.
    pub status: Option<u16>,
}

impl Request {
    /// The first header of that name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The body read as JSON; `null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// One IDENTIFY.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Identify {
    /// When it came.
    pub at: Instant,
    /// The connection it came on, counted from 1.
    pub connection: u64,
    /// The shard and how many there are.
    pub shard: [u32; 2],
    /// Its data, the token replaced by `***`.
    pub data: Value,
}

/// One RESUME.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Resume {
    /// When it came.
    pub at: Instant,
    /// The connection it came on, counted from 1.
    pub connection: u64,
    /// Whether it came to the host that READY named.
    pub at_resume_host: bool,
    /// The session.
    pub session: String,
    /// The last sequence number that the client has.
    pub seq: u64,
}

/// A READY or RESUMED that was sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Login {
    /// When.
    pub at: Instant,
    /// The connection.
    pub connection: u64,
    /// The shard.
    pub shard: u32,
    /// The session.
    pub session: String,
    /// Whether it was a RESUMED.
    pub resumed: bool,
}

/// One heartbeat.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Heartbeat {
    /// When it came.
    pub at: Instant,
    /// The connection it came on.
    pub connection: u64,
    /// The sequence number in it.
    pub seq: Option<u64>,
}

/// Another payload of the gateway.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Command {
    /// When it came.
    pub at: Instant,
    /// The connection it came on.
    pub connection: u64,
    /// Its opcode.
    pub op: u64,
    /// Its data.
    pub data: Value,
}

/// The end of a gateway connection.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Closed {
    /// When.
    pub at: Instant,
    /// The connection.
    pub connection: u64,
    /// Its shard, when it had one.
    pub shard: Option<u32>,
    /// The close code that the client sent first or answered with; nothing when it just went.
    pub code: Option<u16>,
    /// The close code that the sandbox sent, when it was the first to close.
    pub sent: Option<u16>,
}

/// Something that Discord would have punished.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Offence {
    /// When.
    pub at: Instant,
    /// What, in words.
    pub what: String,
    /// Where in the request it does not fit Discord's description: a JSON pointer into the body, or `?name` for a
    /// parameter of the query. Nothing for all else; see [`Builder::description`](super::Builder::description).
    pub place: Option<String>,
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Seen {
    pub(super) fn offend(&mut self, what: impl Into<String>) {
        self.offences.push(Offence { at: Instant::now(), what: what.into(), place: None });
    }

    /// Notes what does not fit Discord's description.
    pub(super) fn misfit(&mut self, what: String, place: &str) {
        self.offences.push(Offence { at: Instant::now(), what, place: Some(place.to_owned()) });
    }

    /// A line for messages of waits that were in vain.
    pub(super) fn summary(&self) -> String {
        let offences: Vec<&str> = self.offences.iter().map(|o| o.what.as_str()).collect();
        format!(
            "{} requests, {} identifies, {} resumes, {} logins, {} heartbeats, {} connections open of {}, offences: {:?}, unknown routes: {:?}",
            self.requests.len(),
            self.identifies.len(),
            self.resumes.len(),
            self.logins.len(),
            self.heartbeats.len(),
            self.connections,
            self.opened,
            offences,
            self.unknown_routes
        )
    }
}
