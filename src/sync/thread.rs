//! Named threads that are owned and joined: the handle joins on drop, and a panic is reported, never swallowed.

use std::any::Any;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;

use super::{Condvar, Mutex};

/// Stack of a thread that runs only ito's own code; 256 KiB.
pub const SMALL_STACK: usize = 256 * 1024;

/// A running thread; dropping it waits for its end.
pub struct Thread<T> {
    handle: Option<JoinHandle<T>>,
    done: Arc<Done>,
}

/// Starts a thread called `name` (15 bytes at most, as the kernel keeps no more) with a stack of `stack` bytes.
///
/// # Errors
/// What the operating system says when it has no thread to give.
pub fn spawn<T: Send + 'static>(
    name: impl Into<String>,
    stack: usize,
    run: impl FnOnce() -> T + Send + 'static,
) -> io::Result<Thread<T>> {
    let done = Arc::new(Done::default());
    let mark = MarkDone(done.clone());
    #[expect(clippy::disallowed_methods, reason = "the one place that starts threads")]
    let handle = std::thread::Builder::new().name(name.into()).stack_size(stack).spawn(move || {
        let _mark = mark;
        run()
    })?;
    Ok(Thread { handle: Some(handle), done })
}

impl<T> Thread<T> {
    /// The thread's name.
    pub fn name(&self) -> &str {
        self.handle.as_ref().and_then(|h| h.thread().name()).unwrap_or("ito")
    }

    /// Whether its function has returned or panicked.
    pub fn is_finished(&self) -> bool {
        *self.done.ended.lock()
    }

    /// Waits for the end and gives what the thread returned.
    ///
    /// # Errors
    /// The panic that ended it.
    pub fn join(mut self) -> Result<T, Panic> {
        let handle = self.handle.take().expect("only join and drop take the handle");
        let name = handle.thread().name().unwrap_or("ito").to_owned();
        handle.join().map_err(|payload| Panic { thread: name, message: panic_message(&*payload) })
    }

    /// Waits for the end, at most until `deadline`; gives the handle back when it is still running.
    ///
    /// # Errors
    /// The handle, if the thread has not ended by then.
    pub fn join_until(self, deadline: Instant) -> Result<Result<T, Panic>, Self> {
        let mut ended = self.done.ended.lock();
        while !*ended {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                drop(ended);
                return Err(self);
            }
            ended = self.done.changed.wait_timeout(ended, left);
        }
        drop(ended);
        Ok(self.join())
    }

    /// Leaves the thread to itself: for one that user code holds and that will not come back.
    pub fn abandon(mut self) {
        drop(self.handle.take());
    }
}

impl<T> Drop for Thread<T> {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            if handle.thread().id() == std::thread::current().id() {
                return;
            }
            let name = handle.thread().name().unwrap_or("ito").to_owned();
            if let Err(payload) = handle.join() {
                log::error!("thread {name} panicked: {}", panic_message(&*payload));
            }
        }
    }
}

impl<T> fmt::Debug for Thread<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Thread").field(&self.name()).finish()
    }
}

/// The panic that ended a thread.
#[derive(Debug, Clone)]
pub struct Panic {
    /// Name of the thread.
    pub thread: String,
    /// What it said.
    pub message: String,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "thread {} panicked: {}", self.thread, self.message)
    }
}

impl std::error::Error for Panic {}

/// The text of a panic's payload.
pub fn panic_message(payload: &(dyn Any + Send)) -> String {
    if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "a panic without a text".to_owned()
    }
}

#[derive(Default)]
struct Done {
    ended: Mutex<bool>,
    changed: Condvar,
}

/// Marks the end of a thread, also when it panics.
struct MarkDone(Arc<Done>);

impl Drop for MarkDone {
    fn drop(&mut self) {
        *self.0.ended.lock() = true;
        self.0.changed.notify_all();
    }
}
