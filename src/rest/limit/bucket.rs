//! One bucket (pure): how many requests may still go in its window, counted so that the server is never asked too much.
//!
//! What is known comes late: an answer tells how the bucket stood when the server handled that request, and others may
//! have been handled since. So our count, which knows what was sent, is held against the server's. A window's end is
//! known between two moments, since the server handled the request after it left and before its answer came.
//!
//! Discord does not say whether all of a window comes back at its end or each request's place after its own time. Until
//! an answer proves the first, a window's end lets one request go, whose answer tells.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::Ticket;
use super::headers::Window;

/// One bucket of one major parameter.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    state: State,
    /// What is on its way, and what was answered within the last window.
    log: VecDeque<Entry>,
    in_flight: u32,
    /// No request goes before that: a 429 said so.
    blocked_until: Option<Instant>,
    /// Windows that began since the bucket is known.
    turn: u64,
}

#[derive(Debug, Clone, Copy, Default)]
enum State {
    /// Nothing is known: one request at a time, until an answer tells.
    #[default]
    Unknown,
    /// An answer came without the headers of a limit.
    Unlimited,
    Known(Known),
}

/// One request that was sent.
#[derive(Debug, Clone, Copy)]
struct Entry {
    ticket: Ticket,
    sent: Instant,
    turn: u64,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    OnItsWay,
    Answered(Instant),
    /// Nobody knows whether it was counted, or when.
    Lost(Instant),
}

#[derive(Debug, Clone, Copy)]
struct Known {
    limit: u32,
    /// How many may still be sent, at least.
    left: u32,
    /// The window's end; `None` in a window of which no answer has told yet.
    end: Option<End>,
    /// The latest end of the window before.
    turned: Option<Instant>,
    /// The longest time to a window's end that was seen.
    length: Duration,
    /// Whether a window was seen from its beginning, so that its length is known.
    is_whole: bool,
    /// Others have used the bucket, and what they used is back by then.
    foreign_until: Option<Instant>,
}

/// The two moments between which a window ends.
#[derive(Debug, Clone, Copy)]
struct End {
    earliest: Instant,
    latest: Instant,
    /// When the answer came that told; nothing when another run kept it.
    told: Option<Instant>,
}

/// What a bucket says to the first in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Go,
    /// Not before then, unless an answer tells otherwise.
    Until(Instant),
    /// Not before one that is on its way has come back.
    Answer,
}

/// How a bucket and those of the same hash behave, as far as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Turning {
    /// Perhaps each request's place comes back after its own time.
    #[default]
    Unproven,
    /// All of a window comes back at its end.
    Whole,
}

impl Bucket {
    /// A bucket of which it was kept that `left` of `limit` may go in the window that ends then.
    pub(super) fn kept(limit: u32, left: u32, length: Duration, ends_in: Duration, now: Instant) -> Self {
        let end = (!ends_in.is_zero()).then_some(End { earliest: now, latest: now + ends_in, told: None });
        let known = Known { limit, left, end, turned: None, length, is_whole: false, foreign_until: None };
        Self { state: State::Known(known), ..Self::default() }
    }

    /// Whether the next request may go, when `reserve` others may be on their way to this bucket under another name.
    pub(super) fn check(&mut self, reserve: u32, turning: Turning, now: Instant) -> Verdict {
        match self.blocked_until {
            Some(until) if now < until => return Verdict::Until(until),
            Some(_) => self.blocked_until = None,
            None => {}
        }
        self.turn_if_over(turning, now);
        let alone = self.in_flight + reserve == 0;
        match &self.state {
            State::Unlimited => Verdict::Go,
            State::Unknown if alone => Verdict::Go,
            State::Unknown => Verdict::Answer,
            State::Known(known) if known.left > reserve => Verdict::Go,
            State::Known(known) => {
                let room = self.room(known, reserve, turning, now);
                match (room, known.end) {
                    (Verdict::Go, _) => Verdict::Go,
                    (Verdict::Until(room), Some(end)) => Verdict::Until(room.min(end.latest)),
                    (_, Some(end)) => Verdict::Until(end.latest),
                    // Its window is not known and all that it may hold is used: one request finds out.
                    (room, None) if alone => self.after_lost(known, room, now),
                    (room, None) => room,
                }
            }
        }
    }

