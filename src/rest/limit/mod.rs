//! When a request may go (pure): buckets by Discord's hash and the major parameter, the global limit, and who is next.
//!
//! Each bucket has a queue. Only the first of a queue is ever woken; when its bucket lets it go, it passes the global
//! limit, which has a queue of its own for the firsts of many buckets. A limit that no header shows has a queue before
//! that of the bucket.
//!
//! A route that no answer has named yet may belong to any bucket of its major parameter: its first request is a scout,
//! which goes alone, and for which each bucket there keeps a place.
//! <https://docs.discord.com/developers/topics/rate-limits>

mod bucket;
mod gate;
mod global;
mod guard;
pub(super) mod headers;
mod hidden;
mod knowledge;
#[cfg(test)]
mod model_tests;
mod naming;
mod outcome;
mod place;
mod quick;
mod report;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::bucket::{Turning, Verdict};
pub(super) use self::gate::{Gate, Permit, Refusal, Reply};
use self::global::Global;
pub use self::headers::Scope;
pub(super) use self::headers::{Outcome, Window};
use self::hidden::Hidden;
use self::place::{BucketKey, BucketName, Line, Place};
use self::quick::{Map, Set};
pub use self::report::{BucketReport, Limits};
use super::auth::Auth;
use super::route::{Major, Part, Route, RouteKey};

/// The state of all limits.
#[derive(Debug)]
struct Limiter {
    /// What each route's bucket is called, as far as answers told.
    hashes: Map<RouteKey, Arc<str>>,
    /// Routes whose answers named no bucket.
    unnamed: Set<RouteKey>,
    /// Buckets whose windows are known to come back as a whole.
    whole: Set<Arc<str>>,
    places: Map<Major, Place>,
    hidden: Map<(RouteKey, Major), Hidden>,
    global: Global,
    /// Firsts of buckets that wait for the global limit.
    global_queue: VecDeque<Ticket>,
    waiting: Map<Ticket, Waiting>,
    next_ticket: Ticket,
    sweep_at: usize,
}

/// One that waits or is on its way.
type Ticket = u64;

#[derive(Debug)]
struct Waiting {
    route: RouteKey,
    key: BucketKey,
    counts_globally: bool,
    /// It waits for a hidden limit yet, and is in no bucket's queue.
    is_hidden: bool,
    in_global_queue: bool,
    /// After that it is of no use to go.
    deadline: Instant,
}

