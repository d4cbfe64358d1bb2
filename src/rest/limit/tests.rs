//! The limiter against a model of Discord's side, with made-up time: the server must never be asked too much.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use http::Method;

use super::*;
use crate::rest::route::Value;

const MS: Duration = Duration::from_millis(1);

fn route(template: &'static str, channel: u64) -> Route {
    Route::new(Method::GET, template, &[Value::Id(channel)])
}

fn callback(id: u64) -> Route {
    let values = [Value::Id(id), Value::Secret("secret")];
    Route::new(Method::POST, "/interactions/{interaction.id}/{interaction.token}/callback", &values)
}

fn window(bucket: &str, limit: u32, remaining: u32, reset_after: Duration) -> Outcome {
    Outcome::Answered(Some(Window { bucket: bucket.into(), limit, remaining, reset_after }))
}

/// A limiter and a clock that stands still until it is told to go on.
struct Bench {
    limiter: Limiter,
    now: Instant,
}

impl Bench {
    fn new() -> Self {
        Self { limiter: Limiter::new(50), now: Instant::now() }
    }

    fn enter(&mut self, route: &Route) -> Ticket {
        self.limiter.enter(route, false, self.now + Duration::from_secs(300), self.now)
    }

    fn ask(&mut self, ticket: Ticket) -> Turn {
        self.limiter.ask(ticket, self.now, &mut Vec::new())
    }

    fn go(&mut self, route: &Route) -> Pass {
        let ticket = self.enter(route);
        match self.ask(ticket) {
            Turn::Go(pass) => pass,
            other => panic!("it should go: {other:?}"),
        }
    }

    /// When the next request on `route` may go; it leaves the queue again.
    #[expect(clippy::option_option, reason = "at once, after a while, or when another is done")]
    fn wait(&mut self, route: &Route) -> Option<Option<Duration>> {
        let ticket = self.enter(route);
        let turn = self.ask(ticket);
        let wait = match &turn {
            Turn::Go(_) => None,
            Turn::Wait(until) => Some(until.map(|until| until - self.now)),
            Turn::Refuse { .. } => panic!("{turn:?}"),
        };
        match turn {
            Turn::Go(pass) => self.complete(&pass, &Outcome::Unsent),
            _ => self.limiter.leave(ticket, &mut Vec::new()),
        }
        wait
    }

    fn complete(&mut self, pass: &Pass, outcome: &Outcome) {
        self.limiter.complete(pass, outcome, self.now, &mut Vec::new());
    }
}

const A: &str = "/channels/{channel.id}/a";
const B: &str = "/channels/{channel.id}/b";

#[test]
fn an_unknown_bucket_takes_one_request_until_its_answer_tells() {
    let mut bench = Bench::new();
    let first = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&route(A, 1)), Some(None));
    assert_eq!(bench.wait(&route(A, 2)), None, "another channel does not wait");
    bench.complete(&first, &window("h", 3, 2, 1000 * MS));
    let one = bench.go(&route(A, 1));
    let _two = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&route(A, 1)), Some(Some(1010 * MS)), "used up until the window's end");
    bench.complete(&one, &window("h", 3, 1, 1000 * MS));
    assert_eq!(bench.wait(&route(A, 1)), Some(Some(1010 * MS)));
}

#[test]
fn routes_of_one_hash_share_and_channels_do_not() {
    let mut bench = Bench::new();
    for template in [A, B] {
        let pass = bench.go(&route(template, 1));
        bench.complete(&pass, &window("h", 5, 1, 1000 * MS));
    }
    let _last = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&route(B, 1)), Some(Some(1010 * MS)));
    assert_eq!(bench.wait(&route(A, 2)), None);
}

#[test]
fn a_route_of_another_method_is_taken_to_share_until_its_answer_tells() {
    let delete = Route::new(Method::DELETE, A, &[Value::Id(1)]);
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 1, 0, 250 * MS));
    assert_eq!(bench.wait(&delete), Some(Some(260 * MS)));
    bench.now += 260 * MS;
    let pass = bench.go(&delete);
    bench.complete(&pass, &window("other", 5, 4, 1000 * MS));
    assert_eq!(bench.wait(&route(A, 1)), None, "what it had taken was given back");
    let _one = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&delete), None);
}

