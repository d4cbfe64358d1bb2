//! One shard of the bot's, seen from the other end: what its connection can be made to suffer.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Error;
use super::server::{Shared, State};
use super::sessions::Scope;
use super::socket::Outgoing;

/// A shard of the bot's; a cheap clone.
///
/// ```
/// use ito::sandbox::Sandbox;
/// use serde_json::json;
///
/// let discord = Sandbox::start()?;
/// let shard = discord.shard(0);
/// // With a bot that is logged in, each of these happens to its connection.
/// shard.dispatch("SOMETHING_NEW", &json!({}));
/// shard.reconnect();
/// shard.cut();
/// # Ok::<(), ito::sandbox::Error>(())
/// ```
///
/// What is done to it happens to the connection that it has at that moment.
#[derive(Clone)]
pub struct Shard {
    shared: Arc<Shared>,
    id: u32,
}

impl Shard {
    pub(super) fn new(shared: Arc<Shared>, id: u32) -> Self {
        Self { shared, id }
    }

    /// Waits until it is logged in and connected.
    ///
    /// # Errors
    /// When it is not within `timeout`.
    pub fn wait_ready(&self, timeout: Duration) -> Result<(), Error> {
        let deadline = Instant::now() + timeout;
        let ready = self.shared.wait(deadline, |state| {
            let session = state.sessions.of_shard(self.id)?;
            state.sessions.by_id[session].connection.map(|_| ())
        });
        ready.ok_or_else(|| self.shared.in_vain(&format!("a login of shard {}", self.id), timeout))
    }

    /// Sends an event, any; the intents are not looked at.
    pub fn dispatch(&self, event: &str, data: &Value) {
        self.shared.with(|state| state.emit(event, Scope::Shard(self.id), data));
    }

    /// Sends `count` events in large blocks, as fast as the client reads; `make` gives the data of each as JSON.
    ///
    /// It waits while the client does not read or is away.
    ///
    /// # Errors
    /// When no such shard is logged in, or it reads nothing for a minute.
    pub fn burst(&self, event: &str, count: u64, mut make: impl FnMut(u64) -> String) -> Result<(), Error> {
        let mut next = 0;
        while next < count {
            self.wait_connected()?;
            let until = (next + CHUNK).min(count);
            let texts: Vec<String> = (next..until).map(&mut make).collect();
            let outbox = self.shared.quietly(|state| {
                let id = state.sessions.of_shard(self.id).cloned()?;
                let session = state.sessions.by_id.get_mut(&id)?;
                let connection = session.connection.and_then(|c| state.sessions.connections.get(&c));
                for text in &texts {
                    let payload = session.number(event, text);
                    if let Some(connection) = connection {
                        connection.outbox.push(Outgoing::Payload(payload));
                    }
                }
                connection.map(|c| c.outbox.clone())
            });
            next = until;
            let read = outbox.is_none_or(|o| o.drained_to(WAITING_BYTES, Instant::now() + STUCK));
            if !read && !self.is_away() {
                return Err(Error::Stuck(self.id));
            }
        }
        Ok(())
    }

    /// Closes the connection with that code, as Discord does.
    pub fn close(&self, code: u16) {
        self.on_connection(|state, id| {
            let Some(connection) = state.sessions.connections.get_mut(&id) else { return };
            connection.closed_with.get_or_insert(code);
            let reason = super::gateway::reason(code).to_owned();
            connection.outbox.push(Outgoing::Close(code, reason));
        });
    }

    /// Cuts the connection without a goodbye.
    pub fn cut(&self) {
        if let Some(id) = self.connection() {
            self.shared.cut(id);
        }
    }

