//! One bucket (pure): how many requests may still go in its window, counted so that the server is never asked too much.
//!
//! What is known comes late: an answer tells how the bucket stood when the server handled that request, and others may
//! have been handled since. So two counts are kept, ours (which knows what was sent) and the server's, and the smaller
//! one decides. A window's end is taken from when the answer came, never from when the request left: that is the latest
//! that the true end can be.

use std::time::{Duration, Instant};

use super::headers::Window;

/// One bucket of one major parameter.
#[derive(Debug)]
pub(super) struct Bucket {
    state: State,
    /// Sent and not yet ended.
    in_flight: u32,
    /// No request goes before that: a 429 said so.
    blocked_until: Option<Instant>,
    /// Windows that began since the bucket is known; a request remembers in which one it left.
    turn: u64,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// Nothing is known: one request at a time, until an answer tells.
    Unknown,
    /// An answer came without the headers of a limit.
    Unlimited,
    Known(Known),
}

#[derive(Debug, Clone, Copy)]
struct Known {
    limit: u32,
    /// How many may still be sent.
    left: u32,
    /// The fewest that an answer of this window showed.
    lowest: u32,
    /// How many of this window nobody answered; they may be counted after the lowest that was shown.
    lost: u32,
    /// The window's end; `None` in a window of which no answer has told yet.
    end: Option<Instant>,
    /// The end of the window before.
    turned: Option<Instant>,
    /// The longest time to a window's end that was seen.
    length: Duration,
}

/// What a bucket says to the first in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Go,
    /// Not before then.
    Until(Instant),
    /// Not before one that is on its way has come back.
    Answer,
}

impl Bucket {
    pub(super) const fn new() -> Self {
        Self { state: State::Unknown, in_flight: 0, blocked_until: None, turn: 0 }
    }

    /// Whether the next request may go.
    pub(super) fn check(&mut self, now: Instant) -> Verdict {
        match self.blocked_until {
            Some(until) if now < until => return Verdict::Until(until),
            Some(_) => self.blocked_until = None,
            None => {}
        }
        self.turn_if_over(now);
        match &self.state {
            State::Unlimited => Verdict::Go,
            State::Unknown if self.in_flight == 0 => Verdict::Go,
            State::Unknown => Verdict::Answer,
            State::Known(known) if known.left > 0 => Verdict::Go,
            State::Known(known) => match known.end {
                Some(end) => Verdict::Until(end),
                // Its window is not known and all that it may hold is used: one request finds out.
                None if self.in_flight == 0 => Verdict::Go,
                None => Verdict::Answer,
            },
        }
    }

    /// Counts a request that leaves; gives what it has to bring back.
    pub(super) fn take(&mut self) -> u64 {
        self.in_flight += 1;
        if let State::Known(known) = &mut self.state {
            known.left = known.left.saturating_sub(1);
        }
        self.turn
    }

    /// Counts requests that left under another name.
    pub(super) fn adopt(&mut self, count: u32) {
        self.in_flight += count;
    }

    /// How many are on their way.
    pub(super) const fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// A request that did not leave after all.
    pub(super) fn give_back(&mut self, turn: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let State::Known(known) = &mut self.state
            && turn == self.turn
        {
            known.left = (known.left + 1).min(known.limit);
        }
    }

    /// A request of which nobody knows whether it was counted: it stays counted until the window's end.
    pub(super) fn lost(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let State::Known(known) = &mut self.state {
            known.lost += 1;
            if self.in_flight == 0 && known.end.is_none() {
                known.end = Some(now + known.length);
            }
        }
    }

    /// An answer without the headers of a limit.
    pub(super) fn unlimited(&mut self, now: Instant) {
        match self.state {
            // One answer without headers (a 5xx, an edge) does not unmake what is known.
            State::Known(_) => self.lost(now),
            State::Unknown | State::Unlimited => {
                self.in_flight = self.in_flight.saturating_sub(1);
                self.state = State::Unlimited;
            }
        }
    }

