//! Threads that run listeners, of one run or of several bots.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use super::call::Call;
use crate::sync::{CloseFlag, InUse, Pool, PoolSize, Queue, Straggler};

/// Workers that runs take a queue of; clones share them.
pub struct Workers<C: Send + Sync + 'static>(Arc<Pool<Call<C>>>);

impl<C: Send + Sync + 'static> Workers<C> {
    /// Workers that come with the first calls.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(size: PoolSize) -> std::io::Result<Self> {
        Pool::start(size).map(|pool| Self(Arc::new(pool)))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.workers()
    }

    /// The listeners that run now, of all bots.
    pub fn running(&self) -> Vec<Straggler> {
        self.0.running()
    }

    /// Ends the workers; true when all are gone by `deadline`.
    ///
    /// # Errors
    /// When runs use them.
    pub fn end(&self, deadline: Instant) -> Result<bool, InUse> {
        self.0.end(deadline)
    }

    pub(super) fn queue(&self, capacity: usize, close: &CloseFlag) -> Option<Queue<Call<C>>> {
        self.0.queue(capacity, close)
    }
}

impl<C: Send + Sync + 'static> Clone for Workers<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Send + Sync + 'static> fmt::Debug for Workers<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers").field("count", &self.count()).finish()
    }
}
