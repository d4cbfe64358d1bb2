//! The close flag: set once, waited on by every sleep of the library, so that closing wakes everything at once.
//!
//! Locks: one mutex over the flag and its hooks; hooks run after it is released.

use std::fmt;
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, Instant};

use super::{Condvar, Mutex};

/// A flag that is set once and can be waited on; clones share it.
///
/// ```
/// use std::time::Duration;
/// use ito::sync::CloseFlag;
///
/// let flag = CloseFlag::new();
/// let part = flag.child();
/// assert!(!part.wait_timeout(Duration::from_millis(1)));
/// flag.set();
/// assert!(part.wait_timeout(Duration::from_secs(3600)));
/// ```
#[derive(Clone)]
pub struct CloseFlag(Arc<Inner>);

impl CloseFlag {
    /// A flag that is not set.
    pub fn new() -> Self {
        Self(Arc::new(Inner {
            state: Mutex::new(State::default()),
            changed: Condvar::new(),
            parent: OnceLock::new(),
        }))
    }

    /// A flag that is set with this one, and can be set before it.
    pub fn child(&self) -> Self {
        let child = Self::new();
        let weak = Arc::downgrade(&child.0);
        let hook = self.on_set(move || {
            if let Some(inner) = weak.upgrade() {
                CloseFlag(inner).set();
            }
        });
        let _ = child.0.parent.set(hook);
        child
    }

    /// Sets the flag, wakes every waiter and runs every hook. Doing it twice is fine.
    pub fn set(&self) {
        let hooks = {
            let mut state = self.0.state.lock();
            if state.set {
                return;
            }
            state.set = true;
            self.0.changed.notify_all();
            std::mem::take(&mut state.hooks)
        };
        for (_, hook) in hooks {
            hook();
        }
    }

    /// Whether the flag is set.
    pub fn is_set(&self) -> bool {
        self.0.state.lock().set
    }

    /// Waits until the flag is set.
    pub fn wait(&self) {
        let mut state = self.0.state.lock();
        while !state.set {
            state = self.0.changed.wait(state);
        }
    }

    /// Waits until the flag is set or `deadline` has come; true if it is set.
    pub fn wait_until(&self, deadline: Instant) -> bool {
        let mut state = self.0.state.lock();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if state.set || left.is_zero() {
                return state.set;
            }
            state = self.0.changed.wait_timeout(state, left);
        }
    }

    /// Waits until the flag is set or `timeout` is over; true if it is set.
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        if let Some(deadline) = Instant::now().checked_add(timeout) {
            self.wait_until(deadline)
        } else {
            self.wait();
            true
        }
    }

    /// Runs `hook` on the thread that sets the flag, at once if it is set already; dropping the [`Hook`] takes it back.
    pub fn on_set(&self, hook: impl FnOnce() + Send + 'static) -> Hook {
        let mut state = self.0.state.lock();
        if state.set {
            drop(state);
            hook();
            return Hook { flag: Weak::new(), id: 0 };
        }
        state.next += 1;
        let id = state.next;
        state.hooks.push((id, Box::new(hook)));
        Hook { flag: Arc::downgrade(&self.0), id }
    }
}

impl Default for CloseFlag {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CloseFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CloseFlag").field(&self.is_set()).finish()
    }
}

/// A registered [`CloseFlag::on_set`] hook; dropping it takes the hook back.
#[must_use]
pub struct Hook {
    flag: Weak<Inner>,
    id: u64,
}

impl Drop for Hook {
    fn drop(&mut self) {
        if let Some(inner) = self.flag.upgrade() {
            inner.state.lock().hooks.retain(|(id, _)| *id != self.id);
        }
    }
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook")
    }
}

struct Inner {
    state: Mutex<State>,
    changed: Condvar,
    /// Ties a child to its parent for as long as the child lives.
    parent: OnceLock<Hook>,
}

#[derive(Default)]
struct State {
    set: bool,
    next: u64,
    hooks: Vec<(u64, Box<dyn FnOnce() + Send>)>,
}
