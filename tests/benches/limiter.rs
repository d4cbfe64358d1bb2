//! What limits cost: `cargo bench --bench limiter` makes 10,000 mixed calls against the sandbox, which enforces Discord's
//! limits (three and a half minutes, since 50 a second are allowed), answers 5,000,000 interactions with a token each, and
//! closes 500 calls that wait. `cargo bench --bench limiter -- 1000 50000 100` does less of each.

#[path = "../support/interactions.rs"]
mod interactions;

use std::alloc::System;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ito::Token;
use ito::model::{Channel, Id, Message};
use ito::rest::{Config, Error, Rest};
use ito::sandbox::Sandbox;
use ito::sync::CloseFlag;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes that are allocated now.
fn in_use() -> usize {
    let stats = HEAP.stats();
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}

fn main() {
    let given: Vec<u64> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let size = |at: usize, usual: u64| given.get(at).copied().unwrap_or(usual);
    mixed_calls(size(0, 10_000));
    interaction_tokens(size(1, 5_000_000));
    close_of_waiting_calls(size(2, 500));
}

/// A handle for the sandbox's bot.
fn rest(discord: &Sandbox, config: Config) -> Rest {
    let token = Token::new(discord.token()).expect("the sandbox's token is one");
    Rest::new(discord.endpoints(), Some(token), config).expect("the defaults can be used")
}

/// Runs `job` on so many threads, each with its number.
fn on_threads(count: usize, job: impl Fn(usize) + Sync) {
    std::thread::scope(|scope| {
        for number in 0..count {
            let job = &job;
            scope.spawn(move || job(number));
        }
    });
}

/// A kind of call, in so many of twenty, whose bucket takes so many within that time; 0 for one that all channels share.
struct Kind {
    of_twenty: u64,
    limit: u64,
    window: Duration,
    is_shared: bool,
    call: Call,
}

type Call = fn(&Rest, Id<Channel>, Id<Message>) -> Result<(), Error>;

const CHANNELS: u64 = 40;
const CALLERS: usize = 64;
const KINDS: [Kind; 6] = [
    Kind {
        of_twenty: 4,
        limit: 5,
        window: Duration::from_secs(5),
        is_shared: false,
        call: |rest, channel, _| rest.create_message(channel).content("tea at five?").send().map(drop),
    },
    Kind {
        of_twenty: 2,
        limit: 5,
        window: Duration::from_secs(5),
        is_shared: false,
        call: |rest, channel, _| rest.trigger_typing(channel).send(),
    },
    Kind {
        of_twenty: 2,
        limit: 1,
        window: Duration::from_millis(250),
        is_shared: false,
        call: |rest, channel, message| rest.create_reaction(channel, message, "🍵").send(),
    },
    Kind {
        of_twenty: 6,
        limit: 30,
        window: Duration::from_secs(3),
        is_shared: false,
        call: |rest, channel, _| rest.fetch_channel(channel).send().map(drop),
    },
    Kind {
        of_twenty: 4,
        limit: 30,
        window: Duration::from_secs(3),
        is_shared: false,
        call: |rest, channel, message| rest.fetch_message(channel, message).send().map(drop),
    },
    Kind {
        of_twenty: 2,
        limit: 30,
        window: Duration::from_secs(3),
        is_shared: true,
        call: |rest, _, _| rest.fetch_current_user().send().map(drop),
    },
];

/// How long calls take that count in all limits, beside the least that the limits allow.
fn mixed_calls(calls: u64) {
    let discord = Sandbox::start().expect("the sandbox starts");
    let guild = discord.guild("bench");
    let rest = rest(&discord, Config::default());
    let places: Vec<_> = (0..CHANNELS)
        .map(|n| {
            let channel = Id::new(guild.channel(&format!("room-{n}")).id());
            let first = rest.create_message(channel).content("first").send().expect("it is sent");
            (channel, first.id)
        })
        .collect();
    // Nothing of the preparation is in any window any more.
    CloseFlag::new().wait_timeout(Duration::from_secs(6));
    let (next, begun) = (AtomicU64::new(0), Instant::now());
    on_threads(CALLERS, |_| {
        loop {
            let call = next.fetch_add(1, Ordering::Relaxed);
            if call >= calls {
                return;
            }
            let (channel, message) = places[place(call)];
            (KINDS[kind(call)].call)(&rest, channel, message).expect("it is answered");
        }
    });
    let took = begun.elapsed();
    let least = least(calls);
    println!(
        "{calls} mixed calls in {CHANNELS} channels: {:.1} s, the limits allow {:.1} s: {:.3} times as long; {} offences",
        took.as_secs_f64(),
        least.as_secs_f64(),
        took.as_secs_f64() / least.as_secs_f64(),
        discord.offences().len(),
    );
    assert!(discord.offences().is_empty(), "{:?}", discord.offences());
}