    /// Whether there is room by our own count alone: in no window's length were there more than the limit.
    fn room(&self, known: &Known, reserve: u32, turning: Turning, now: Instant) -> Verdict {
        let foreign = known.foreign_until.is_some_and(|until| now < until);
        if turning == Turning::Whole || !known.is_whole || foreign {
            return Verdict::Answer;
        }
        let mut free: Vec<Option<Instant>> =
            self.log.iter().map(|entry| entry.fate.free(known.length)).collect();
        free.retain(|free| free.is_none_or(|free| now < free));
        let Some(missing) = (free.len() + reserve as usize + 1).checked_sub(known.limit as usize) else {
            return Verdict::Go;
        };
        if missing == 0 {
            return Verdict::Go;
        }
        let mut free: Vec<Instant> = free.into_iter().flatten().collect();
        free.sort_unstable();
        free.get(missing - 1).map_or(Verdict::Answer, |at| Verdict::Until(*at))
    }

    /// Whether one may find out: not while a lost one may hold the only place that came back.
    fn after_lost(&self, known: &Known, room: Verdict, now: Instant) -> Verdict {
        match (self.lost_until(known).filter(|free| now < *free), room) {
            (None, _) => Verdict::Go,
            (Some(free), Verdict::Until(room)) => Verdict::Until(free.min(room)),
            (Some(free), _) => Verdict::Until(free),
        }
    }

    /// When what was lost counts no more.
    fn lost_until(&self, known: &Known) -> Option<Instant> {
        let lost = self.log.iter().filter(|entry| matches!(entry.fate, Fate::Lost(_)));
        lost.filter_map(|entry| entry.fate.free(known.length)).max()
    }

    /// Counts a request that leaves.
    pub(super) fn take(&mut self, ticket: Ticket, now: Instant) {
        self.in_flight += 1;
        self.log.push_back(Entry { ticket, sent: now, turn: self.turn, fate: Fate::OnItsWay });
        if let State::Known(known) = &mut self.state {
            known.left = known.left.saturating_sub(1);
        }
    }

    /// Counts requests that left under another name.
    pub(super) fn adopt(&mut self, other: Self) {
        self.in_flight += other.in_flight;
        if let State::Known(known) = &mut self.state {
            known.left = known.left.saturating_sub(other.in_flight);
        }
        self.blocked_until = self.blocked_until.max(other.blocked_until);
        let turn = self.turn;
        self.log.extend(other.log.into_iter().map(|entry| Entry { turn, ..entry }));
    }

    /// Counts a request that left under another name and may have been this bucket's: nobody knows what became of it.
    pub(super) fn adopt_lost(&mut self, ticket: Ticket, now: Instant) {
        if let State::Known(known) = &mut self.state {
            known.left = known.left.saturating_sub(1);
            self.log.push_back(Entry { ticket, sent: now, turn: self.turn, fate: Fate::Lost(now) });
        }
    }

    pub(super) const fn is_unlimited(&self) -> bool {
        matches!(self.state, State::Unlimited)
    }

    /// How many are on their way.
    #[cfg(test)]
    pub(super) const fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// Takes one request out, to count it elsewhere.
    pub(super) fn part_with(&mut self, ticket: Ticket) -> Self {
        let mut parted = Self::default();
        if let Some(entry) = self.give_back(ticket) {
            parted.log.push_back(entry);
            parted.in_flight = 1;
        }
        parted
    }

    /// A request that did not leave after all.
    pub(super) fn unsent(&mut self, ticket: Ticket) {
        self.give_back(ticket);
    }

    fn give_back(&mut self, ticket: Ticket) -> Option<Entry> {
        let at = self.log.iter().position(|entry| entry.ticket == ticket)?;
        let entry = self.log.remove(at)?;
        self.in_flight -= 1;
        if let State::Known(known) = &mut self.state
            && entry.turn == self.turn
        {
            known.left = (known.left + 1).min(known.limit);
        }
        Some(entry)
    }

    /// A request of which nobody knows whether it was counted: it stays counted until the window's end.
    pub(super) fn lost(&mut self, ticket: Ticket, now: Instant) {
        self.close(ticket, Fate::Lost(now));
        if let State::Known(known) = &mut self.state
            && self.in_flight == 0
            && known.end.is_none()
        {
            known.end = Some(End { earliest: now, latest: now + known.length * 2, told: Some(now) });
        }
        self.prune(now);
    }

    /// An answer without the headers of a limit.
    pub(super) fn unlimited(&mut self, ticket: Ticket, now: Instant) {
        if let State::Known(_) = self.state {
            // One answer without headers (a 5xx, an edge) does not unmake what is known.
            return self.lost(ticket, now);
        }
        self.close(ticket, Fate::Answered(now));
        self.state = State::Unlimited;
        self.prune(now);
    }

