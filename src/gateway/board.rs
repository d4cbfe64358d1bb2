//! What is known of every shard, to be read by anybody, and what is new of them, for the one who watches.
//!
//! Locks: one mutex over the rows; held for a look at them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Error, KeptSession};
use crate::sync::{CloseFlag, Condvar, Mutex, later};

/// Where a shard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShardState {
    /// It waits for its turn to identify.
    Queued,
    /// It opens a connection.
    Connecting,
    /// It has sent IDENTIFY.
    Identifying,
    /// It has sent RESUME; what was missed is coming.
    Resuming,
    /// Events come.
    Ready,
    /// It lost its connection and waits to try again.
    Waiting {
        /// When it tries again.
        until: Instant,
    },
    /// It has ended.
    Ended,
}

/// What is known of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShardStatus {
    /// Where it stands.
    pub state: ShardState,
    /// Time from the last heartbeat to its acknowledgement; `None` before the first.
    pub latency: Option<Duration>,
    /// The last sequence number that was handed on before the state last changed.
    pub seq: Option<u64>,
}

/// Something new, for whoever watches the shards.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// A shard sent IDENTIFY.
    Identified(u32),
    /// Events come.
    Connected {
        /// The shard.
        shard: u32,
        /// Whether it has its old session back.
        resumed: bool,
        /// How many events were replayed.
        replayed: u64,
    },
    /// The connection over which events came is lost.
    Disconnected {
        /// The shard.
        shard: u32,
        /// Why.
        reason: Box<str>,
        /// Time until it tries again; `None` when it does not.
        retry_after: Option<Duration>,
        /// Whether it will try to resume.
        resumable: bool,
    },
    /// All shards have been ready once; told once.
    AllReady,
    /// A new session is as old as [`Config::settle`](super::Config::settle): the guilds that it has should have come.
    Settled {
        /// The shard.
        shard: u32,
    },
}

#[derive(Debug, Default)]
pub(super) struct Board {
    rows: Mutex<Rows>,
    changed: Condvar,
    settle: Duration,
}

#[derive(Debug, Default)]
struct Rows {
    shards: BTreeMap<u32, Row>,
    news: VecDeque<News>,
    /// When the new session of each shard has settled.
    settling: BTreeMap<u32, Instant>,
    told_all_ready: bool,
    kept: Vec<KeptSession>,
    error: Option<Arc<Error>>,
}

#[derive(Debug)]
struct Row {
    status: ShardStatus,
    was_ready: bool,
}

impl Board {
    /// A board for these shards, whose new sessions settle for so long.
    pub(super) fn new(shards: impl Iterator<Item = u32>, settle: Duration) -> Self {
        let status = ShardStatus { state: ShardState::Queued, latency: None, seq: None };
        let shards = shards.map(|shard| (shard, Row { status, was_ready: false })).collect();
        Self { rows: Mutex::new(Rows { shards, ..Rows::default() }), changed: Condvar::new(), settle }
    }

    pub(super) fn set_state(&self, shard: u32, state: ShardState, seq: Option<u64>) {
        let mut rows = self.rows.lock();
        if let Some(row) = rows.shards.get_mut(&shard) {
            row.status.state = state;
            row.status.seq = seq;
            row.was_ready |= state == ShardState::Ready;
        }
        drop(rows);
        self.changed.notify_all();
    }

    pub(super) fn set_latency(&self, shard: u32, latency: Duration) {
        if let Some(row) = self.rows.lock().shards.get_mut(&shard) {
            row.status.latency = Some(latency);
        }
    }

    /// A shard has ended; the first error is kept.
    pub(super) fn end(&self, shard: u32, error: Option<Error>) {
        let mut rows = self.rows.lock();
        if let Some(row) = rows.shards.get_mut(&shard) {
            row.status.state = ShardState::Ended;
        }
        if let Some(error) = error {
            rows.error.get_or_insert_with(|| Arc::new(error));
        }
        drop(rows);
        self.changed.notify_all();
    }

    pub(super) fn statuses(&self) -> BTreeMap<u32, ShardStatus> {
        self.rows.lock().shards.iter().map(|(shard, row)| (*shard, row.status)).collect()
    }

    /// Something is new.
    pub(super) fn tell(&self, news: News) {
        let mut rows = self.rows.lock();
        if let News::Connected { shard, resumed: false, .. } = news {
            rows.settling.insert(shard, later(Instant::now(), self.settle));
        }
        rows.news.push_back(news);
        drop(rows);
        self.changed.notify_all();
    }

    /// A shard that was closed leaves its session.
    pub(super) fn keep(&self, session: KeptSession) {
        self.rows.lock().kept.push(session);
    }

    /// The sessions of the shards that were closed.
    pub(super) fn take_kept(&self) -> Vec<KeptSession> {
        std::mem::take(&mut self.rows.lock().kept)
    }

    /// Waits for something new; `None` when `close` is set or every shard has ended.
    ///
    /// # Errors
    /// When a shard has failed, and what was new before that was told.
    pub(super) fn next_news(self: &Arc<Self>, close: &CloseFlag) -> Result<Option<News>, Arc<Error>> {
        let board = Arc::downgrade(self);
        let _hook = close.on_set(move || {
            if let Some(board) = board.upgrade() {
                let _rows = board.rows.lock();
                board.changed.notify_all();
            }
        });
        let mut rows = self.rows.lock();
        loop {
            if let Some(news) = rows.next(Instant::now()) {
                return Ok(Some(news));
            }
            if close.is_set() {
                return Ok(None);
            }
            if let Some(error) = &rows.error {
                return Err(error.clone());
            }
            if rows.shards.values().all(|row| row.status.state == ShardState::Ended) {
                return Ok(None);
            }
            let settled = rows.settling.values().min().copied();
            rows = self.changed.wait_until(rows, settled);
        }
    }
}

impl Rows {
    fn next(&mut self, now: Instant) -> Option<News> {
        if let Some(news) = self.news.pop_front() {
            return Some(news);
        }
        if !self.told_all_ready && self.shards.values().all(|row| row.was_ready) {
            self.told_all_ready = true;
            return Some(News::AllReady);
        }
        let shard = self.settling.iter().find(|(_, at)| **at <= now).map(|(shard, _)| *shard)?;
        self.settling.remove(&shard);
        Some(News::Settled { shard })
    }
}
