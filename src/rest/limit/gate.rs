//! Where requests wait for their turn: each on a condition variable of its own, woken when it is to ask again.
//!
//! Locks: one mutex over the pure limiter, held for microseconds.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Limiter, Outcome, Pass, Scope, Ticket, Turn};
use crate::rest::route::Route;
use crate::sync::{CloseFlag, Condvar, Mutex};

/// The limiter, and those who wait for it.
#[derive(Debug)]
pub(in crate::rest) struct Gate(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    limiter: Limiter,
    sleepers: HashMap<Ticket, Arc<Condvar>>,
}

/// The right to send one request; dropping it says that it was not sent.
#[derive(Debug)]
pub(in crate::rest) struct Permit<'a> {
    gate: &'a Gate,
    pass: Option<Pass>,
    /// How long it was waited for.
    pub(in crate::rest) waited: Duration,
}

/// Why a request may not go.
#[derive(Debug)]
pub(in crate::rest) enum Refusal {
    Closed,
    TooLong { bucket: Option<Arc<str>>, scope: Scope, wait: Duration },
}

impl Gate {
    pub(in crate::rest) fn new(global_rate: u32) -> Self {
        Self(Mutex::new(Inner { limiter: Limiter::new(global_rate), sleepers: HashMap::new() }))
    }

    /// Waits for the route's turn, at most until `deadline`; `again` is for one that had its turn and was told to wait.
    pub(in crate::rest) fn acquire(
        &self,
        route: &Route,
        again: bool,
        deadline: Instant,
        close: &CloseFlag,
    ) -> Result<Permit<'_>, Refusal> {
        let started = Instant::now();
        let mut inner = self.0.lock();
        let ticket = inner.limiter.enter(route, again, deadline, started);
        let mut sleeper: Option<Arc<Condvar>> = None;
        let mut now = started;
        let ended = loop {
            if close.is_set() {
                inner.leave(ticket);
                break Err(Refusal::Closed);
            }
            match inner.ask(ticket, now) {
                Turn::Go(pass) => {
                    let waited = now.saturating_duration_since(started);
                    break Ok(Permit { gate: self, pass: Some(pass), waited });
                }
                Turn::Refuse { bucket, scope, wait } => {
                    break Err(Refusal::TooLong { bucket, scope, wait });
                }
                Turn::Wait(until) if now >= deadline => {
                    inner.leave(ticket);
                    let wait = until.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
                    break Err(Refusal::TooLong { bucket: None, scope: Scope::User, wait });
                }
                Turn::Wait(until) => {
                    let bell = sleeper.get_or_insert_with(|| {
                        let bell = Arc::new(Condvar::new());
                        inner.sleepers.insert(ticket, bell.clone());
                        bell
                    });
                    let until = until.map_or(deadline, |until| until.min(deadline));
                    inner = bell.clone().wait_until(inner, Some(until));
                    now = Instant::now();
                }
            }
        };
        if sleeper.is_some() {
            inner.sleepers.remove(&ticket);
        }
        ended
    }

    /// Wakes everybody: the close flag is set.
    pub(in crate::rest) fn wake_all(&self) {
        for bell in self.0.lock().sleepers.values() {
            bell.notify_all();
        }
    }

    fn complete(&self, pass: &Pass, outcome: &Outcome) {
        let mut inner = self.0.lock();
        let mut wake = Vec::new();
        inner.limiter.complete(pass, outcome, Instant::now(), &mut wake);
        inner.wake(&wake);
    }
}

impl Inner {
    fn ask(&mut self, ticket: Ticket, now: Instant) -> Turn {
        let mut wake = Vec::new();
        let turn = self.limiter.ask(ticket, now, &mut wake);
        self.wake(&wake);
        turn
    }

    fn leave(&mut self, ticket: Ticket) {
        let mut wake = Vec::new();
        self.limiter.leave(ticket, &mut wake);
        self.wake(&wake);
    }

    fn wake(&self, tickets: &[Ticket]) {
        for ticket in tickets {
            if let Some(bell) = self.sleepers.get(ticket) {
                bell.notify_all();
            }
        }
    }
}

impl Permit<'_> {
    /// Gives the permit back with what became of the request.
    pub(in crate::rest) fn complete(mut self, outcome: &Outcome) {
        if let Some(pass) = self.pass.take() {
            self.gate.complete(&pass, outcome);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if let Some(pass) = self.pass.take() {
            self.gate.complete(&pass, &Outcome::Unsent);
        }
    }
}
