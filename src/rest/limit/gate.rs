//! Where requests wait for their turn: each on a condition variable of its own, woken when it is to ask again.
//!
//! Locks: one mutex over the pure limiter and guard, held for microseconds.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::guard::{Guard, Word};
use super::quick::Map;
use super::report::Limits;
use super::{Limiter, Outcome, Pass, Scope, Ticket, Turn};
use crate::rest::route::Route;
use crate::sync::{CloseFlag, Condvar, Mutex};

/// The limiter, and those who wait for it.
#[derive(Debug)]
pub(in crate::rest) struct Gate(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    limiter: Limiter,
    guard: Guard,
    sleepers: Map<Ticket, Arc<Condvar>>,
}

/// The right to send one request; dropping it says that it was not sent.
#[derive(Debug)]
pub(in crate::rest) struct Permit<'a> {
    gate: &'a Gate,
    pass: Option<Pass>,
    /// How long it was waited for.
    pub(in crate::rest) waited: Duration,
}

/// How a request was answered, as far as Discord counts it against an address.
pub(in crate::rest) struct Reply<'a> {
    pub(in crate::rest) route: &'a Route,
    pub(in crate::rest) status: u16,
    /// Discord's code, when it refused for want of a right.
    pub(in crate::rest) code: Option<u32>,
}

/// Why a request may not go.
#[derive(Debug)]
pub(in crate::rest) enum Refusal {
    Closed,
    TooLong {
        bucket: Option<Arc<str>>,
        scope: Scope,
        wait: Duration,
    },
    /// Too many answers were invalid.
    Breaker {
        wait: Duration,
    },
    /// Discord refused it twice with this code.
    Known {
        code: u32,
        wait: Duration,
    },
}

impl Gate {
    pub(in crate::rest) fn new(global_rate: u32) -> Self {
        let limiter = Limiter::new(global_rate);
        Self(Mutex::new(Inner { limiter, guard: Guard::default(), sleepers: Map::default() }))
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
        let place = if inner.guard.has_refused() { route.place() } else { None };
        match inner.guard.check(place, started) {
            Word::Go => {}
            Word::Open(wait) => return Err(Refusal::Breaker { wait }),
            Word::Refused(code, wait) => return Err(Refusal::Known { code, wait }),
        }
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
                Turn::Wait(at) if now >= deadline => {
                    inner.leave(ticket);
                    let wait = at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
                    break Err(Refusal::TooLong { bucket: None, scope: Scope::User, wait });
                }
                Turn::Wait(at) => {
                    let bell = sleeper.get_or_insert_with(|| {
                        let bell = Arc::new(Condvar::new());
                        inner.sleepers.insert(ticket, bell.clone());
                        bell
                    });
                    let at = at.map_or(deadline, |at| at.min(deadline));
                    inner = bell.clone().wait_until(inner, Some(at));
                    now = Instant::now();
                }
            }
        };
        if sleeper.is_some() {
            inner.sleepers.remove(&ticket);
        }
        ended
    }

    /// Wakes everybody: a flag is set.
    pub(in crate::rest) fn wake_all(&self) {
        for bell in self.0.lock().sleepers.values() {
            bell.notify_all();
        }
    }

    /// How long a request would wait that came now.
    pub(in crate::rest) fn eta(&self, route: &Route) -> Duration {
        self.0.lock().limiter.eta_for(route, Instant::now())
    }

    /// Where all limits stand.
    pub(in crate::rest) fn report(&self) -> Limits {
        let now = Instant::now();
        let mut inner = self.0.lock();
        let report = inner.limiter.report(now);
        let (invalid_answers, breaker_is_open) = (inner.guard.invalid(now), inner.guard.is_open());
        Limits { invalid_answers, breaker_is_open, ..report }
    }

    /// What is worth keeping, as JSON.
    pub(in crate::rest) fn save(&self) -> String {
        self.0.lock().limiter.save(Instant::now())
    }

    /// Takes up what another process kept.
    pub(in crate::rest) fn load(&self, json: &str) -> Result<(), serde_json::Error> {
        self.0.lock().limiter.load(json, Instant::now())
    }

    fn complete(&self, pass: &Pass, outcome: &Outcome, reply: Option<&Reply<'_>>) {
        let mut inner = self.0.lock();
        let (mut wake, now) = (Vec::new(), Instant::now());
        inner.limiter.complete(pass, outcome, now, &mut wake);
        inner.wake(&wake);
        // What is said to everybody counts against nobody.
        let is_shared = matches!(outcome, Outcome::Limited { scope: Scope::Shared, .. });
        if let Some(Reply { route, status, code }) = reply.filter(|_| !is_shared) {
            let is_webhook = route.key.template.starts_with("/webhooks/");
            let is_place = *status == 403 || inner.guard.has_refused();
            let place = if is_place { route.place() } else { None };
            inner.guard.note(*status, is_webhook, place, *code, now);
        }
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
    /// Discord's name of the bucket, when it is known.
    pub(in crate::rest) fn bucket(&self) -> Option<Arc<str>> {
        self.pass.as_ref().and_then(|pass| pass.key.name.hash())
    }

    /// Gives the permit back of a request that has no answer.
    pub(in crate::rest) fn unanswered(mut self, outcome: &Outcome) {
        self.complete(outcome, None);
    }

    /// Gives the permit back with how the request was answered.
    pub(in crate::rest) fn answered(mut self, outcome: &Outcome, reply: &Reply<'_>) {
        self.complete(outcome, Some(reply));
    }

    fn complete(&mut self, outcome: &Outcome, reply: Option<&Reply<'_>>) {
        if let Some(pass) = self.pass.take() {
            self.gate.complete(&pass, outcome, reply);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.complete(&Outcome::Unsent, None);
    }
}
