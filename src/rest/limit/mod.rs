//! When a request may go (pure): buckets by Discord's hash and the major parameter, the global limit, and who is next.
//!
//! Each bucket has a queue. Only the first of a queue is ever woken; when its bucket lets it go, it passes the global
//! limit, which has a queue of its own for the firsts of many buckets.
//! <https://docs.discord.com/developers/topics/rate-limits>

mod bucket;
mod gate;
mod global;
pub(super) mod headers;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::bucket::{Bucket, Verdict};
pub(super) use self::gate::{Gate, Permit, Refusal};
use self::global::Global;
pub use self::headers::Scope;
pub(super) use self::headers::{Outcome, Window};
use super::auth::Auth;
use super::route::{Major, Route, RouteKey};

/// The state of all limits.
#[derive(Debug)]
struct Limiter {
    /// What each route's bucket is called, as far as answers told.
    hashes: HashMap<RouteKey, Arc<str>>,
    /// Routes whose answers named no bucket.
    unnamed: HashSet<RouteKey>,
    buckets: HashMap<BucketKey, Line>,
    global: Global,
    /// Firsts of buckets that wait for the global limit.
    global_queue: VecDeque<Ticket>,
    waiting: HashMap<Ticket, Waiting>,
    next_ticket: Ticket,
    sweep_at: usize,
}

/// One that waits or is on its way.
type Ticket = u64;

