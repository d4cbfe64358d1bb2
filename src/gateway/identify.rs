//! The one gate that every IDENTIFY of a bot passes, at start or years later: one per `shard_id % max_concurrency` in
//! 5 s, in the order in which the shards asked, counted against the session starts that are left.
//!
//! <https://docs.discord.com/developers/events/gateway#identify-rate-limits>
//!
//! Locks: one mutex over the queues; held for a look at them.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::config::Token;
use crate::sync::{CloseFlag, Condvar, Mutex, later};

/// The gate; clones share it.
#[derive(Debug, Clone)]
pub struct IdentifyGate(Arc<Inner>);

/// How many sessions may be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionBudget {
    /// Session starts in a day.
    pub total: u32,
    /// Session starts that are left.
    pub remaining: u32,
    /// Time until `remaining` is `total` again.
    pub reset_after: Duration,
    /// How many shards may identify in the same 5 s.
    pub max_concurrency: u32,
}

impl IdentifyGate {
    /// A gate for what Discord allows, asked for at `now`. `gap` is the time between two identifies of one key.
    pub fn new(budget: SessionBudget, gap: Duration, now: Instant) -> Self {
        Self(Arc::new(Inner {
            state: Mutex::new(State {
                gap,
                keys: budget.max_concurrency.max(1),
                queues: HashMap::new(),
                remaining: budget.remaining,
                total: budget.total.max(1),
                reset_at: later(now, budget.reset_after),
            }),
            changed: Condvar::new(),
        }))
    }

    /// The gate of everybody in this process who logs in to `url` with `token`: a second run, or a second bot with the
    /// same token, waits for the first as Discord would have it.
    pub fn shared(token: &Token, url: &str, budget: SessionBudget, gap: Duration, now: Instant) -> Self {
        static GATES: Mutex<Vec<Shared>> = Mutex::new(Vec::new());
        let mut gates = GATES.lock();
        let is_ours = |shared: &Shared| shared.token == *token && *shared.url == *url;
        gates.retain(|one| is_ours(one) || Arc::strong_count(&one.gate.0) > 1 || one.gate.is_closed_for(now));
        if let Some(shared) = gates.iter().find(|shared| is_ours(shared)) {
            shared.gate.0.state.lock().renew(budget, gap, now);
            return shared.gate.clone();
        }
        let gate = Self::new(budget, gap, now);
        gates.push(Shared { token: token.clone(), url: url.into(), gate: gate.clone() });
        gate
    }

    /// Whether somebody would have to wait.
    fn is_closed_for(&self, now: Instant) -> bool {
        self.0.state.lock().queues.values().any(|queue| queue.free_at.is_some_and(|at| at > now))
    }

    /// Puts a shard into its queue before its thread starts, so that shards identify in order of their number.
    pub fn queue(&self, shard: u32) {
        self.0.state.lock().queue(shard);
    }

    /// Waits for the shard's turn; `None` when `close` is set first. A turn comes a little before its time, so that
    /// connecting does not make the gap longer: see [`Turn::not_before`].
    pub fn enter(&self, shard: u32, close: &CloseFlag) -> Option<Turn> {
        let waker = Arc::downgrade(&self.0);
        let _hook = close.on_set(move || {
            if let Some(inner) = waker.upgrade() {
                let _state = inner.state.lock();
                inner.changed.notify_all();
            }
        });
        let mut state = self.0.state.lock();
        state.queue(shard);
        loop {
            if close.is_set() {
                state.leave(shard);
                self.0.changed.notify_all();
                return None;
            }
            let now = Instant::now();
            match state.turn(shard, now) {
                Look::Turn(not_before) => {
                    return Some(Turn { gate: self.clone(), shard, not_before });
                }
                Look::Wait(until) => {
                    if let Some(until) =
                        until.filter(|at| at.saturating_duration_since(now) > Duration::from_secs(60))
                    {
                        let wait = until.saturating_duration_since(now).as_secs();
                        log::warn!(target: "ito::gateway", "shard {shard}: no session starts are left; waiting {wait} s for the next day's");
                    }
                    state = self.0.changed.wait_until(state, until);
                }
            }
        }
    }

    /// An answer to the shard's IDENTIFY came at `now`, which shows when that had arrived at the latest: the gap counts from
    /// there, as Discord counts it. An answer that took long to make shifts it by [`SLOW_WAY`] at the most.
    pub(super) fn answered(&self, shard: u32, now: Instant) {
        self.0.state.lock().answered(shard, now);
    }

    /// Session starts that are left.
    pub fn remaining(&self) -> u32 {
        self.0.state.lock().remaining
    }
}

/// A shard's turn to identify; dropping it without [`Turn::sent`] spends nothing and lets the next one through.
#[derive(Debug)]
pub struct Turn {
    gate: IdentifyGate,
    shard: u32,
    not_before: Instant,
}