#[test]
fn what_is_on_its_way_when_a_window_turns_counts_in_the_next() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 2, 1, 100 * MS));
    let late = bench.go(&route(A, 1));
    bench.now += 200 * MS;
    let _second = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&route(A, 1)), Some(None), "one is on its way and may be counted in this window");
    // It was counted in the old window after all: its window ended before ours began.
    bench.complete(&late, &window("h", 2, 0, 20 * MS));
    assert_eq!(bench.wait(&route(A, 1)), None);
}

#[test]
fn a_bucket_that_gets_its_name_while_requests_are_on_their_way_forgets_none() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &Outcome::Answered(None));
    let (one, two) = (bench.go(&route(A, 1)), bench.go(&route(A, 1)));
    bench.complete(&one, &window("h", 1, 0, 100 * MS));
    bench.complete(&two, &Outcome::Lost);
    bench.now += 200 * MS;
    assert_eq!(bench.wait(&route(A, 1)), None);
    assert!(bench.limiter.buckets.values().all(|line| line.bucket.in_flight() == 0));
}

#[test]
fn another_user_of_the_bucket_is_noticed() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 5, 4, 1000 * MS));
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 5, 0, 900 * MS));
    assert_eq!(bench.wait(&route(A, 1)), Some(Some(910 * MS)));
}

#[test]
fn each_scope_of_a_429_holds_what_it_should() {
    let limited = |scope| Outcome::Limited { scope, retry_after: 500 * MS, window: None };
    for (scope, same, other, callback_waits) in [
        (Scope::User, true, false, false),
        (Scope::Shared, true, false, false),
        (Scope::Global, true, true, false),
        (Scope::Edge, true, true, false),
    ] {
        let mut bench = Bench::new();
        let pass = bench.go(&route(A, 1));
        bench.complete(&pass, &limited(scope));
        assert_eq!(bench.wait(&route(A, 1)).is_some(), same, "{scope}");
        assert_eq!(bench.wait(&route(A, 2)).is_some(), other, "{scope}");
        assert_eq!(bench.wait(&callback(1)).is_some(), callback_waits, "{scope}");
        bench.now += 511 * MS;
        assert_eq!(bench.wait(&route(A, 1)), None, "{scope}: it is over");
    }
}

#[test]
fn a_wait_that_would_be_too_long_is_refused_at_once() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    let limited =
        Outcome::Limited { scope: Scope::User, retry_after: Duration::from_secs(400), window: None };
    bench.complete(&pass, &limited);
    let ticket = bench.enter(&route(A, 1));
    let Turn::Refuse { wait, scope: Scope::User, .. } = bench.ask(ticket) else { panic!("not refused") };
    assert!(wait > Duration::from_secs(399));

    // The tenth in a queue of a bucket with one request a minute.
    let pass = bench.go(&route(A, 2));
    bench.complete(&pass, &window("h", 1, 0, Duration::from_secs(60)));
    let turns: Vec<Turn> = (0..10)
        .map(|_| {
            let ticket = bench.enter(&route(A, 2));
            bench.ask(ticket)
        })
        .collect();
    assert!(turns[..4].iter().all(|turn| matches!(turn, Turn::Wait(_))), "{turns:?}");
    let Turn::Refuse { bucket, wait, .. } = &turns[9] else { panic!("{:?}", turns[9]) };
    assert_eq!(bucket.as_deref(), Some("h"));
    assert!(*wait > Duration::from_secs(300), "{wait:?}");
}

