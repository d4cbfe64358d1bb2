//! Knowing when all listeners of an event are done.
//!
//! Locks: one mutex over a flag, taken by who waits and by the last listener.

use std::sync::Arc;
use std::time::Instant;

use crate::sync::{Condvar, Mutex};

/// Whether the listeners of an event are done; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Pending(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    done: Mutex<bool>,
    changed: Condvar,
}

/// Held by the event as listeners are given it; they are done when it is dropped.
#[derive(Debug)]
pub(super) struct Ticket(Pending);

impl Pending {
    /// Of an event that is about to be given to listeners.
    pub(super) fn new() -> (Self, Ticket) {
        let pending = Self::default();
        (pending.clone(), Ticket(pending))
    }

    /// Whether all listeners are done.
    pub fn is_done(&self) -> bool {
        *self.0.done.lock()
    }

    /// Waits until all listeners are done, at the latest until `deadline`; true when they are.
    pub fn wait_until(&self, deadline: Option<Instant>) -> bool {
        let mut done = self.0.done.lock();
        while !*done && deadline.is_none_or(|deadline| Instant::now() < deadline) {
            done = self.0.changed.wait_until(done, deadline);
        }
        *done
    }

    /// Ends all waits, as if the listeners were done.
    pub fn give_up(&self) {
        *self.0.done.lock() = true;
        self.0.changed.notify_all();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.give_up();
    }
}
