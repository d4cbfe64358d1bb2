//! The only home-made thread machinery: named threads, the close flag, the worker pool, back-off.

mod backoff;
mod close_flag;
mod lock;
mod pool;
pub mod thread;
pub mod waits;

pub use self::backoff::Backoff;
pub use self::close_flag::{CloseFlag, Hook};
pub use self::lock::{Condvar, Mutex, MutexGuard};
pub use self::pool::{Job, Label, Pool, PoolClosed, PoolSize, Straggler, Waiting};