/// The kind of a call, by its number.
fn kind(call: u64) -> usize {
    // 7 and 20 have no divisor, so kinds alternate.
    let mut at = call * 7 % 20;
    for (kind, Kind { of_twenty, .. }) in KINDS.iter().enumerate() {
        match at.checked_sub(*of_twenty) {
            Some(left) => at = left,
            None => return kind,
        }
    }
    unreachable!("the kinds are twenty together")
}

/// The place of a call, by its number.
fn place(call: u64) -> usize {
    (call / 20 % CHANNELS) as usize
}

/// How long calls take at least for whoever knows all windows: until the last one may be sent.
fn least(calls: u64) -> Duration {
    let mut buckets: HashMap<(usize, usize), u64> = HashMap::new();
    for call in 0..calls {
        let kind = kind(call);
        *buckets.entry((kind, if KINDS[kind].is_shared { 0 } else { place(call) })).or_default() += 1;
    }
    let of_bucket = |((kind, _), count): (&(usize, usize), &u64)| {
        KINDS[*kind].window * u32::try_from((count - 1) / KINDS[*kind].limit).expect("few windows")
    };
    let global = Duration::from_secs((calls.max(1) - 1) / 50);
    buckets.iter().map(of_bucket).max().map_or(global, |longest| longest.max(global))
}

/// How much memory interactions take that come and go, and what is left of their tokens.
fn interaction_tokens(tokens: u64) {
    let (most, before, begun) = (AtomicUsize::new(0), in_use(), Instant::now());
    interactions::answer(tokens, |number| {
        if number % 64 == 0 {
            most.fetch_max(in_use(), Ordering::Relaxed);
        }
    });
    let took = begun.elapsed();
    let peak = most.into_inner().saturating_sub(before);
    println!(
        "{tokens} interactions: {:.1} s; {:.1} MiB of heap at the most, {:.1} MiB kept; {} tokens found in memory",
        took.as_secs_f64(),
        mib(peak),
        mib(in_use().saturating_sub(before)),
        interactions::in_memory().map_or("no /proc to find".to_owned(), |found| found.len().to_string()),
    );
}

fn mib(bytes: usize) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// How long a close takes while many calls wait for a limit.
fn close_of_waiting_calls(callers: u64) {
    let discord =
        Sandbox::builder().message_limit(1, Duration::from_secs(200)).start().expect("the sandbox starts");
    let hall = Id::new(discord.guild("bench").channel("hall").id());
    // Each waits for those before it, without a ceiling.
    let rest = rest(&discord, Config::default().max_rate_limit(Duration::MAX));
    rest.create_message(hall).content("the only one").send().expect("it is sent");
    let ended = AtomicU64::new(0);
    let mut took = Duration::ZERO;
    std::thread::scope(|scope| {
        for _ in 0..callers {
            scope.spawn(|| {
                let error = rest.create_message(hall).content("one more").send().expect_err("it waits");
                assert!(error.is_closed() && error.attempts() == 0, "{error}");
                ended.fetch_add(1, Ordering::Relaxed);
            });
        }
        let pause = CloseFlag::new();
        while rest.limits().waiting < callers as usize {
            pause.wait_timeout(Duration::from_millis(1));
        }
        let begun = Instant::now();
        rest.close();
        while ended.load(Ordering::Relaxed) < callers {
            std::thread::yield_now();
        }
        took = begun.elapsed();
    });
    println!("{callers} calls that waited: all ended {:.1} ms after the close", took.as_secs_f64() * 1000.0);
    assert!(discord.offences().is_empty(), "{:?}", discord.offences());
}