    /// An answer with headers, to a request that left at `sent` in window `turn`.
    pub(super) fn answered(&mut self, window: &Window, turn: u64, sent: Instant, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let others = self.in_flight;
        let end = now + window.reset_after + MARGIN;
        // The true end is between these two: the server handled the request after it left and before its answer came.
        let earliest_end = sent + window.reset_after;
        let State::Known(known) = &mut self.state else {
            self.state = State::Known(Known {
                limit: window.limit,
                left: window.remaining.saturating_sub(others),
                lowest: window.remaining,
                lost: 0,
                end: Some(end),
                turned: None,
                length: window.reset_after,
            });
            return;
        };
        known.limit = window.limit;
        known.length = known.length.max(window.reset_after);
        if turn < self.turn && known.turned.is_some_and(|turned| earliest_end <= turned) {
            // It was counted in the window that is over, so the one reserved for it in this window is free.
            known.left = (known.left + 1).min(known.limit);
            return;
        }
        match known.end {
            Some(known_end) if earliest_end > known_end => {
                // A later window than the one we thought to be in, which therefore has ended by now.
                self.turn += 1;
                known.turned = Some(known_end.min(now));
                known.lowest = window.remaining;
                known.lost = 0;
                known.left = window.remaining.saturating_sub(others);
                known.end = Some(end);
            }
            Some(known_end) => {
                known.end = Some(known_end.min(end));
                known.count(window.remaining, others);
            }
            None => {
                known.end = Some(end);
                known.count(window.remaining, others);
            }
        }
    }

    /// A 429 that holds this bucket for `retry_after`; afterwards one request finds out how it stands.
    pub(super) fn block(&mut self, retry_after: Duration, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        let until = now + retry_after + MARGIN;
        self.blocked_until = Some(self.blocked_until.map_or(until, |before| before.max(until)));
        self.state = State::Unknown;
        self.turn += 1;
    }

    /// When a request with `ahead` others before it may go, as far as is known.
    pub(super) fn eta(&mut self, ahead: u32, now: Instant) -> Instant {
        let free = match self.blocked_until {
            Some(until) if now < until => until,
            _ => now,
        };
        self.turn_if_over(now);
        let State::Known(known) = &self.state else { return free };
        let Some(missing) = (ahead + 1).checked_sub(known.left).filter(|missing| *missing > 0) else {
            return free;
        };
        let windows = (missing - 1) / known.limit.max(1);
        let end = known.end.unwrap_or(now);
        free.max(end + known.length.saturating_mul(windows))
    }

    /// Whether forgetting the bucket loses nothing.
    pub(super) fn is_stale(&self, now: Instant) -> bool {
        let over = |at: Option<Instant>| at.is_none_or(|at| at <= now);
        let end = match &self.state {
            State::Known(known) => known.end,
            State::Unknown | State::Unlimited => None,
        };
        self.in_flight == 0 && over(self.blocked_until) && over(end)
    }

    fn turn_if_over(&mut self, now: Instant) {
        if let State::Known(known) = &mut self.state
            && let Some(end) = known.end
            && now >= end
        {
            self.turn += 1;
            // What is on its way, or was lost near the end, may be counted in the window that begins.
            known.left = known.limit.saturating_sub(self.in_flight + known.lost);
            known.lowest = known.limit;
            known.lost = 0;
            known.end = None;
            known.turned = Some(end);
        }
    }
}

impl Known {
    /// Brings together our count and the server's; `others` are on their way and may be in the server's count or not.
    fn count(&mut self, remaining: u32, others: u32) {
        self.lowest = self.lowest.min(remaining);
        if others == 0 {
            self.left = self.lowest.saturating_sub(self.lost);
        } else if remaining < self.left {
            // Somebody else uses the bucket, too.
            self.left = remaining.saturating_sub(others);
        }
    }
}

/// Discord rounds times to milliseconds, and its clock and ours do not tick alike.
const MARGIN: Duration = Duration::from_millis(10);
