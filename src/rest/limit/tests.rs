//! The limiter in single steps, in made-up time.

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

/// A time of Discord's with the margin for clocks.
fn after(millis: u32) -> Duration {
    millis * MS + bucket::margin(millis * MS)
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
    assert_eq!(bench.wait(&route(A, 1)), Some(Some(after(1000))), "used up until the window's end");
    bench.complete(&one, &window("h", 3, 1, 1000 * MS));
    assert_eq!(bench.wait(&route(A, 1)), Some(Some(after(1000))));
}

#[test]
fn routes_of_one_hash_share_and_channels_do_not() {
    let mut bench = Bench::new();
    for template in [A, B] {
        let pass = bench.go(&route(template, 1));
        bench.complete(&pass, &window("h", 5, 1, 1000 * MS));
    }
    let _last = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&route(B, 1)), Some(Some(after(1000))));
    assert_eq!(bench.wait(&route(A, 2)), None);
}

#[test]
fn a_route_of_another_method_is_taken_to_share_until_its_answer_tells() {
    let delete = Route::new(Method::DELETE, A, &[Value::Id(1)]);
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 1, 0, 250 * MS));
    assert_eq!(bench.wait(&delete), Some(Some(after(250))));
    bench.now += after(250);
    let pass = bench.go(&delete);
    bench.complete(&pass, &window("other", 5, 4, 1000 * MS));
    assert_eq!(bench.wait(&route(A, 1)), None, "what it had taken was given back");
    let _one = bench.go(&route(A, 1));
    assert_eq!(bench.wait(&delete), None);
}

#[test]
fn what_is_on_its_way_when_a_window_turns_counts_in_the_next() {
    let mut bench = Bench::new();
    bench.limiter.whole.insert("h".into());
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
    bench.now += 2 * after(100);
    assert_eq!(bench.wait(&route(A, 1)), None);
    assert!(
        bench
            .limiter
            .places
            .values_mut()
            .all(|place| place.lines_mut().all(|(_, line)| line.bucket.in_flight() == 0))
    );
}

#[test]
fn another_user_of_the_bucket_is_noticed() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 5, 4, 1000 * MS));
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 5, 0, 900 * MS));
    assert_eq!(bench.wait(&route(A, 1)), Some(Some(after(900))));
}

#[test]
fn each_scope_of_a_429_holds_what_it_should() {
    let limited = |scope| Outcome::Limited { scope, retry_after: 500 * MS, window: None };
    for (scope, same, other, callback_waits) in [
        (Scope::User, true, false, false),
        (Scope::Shared, true, false, false),
        (Scope::Global, true, true, false),
        (Scope::Edge, true, true, true),
    ] {
        let mut bench = Bench::new();
        let pass = bench.go(&route(A, 1));
        bench.complete(&pass, &limited(scope));
        assert_eq!(bench.wait(&route(A, 1)).is_some(), same, "{scope}");
        assert_eq!(bench.wait(&route(A, 2)).is_some(), other, "{scope}");
        assert_eq!(bench.wait(&callback(1)).is_some(), callback_waits, "{scope}");
        bench.now += after(500);
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
    bench.now += 3 * MS;
    assert!(matches!(bench.ask(second), Turn::Wait(None)));
    let mut wake = Vec::new();
    assert!(matches!(bench.limiter.ask(first, bench.now, &mut wake), Turn::Go(_)));
    assert_eq!(wake, [second]);
    assert!(matches!(bench.ask(second), Turn::Go(_)));
}

#[test]
fn buckets_that_say_nothing_any_more_are_forgotten() {
    let mut bench = Bench::new();
    let many = if std::env::var_os("ITO_LOAD").is_some() { 5_000_000 } else { 100_000 };
    for id in 0..many {
        let pass = bench.go(&callback(id));
        bench.complete(&pass, &Outcome::Answered(None));
        bench.now += MS;
    }
    assert!(bench.limiter.places.len() <= 2 * SWEEP_FROM, "{}", bench.limiter.places.len());
    assert!(bench.limiter.waiting.is_empty() && bench.limiter.global_queue.is_empty());
}

fn edit_name(channel: u64) -> Route {
    let mut route = Route::new(Method::PATCH, "/channels/{channel.id}", &[Value::Id(channel)]);
    route.key.part = Part::Name;
    route
}

#[test]
fn places_that_come_back_one_by_one_are_not_taken_for_a_whole_window() {
    let mut bench = Bench::new();
    let first = bench.go(&route(A, 1));
    bench.complete(&first, &window("h", 3, 2, 1000 * MS));
    for remaining in [1, 0] {
        bench.now += 400 * MS;
        let pass = bench.go(&route(A, 1));
        bench.complete(&pass, &window("h", 3, remaining, (600 - 400 * (1 - remaining)) * MS));
    }
    bench.now += after(200);
    let one = bench.go(&route(A, 1));
    assert!(bench.wait(&route(A, 1)).is_some(), "one came back, and its answer tells of the others");
    bench.complete(&one, &window("h", 3, 0, 398 * MS));
    assert!(bench.wait(&route(A, 1)).is_some());
}

#[test]
fn a_whole_window_is_proven_by_an_answer_that_counts_too_few() {
    let mut bench = Bench::new();
    let first = bench.go(&route(A, 1));
    bench.complete(&first, &window("h", 3, 2, 1000 * MS));
    bench.now += 900 * MS;
    for remaining in [1, 0] {
        let pass = bench.go(&route(A, 1));
        bench.complete(&pass, &window("h", 3, remaining, 100 * MS));
    }
    bench.now += after(100);
    let pass = bench.go(&route(A, 1));
    // Two of the old window left less than its length ago, and are not counted.
    bench.complete(&pass, &window("h", 3, 2, 1000 * MS));
    assert!(bench.limiter.whole.contains("h"));
    let _two = (bench.go(&route(A, 1)), bench.go(&route(A, 1)));
    bench.now += after(1000);
    let _all = (bench.go(&route(A, 1)), "all but the two on their way came back");
    assert_eq!(bench.wait(&route(A, 1)), Some(None));
}

#[test]
fn a_route_without_a_name_waits_for_the_buckets_that_it_may_be_in() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 1, 0, 1000 * MS));
    assert_eq!(bench.wait(&route(B, 1)), Some(Some(after(1000))), "it may be in the one that is used up");
    assert_eq!(bench.wait(&route(B, 2)), None);
    bench.now += after(1000);
    let scout = bench.go(&route(B, 1));
    assert_eq!(bench.wait(&route(A, 1)), Some(None), "the only place is kept for what is on its way");
    bench.complete(&scout, &window("other", 5, 4, 1000 * MS));
    assert_eq!(bench.wait(&route(A, 1)), None);
}

