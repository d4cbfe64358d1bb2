//! The limiter against a model of Discord's side, in made-up time: no schedule of calls earns a 429, and none takes much
//! longer than it would take a scheduler that knows all that the server knows.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};

use http::Method;

use super::*;
use crate::rest::route::Value;

const MS: Duration = Duration::from_millis(1);
const CALLERS: usize = 32;
const CALLS: usize = 12;
/// Routes, and the bucket that each is in: some share one.
const TEMPLATES: [(&str, usize); 5] = [
    ("/channels/{channel.id}/a", 0),
    ("/channels/{channel.id}/b", 0),
    ("/channels/{channel.id}/c", 1),
    ("/channels/{channel.id}/d", 2),
    ("/channels/{channel.id}/e", 2),
];
const HASHES: [&str; 3] = ["x", "y", "z"];

#[test]
fn no_schedule_earns_a_429_and_none_takes_much_longer_than_it_must() {
    let all = std::env::var_os("ITO_LOAD").is_some();
    let (mut ours, mut least) = (Duration::ZERO, Duration::ZERO);
    for seed in 0..if all { 10_000 } else { 200 } {
        let plan = Plan::new(seed);
        let took = Run::new(&plan).run();
        let best = Oracle::new(&plan).run();
        (ours, least) = (ours + took, least + best);
    }
    let ratio = ours.as_secs_f64() / least.as_secs_f64();
    assert!(ratio < 1.05, "{ratio:.4} of the optimum");
}

/// What is to be done, and how Discord's side behaves.
struct Plan {
    seed: u64,
    layouts: [Layout; 3],
    /// Per caller and call: what, and how long it is on the wire there and back.
    calls: Vec<Vec<Planned>>,
    begin: Vec<Duration>,
    restarts: Vec<Duration>,
}

#[derive(Clone, Copy)]
struct Planned {
    template: usize,
    channel: u64,
    there: Duration,
    back: Duration,
    pause: Duration,
    is_lost: bool,
}

#[derive(Debug, Clone, Copy)]
struct Layout {
    kind: Kind,
    limit: u32,
    length: Duration,
    /// What another process had used when this one began.
    used: u32,
    offset: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A window begins with the first request.
    Fixed,
    /// Windows begin at fixed times, whoever asks.
    Aligned,
    /// Each place comes back after its own time; told is when the first does.
    Sliding,
    /// The same; told is when the last does.
    Filling,
}

impl Plan {
    fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let layouts = std::array::from_fn(|_| {
            let limit = random.u32(1..=10);
            Layout {
                kind: [Kind::Fixed, Kind::Aligned, Kind::Sliding, Kind::Filling][random.usize(0..4)],
                limit,
                length: MS * random.u32(1000..5000),
                used: if random.u8(..) < 80 { random.u32(0..limit) } else { 0 },
                offset: MS * random.u32(0..1000),
            }
        });
        let channels = random.u64(1..12);
        let loses = random.u8(..) < 60;
        let wire = [4_000, 12_000, 40_000][random.usize(0..3)];
        let calls = (0..CALLERS)
            .map(|_| {
                (0..CALLS)
                    .map(|_| Planned {
                        template: random.usize(0..TEMPLATES.len()),
                        channel: random.u64(0..channels),
                        there: Duration::from_micros(random.u64(50..wire)),
                        back: Duration::from_micros(random.u64(50..wire)),
                        pause: if random.u8(..) < 40 { MS * random.u32(0..2000) } else { Duration::ZERO },
                        is_lost: loses && random.u8(..) < 8,
                    })
                    .collect()
            })
            .collect();
        let begin = (0..CALLERS).map(|_| MS * random.u32(0..500)).collect();
        let restarts = (0..random.usize(0..3)).map(|_| MS * random.u32(1000..20_000)).collect();
        Self { seed, layouts, calls, begin, restarts }
    }

    fn server(&self) -> Server {
        Server { layouts: self.layouts, buckets: HashMap::new(), second: VecDeque::new() }
    }
}

/// Discord's side.
struct Server {
    layouts: [Layout; 3],
    buckets: HashMap<(usize, u64), Held>,
    second: VecDeque<Duration>,
}

/// What a bucket of the server's holds: when each place was taken, or when the window began.
struct Held {
    taken: VecDeque<Duration>,
    began: Duration,
}

