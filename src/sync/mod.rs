//! The only home-made thread machinery: named threads, the close flag, the worker pool, back-off.

mod backoff;
mod bell;
mod close_flag;
mod lock;
mod pool;
mod queue;
pub mod thread;
pub mod waits;

use std::time::{Duration, Instant};

pub use self::backoff::Backoff;
pub use self::close_flag::{CloseFlag, Hook};
pub use self::lock::{Condvar, Mutex, MutexGuard};
pub use self::pool::{InUse, Job, Label, Pool, PoolSize, Straggler, Waiting};
pub use self::queue::Queue;

/// `by` after `now`; a time that no clock can show, as after [`Duration::MAX`], is a hundred years away.
pub fn later(now: Instant, by: Duration) -> Instant {
    now.checked_add(by).unwrap_or_else(|| now + A_HUNDRED_YEARS)
}

const A_HUNDRED_YEARS: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