    /// Asks it to reconnect (op 7).
    pub fn reconnect(&self) {
        self.payload(r#"{"t":null,"s":null,"op":7,"d":null}"#);
    }

    /// Tells it that its session is invalid (op 9). When it is not resumable, the sandbox forgets the session, too.
    pub fn invalidate(&self, resumable: Resumable) {
        let d = resumable == Resumable::Yes;
        self.on_connection(|state, id| {
            let Some(connection) = state.sessions.connections.get(&id) else { return };
            let payload = format!("{{\"t\":null,\"s\":null,\"op\":9,\"d\":{d}}}");
            connection.outbox.push(Outgoing::Payload(payload.into()));
            if !d {
                state.sessions.forget(id);
            }
        });
    }

    /// Asks it for a heartbeat (op 1).
    pub fn asks_heartbeat(&self) {
        self.payload(r#"{"t":null,"s":null,"op":1,"d":null}"#);
    }

    /// From now on its heartbeats are not acknowledged; events still come.
    pub fn stop_acknowledging(&self) {
        self.on_connection(|state, id| {
            if let Some(connection) = state.sessions.connections.get_mut(&id) {
                connection.deaf = true;
            }
        });
    }

    /// From now on nothing is sent and nothing is heard, and the connection stays open; events are kept for a resume.
    pub fn freeze(&self) {
        self.on_connection(|state, id| {
            if let Some(connection) = state.sessions.connections.get(&id) {
                connection.outbox.freeze();
            }
        });
    }

    /// Sends bytes that are no part of the agreed compression, or no JSON where none was agreed on.
    pub fn corrupt(&self) {
        self.on_connection(|state, id| {
            if let Some(connection) = state.sessions.connections.get(&id) {
                connection.outbox.push(Outgoing::Garbage);
            }
        });
    }

    /// Sends a payload as it is, packed as agreed.
    pub fn payload(&self, text: &str) {
        self.on_connection(|state, id| {
            if let Some(connection) = state.sessions.connections.get(&id) {
                connection.outbox.push(Outgoing::Payload(text.into()));
            }
        });
    }

    /// Sends bytes past packing and framing: for what no WebSocket server would write.
    pub fn bytes(&self, bytes: &[u8]) {
        self.on_connection(|state, id| {
            if let Some(connection) = state.sessions.connections.get(&id) {
                connection.outbox.push(Outgoing::Bytes(bytes.to_vec()));
            }
        });
    }

    /// Forgets its session, as if it had been away for too long; the connection stays.
    pub fn forget_session(&self) {
        self.shared.with(|state| {
            if let Some(id) = state.sessions.of_shard(self.id).cloned() {
                state.sessions.by_id.remove(&id);
            }
        });
    }

    /// The last sequence number that was given; 0 without a session.
    pub fn seq(&self) -> u64 {
        self.shared.with(|state| {
            let id = state.sessions.of_shard(self.id);
            id.and_then(|id| state.sessions.by_id.get(id)).map_or(0, |s| s.seq)
        })
    }

    fn wait_connected(&self) -> Result<(), Error> {
        let connected = self.shared.wait(Instant::now() + STUCK, |state| {
            let Some(id) = state.sessions.of_shard(self.id) else {
                return Some(Err(Error::NoShard(self.id)));
            };
            state.sessions.by_id[id].connection.map(|_| Ok(()))
        });
        connected.ok_or(Error::Stuck(self.id))?
    }

    fn is_away(&self) -> bool {
        self.connection().is_none_or(|id| {
            self.shared.with(|s| s.sessions.connections.get(&id).is_none_or(|c| c.closed_with.is_some()))
        })
    }

    fn connection(&self) -> Option<u64> {
        self.shared.with(|state| {
            let id = state.sessions.of_shard(self.id)?;
            state.sessions.by_id[id].connection
        })
    }

    fn on_connection(&self, act: impl FnOnce(&mut State, u64)) {
        self.shared.with(|state| {
            let id = state.sessions.of_shard(self.id).and_then(|id| state.sessions.by_id[id].connection);
            if let Some(id) = id {
                act(state, id);
            }
        });
    }
}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shard").field(&self.id).finish()
    }
}

/// Whether a session that is told to be invalid may be resumed: the `d` of op 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumable {
    /// It may: `d` is true.
    Yes,
    /// It is gone: `d` is false.
    No,
}

/// Events of a burst that are numbered at once.
const CHUNK: u64 = 256;
/// Bytes of a burst that may wait to be written.
const WAITING_BYTES: usize = 1 << 20;
/// How long a client may read nothing.
const STUCK: Duration = Duration::from_secs(60);
