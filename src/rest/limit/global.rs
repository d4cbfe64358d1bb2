//! The global limit (pure): so many requests in any second, wherever the server's second begins.
//!
//! A request holds its place until one second after its answer came, since it may have been counted as late as that; so
//! at no moment are there more than the limit in any second of the server's.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Places of the global limit.
#[derive(Debug)]
pub(super) struct Global {
    rate: u32,
    /// Taken places: the number of each, and when it is free again.
    places: VecDeque<(u64, Instant)>,
    next: u64,
    blocked_until: Option<Instant>,
}

impl Global {
    pub(super) fn new(rate: u32) -> Self {
        Self { rate: rate.max(1), places: VecDeque::new(), next: 0, blocked_until: None }
    }

    /// `None` when a request may go, else when to ask again.
    pub(super) fn check(&mut self, now: Instant) -> Option<Instant> {
        if let Some(until) = self.blocked_until.filter(|until| now < *until) {
            return Some(until);
        }
        if self.places.len() < self.rate as usize {
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

    /// A 429 that holds everything.
    pub(super) fn block(&mut self, retry_after: Duration, now: Instant) {
        let until = now + retry_after;
        self.blocked_until = Some(self.blocked_until.map_or(until, |before| before.max(until)));
    }

    /// When a 429 that holds everything is over.
    pub(super) fn blocked(&self, now: Instant) -> Option<Instant> {
        self.blocked_until.filter(|until| now < *until)
    }
}

/// The server's window and 10 ms for clocks that do not tick alike.
const SECOND: Duration = Duration::from_millis(1010);
/// A request that takes longer was counted long before its end; otherwise slow uploads would hold up everything.
const LONGEST: Duration = Duration::from_secs(3);