/// A bucket and those who wait for it.
#[derive(Debug)]
struct Line {
    bucket: Bucket,
    queue: VecDeque<Ticket>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct BucketKey {
    name: BucketName,
    major: Major,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum BucketName {
    /// Discord's hash.
    Hash(Arc<str>),
    /// No answer of the route has told yet, or it has no limit.
    Route(RouteKey),
}

#[derive(Debug)]
struct Waiting {
    route: RouteKey,
    key: BucketKey,
    counts_globally: bool,
    in_global_queue: bool,
    /// After that it is of no use to go.
    deadline: Instant,
}

/// The right to send one request.
#[derive(Debug)]
struct Pass {
    route: RouteKey,
    key: BucketKey,
    turn: u64,
    place: Option<u64>,
    sent: Instant,
}

/// What the first of a queue is told.
#[derive(Debug)]
enum Turn {
    Go(Pass),
    /// Ask again then, or when woken (`None`: only when woken).
    Wait(Option<Instant>),
    /// It would take too long.
    Refuse {
        bucket: Option<Arc<str>>,
        scope: Scope,
        wait: Duration,
    },
}

impl Limiter {
    fn new(global_rate: u32) -> Self {
        Self {
            hashes: HashMap::new(),
            unnamed: HashSet::new(),
            buckets: HashMap::new(),
            global: Global::new(global_rate),
            global_queue: VecDeque::new(),
            waiting: HashMap::new(),
            next_ticket: 0,
            sweep_at: SWEEP_FROM,
        }
    }

    /// Takes a place in the queue of the route's bucket; a request that was told to come again goes to its front.
    fn enter(&mut self, route: &Route, again: bool, deadline: Instant, now: Instant) -> Ticket {
        self.sweep(now);
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let key = self.bucket_of(route, now);
        let line = self.buckets.entry(key.clone()).or_insert_with(Line::new);
        if again {
            line.queue.push_front(ticket);
        } else {
            line.queue.push_back(ticket);
        }
        self.waiting.insert(
            ticket,
            Waiting {
                route: route.key.clone(),
                key,
                counts_globally: route.auth != Auth::Path,
                in_global_queue: false,
                deadline,
            },
        );
        ticket
    }

    fn bucket_of(&self, route: &Route, now: Instant) -> BucketKey {
        let unnamed = BucketKey { name: BucketName::Route(route.key.clone()), major: route.major };
        match self.hashes.get(&route.key) {
            // Its first request may still be on its way, sent before the name was learnt elsewhere.
            Some(_) if self.buckets.get(&unnamed).is_some_and(|line| line.is_used(now)) => unnamed,
            Some(hash) => BucketKey { name: BucketName::Hash(hash.clone()), ..unnamed },
            None => match self.presumed(&route.key) {
                Some(hash) => BucketKey { name: BucketName::Hash(hash.clone()), ..unnamed },
                None => unnamed,
            },
        }
    }

    /// The bucket of a route that differs in its method only: until an answer tells, both are taken to share it.
    fn presumed(&self, key: &RouteKey) -> Option<&Arc<str>> {
        if self.unnamed.contains(key) {
            return None;
        }
        self.hashes.iter().find(|(other, _)| other.family() == key.family()).map(|(_, hash)| hash)
    }

    /// Whether `ticket` may go; the tickets in `wake` are to ask again.
    fn ask(&mut self, ticket: Ticket, now: Instant, wake: &mut Vec<Ticket>) -> Turn {
        let Some(waiting) = self.waiting.get(&ticket) else { return Turn::Wait(None) };
        let (key, deadline, counts) = (waiting.key.clone(), waiting.deadline, waiting.counts_globally);
        let line = self.buckets.get_mut(&key).expect("a bucket with a queue is not forgotten");
        let ahead = line.queue.iter().position(|other| *other == ticket).unwrap_or(0);
        let eta = line.bucket.eta(u32::try_from(ahead).unwrap_or(u32::MAX), now);
        let blocked = counts.then(|| self.global.blocked(now)).flatten();
        let held = blocked.is_some_and(|until| until > deadline);
        if held || eta > deadline {
            let until = if held { blocked.unwrap_or(eta) } else { eta };
            let scope = if held { Scope::Global } else { Scope::User };
            self.leave(ticket, wake);
            return Turn::Refuse {
                bucket: key.name.hash(),
                scope,
                wait: until.saturating_duration_since(now),
            };
        }
        if ahead > 0 {
            // One that was told to come again may have stepped in front.
            self.leave_global_queue(ticket, wake);
            return Turn::Wait(None);
        }
        match line.bucket.check(now) {
            Verdict::Go => {}
            verdict => {
                self.leave_global_queue(ticket, wake);
                return Turn::Wait(match verdict {
                    Verdict::Until(at) => Some(at),
                    Verdict::Go | Verdict::Answer => None,
                });
            }
        }
        if counts && let Some(turn) = self.pass_global(ticket, now) {
            return turn;
        }
        self.go(ticket, now, wake)
    }

    /// Takes a ticket out that will not go.
    fn leave(&mut self, ticket: Ticket, wake: &mut Vec<Ticket>) {
        self.leave_global_queue(ticket, wake);
        let Some(waiting) = self.waiting.remove(&ticket) else { return };
        if let Some(line) = self.buckets.get_mut(&waiting.key) {
            let was_first = line.queue.front() == Some(&ticket);
            line.queue.retain(|other| *other != ticket);
            if was_first {
                wake.extend(line.queue.front());
            }
        }
    }

    /// Takes a pass back with what became of it.
    fn complete(&mut self, pass: &Pass, outcome: &Outcome, now: Instant, wake: &mut Vec<Ticket>) {
        if let Some(place) = pass.place {
            self.global.over(place, *outcome != Outcome::Unsent, now);
            // A place may be free sooner than the first in the queue was told.
            wake.extend(self.global_queue.front());
        }
        let window = match outcome {
            Outcome::Answered(window) | Outcome::Limited { window, .. } => window.as_ref(),
            Outcome::Unsent | Outcome::Lost => None,
        };
        let key = match window {
            Some(window) => self.learn(pass, &window.bucket, wake),
            None => self.current_name(pass),
        };
        let Some(line) = self.buckets.get_mut(&key) else { return };
        match outcome {
            Outcome::Unsent => line.bucket.give_back(pass.turn),
            Outcome::Lost => line.bucket.lost(now),
            Outcome::Answered(Some(window)) => line.bucket.answered(window, pass.turn, pass.sent, now),
            Outcome::Answered(None) => {
                let was_presumed =
                    matches!(key.name, BucketName::Hash(_)) && !self.hashes.contains_key(&pass.route);
                if was_presumed {
                    line.bucket.give_back(pass.turn);
                } else {
                    line.bucket.unlimited(now);
                }
                if !self.hashes.contains_key(&pass.route) {
                    self.unnamed.insert(pass.route.clone());
                }
            }
            Outcome::Limited { scope: Scope::User | Scope::Shared, retry_after, .. } => {
                line.bucket.block(*retry_after, now);
            }
            Outcome::Limited { scope: Scope::Global | Scope::Edge, retry_after, .. } => {
                line.bucket.lost(now);
                self.global.block(*retry_after, now);
                wake.extend(self.global_queue.front());
            }
        }
        wake.extend(line.queue.front());
    }

    /// Remembers the name of a route's bucket, and moves what is known and who waits under it.
    fn learn(&mut self, pass: &Pass, hash: &str, wake: &mut Vec<Ticket>) -> BucketKey {
        if let BucketName::Hash(known) = &pass.key.name
            && **known == *hash
        {
            if !self.hashes.contains_key(&pass.route) {
                self.hashes.insert(pass.route.clone(), known.clone());
            }
            return pass.key.clone();
        }
        let hash: Arc<str> = hash.into();
        log::trace!(target: "ito::rest", "{} is in bucket {hash}", pass.route);
        self.hashes.insert(pass.route.clone(), hash.clone());
        let key = BucketKey { name: BucketName::Hash(hash), major: pass.key.major };
        let Some(old) = self.buckets.get_mut(&pass.key) else { return key };
        // Of a bucket that is known by another name, only what belongs to this route moves.
        let moving: Vec<Ticket> = old
            .queue
            .iter()
            .copied()
            .filter(|ticket| self.waiting.get(ticket).is_some_and(|w| w.route == pass.route))
            .collect();
        old.queue.retain(|ticket| !moving.contains(ticket));
        wake.extend(old.queue.front());
        let is_left_alone = old.queue.is_empty() && matches!(pass.key.name, BucketName::Route(_));
        let carried = if is_left_alone { self.buckets.remove(&pass.key) } else { None };
        if carried.is_none()
            && let Some(old) = self.buckets.get_mut(&pass.key)
        {
            // The answer is counted under the new name.
            old.bucket.give_back(pass.turn);
        }
        let line = match carried {
            Some(line) if !self.buckets.contains_key(&key) => {
                self.buckets.insert(key.clone(), line);
                self.buckets.get_mut(&key)
            }
            carried => {
                let line = self.buckets.entry(key.clone()).or_insert_with(Line::new);
                line.bucket.adopt(carried.map_or(1, |carried| carried.bucket.in_flight()));
                Some(line)
            }
        };
        let line = line.expect("it was put there or found there");
        for ticket in moving {
            line.queue.push_back(ticket);
            if let Some(waiting) = self.waiting.get_mut(&ticket) {
                waiting.key = key.clone();
            }
        }
        key
    }

    /// The bucket that a pass counts in now: it may have been named since.
    fn current_name(&self, pass: &Pass) -> BucketKey {
        match self.hashes.get(&pass.route) {
            Some(hash) if !self.buckets.contains_key(&pass.key) => {
                BucketKey { name: BucketName::Hash(hash.clone()), major: pass.key.major }
            }
            _ => pass.key.clone(),
        }
    }

    /// Passes the global limit, or says when to ask again.
    fn pass_global(&mut self, ticket: Ticket, now: Instant) -> Option<Turn> {
        let queued = self.waiting.get(&ticket).is_some_and(|waiting| waiting.in_global_queue);
        let is_first = match self.global_queue.front() {
            None => true,
            Some(first) => *first == ticket,
        };
        let until = self.global.check(now);
        if is_first && until.is_none() {
            return None;
        }
        if !queued {
            self.global_queue.push_back(ticket);
            if let Some(waiting) = self.waiting.get_mut(&ticket) {
                waiting.in_global_queue = true;
            }
        }
        Some(Turn::Wait(until.filter(|_| is_first)))
    }

    fn leave_global_queue(&mut self, ticket: Ticket, wake: &mut Vec<Ticket>) {
        let Some(waiting) = self.waiting.get_mut(&ticket) else { return };
        if std::mem::take(&mut waiting.in_global_queue) {
            let was_first = self.global_queue.front() == Some(&ticket);
            self.global_queue.retain(|other| *other != ticket);
            if was_first {
                wake.extend(self.global_queue.front());
            }
        }
    }

    fn go(&mut self, ticket: Ticket, now: Instant, wake: &mut Vec<Ticket>) -> Turn {
        self.leave_global_queue(ticket, wake);
        let waiting = self.waiting.remove(&ticket).expect("it was there when it asked");
        let line = self.buckets.get_mut(&waiting.key).expect("a bucket with a queue is not forgotten");
        line.queue.pop_front();
        wake.extend(line.queue.front());
        let turn = line.bucket.take();
        let place = waiting.counts_globally.then(|| self.global.take(now));
        Turn::Go(Pass { route: waiting.route, key: waiting.key, turn, place, sent: now })
    }

    /// Forgets buckets that say nothing any more, once there are many.
    fn sweep(&mut self, now: Instant) {
        if self.buckets.len() < self.sweep_at {
            return;
        }
        self.buckets.retain(|_, line| line.is_used(now));
        self.sweep_at = (self.buckets.len() * 2).max(SWEEP_FROM);
    }
}

impl Line {
    fn new() -> Self {
        Self { bucket: Bucket::new(), queue: VecDeque::new() }
    }

    fn is_used(&self, now: Instant) -> bool {
        !self.queue.is_empty() || !self.bucket.is_stale(now)
    }
}

impl BucketName {
    fn hash(&self) -> Option<Arc<str>> {
        match self {
            Self::Hash(hash) => Some(hash.clone()),
            Self::Route(_) => None,
        }
    }
}

const SWEEP_FROM: usize = 1024;