#[test]
fn the_global_limit_is_passed_in_order_and_not_by_answers_to_interactions() {
    let mut bench = Bench::new();
    let passes: Vec<Pass> = (0..50).map(|channel| bench.go(&route(A, channel))).collect();
    let (first, second) = (bench.enter(&route(A, 100)), bench.enter(&route(A, 101)));
    assert!(matches!(bench.ask(first), Turn::Wait(Some(_))));
    assert!(matches!(bench.ask(second), Turn::Wait(None)), "only the first is woken");
    let _callback = bench.go(&callback(7));
    for pass in passes {
        bench.complete(&pass, &Outcome::Answered(None));
    }
    bench.now += 1000 * MS;
    assert!(matches!(bench.ask(first), Turn::Wait(Some(_))), "the server's second may begin later than ours");
    bench.now += 11 * MS;
    assert!(matches!(bench.ask(second), Turn::Wait(None)));
    let mut wake = Vec::new();
    assert!(matches!(bench.limiter.ask(first, bench.now, &mut wake), Turn::Go(_)));
    assert_eq!(wake, [second]);
    assert!(matches!(bench.ask(second), Turn::Go(_)));
}

#[test]
fn buckets_that_say_nothing_any_more_are_forgotten() {
    let mut bench = Bench::new();
    for id in 0..100_000 {
        let pass = bench.go(&callback(id));
        bench.complete(&pass, &Outcome::Answered(None));
        bench.now += MS;
    }
    assert!(bench.limiter.buckets.len() <= 2 * SWEEP_FROM, "{}", bench.limiter.buckets.len());
    assert!(bench.limiter.waiting.is_empty() && bench.limiter.global_queue.is_empty());
}

#[test]
fn no_random_schedule_asks_the_server_too_much() {
    for seed in 0..300 {
        Model::new(seed).run();
    }
}

/// Discord's side, the wire, and callers, in one queue of things that happen.
struct Model {
    seed: u64,
    random: fastrand::Rng,
    start: Instant,
    limiter: Limiter,
    agenda: BinaryHeap<Reverse<(Duration, u64, Happening)>>,
    happenings: u64,
    asking: HashMap<Ticket, usize>,
    layouts: Vec<Layout>,
    /// By bucket and channel: the window's end and how many it has seen.
    windows: HashMap<(usize, u64), (Duration, u32)>,
    arrivals: VecDeque<Duration>,
    on_the_way: Vec<Option<(Pass, usize, u64, Outcome)>>,
    done: usize,
    jobs: usize,
}

#[derive(Clone, Copy)]
struct Layout {
    limit: u32,
    length: Duration,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Enter { template: usize, channel: u64 },
    Ask(Ticket),
    Arrive(usize),
    Answer(usize),
}

/// Which bucket each template is in: two share one.
const TEMPLATES: [(&str, usize); 4] =
    [(A, 0), (B, 0), ("/channels/{channel.id}/c", 1), ("/channels/{channel.id}/d", 2)];

