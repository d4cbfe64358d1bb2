//! What is known of every shard, to be read by anybody and waited on.
//!
//! Locks: one mutex over the rows; held for a look at them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Error;
use crate::sync::{CloseFlag, Condvar, Mutex};

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

#[derive(Debug, Default)]
pub(super) struct Board {
    rows: Mutex<Rows>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Rows {
    shards: BTreeMap<u32, Row>,
    error: Option<Arc<Error>>,
}

#[derive(Debug)]
struct Row {
    status: ShardStatus,
    was_ready: bool,
}

impl Board {
    /// A board for these shards.
    pub(super) fn new(shards: impl Iterator<Item = u32>) -> Self {
        let status = ShardStatus { state: ShardState::Queued, latency: None, seq: None };
        let rows = shards.map(|shard| (shard, Row { status, was_ready: false })).collect();
        Self { rows: Mutex::new(Rows { shards: rows, error: None }), changed: Condvar::new() }
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

    /// Waits until every shard has been ready once, one has failed, or `close` is set.
    pub(super) fn wait_ready(self: &Arc<Self>, close: &CloseFlag) -> Result<(), Arc<Error>> {
        self.wait(close, |rows| rows.shards.values().all(|row| row.was_ready))
    }

    /// Waits until every shard has ended, one has failed, or `close` is set.
    pub(super) fn wait_ended(self: &Arc<Self>, close: &CloseFlag) -> Result<(), Arc<Error>> {
        self.wait(close, |rows| rows.shards.values().all(|row| row.status.state == ShardState::Ended))
    }

    fn wait(self: &Arc<Self>, close: &CloseFlag, done: impl Fn(&Rows) -> bool) -> Result<(), Arc<Error>> {
        let board = Arc::downgrade(self);
        let _hook = close.on_set(move || {
            if let Some(board) = board.upgrade() {
                let _rows = board.rows.lock();
                board.changed.notify_all();
            }
        });
        let mut rows = self.rows.lock();
        loop {
            if let Some(error) = &rows.error {
                return Err(error.clone());
            }
            if done(&rows) || close.is_set() {
                return Ok(());
            }
            rows = self.changed.wait(rows);
        }
    }
}