impl Turn {
    /// The time before which the IDENTIFY must not be written.
    pub fn not_before(&self) -> Instant {
        self.not_before
    }

    /// The IDENTIFY is being written at `now`: the key is closed for the gap, and one session start is spent.
    pub fn sent(self, now: Instant) {
        self.gate.0.state.lock().sent(self.shard, now);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut state = self.gate.0.state.lock();
        state.leave(self.shard);
        drop(state);
        self.gate.0.changed.notify_all();
    }
}

/// A gate, and whose it is.
struct Shared {
    token: Token,
    url: Box<str>,
    gate: IdentifyGate,
}

#[derive(Debug)]
struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    gap: Duration,
    keys: u32,
    queues: HashMap<u32, Queue>,
    remaining: u32,
    total: u32,
    reset_at: Instant,
}

/// The shards of one key, the one whose turn it is first.
#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<u32>,
    taken: bool,
    free_at: Option<Instant>,
    /// The shard that identified last, and when, until an answer comes.
    unanswered: Option<(u32, Instant)>,
}

enum Look {
    Turn(Instant),
    Wait(Option<Instant>),
}

impl State {
    /// A new run begins: what was identified before still counts.
    fn renew(&mut self, budget: SessionBudget, gap: Duration, now: Instant) {
        self.gap = gap;
        (self.remaining, self.total) = (budget.remaining, budget.total.max(1));
        self.reset_at = later(now, budget.reset_after);
        let keys = budget.max_concurrency.max(1);
        if keys != self.keys {
            // The keys mean other shards now: all of them wait as long as the last of the old ones would.
            let free_at = self.queues.values().filter_map(|queue| queue.free_at).max();
            let waiting: Vec<u32> =
                self.queues.values().flat_map(|queue| queue.waiting.iter().copied()).collect();
            self.keys = keys;
            self.queues = (0..keys).map(|key| (key, Queue { free_at, ..Queue::default() })).collect();
            for shard in waiting {
                self.queue(shard);
            }
        }
    }

    fn of(&mut self, shard: u32) -> &mut Queue {
        self.queues.entry(shard % self.keys).or_default()
    }

    fn queue(&mut self, shard: u32) {
        let queue = self.of(shard);
        if !queue.waiting.contains(&shard) {
            queue.waiting.push_back(shard);
        }
    }

    fn leave(&mut self, shard: u32) {
        let queue = self.of(shard);
        if queue.waiting.front() == Some(&shard) {
            queue.taken = false;
        }
        queue.waiting.retain(|other| *other != shard);
    }

    fn sent(&mut self, shard: u32, now: Instant) {
        self.remaining = self.remaining.saturating_sub(1);
        let free_at = now + self.gap;
        let queue = self.of(shard);
        queue.free_at = Some(free_at);
        queue.unanswered = Some((shard, now));
    }

    fn answered(&mut self, shard: u32, now: Instant) {
        let gap = self.gap;
        let queue = self.of(shard);
        if let Some((_, sent)) = queue.unanswered.take_if(|(who, _)| *who == shard) {
            queue.free_at = Some(sent + gap + now.saturating_duration_since(sent).min(SLOW_WAY));
        }
    }

    fn turn(&mut self, shard: u32, now: Instant) -> Look {
        if now >= self.reset_at {
            self.remaining = self.total;
            self.reset_at = now + DAY;
        }
        // Who has a turn will spend one.
        let promised = self.queues.values().filter(|queue| queue.taken).count();
        let (remaining, reset_at) = (self.remaining, self.reset_at);
        let queue = self.of(shard);
        if queue.taken || queue.waiting.front() != Some(&shard) {
            return Look::Wait(None);
        }
        if remaining == 0 {
            return Look::Wait(Some(reset_at));
        }
        if remaining as usize <= promised {
            return Look::Wait(None);
        }
        let free_at = queue.free_at.unwrap_or(now);
        if now + LEAD < free_at {
            return Look::Wait(free_at.checked_sub(LEAD));
        }
        queue.taken = true;
        Look::Turn(free_at)
    }
}