/// The right to send one request.
#[derive(Debug)]
struct Pass {
    ticket: Ticket,
    route: RouteKey,
    key: BucketKey,
    place: Option<u64>,
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
            hashes: Map::default(),
            unnamed: Set::default(),
            whole: Set::default(),
            places: Map::default(),
            hidden: Map::default(),
            global: Global::new(global_rate),
            global_queue: VecDeque::new(),
            waiting: Map::default(),
            next_ticket: 0,
            sweep_at: SWEEP_FROM,
        }
    }

    /// Takes a place in the queue of the route's bucket; a request that was told to come again goes to its front.
    fn enter(&mut self, route: &Route, again: bool, deadline: Instant, now: Instant) -> Ticket {
        self.sweep(now);
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let key = self.bucket_of(&route.key, route.major);
        if route.key.part != Part::Whole {
            let new = || Hidden::new(route.key.part);
            self.hidden.entry((route.key.clone(), route.major)).or_insert_with(new);
        }
        let hidden = self.hidden.get_mut(&(route.key.clone(), route.major));
        let is_hidden = hidden.is_some();
        let line = self.places.entry(route.major).or_default().line_or_new(&key.name);
        let queue = hidden.map_or(&mut line.queue, |hidden| &mut hidden.queue);
        if again {
            queue.push_front(ticket);
        } else {
            queue.push_back(ticket);
        }
        let counts_globally = route.auth != Auth::Path;
        let route = route.key.clone();
        let waiting = Waiting { route, key, counts_globally, is_hidden, in_global_queue: false, deadline };
        self.waiting.insert(ticket, waiting);
        ticket
    }

    /// Whether `ticket` may go; the tickets in `wake` are to ask again.
    fn ask(&mut self, ticket: Ticket, now: Instant, wake: &mut Vec<Ticket>) -> Turn {
        let Some(waiting) = self.waiting.get(&ticket) else { return Turn::Wait(None) };
        let (route, key, deadline) = (waiting.route.clone(), waiting.key.clone(), waiting.deadline);
        let (counts, is_hidden) = (waiting.counts_globally, waiting.is_hidden);
        let ahead = self.ahead(ticket, &key);
        let (eta, scope) = self.eta(&route, &key, ahead, is_hidden, counts, now);
        if eta > deadline {
            self.leave(ticket, wake);
            let wait = eta.saturating_duration_since(now);
            return Turn::Refuse { bucket: key.name.hash(), scope, wait };
        }
        if is_hidden && let Some(turn) = self.pass_hidden(ticket, &route, &key, now, wake) {
            return turn;
        }
        if self.ahead(ticket, &key) > 0 {
            // One that was told to come again may have stepped in front.
            self.leave_global_queue(ticket, wake);
            return Turn::Wait(None);
        }
        let is_scout = self.is_scout(&route);
        match self.check(is_scout, &key, now) {
            Verdict::Go => {}
            verdict => {
                self.leave_global_queue(ticket, wake);
                return Turn::Wait(match verdict {
                    Verdict::Until(at) => Some(at),
                    Verdict::Go | Verdict::Answer => None,
                });
            }
        }
        let until = self.global.check(counts, now);
        if let Some(turn) = self.pass_global(ticket, counts, until) {
            return turn;
        }
        self.go(ticket, is_scout, now, wake)
    }

    /// When a request may go as far as is known, and which limit says so.
    fn eta(
        &mut self,
        route: &RouteKey,
        key: &BucketKey,
        ahead: u32,
        is_hidden: bool,
        counts: bool,
        now: Instant,
    ) -> (Instant, Scope) {
        let turning = turning(&self.whole, &key.name);
        let line = self.places.get_mut(&key.major).and_then(|place| place.line_mut(&key.name));
        let mut eta =
            line.map_or(now, |line| line.bucket.eta(if is_hidden { 0 } else { ahead }, turning, now));
        if is_hidden && let Some(hidden) = self.hidden.get(&(route.clone(), key.major)) {
            eta = eta.max(hidden.eta(ahead, now));
        }
        match self.global.blocked(counts, now) {
            Some((until, scope)) if until > eta => (until, scope),
            _ => (eta, Scope::User),
        }
    }

    /// How many are before it in the queue that it is in.
    fn ahead(&self, ticket: Ticket, key: &BucketKey) -> u32 {
        let waiting = &self.waiting[&ticket];
        let queue = if waiting.is_hidden {
            self.hidden.get(&(waiting.route.clone(), key.major)).map(|hidden| &hidden.queue)
        } else {
            self.line(key).map(|line| &line.queue)
        };
        let ahead = queue.and_then(|queue| queue.iter().position(|other| *other == ticket)).unwrap_or(0);
        u32::try_from(ahead).unwrap_or(u32::MAX)
    }

    fn line(&self, key: &BucketKey) -> Option<&Line> {
        self.places.get(&key.major)?.line(&key.name)
    }

    fn line_mut(&mut self, key: &BucketKey) -> Option<&mut Line> {
        self.places.get_mut(&key.major)?.line_mut(&key.name)
    }

    /// What the bucket says, and for a scout all the buckets that it may belong to.
    fn check(&mut self, is_scout: bool, key: &BucketKey, now: Instant) -> Verdict {
        let whole = &self.whole;
        let turning = |name: &BucketName| turning(whole, name);
        let Some(place) = self.places.get_mut(&key.major) else { return Verdict::Go };
        let scouts = place.scouts(now);
        if !is_scout {
            let line = place.line_or_new(&key.name);
            let reserve = if line.bucket.is_unlimited() { 0 } else { scouts };
            return line.bucket.check(reserve, turning(&key.name), now);
        }
        if scouts > 0 {
            return Verdict::Answer;
        }
        let patience = now + SCOUT_PATIENCE;
        let mut verdict = place.line_or_new(&key.name).bucket.check(0, turning(&key.name), now);
        for (name, line) in place.lines_mut() {
            if *name == key.name || matches!(name, BucketName::Route(_)) {
                continue;
            }
            verdict = match (verdict, line.bucket.check(0, turning(name), now)) {
                (Verdict::Go, Verdict::Until(at)) if at <= patience => Verdict::Until(at),
                (Verdict::Until(one), Verdict::Until(at)) if at <= patience => Verdict::Until(one.max(at)),
                (_, Verdict::Answer) => Verdict::Answer,
                (verdict, _) => verdict,
            };
        }
        verdict
    }

    /// Passes the hidden limit into the queue of the bucket, or says when to ask again.
    fn pass_hidden(
        &mut self,
        ticket: Ticket,
        route: &RouteKey,
        key: &BucketKey,
        now: Instant,
        wake: &mut Vec<Ticket>,
    ) -> Option<Turn> {
        if let Some(hidden) = self.hidden.get_mut(&(route.clone(), key.major)) {
            if hidden.queue.front() != Some(&ticket) {
                return Some(Turn::Wait(None));
            }
            match hidden.check(now) {
                Verdict::Go => {}
                Verdict::Until(at) => return Some(Turn::Wait(Some(at))),
                Verdict::Answer => return Some(Turn::Wait(None)),
            }
            hidden.queue.pop_front();
            hidden.take(ticket);
            wake.extend(hidden.queue.front());
        }
        self.places.entry(key.major).or_default().line_or_new(&key.name).queue.push_back(ticket);
        if let Some(waiting) = self.waiting.get_mut(&ticket) {
            waiting.is_hidden = false;
        }
        None
    }

    /// Takes a ticket out that will not go.
    fn leave(&mut self, ticket: Ticket, wake: &mut Vec<Ticket>) {
        self.leave_global_queue(ticket, wake);
        let Some(waiting) = self.waiting.remove(&ticket) else { return };
        if let Some(hidden) = self.hidden.get_mut(&(waiting.route, waiting.key.major)) {
            if waiting.is_hidden {
                leave_queue(&mut hidden.queue, ticket, wake);
            } else {
                hidden.give_back(ticket);
                wake.extend(hidden.queue.front());
            }
        }
        if let Some(line) = self.line_mut(&waiting.key) {
            leave_queue(&mut line.queue, ticket, wake);
        }
    }

    /// Passes the global limit, or says when to ask again.
    fn pass_global(&mut self, ticket: Ticket, counts: bool, until: Option<Instant>) -> Option<Turn> {
        if !counts {
            return until.map(|until| Turn::Wait(Some(until)));
        }
        let waiting = self.waiting.get_mut(&ticket)?;
        let is_first = self.global_queue.front().is_none_or(|first| *first == ticket);
        if is_first && until.is_none() {
            return None;
        }
        if !waiting.in_global_queue {
            self.global_queue.push_back(ticket);
            waiting.in_global_queue = true;
        }
        Some(Turn::Wait(until.filter(|_| is_first)))
    }

    fn leave_global_queue(&mut self, ticket: Ticket, wake: &mut Vec<Ticket>) {
        let Some(waiting) = self.waiting.get_mut(&ticket) else { return };
        if std::mem::take(&mut waiting.in_global_queue) {
            leave_queue(&mut self.global_queue, ticket, wake);
        }
    }

    fn go(&mut self, ticket: Ticket, is_scout: bool, now: Instant, wake: &mut Vec<Ticket>) -> Turn {
        self.leave_global_queue(ticket, wake);
        let waiting = self.waiting.remove(&ticket).expect("it was there when it asked");
        let place = self.places.entry(waiting.key.major).or_default();
        if is_scout {
            place.send_scout(ticket, now);
        }
        let line = place.line_or_new(&waiting.key.name);
        line.queue.pop_front();
        wake.extend(line.queue.front());
        line.bucket.take(ticket, now);
        let global = waiting.counts_globally.then(|| self.global.take(now));
        Turn::Go(Pass { ticket, route: waiting.route, key: waiting.key, place: global })
    }

    /// Forgets buckets that say nothing any more, once there are many.
    fn sweep(&mut self, now: Instant) {
        if self.places.len() + self.hidden.len() < self.sweep_at {
            return;
        }
        self.places.retain(|_, place| place.forget(now));
        self.hidden.retain(|_, hidden| !hidden.is_stale(now));
        self.sweep_at = ((self.places.len() + self.hidden.len()) * 2).max(SWEEP_FROM);
    }
}

/// How the windows of a bucket turn, as far as it was seen.
fn turning(whole: &Set<Arc<str>>, name: &BucketName) -> Turning {
    match name {
        BucketName::Hash(hash) if whole.contains(hash) => Turning::Whole,
        _ => Turning::Unproven,
    }
}

/// Takes a ticket out of a queue; whoever is first now is to ask.
fn leave_queue(queue: &mut VecDeque<Ticket>, ticket: Ticket, wake: &mut Vec<Ticket>) {
    let was_first = queue.front() == Some(&ticket);
    queue.retain(|other| *other != ticket);
    if was_first {
        wake.extend(queue.front());
    }
}

const SWEEP_FROM: usize = 1024;
/// A scout waits so long for a bucket that it may belong to; one that is used up for longer is likely not its own.
const SCOUT_PATIENCE: Duration = Duration::from_secs(12);
