//! How long the call that a worker makes has waited, and for what: for the line about slow listeners.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// What this thread has waited for since it last began something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waits {
    /// For events.
    pub events: Duration,
    /// For limits of Discord.
    pub limits: Duration,
}

thread_local! {
    static WAITS: Cell<Waits> = const { Cell::new(Waits { events: Duration::ZERO, limits: Duration::ZERO }) };
}

/// This thread begins something; gives what it has waited for before.
pub fn take() -> Waits {
    WAITS.take()
}

/// This thread waited for a limit.
pub fn waited_for_limit(time: Duration) {
    let waits = WAITS.get();
    WAITS.set(Waits { limits: waits.limits + time, ..waits });
}

/// This thread waits for an event until what this gives is dropped.
pub fn waiting_for_event() -> WaitingForEvent {
    WaitingForEvent(Instant::now())
}

/// A wait for an event.
#[derive(Debug)]
pub struct WaitingForEvent(Instant);

impl Drop for WaitingForEvent {
    fn drop(&mut self) {
        let waits = WAITS.get();
        WAITS.set(Waits { events: waits.events + self.0.elapsed(), ..waits });
    }
}
