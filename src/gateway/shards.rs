//! The shards of this process: started together, watched, stopped together.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::board::Board;
use super::ladder::Ladder;
use super::session::Session;
use super::shard::Shard;
use super::{Config, Error, IdentifyGate, KeptSession, Line, News, SessionBudget, ShardStatus, Sink};
use crate::sync::thread::{self, Panic, Thread, panic_message};
use crate::sync::{CloseFlag, Mutex};

/// Which shards to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The numbers of the shards of this process.
    pub ids: Vec<u32>,
    /// How many shards the application has in all.
    pub total: u32,
}

impl Plan {
    /// All shards of an application.
    ///
    /// # Errors
    /// When there is none, or there are more than one process can run: 65,536.
    pub fn whole(total: u32) -> Result<Self, Error> {
        if total > MOST {
            return Err(Error::Shards(
                format!("{total} are more than the {MOST} that one process can run; run a part of them in each of several").into(),
            ));
        }
        Self::new((0..total).collect(), total)
    }

    /// Checks that the numbers make sense.
    ///
    /// # Errors
    /// When there is no shard, or a number is not below the total.
    pub fn new(mut ids: Vec<u32>, total: u32) -> Result<Self, Error> {
        ids.sort_unstable();
        ids.dedup();
        if total == 0 || ids.is_empty() {
            return Err(Error::Shards(
                "there must be at least one; leave the number out to take what Discord recommends".into(),
            ));
        }
        match ids.iter().find(|id| **id >= total) {
            Some(id) => Err(Error::Shards(
                format!("shard {id} is not below the total of {total}; shards are counted from 0").into(),
            )),
            None => Ok(Self { ids, total }),
        }
    }

    /// Checks that `needed` sessions may be started.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn check_budget(needed: u32, budget: &SessionBudget) -> Result<(), Error> {
        if needed <= budget.remaining {
            return Ok(());
        }
        Err(Error::SessionLimit { needed, remaining: budget.remaining, reset_after: budget.reset_after })
    }
}

/// The running shards; dropping them closes them.
pub struct Shards {
    board: Arc<Board>,
    lines: BTreeMap<u32, Arc<Line>>,
    total: u32,
    config: Arc<Config>,
    close: CloseFlag,
    threads: Mutex<Vec<Thread<()>>>,
}

impl Shards {
    /// Shards that are not started; they end when `close` is set.
    ///
    /// # Errors
    /// When the gateway's address cannot be used.
    pub fn new(plan: &Plan, config: Config, close: &CloseFlag) -> Result<Self, Error> {
        super::connection::address(&config.url, config.compression)?;
        let line = |id: &u32| (*id, Arc::new(Line::new(*id, config.presence.clone())));
        Ok(Self {
            board: Arc::new(Board::new(plan.ids.iter().copied(), config.settle)),
            lines: plan.ids.iter().map(line).collect(),
            total: plan.total,
            config: Arc::new(config),
            close: close.child(),
            threads: Mutex::default(),
        })
    }

    /// Starts a thread for each shard. Those with a session in `kept` resume it.
    ///
    /// # Errors
    /// When a thread cannot be started.
    pub fn start(&self, gate: &IdentifyGate, sink: &Sink, kept: &[KeptSession]) -> Result<(), Error> {
        let kept: BTreeMap<u32, &KeptSession> = kept.iter().map(|session| (session.shard, session)).collect();
        for id in self.lines.keys().filter(|id| !kept.contains_key(id)) {
            gate.queue(*id);
        }
        for (id, line) in &self.lines {
            let shard = Shard {
                id: *id,
                total: self.total,
                config: self.config.clone(),
                gate: gate.clone(),
                sink: sink.clone(),
                board: self.board.clone(),
                close: self.close.clone(),
                line: line.clone(),
                session: kept.get(id).map_or_else(Session::default, |kept| Session::kept(kept)),
                ladder: Ladder::new(),
                resumed_from: 0,
                is_connected: false,
            };
            let thread = thread::spawn(format!("ito-shard-{id}"), SHARD_STACK, move || run(shard))
                .map_err(Error::Thread)?;
            self.threads.lock().push(thread);
        }
        Ok(())
    }

    /// How many shards the application has in all.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Where each shard stands.
    pub fn statuses(&self) -> BTreeMap<u32, ShardStatus> {
        self.board.statuses()
    }

    /// Waits for something new of the shards; `None` when `close` is set or every shard has ended.
    ///
    /// # Errors
    /// When one cannot go on.
    pub fn next_news(&self, close: &CloseFlag) -> Result<Option<News>, Arc<Error>> {
        self.board.next_news(close)
    }

    /// The ways to the shards of this process.
    pub fn lines(&self) -> &BTreeMap<u32, Arc<Line>> {
        &self.lines
    }

    /// Closes all shards with a goodbye; they end within a second whatever their peers do. Gives the sessions that can be
    /// resumed, unless the goodbye ended them: see [`Config::keep_sessions`].
    pub fn close(&self) -> Vec<KeptSession> {
        self.close.set();
        let deadline = Instant::now() + CLOSE_WITHIN;
        for thread in std::mem::take(&mut *self.threads.lock()) {
            match thread.join_until(deadline) {
                Ok(Ok(())) => {}
                Ok(Err(panic)) => log::error!(target: "ito::gateway", "{panic}"),
                Err(thread) => {
                    log::error!(target: "ito::gateway", "thread {} did not end; it is abandoned", thread.name());
                    thread.abandon();
                }
            }
        }
        self.board.take_kept()
    }
}

impl Drop for Shards {
    fn drop(&mut self) {
        self.close();
    }
}

impl std::fmt::Debug for Shards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shards")
            .field("total", &self.total)
            .field("statuses", &self.statuses())
            .finish_non_exhaustive()
    }
}

/// The thread: a panic of ito's own is an error with a name, never silence.
fn run(mut shard: Shard) {
    let (id, board) = (shard.id, shard.board.clone());
    let ended = catch_unwind(AssertUnwindSafe(move || shard.run()));
    board.end(
        id,
        match ended {
            Ok(result) => result.err(),
            Err(payload) => Some(Error::Panic(Panic {
                thread: format!("ito-shard-{id}"),
                message: panic_message(&*payload),
            })),
        },
    );
}

/// Shards of one process: each has two threads, and Linux gives all processes some four million.
const MOST: u32 = 65_536;

/// Decoding happens on this stack; 512 KiB, of which an idle shard touches a few.
const SHARD_STACK: usize = 512 * 1024;
/// All waits of a shard end with the close flag; this is for what should not happen.
const CLOSE_WITHIN: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shard_numbers_that_make_no_sense_are_refused() {
        for (ids, total, says) in [
            (vec![], 1, "at least one"),
            (vec![0], 0, "at least one"),
            (vec![1, 4], 4, "shard 4 is not below"),
        ] {
            let error = Plan::new(ids, total).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert_eq!(Plan::new(vec![3, 1, 3], 16).unwrap().ids, [1, 3]);
    }

    #[test]
    fn too_few_session_starts_are_an_error_with_the_time_of_the_reset() {
        let budget = SessionBudget {
            total: 1000,
            remaining: 1,
            reset_after: Duration::from_secs(5400),
            max_concurrency: 2,
        };
        let text = Plan::check_budget(2, &budget).unwrap_err().to_string();
        assert!(text.contains("session start limit") && text.contains("1 h 30 min"), "{text}");
        assert!(Plan::check_budget(2, &SessionBudget { remaining: 2, ..budget }).is_ok());
    }
}