/// How long before its time a turn is given, for connecting.
const LEAD: Duration = Duration::from_millis(500);
/// How much longer than the next one an IDENTIFY may have been on its way.
const SLOW_WAY: Duration = Duration::from_millis(500);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    fn state(remaining: u32, now: Instant) -> State {
        State {
            gap: Duration::from_secs(5),
            keys: 2,
            queues: HashMap::new(),
            remaining,
            total: 1000,
            reset_at: now + DAY,
        }
    }

    #[test]
    fn no_more_turns_are_given_at_a_time_than_session_starts_are_left() {
        let now = Instant::now();
        let mut state = state(1, now);
        state.queue(0);
        state.queue(1);
        assert!(matches!(state.turn(0, now), Look::Turn(_)));
        assert!(matches!(state.turn(1, now), Look::Wait(None)), "the only one is promised to shard 0");
        state.leave(0);
        assert!(matches!(state.turn(1, now), Look::Turn(_)), "shard 0 did not use it");
    }

    fn gate(remaining: u32, keys: u32) -> IdentifyGate {
        let budget = SessionBudget { total: 1000, remaining, reset_after: DAY, max_concurrency: keys };
        IdentifyGate::new(budget, Duration::from_secs(5), Instant::now())
    }

    #[test]
    fn one_key_waits_for_its_gap_and_no_other_key_does() {
        let now = Instant::now();
        let mut state = state(10, now);
        for shard in 0..4 {
            state.queue(shard);
        }
        assert!(matches!(state.turn(0, now), Look::Turn(at) if at == now));
        assert!(matches!(state.turn(1, now), Look::Turn(at) if at == now));
        assert!(matches!(state.turn(2, now), Look::Wait(None)));
        state.queues.get_mut(&0).unwrap().free_at = Some(now + Duration::from_secs(5));
        state.leave(0);
        assert!(
            matches!(state.turn(2, now), Look::Wait(Some(at)) if at == (now + Duration::from_secs(5)).checked_sub(LEAD).unwrap())
        );
        let early = (now + Duration::from_secs(5)).checked_sub(LEAD).unwrap();
        assert!(matches!(state.turn(2, early), Look::Turn(at) if at == now + Duration::from_secs(5)));
    }

    #[test]
    fn the_gap_counts_from_when_an_identify_had_arrived() {
        let now = Instant::now();
        let after = |millis| now + Duration::from_millis(millis);
        for (answered, free_at) in [(20, 5020), (400, 5400), (4000, 5500)] {
            let mut state = state(10, now);
            state.sent(0, now);
            state.answered(2, after(10));
            assert_eq!(state.of(0).free_at, Some(after(5000)), "shard 2 did not ask");
            state.answered(0, after(answered));
            state.answered(0, after(4500));
            assert_eq!(state.of(0).free_at, Some(after(free_at)));
        }
    }

    #[test]
    fn nobody_overtakes_in_a_queue() {
        let now = Instant::now();
        let mut state = state(10, now);
        state.queue(4);
        state.queue(0);
        assert!(matches!(state.turn(0, now), Look::Wait(None)));
        state.leave(4);
        assert!(matches!(state.turn(0, now), Look::Turn(_)));
    }

    #[test]
    fn without_session_starts_everybody_waits_for_the_next_day() {
        let now = Instant::now();
        let mut state = state(0, now);
        state.queue(0);
        assert!(matches!(state.turn(0, now), Look::Wait(Some(at)) if at == now + DAY));
        assert!(matches!(state.turn(0, now + DAY), Look::Turn(_)));
        assert_eq!(state.remaining, 1000);
    }

    #[test]
    fn a_second_run_waits_for_what_the_first_identified() {
        let now = Instant::now();
        let budget = |keys| SessionBudget { total: 9, remaining: 9, reset_after: DAY, max_concurrency: keys };
        let gap = Duration::from_secs(5);
        let token = Token::new("a.token").unwrap();
        let first = IdentifyGate::shared(&token, "wss://here", budget(1), gap, now);
        first.enter(0, &CloseFlag::new()).unwrap().sent(now);
        drop(first);
        for keys in [1, 4] {
            let second = IdentifyGate::shared(&token, "wss://here", budget(keys), gap, now);
            let mut state = second.0.state.lock();
            state.queue(3);
            assert!(
                matches!(state.turn(3, now), Look::Wait(Some(at)) if at == (now + gap).checked_sub(LEAD).unwrap()),
                "{keys}"
            );
            state.leave(3);
        }
        let other = IdentifyGate::shared(&token, "wss://there", budget(1), gap, now);
        other.queue(0);
        assert!(matches!(other.0.state.lock().turn(0, now), Look::Turn(_)));
    }

    #[test]
    fn a_turn_that_is_given_back_spends_nothing() {
        let gate = gate(3, 1);
        let close = CloseFlag::new();
        drop(gate.enter(0, &close).unwrap());
        assert_eq!(gate.remaining(), 3);
        gate.enter(1, &close).unwrap().sent(Instant::now());
        assert_eq!(gate.remaining(), 2);
    }

    #[test]
    fn closing_frees_who_waits_and_its_place() {
        let gate = gate(3, 1);
        let close = CloseFlag::new();
        gate.enter(0, &close).unwrap().sent(Instant::now());
        let (waiting, flag) = (gate.clone(), close.clone());
        let waiter = crate::sync::thread::spawn("waiter", crate::sync::thread::SMALL_STACK, move || {
            waiting.enter(1, &flag).is_none()
        })
        .unwrap();
        while gate.0.state.lock().queues[&0].waiting.is_empty() {
            std::thread::yield_now();
        }
        close.set();
        assert!(waiter.join().unwrap());
        assert!(gate.0.state.lock().queues[&0].waiting.is_empty());
    }
}