    /// An answer with headers; it may prove how the windows turn.
    pub(super) fn answered(
        &mut self,
        window: &Window,
        ticket: Ticket,
        turning: Turning,
        now: Instant,
    ) -> Turning {
        let Some(entry) = self.close(ticket, Fate::Answered(now)) else { return turning };
        let margin = margin(window.reset_after);
        let end = End {
            earliest: (entry.sent + window.reset_after).checked_sub(ROUNDED).unwrap_or(entry.sent),
            latest: now + window.reset_after + margin,
            told: Some(now),
        };
        let before = self.overlapping(&entry);
        let counted = window.limit.saturating_sub(window.remaining);
        let is_foreign = counted as usize > self.log.len();
        let State::Known(known) = &mut self.state else {
            self.state = State::Known(Known {
                limit: window.limit,
                left: window.remaining.saturating_sub(before),
                end: Some(end),
                turned: None,
                length: window.reset_after,
                is_whole: counted == 1,
                foreign_until: is_foreign.then_some(end.latest),
            });
            return turning;
        };
        known.limit = window.limit;
        known.length = known.length.max(window.reset_after);
        known.is_whole |= counted == 1;
        if is_foreign {
            known.foreign_until = Some(now + known.length + margin);
        }
        let is_late = entry.turn < self.turn && known.turned.is_some_and(|turned| end.earliest <= turned);
        if is_late && turning == Turning::Whole {
            // It was counted in the window that is over, so the place that was kept for it in this one is free.
            known.left = (known.left + 1).min(known.limit);
            return turning;
        }
        match &mut known.end {
            Some(known_end) if turning == Turning::Unproven => {
                known_end.heed(end, entry.sent);
                known.count(window.remaining, before);
            }
            Some(known_end) if end.earliest > known_end.latest => {
                // A later window than the one we thought to be in, which therefore has ended by now.
                known.turned = Some(known_end.latest.min(now));
                known.end = Some(end);
                self.turn += 1;
                known.left = window.remaining.saturating_sub(before);
            }
            Some(known_end) => {
                known_end.narrow(end);
                known.count(window.remaining, before);
            }
            None => {
                known.end = Some(end);
                known.count(window.remaining, before);
            }
        }
        let proof = self.proves_whole(&entry, counted, now);
        self.prune(now);
        if proof { Turning::Whole } else { turning }
    }

    /// Whether fewer were counted than left within the last window's length: then some came back before their time.
    fn proves_whole(&self, entry: &Entry, counted: u32, now: Instant) -> bool {
        let State::Known(known) = &self.state else { return false };
        let Some(since) = now.checked_sub(known.length) else { return false };
        let certain = self.log.iter().filter(|other| {
            let was_before = matches!(other.fate, Fate::Answered(at) if at <= entry.sent);
            was_before && other.sent > since && other.ticket != entry.ticket
        });
        (counted as usize) < certain.count() + 1
    }

    /// A 429 that holds this bucket for `retry_after`; afterwards one request finds out how it stands.
    pub(super) fn block(&mut self, retry_after: Duration, ticket: Ticket, now: Instant) {
        self.close(ticket, Fate::Answered(now));
        let until = now + retry_after + margin(retry_after);
        self.blocked_until = Some(self.blocked_until.map_or(until, |before| before.max(until)));
        self.state = State::Unknown;
        self.turn += 1;
        self.log.retain(|entry| entry.fate == Fate::OnItsWay);
    }

    /// When a request with `ahead` others before it may go, as far as is known.
    pub(super) fn eta(&mut self, ahead: u32, turning: Turning, now: Instant) -> Instant {
        let free = match self.blocked_until {
            Some(until) if now < until => until,
            _ => now,
        };
        self.turn_if_over(turning, now);
        let State::Known(known) = &self.state else { return free };
        let Some(missing) = (ahead + 1).checked_sub(known.left).filter(|missing| *missing > 0) else {
            return free;
        };
        let windows = (missing - 1) / known.limit.max(1);
        let end = known.end.map_or(now, |end| end.latest);
        free.max(end + known.length.saturating_mul(windows))
    }