impl Server {
    /// Brings a bucket up to a time; the time at which a place is free.
    fn free_at(&mut self, bucket: usize, channel: u64, now: Duration) -> Duration {
        while self.second.front().is_some_and(|first| *first + Duration::from_secs(1) <= now) {
            self.second.pop_front();
        }
        let global = if self.second.len() < 50 { now } else { self.second[0] + Duration::from_secs(1) };
        let layout = self.layouts[bucket];
        let held = self.buckets.entry((bucket, channel)).or_insert_with(|| Held {
            taken: std::iter::repeat_n(Duration::ZERO, layout.used as usize).collect(),
            began: Duration::ZERO,
        });
        let free = match layout.kind {
            Kind::Fixed | Kind::Aligned => {
                if now >= held.began + layout.length || (held.taken.is_empty() && layout.kind == Kind::Fixed)
                {
                    held.taken.clear();
                    held.began = if layout.kind == Kind::Fixed {
                        now
                    } else {
                        let since = (now + layout.offset).as_micros() % layout.length.as_micros();
                        now.saturating_sub(Duration::from_micros(since as u64))
                    };
                }
                if held.taken.len() < layout.limit as usize { now } else { held.began + layout.length }
            }
            Kind::Sliding | Kind::Filling => {
                while held.taken.front().is_some_and(|first| *first + layout.length <= now) {
                    held.taken.pop_front();
                }
                if held.taken.len() < layout.limit as usize { now } else { held.taken[0] + layout.length }
            }
        };
        free.max(global)
    }

    /// Counts a request that comes when a place is free.
    fn take(&mut self, bucket: usize, channel: u64, now: Duration) -> Outcome {
        self.second.push_back(now);
        let layout = self.layouts[bucket];
        let held = self.buckets.get_mut(&(bucket, channel)).unwrap();
        held.taken.push_back(now);
        let end = match layout.kind {
            Kind::Fixed | Kind::Aligned => held.began + layout.length,
            Kind::Sliding => held.taken[0] + layout.length,
            Kind::Filling => now + layout.length,
        };
        // Discord's times have three digits.
        let reset_after = Duration::from_millis(end.saturating_sub(now).as_millis() as u64);
        Outcome::Answered(Some(Window {
            bucket: HASHES[bucket].into(),
            limit: layout.limit,
            remaining: layout.limit - held.taken.len() as u32,
            reset_after,
        }))
    }
}

/// The limiter, the wire and the callers, in one queue of things that happen.
struct Run<'a> {
    plan: &'a Plan,
    server: Server,
    start: Instant,
    limiter: Limiter,
    agenda: BinaryHeap<Reverse<(Duration, u64, Happening)>>,
    happenings: u64,
    /// The next call of each caller.
    next: Vec<usize>,
    asking: HashMap<Ticket, usize>,
    on_the_way: Vec<Option<(Pass, Outcome)>>,
    /// Whoever began while the process was being replaced.
    held: Vec<usize>,
    is_closing: bool,
    flying: usize,
    seen: HashSet<(usize, u64)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Begin(usize),
    Ask(Ticket),
    Arrive(usize),
    Answer(usize),
    Restart,
    Restarted,
}

impl<'a> Run<'a> {
    fn new(plan: &'a Plan) -> Self {
        let mut run = Self {
            plan,
            server: plan.server(),
            start: Instant::now() + Duration::from_secs(1000),
            limiter: Limiter::new(50),
            agenda: BinaryHeap::new(),
            happenings: 0,
            next: vec![0; CALLERS],
            asking: HashMap::new(),
            on_the_way: (0..CALLERS).map(|_| None).collect(),
            held: Vec::new(),
            is_closing: false,
            flying: 0,
            seen: HashSet::new(),
        };
        for (caller, at) in plan.begin.iter().enumerate() {
            run.plan_for(*at, Happening::Begin(caller));
        }
        for at in &plan.restarts {
            run.plan_for(*at, Happening::Restart);
        }
        run
    }

    fn plan_for(&mut self, at: Duration, happening: Happening) {
        self.happenings += 1;
        self.agenda.push(Reverse((at, self.happenings, happening)));
    }

    fn call(&self, caller: usize) -> Planned {
        self.plan.calls[caller][self.next[caller]]
    }

    fn run(mut self) -> Duration {
        let mut end = Duration::ZERO;
        while let Some(Reverse((now, _, happening))) = self.agenda.pop() {
            match happening {
                Happening::Begin(caller) if self.is_closing => self.held.push(caller),
                Happening::Begin(caller) => {
                    let (call, at) = (self.call(caller), self.start + now);
                    let route =
                        Route::new(Method::GET, TEMPLATES[call.template].0, &[Value::Id(call.channel + 1)]);
                    let ticket = self.limiter.enter(&route, false, at + Duration::from_secs(100_000), at);
                    self.asking.insert(ticket, caller);
                    self.ask(ticket, now);
                }
                Happening::Ask(ticket) if self.asking.contains_key(&ticket) => self.ask(ticket, now),
                Happening::Ask(_) => {}
                Happening::Arrive(caller) => self.arrive(caller, now),
                Happening::Answer(caller) => {
                    end = now;
                    self.answer(caller, now);
                }
                Happening::Restart => {
                    // Who waits is told that it is closed; what is on its way is waited for.
                    self.is_closing = true;
                    let mut waiting: Vec<_> = self.asking.drain().collect();
                    waiting.sort_unstable();
                    for (ticket, caller) in waiting {
                        self.limiter.leave(ticket, &mut Vec::new());
                        self.held.push(caller);
                    }
                    self.restart_when_done(now);
                }
                Happening::Restarted => {
                    let kept = self.limiter.save(self.start + now);
                    self.limiter = Limiter::new(50);
                    self.limiter.load(&kept, self.start + now).unwrap();
                    self.is_closing = false;
                    for caller in std::mem::take(&mut self.held) {
                        self.plan_for(now, Happening::Begin(caller));
                    }
                }
            }
        }
        let left: Vec<usize> = self.next.iter().map(|next| CALLS - next).collect();
        assert!(
            left.iter().all(|left| *left == 0),
            "seed {}: somebody waits for ever: {left:?}",
            self.plan.seed
        );
        end
    }