impl Model {
    fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let layouts = (0..3)
            .map(|_| Layout { limit: random.u32(1..=10), length: random.u64(1000..5000) as u32 * MS })
            .collect();
        let mut model = Self {
            seed,
            random,
            start: Instant::now(),
            limiter: Limiter::new(50),
            agenda: BinaryHeap::new(),
            happenings: 0,
            asking: HashMap::new(),
            layouts,
            windows: HashMap::new(),
            arrivals: VecDeque::new(),
            on_the_way: Vec::new(),
            done: 0,
            jobs: 200,
        };
        // That two routes share a bucket can only be learnt from their first answers.
        for (template, _) in &TEMPLATES[..2] {
            let key = RouteKey { method: Method::GET, template };
            model.limiter.hashes.insert(key, "x".into());
        }
        let channels = model.random.u64(1..20);
        let span = model.random.u64(1..10_000);
        for _ in 0..model.jobs {
            let template = model.random.usize(0..TEMPLATES.len());
            let channel = model.random.u64(0..channels);
            let at = model.random.u64(0..span) as u32 * MS;
            model.plan(at, Happening::Enter { template, channel });
        }
        model
    }

    fn plan(&mut self, at: Duration, happening: Happening) {
        self.happenings += 1;
        self.agenda.push(Reverse((at, self.happenings, happening)));
    }

    fn latency(&mut self) -> Duration {
        let most = if self.random.u8(..) < 20 { 900_000 } else { 80_000 };
        Duration::from_micros(self.random.u64(50..most))
    }

    fn run(mut self) {
        let mut end = Duration::ZERO;
        while let Some(Reverse((now, _, happening))) = self.agenda.pop() {
            end = now;
            match happening {
                Happening::Enter { template, channel } => {
                    let at = self.start + now;
                    let route = route(TEMPLATES[template].0, channel);
                    let ticket = self.limiter.enter(&route, false, at + Duration::from_secs(100_000), at);
                    self.on_the_way.push(None);
                    let job = self.on_the_way.len() - 1;
                    self.asking.insert(ticket, job);
                    self.ask(ticket, TEMPLATES[template].1, channel, now);
                }
                Happening::Ask(ticket) => {
                    if let Some((bucket, channel)) = self.place(ticket) {
                        self.ask(ticket, bucket, channel, now);
                    }
                }
                Happening::Arrive(job) => self.arrive(job, now),
                Happening::Answer(job) => {
                    let (pass, _, _, outcome) = self.on_the_way[job].take().unwrap();
                    let mut wake = Vec::new();
                    self.limiter.complete(&pass, &outcome, self.start + now, &mut wake);
                    self.wake(wake, now);
                    self.done += 1;
                }
            }
        }
        assert_eq!(self.done, self.jobs, "seed {}: somebody waits for ever", self.seed);
        // All in one bucket, one window after the other, each a little longer by latency.
        let longest = self.layouts.iter().map(|l| l.length / l.limit).max().unwrap();
        let bound = (longest + 900 * MS) * self.jobs as u32 + Duration::from_secs(30);
        assert!(end < bound, "seed {}: {end:?} of {bound:?}", self.seed);
    }

    fn place(&self, ticket: Ticket) -> Option<(usize, u64)> {
        let waiting = self.limiter.waiting.get(&ticket)?;
        let bucket = TEMPLATES.iter().find(|(t, _)| *t == waiting.route.template)?.1;
        let Major::Id(channel) = waiting.key.major else { return None };
        Some((bucket, channel))
    }

    fn ask(&mut self, ticket: Ticket, bucket: usize, channel: u64, now: Duration) {
        let mut wake = Vec::new();
        match self.limiter.ask(ticket, self.start + now, &mut wake) {
            Turn::Go(pass) => {
                let job = self.asking.remove(&ticket).unwrap();
                self.on_the_way[job] = Some((pass, bucket, channel, Outcome::Lost));
                let at = now + self.latency();
                self.plan(at, Happening::Arrive(job));
            }
            Turn::Wait(Some(until)) => self.plan(until - self.start, Happening::Ask(ticket)),
            Turn::Wait(None) => {}
            Turn::Refuse { .. } => panic!("seed {}: nothing is too long", self.seed),
        }
        self.wake(wake, now);
    }

    fn wake(&mut self, tickets: Vec<Ticket>, now: Duration) {
        for ticket in tickets {
            self.plan(now, Happening::Ask(ticket));
        }
    }

    fn arrive(&mut self, job: usize, now: Duration) {
        self.arrivals.push_back(now);
        while self.arrivals.front().is_some_and(|first| *first + Duration::from_secs(1) <= now) {
            self.arrivals.pop_front();
        }
        assert!(self.arrivals.len() <= 50, "seed {}: 51 in a second at {now:?}", self.seed);
        let (bucket, channel) = self.on_the_way[job].as_ref().map(|(_, b, c, _)| (*b, *c)).unwrap();
        let layout = self.layouts[bucket];
        // When the very first answer is lost, nobody can know that there is a limit.
        let is_first = !self.windows.contains_key(&(bucket, channel));
        let (end, used) = self.windows.entry((bucket, channel)).or_default();
        if now >= *end {
            (*end, *used) = (now + layout.length, 0);
        }
        *used += 1;
        assert!(*used <= layout.limit, "seed {}: overrun at {now:?}", self.seed);
        // Discord's times have three digits.
        let reset_after = Duration::from_millis((*end).checked_sub(now).unwrap().as_millis() as u64);
        let outcome = match self.random.u8(..) {
            0..=10 if !is_first => Outcome::Lost,
            _ => window(["x", "y", "z"][bucket], layout.limit, layout.limit - *used, reset_after),
        };
        self.on_the_way[job].as_mut().unwrap().3 = outcome;
        let at = now + self.latency();
        self.plan(at, Happening::Answer(job));
    }
}
