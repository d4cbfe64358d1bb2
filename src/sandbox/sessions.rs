//! Sessions, which outlive their connections: sequence numbers, the events that may have to be replayed, who hears what.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::intents;
use super::socket::{Outbox, Outgoing};

/// All sessions and the connections that are open.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    pub(super) by_id: BTreeMap<String, Session>,
    pub(super) connections: BTreeMap<u64, Connection>,
    /// When each key of `shard_id % max_concurrency` was last used to identify.
    pub(super) identified: HashMap<u32, VecDeque<Instant>>,
    /// IDENTIFYs since the limit was last reset.
    pub(super) started: u32,
}

/// What is kept of a shard between connections.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) shard: [u32; 2],
    pub(super) intents: u64,
    pub(super) seq: u64,
    pub(super) connection: Option<u64>,
    pub(super) large_threshold: usize,
    sent: VecDeque<(u64, Arc<str>)>,
    bytes: usize,
}

/// An open connection.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) outbox: Arc<Outbox>,
    pub(super) session: Option<String>,
    /// Heartbeats are not acknowledged any more.
    pub(super) deaf: bool,
    /// The code that the sandbox closed it with.
    pub(super) closed_with: Option<u16>,
}

/// Who an event concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The shard of that guild.
    Guild(u64),
    /// Shard 0, which hears direct messages.
    Direct,
    /// Every shard.
    All,
    /// The shard of that number, whatever its intents.
    Shard(u32),
}

impl Session {
    pub(super) fn new(shard: [u32; 2], intents: u64, large_threshold: usize) -> Self {
        Self { shard, intents, seq: 0, connection: None, large_threshold, sent: VecDeque::new(), bytes: 0 }
    }

    /// Numbers a dispatch, whose data is JSON already, and keeps it for a replay.
    pub(super) fn number(&mut self, event: &str, data: &str) -> Arc<str> {
        let payload = self.number_once(event, data);
        self.bytes += payload.len();
        self.sent.push_back((self.seq, payload.clone()));
        while self.bytes > KEPT_BYTES {
            let Some((_, old)) = self.sent.pop_front() else { break };
            self.bytes -= old.len();
        }
        payload
    }

    /// Numbers a dispatch that is never replayed.
    pub(super) fn number_once(&mut self, event: &str, data: &str) -> Arc<str> {
        self.seq += 1;
        format!("{{\"t\":\"{event}\",\"s\":{},\"op\":0,\"d\":{data}}}", self.seq).into()
    }

    /// What came after `seq`, or nothing when that is too long ago.
    pub(super) fn since(&self, seq: u64) -> Option<Vec<Arc<str>>> {
        let oldest = self.sent.front().map_or(self.seq + 1, |(n, _)| *n);
        if seq + 1 < oldest && seq < self.seq && !(seq == 0 && oldest == 1) {
            return None;
        }
        Some(self.sent.iter().filter(|(n, _)| *n > seq).map(|(_, p)| p.clone()).collect())
    }

    fn hears(&self, event: &str, scope: Scope) -> bool {
        let [shard, total] = self.shard;
        let mine = match scope {
            Scope::Guild(guild) => shard_of(guild, total) == shard,
            Scope::Direct => shard == 0,
            Scope::All => true,
            Scope::Shard(n) => return n == shard,
        };
        let needed = intents::needed(event, scope == Scope::Direct);
        mine && (needed == 0 || needed & self.intents != 0)
    }
}

impl Sessions {
    /// Tells every session that hears of it.
    pub(super) fn dispatch(&mut self, event: &str, scope: Scope, data: &Value, bot: u64) {
        let mut whole: Option<String> = None;
        for session in self.by_id.values_mut().filter(|s| s.hears(event, scope)) {
            let payload = match intents::veiled(event, data, bot, session.intents) {
                Some(veiled) => session.number(event, &veiled.to_string()),
                None => session.number(event, whole.get_or_insert_with(|| data.to_string())),
            };
            if let Some(connection) = session.connection.and_then(|c| self.connections.get(&c)) {
                connection.outbox.push(Outgoing::Payload(payload));
            }
        }
    }

    /// Tells one session, whatever its intents.
    pub(super) fn tell(&mut self, id: &str, event: &str, data: &Value) {
        let Some(session) = self.by_id.get_mut(id) else { return };
        let payload = session.number(event, &data.to_string());
        if let Some(connection) = session.connection.and_then(|c| self.connections.get(&c)) {
            connection.outbox.push(Outgoing::Payload(payload));
        }
    }

    /// The session of a shard, the youngest when there are several; one that is connected goes before one that is not.
    pub(super) fn of_shard(&self, shard: u32) -> Option<&String> {
        let of_it = self.by_id.iter().filter(|(_, s)| s.shard[0] == shard);
        of_it.max_by_key(|(_, s)| s.connection).map(|(id, _)| id)
    }

    /// Whether a shard may identify now: `concurrency` in 5 s for each key.
    pub(super) fn may_identify(&mut self, shard: u32, concurrency: u32, now: Instant) -> bool {
        let recent = self.identified.entry(shard % concurrency.max(1)).or_default();
        recent.retain(|at| now.saturating_duration_since(*at) < IDENTIFY_WINDOW);
        let may = recent.is_empty();
        if may {
            recent.push_back(now);
        }
        may
    }

    /// Ends the session of a connection.
    pub(super) fn forget(&mut self, connection: u64) {
        if let Some(id) = self.connections.get(&connection).and_then(|c| c.session.as_ref()) {
            self.by_id.remove(id);
        }
    }
}

/// The shard that a guild belongs to.
pub(super) fn shard_of(guild: u64, total: u32) -> u32 {
    ((guild >> 22) % u64::from(total.max(1))) as u32
}

/// Discord says 5 s; a clock on the way may be a little off.
const IDENTIFY_WINDOW: Duration = Duration::from_millis(4900);
/// How much of a session's past can be replayed.
const KEPT_BYTES: usize = 32 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_after_a_sequence_number_is_replayed() {
        let mut session = Session::new([0, 1], 0, 50);
        for _ in 0..3 {
            session.number("X", "{}");
        }
        assert_eq!(session.since(1).unwrap().len(), 2);
        assert_eq!(&*session.since(2).unwrap()[0], r#"{"t":"X","s":3,"op":0,"d":{}}"#);
        assert_eq!(session.since(3).unwrap().len(), 0);
    }

    #[test]
    fn a_past_that_is_forgotten_cannot_be_replayed() {
        let mut session = Session::new([0, 1], 0, 50);
        let large = format!("\"{}\"", "x".repeat(KEPT_BYTES / 2));
        for _ in 0..4 {
            session.number("X", &large);
        }
        assert!(session.since(1).is_none());
        assert_eq!(session.since(3).unwrap().len(), 1);
    }

    #[test]
    fn guilds_are_spread_over_shards() {
        assert_eq!(shard_of(5 << 22, 4), 1);
        assert_eq!(shard_of(u64::MAX, 1), 0);
    }
}