    fn restart_when_done(&mut self, now: Duration) {
        if self.is_closing && self.flying == 0 {
            self.plan_for(now, Happening::Restarted);
        }
    }

    fn ask(&mut self, ticket: Ticket, now: Duration) {
        let mut wake = Vec::new();
        match self.limiter.ask(ticket, self.start + now, &mut wake) {
            Turn::Go(pass) => {
                let caller = self.asking.remove(&ticket).unwrap();
                self.on_the_way[caller] = Some((pass, Outcome::Lost));
                self.flying += 1;
                let there = self.call(caller).there;
                self.plan_for(now + there, Happening::Arrive(caller));
            }
            Turn::Wait(Some(until)) => self.plan_for(until - self.start, Happening::Ask(ticket)),
            Turn::Wait(None) => {}
            Turn::Refuse { .. } => panic!("seed {}: nothing is too long", self.plan.seed),
        }
        self.wake(wake, now);
    }

    fn wake(&mut self, tickets: Vec<Ticket>, now: Duration) {
        for ticket in tickets {
            self.plan_for(now, Happening::Ask(ticket));
        }
    }

    fn arrive(&mut self, caller: usize, now: Duration) {
        let call = self.call(caller);
        let bucket = TEMPLATES[call.template].1;
        let free = self.server.free_at(bucket, call.channel, now);
        let seed = self.plan.seed;
        assert!(
            free <= now,
            "seed {seed}: 429 at {now:?}, {:?}, free at {free:?}",
            self.plan.layouts[bucket]
        );
        let outcome = self.server.take(bucket, call.channel, now);
        // When the very first answer of a bucket is lost, nobody can know that there is a limit.
        let is_first = self.seen.insert((bucket, call.channel));
        let is_lost = call.is_lost && !is_first;
        if let Some((_, found)) = &mut self.on_the_way[caller]
            && !is_lost
        {
            *found = outcome;
        }
        self.plan_for(now + call.back, Happening::Answer(caller));
    }

    fn answer(&mut self, caller: usize, now: Duration) {
        let (pass, outcome) = self.on_the_way[caller].take().unwrap();
        let mut wake = Vec::new();
        self.limiter.complete(&pass, &outcome, self.start + now, &mut wake);
        self.wake(wake, now);
        self.flying -= 1;
        let pause = self.call(caller).pause;
        self.next[caller] += 1;
        if self.next[caller] < CALLS {
            self.plan_for(now + pause, Happening::Begin(caller));
        }
        self.restart_when_done(now);
    }
}

/// A scheduler that knows what the server knows: each call arrives when there is a place, and no sooner.
struct Oracle<'a> {
    plan: &'a Plan,
    server: Server,
    agenda: BinaryHeap<Reverse<(Duration, u64, usize)>>,
    happenings: u64,
}

impl<'a> Oracle<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self { plan, server: plan.server(), agenda: BinaryHeap::new(), happenings: 0 }
    }

    fn run(mut self) -> Duration {
        let mut next = [0; CALLERS];
        for (caller, at) in self.plan.begin.iter().enumerate() {
            self.agenda.push(Reverse((*at + self.plan.calls[caller][0].there, 0, caller)));
        }
        let mut end = Duration::ZERO;
        while let Some(Reverse((now, _, caller))) = self.agenda.pop() {
            let call = self.plan.calls[caller][next[caller]];
            let bucket = TEMPLATES[call.template].1;
            self.happenings += 1;
            let free = self.server.free_at(bucket, call.channel, now);
            if free > now {
                self.agenda.push(Reverse((free, self.happenings, caller)));
                continue;
            }
            self.server.take(bucket, call.channel, now);
            end = end.max(now + call.back);
            next[caller] += 1;
            if let Some(following) = self.plan.calls[caller].get(next[caller]) {
                let at = now + call.back + call.pause + following.there;
                self.agenda.push(Reverse((at, self.happenings, caller)));
            }
        }
        end
    }
}
