//! Workers that several bots of a program share.

use std::fmt;
use std::time::{Duration, Instant};

use super::{Bot, Straggler};
use crate::dispatch;
use crate::error::Result;
use crate::sync::{InUse, PoolSize};

/// Threads that run listeners, to be shared by the bots of a program; clones are the same threads.
///
/// A bot that is given none has workers of its own for each run, and joins them when it closes. Shared ones live on, until
/// [`Workers::close`] or a run with [`RunOptions::close_workers`](super::RunOptions::close_workers). Each bot has a queue of
/// its own, whose length is [`PoolSize::queue`] of its [`Limits`](super::Limits); workers take from the queues in turn.
///
/// ```
/// use ito::bot::{PoolSize, Workers};
/// use ito::Bot;
///
/// let mut size = PoolSize::default();
/// size.core = 4;
/// size.name = "tea".to_owned();
/// let workers = Workers::new(size)?;
/// let green = Bot::builder("a.token").workers(&workers).build()?;
/// let black = Bot::builder("another.token").workers(&workers).build()?;
/// # workers.close()?;
/// # Ok::<(), ito::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Workers(pub(super) dispatch::Workers<Bot>);

impl Workers {
    /// Workers that come with the first calls.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn new(size: PoolSize) -> Result<Self> {
        Ok(Self(dispatch::Workers::start(size)?))
    }

    /// How many there are now.
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// The listeners that run now, of all bots.
    pub fn running(&self) -> Vec<Straggler> {
        self.0.running()
    }

    /// Ends the workers and joins their threads. Bots cannot be started on them any more.
    ///
    /// A listener that a close had to leave behind is left to itself.
    ///
    /// # Errors
    /// [`WorkersInUse`], when a bot runs on them; nothing is ended then.
    pub fn close(&self) -> Result {
        self.0.end(Instant::now() + PATIENCE).map(drop).map_err(|InUse(bots)| WorkersInUse { bots }.into())
    }
}

/// Workers cannot be closed while bots run on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkersInUse {
    /// How many bots do.
    pub bots: usize,
}

impl fmt::Display for WorkersInUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bots run on these workers; close the bots first", self.bots)
    }
}

impl std::error::Error for WorkersInUse {}

/// How long workers may take to end that have nothing to do.
const PATIENCE: Duration = Duration::from_secs(1);