#[test]
fn a_limit_that_no_header_shows_holds_only_what_it_counts() {
    let mut bench = Bench::new();
    let edit = Route::new(Method::PATCH, "/channels/{channel.id}", &[Value::Id(1)]);
    for _ in 0..2 {
        let pass = bench.go(&edit_name(1));
        bench.complete(&pass, &window("h", 5, 3, 1000 * MS));
    }
    let wait = bench.limiter.eta_for(&edit_name(1), bench.now);
    assert_eq!(wait, after(600_000), "two in ten minutes");
    assert_eq!(bench.wait(&edit), None, "other edits of the channel go on");
    assert_eq!(bench.wait(&edit_name(2)), None);
}

#[test]
fn a_hidden_limit_is_learnt_from_a_429_and_remembered() {
    let mut bench = Bench::new();
    let mut old = route(A, 1);
    old.key.part = Part::Old;
    for i in 0..4 {
        let pass = bench.go(&old);
        bench.now += 1000 * MS;
        let room = Window { bucket: "h".into(), limit: 50, remaining: 40, reset_after: 1000 * MS };
        let outcome = match i {
            3 => Outcome::Limited { scope: Scope::User, retry_after: 6000 * MS, window: Some(room) },
            _ => Outcome::Answered(Some(room)),
        };
        bench.complete(&pass, &outcome);
    }
    assert_eq!(bench.wait(&old), Some(Some(after(6000))));
    assert_eq!(bench.wait(&route(A, 1)), None, "the bucket has room for others");
    bench.now += after(6000);
    for _ in 0..3 {
        let pass = bench.go(&old);
        bench.complete(&pass, &window("h", 50, 40, 1000 * MS));
    }
    let Some(Some(wait)) = bench.wait(&old) else {
        panic!("three were let through before, and a fourth is not sent")
    };
    assert!(wait > 8900 * MS, "{wait:?}");
}

#[test]
fn what_was_kept_holds_in_the_next_process() {
    let mut bench = Bench::new();
    let pass = bench.go(&route(A, 1));
    bench.complete(&pass, &window("h", 2, 0, 5000 * MS));
    for _ in 0..2 {
        let pass = bench.go(&edit_name(3));
        bench.complete(&pass, &window("c", 5, 3, 1000 * MS));
    }
    bench.limiter.global.block(Scope::Global, 700 * MS, bench.now);
    let kept = bench.limiter.save(bench.now);
    let mut next = Bench::new();
    next.limiter.load(&kept, next.now).unwrap();
    let wait = |next: &mut Bench, route: &Route| next.limiter.eta_for(route, next.now);
    assert_eq!(wait(&mut next, &route(A, 1)), after(5000));
    let global = wait(&mut next, &route(A, 2));
    assert!((after(700)..after(710)).contains(&global), "everything waits for the global limit: {global:?}");
    assert!(wait(&mut next, &edit_name(3)) >= after(600_000));
    assert!(next.limiter.load("{", next.now).is_err());
}

#[test]
fn no_token_is_kept() {
    let mut bench = Bench::new();
    let values = [Value::Id(1), Value::Secret("s3cret")];
    let route = Route::new(Method::POST, "/webhooks/{webhook.id}/{webhook.token}", &values);
    let pass = bench.go(&route);
    bench.complete(&pass, &window("w", 5, 0, 5000 * MS));
    let _waits = bench.enter(&route);
    let remembered = format!("{:?} {pass:?}", bench.limiter);
    assert!(remembered.contains("webhook.token") && remembered.contains("Token(1, "), "{remembered}");
    assert!(!remembered.contains("s3cret"), "a token is a hash there: {remembered}");
    let kept = bench.limiter.save(bench.now);
    assert!(
        kept.contains("webhook.token") && !kept.contains("s3cret") && !kept.contains("\"limit\":5"),
        "{kept}"
    );
}