    /// How it stands: the limit, how many may go, the window's length, and how long it lasts yet.
    pub(super) fn standing(&mut self, turning: Turning, now: Instant) -> Option<Standing> {
        let until = |at: Option<Instant>| at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let blocked = until(self.blocked_until);
        self.turn_if_over(turning, now);
        match &self.state {
            State::Known(known) => Some(Standing {
                limit: known.limit,
                left: if blocked.is_zero() { known.left } else { 0 },
                length: known.length,
                ends_in: until(known.end.map(|end| end.latest).max(self.lost_until(known))).max(blocked),
            }),
            _ if blocked.is_zero() => None,
            _ => Some(Standing { limit: 1, left: 0, length: Duration::ZERO, ends_in: blocked }),
        }
    }

    /// Whether forgetting the bucket loses nothing.
    pub(super) fn is_stale(&self, now: Instant) -> bool {
        let over = |at: Option<Instant>| at.is_none_or(|at| at <= now);
        let (end, length) = match &self.state {
            State::Known(known) => (known.end.map(|end| end.latest), known.length),
            State::Unknown | State::Unlimited => (None, Duration::ZERO),
        };
        let is_done = |entry: &Entry| entry.fate.free(length).is_some_and(|free| free <= now);
        over(self.blocked_until) && over(end) && self.log.iter().all(is_done)
    }

    fn close(&mut self, ticket: Ticket, fate: Fate) -> Option<Entry> {
        let entry = self.log.iter_mut().find(|entry| entry.ticket == ticket)?;
        entry.fate = fate;
        self.in_flight -= 1;
        Some(*entry)
    }

    /// How many the server may have counted after it counted `entry`.
    fn overlapping(&self, entry: &Entry) -> u32 {
        let others = self.log.iter().filter(|other| other.ticket != entry.ticket);
        let overlapping = others.filter(|other| match other.fate {
            Fate::OnItsWay | Fate::Lost(_) => true,
            Fate::Answered(at) => at > entry.sent,
        });
        u32::try_from(overlapping.count()).unwrap_or(u32::MAX)
    }

    /// Forgets what no window can hold any more.
    fn prune(&mut self, now: Instant) {
        let length = match &self.state {
            State::Known(known) => known.length,
            State::Unknown | State::Unlimited => Duration::ZERO,
        };
        self.log.retain(|entry| entry.fate.free(length).is_none_or(|free| now < free));
    }

    fn turn_if_over(&mut self, turning: Turning, now: Instant) {
        let State::Known(known) = &mut self.state else { return };
        let Some(end) = known.end.filter(|end| now >= end.latest) else { return };
        self.turn += 1;
        known.turned = Some(end.latest);
        known.end = None;
        if turning == Turning::Whole {
            // What is on its way, or was lost near the end, may be counted in the window that begins.
            let lost = self.log.iter().filter(|entry| matches!(entry.fate, Fate::Lost(_))).count();
            let may_count = self.in_flight + u32::try_from(lost).unwrap_or(u32::MAX);
            known.left = known.limit.saturating_sub(may_count);
        }
        self.prune(now);
    }
}

/// How a bucket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub(super) limit: u32,
    pub(super) left: u32,
    pub(super) length: Duration,
    pub(super) ends_in: Duration,
}

impl End {
    /// What another answer of the same window tells.
    fn narrow(&mut self, other: Self) {
        if self.told.is_none() {
            *self = other;
        } else if other.latest >= self.earliest {
            self.earliest = self.earliest.max(other.earliest);
            self.latest = self.latest.min(other.latest);
        }
    }

    /// What an answer tells whose request left at `sent`, when each place has an end of its own: the later word counts,
    /// and of two that may have crossed the more careful one.
    fn heed(&mut self, other: Self, sent: Instant) {
        let is_later = self.told.is_none_or(|told| sent >= told);
        *self = if is_later || other.latest > self.latest { other } else { *self };
    }
}

impl Known {
    /// Brings together our count and the server's; `others` may have been counted after it.
    fn count(&mut self, remaining: u32, others: u32) {
        let at_least = remaining.saturating_sub(others);
        // With fewer than we think there are, somebody else uses the bucket, too.
        self.left = if remaining < self.left { at_least } else { self.left.max(at_least) };
    }
}

impl Fate {
    /// When its place is free again at the latest, in windows of that length.
    fn free(self, length: Duration) -> Option<Instant> {
        match self {
            Self::OnItsWay => None,
            Self::Answered(at) => Some(at + length + margin(length)),
            // Its window may be longer than any part of one that was seen.
            Self::Lost(at) => Some(at + length * 2 + margin(length)),
        }
    }
}

/// Discord rounds times to milliseconds, and its clock and ours do not tick alike.
pub(super) fn margin(span: Duration) -> Duration {
    ROUNDED + span / 5000
}

const ROUNDED: Duration = Duration::from_millis(2);
