//! A limit that no header shows (pure): learnt from a 429 that came while the bucket had room, and remembered.
//!
//! The name and the topic of a channel may be changed twice in ten minutes, for example. Only the requests that such a
//! limit counts wait for it; their bucket goes on.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::Ticket;
use super::bucket::{Verdict, margin};
use crate::rest::route::Part;

/// One hidden limit of one major parameter, and those who wait for it.
#[derive(Debug)]
pub(super) struct Hidden {
    pub(super) queue: VecDeque<Ticket>,
    /// So many within the length, when it is known.
    pub(super) limit: Option<u32>,
    pub(super) length: Duration,
    /// What left, and when it was answered.
    log: VecDeque<(Ticket, Option<Instant>)>,
    pub(super) blocked_until: Option<Instant>,
}

impl Hidden {
    /// The limit of a part of a route, with what is known of it from the beginning.
    pub(super) fn new(part: Part) -> Self {
        let (limit, length) = match part {
            Part::Name => (Some(2), Duration::from_secs(600)),
            Part::Whole | Part::Old | Part::Young => (None, Duration::ZERO),
        };
        Self { queue: VecDeque::new(), limit, length, log: VecDeque::new(), blocked_until: None }
    }

    /// Whether one more may go.
    pub(super) fn check(&self, now: Instant) -> Verdict {
        if let Some(until) = self.blocked_until.filter(|until| now < *until) {
            return Verdict::Until(until);
        }
        let Some(limit) = self.limit else { return Verdict::Go };
        let mut held: Vec<Option<Instant>> = self.log.iter().map(|(_, done)| self.free(*done)).collect();
        held.retain(|free| free.is_none_or(|free| now < free));
        let Some(over) = held.len().checked_sub(limit as usize) else { return Verdict::Go };
        let mut held: Vec<Instant> = held.into_iter().flatten().collect();
        held.sort_unstable();
        held.get(over).map_or(Verdict::Answer, |free| Verdict::Until(*free))
    }

    /// When one with `ahead` others before it may go.
    pub(super) fn eta(&self, ahead: u32, now: Instant) -> Instant {
        let first = match self.check(now) {
            Verdict::Until(at) => at,
            Verdict::Go | Verdict::Answer => now,
        };
        first + self.length * (ahead / self.limit.unwrap_or(u32::MAX).max(1))
    }

    pub(super) fn take(&mut self, ticket: Ticket) {
        if self.log.len() >= MOST_KEPT {
            self.log.pop_front();
        }
        self.log.push_back((ticket, None));
    }

    /// One that left was answered, or nobody knows.
    pub(super) fn done(&mut self, ticket: Ticket, now: Instant) {
        if let Some((_, done)) = self.log.iter_mut().find(|(known, _)| *known == ticket) {
            *done = Some(now);
        }
    }

    /// One that was not let through was not counted.
    pub(super) fn give_back(&mut self, ticket: Ticket) {
        self.log.retain(|(known, _)| *known != ticket);
    }

    /// A 429: what was let through before it is what the limit holds, and the oldest of that comes back first.
    pub(super) fn block(&mut self, retry_after: Duration, ticket: Ticket, now: Instant) {
        self.give_back(ticket);
        let until = now + retry_after + margin(retry_after);
        self.blocked_until = Some(until);
        let answered = || self.log.iter().filter_map(|(_, done)| *done);
        if let Some(oldest) = answered().min() {
            self.limit = u32::try_from(answered().count()).ok();
            self.length = self.length.max(until.saturating_duration_since(oldest));
        }
        self.log.clear();
    }

    pub(super) fn is_stale(&self, now: Instant) -> bool {
        let kept = LEARNING.max(self.length + margin(self.length));
        self.queue.is_empty()
            && self.blocked_until.is_none_or(|until| until <= now)
            && self.log.iter().all(|(_, done)| done.is_some_and(|at| at + kept <= now))
    }

    /// How long until all that it holds is back.
    pub(super) fn ends_in(&self, now: Instant) -> Duration {
        let last = self.log.iter().filter_map(|(_, done)| self.free(*done)).chain(self.blocked_until).max();
        last.map_or(Duration::ZERO, |at| at.saturating_duration_since(now))
    }

    fn free(&self, done: Option<Instant>) -> Option<Instant> {
        done.map(|at| at + self.length + margin(self.length))
    }
}

/// More than any hidden limit that was seen.
const MOST_KEPT: usize = 64;
/// What was let through is remembered as long: a later 429 is explained by it.
const LEARNING: Duration = Duration::from_secs(600);
