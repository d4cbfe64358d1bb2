//! The global limit (pure): so many requests in any second, wherever the server's second begins.
//!
//! A request holds its place until one second after its answer came, since it may have been counted as late as that; so
//! at no moment are there more than the limit in any second of the server's.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::bucket::margin;
use super::headers::Scope;

/// Places of the global limit.
#[derive(Debug)]
pub(super) struct Global {
    rate: u32,
    /// Taken places: the number of each, and when it is free again.
    places: VecDeque<(u64, Instant)>,
    next: u64,
    /// A 429 holds all that counts.
    blocked_until: Option<Instant>,
    /// What stands before Discord's API holds everything.
    banned_until: Option<Instant>,
}

impl Global {
    pub(super) fn new(rate: u32) -> Self {
        Self { rate: rate.max(1), places: VecDeque::new(), next: 0, blocked_until: None, banned_until: None }
    }

    /// `None` when a request may go, else when to ask again; some are not counted.
    pub(super) fn check(&mut self, counts: bool, now: Instant) -> Option<Instant> {
        if let Some((until, _)) = self.blocked(counts, now) {
            return Some(until);
        }
        if !counts || self.places.len() < self.rate as usize {
            return None;
        }
        self.places.retain(|(_, free)| *free > now);
        if self.places.len() < self.rate as usize {
            return None;
        }
        self.places.iter().map(|(_, free)| *free).min()
    }

    /// Takes a place.
    pub(super) fn take(&mut self, now: Instant) -> u64 {
        // Below a limit that is never reached nothing else forgets them.
        while self.places.front().is_some_and(|(_, free)| *free <= now) {
            self.places.pop_front();
        }
        self.next += 1;
        self.places.push_back((self.next, now + LONGEST));
        self.next
    }

    /// The request is over: its place is free a second later, or at once when it was not sent.
    pub(super) fn over(&mut self, place: u64, was_sent: bool, now: Instant) {
        // Numbers ascend, so the search is short.
        let Ok(at) = self.places.binary_search_by_key(&place, |(number, _)| *number) else { return };
        if was_sent {
            let free = &mut self.places[at].1;
            *free = (*free).min(now + SECOND);
        } else {
            self.places.remove(at);
        }
    }

    /// A 429 that holds all that counts, or everything.
    pub(super) fn block(&mut self, scope: Scope, retry_after: Duration, now: Instant) {
        let until = now + retry_after + margin(retry_after);
        let known = if scope == Scope::Edge { &mut self.banned_until } else { &mut self.blocked_until };
        *known = Some(known.map_or(until, |before| before.max(until)));
    }

    /// When a 429 that holds a request is over, and who holds it.
    pub(super) fn blocked(&self, counts: bool, now: Instant) -> Option<(Instant, Scope)> {
        let blocked = self.blocked_until.filter(|_| counts).map(|until| (until, Scope::Global));
        let banned = self.banned_until.map(|until| (until, Scope::Edge));
        blocked.into_iter().chain(banned).filter(|(until, _)| now < *until).max_by_key(|(until, _)| *until)
    }

    pub(super) const fn rate(&self) -> u32 {
        self.rate
    }

    /// How many requests the last second held.
    pub(super) fn used(&self, now: Instant) -> u32 {
        u32::try_from(self.places.iter().filter(|(_, free)| *free > now).count()).unwrap_or(u32::MAX)
    }

    /// Takes places that requests of another process took just now.
    pub(super) fn occupy(&mut self, count: u32, now: Instant) {
        for _ in 0..count.min(self.rate) {
            let place = self.take(now);
            self.over(place, true, now);
        }
    }
}

/// The server's window and 2 ms for clocks that do not tick alike.
const SECOND: Duration = Duration::from_millis(1002);
/// A request that takes longer was counted long before its end; otherwise slow uploads would hold up everything.
const LONGEST: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_never_reached_remembers_no_more_than_its_window() {
        let (mut global, mut now) = (Global::new(u32::MAX), Instant::now());
        for _ in 0..100_000 {
            let place = global.take(now);
            global.over(place, true, now);
            now += Duration::from_millis(1);
        }
        assert!(global.places.len() <= 1003, "{} places", global.places.len());
    }
}
