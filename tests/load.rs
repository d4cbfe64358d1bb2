//! Bursts, listeners that hang, and stops at any moment. `ITO_LOAD=10` makes each of them ten times as large.
//!
//! The tests of this file look at the whole process, so they run one after the other.

mod support;

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use ito::sandbox::{ConnectionFault, Fault, Sandbox, Scope};
use ito::sync::{CloseFlag, thread};
use ito::{Bot, EventKind, Intents};
use support::{Watchdog, descriptors, eventually, resident, threads};

const MIB: usize = 1024 * 1024;

fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn factor() -> u64 {
    std::env::var("ITO_LOAD").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

fn bot_on(discord: &Sandbox) -> Bot {
    Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .build()
        .unwrap()
}

/// A message of some size, as the gateway sends it.
fn message(n: u64, size: usize) -> String {
    format!(
        r#"{{"id":"{}","channel_id":"1","guild_id":"2","content":"{n} {}","author":{{"id":"3","username":"ada"}}}}"#,
        n + 1,
        "x".repeat(size)
    )
}

/// By how much two moments that follow each other lie further apart than they should, at the most.
fn lateness(at: &[Instant], interval: Duration) -> Duration {
    at.windows(2).map(|pair| (pair[1] - pair[0]).saturating_sub(interval)).max().unwrap_or_default()
}

#[test]
fn a_burst_is_heard_once_and_in_order_and_heartbeats_go_on() {
    let (_alone, _watchdog) = (alone(), Watchdog::new(Duration::from_secs(300)));
    let interval = Duration::from_millis(500);
    let discord = Sandbox::builder().heartbeat_interval(interval).start().unwrap();
    let bot = bot_on(&discord);
    let count = 100_000 * factor();
    let heard = Arc::new(AtomicU64::new(0));
    let counter = heard.clone();
    bot.on(EventKind::Message, move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    let mut events = bot.stream(EventKind::Raw);
    bot.start().unwrap();
    let before = resident();
    let shard = discord.shard(0);
    let sender =
        thread::spawn("sender", 1 << 20, move || shard.burst("MESSAGE_CREATE", count, |n| message(n, 200)))
            .unwrap();
    // How late a thread is that does nothing but wake, on a machine that may have other work.
    let over = CloseFlag::new();
    let flag = over.clone();
    let metronome = thread::spawn("metronome", thread::SMALL_STACK, move || {
        let mut at = vec![Instant::now()];
        while !flag.wait_timeout(interval) {
            at.push(Instant::now());
        }
        at
    })
    .unwrap();
    let (mut next, mut most) = (None, 0);
    for n in 0..count {
        let event = loop {
            let event = events.next().unwrap();
            if &*event.name == "MESSAGE_CREATE" {
                break event;
            }
            next = Some(event.seq.unwrap() + 1);
        };
        assert_eq!(event.seq, Some(next.unwrap_or(0)), "event {n} of the burst");
        next = next.map(|next| next + 1);
        if n % 4096 == 0 {
            most = most.max(resident());
        }
    }
    sender.join().unwrap().unwrap();
    eventually("the listener to have heard all", Duration::from_secs(60), || {
        heard.load(Ordering::Relaxed) == count
    });
    assert!(most.saturating_sub(before) < 150 * MIB, "{} MiB more", most.saturating_sub(before) / MIB);
    let beats: Vec<Instant> = discord.seen().heartbeats.iter().map(|beat| beat.at).collect();
    over.set();
    let (late, at_best) = (lateness(&beats, interval), lateness(&metronome.join().unwrap(), interval));
    assert!(
        late < at_best + Duration::from_secs(1),
        "a heartbeat was {late:?} late, a mere timer {at_best:?}"
    );
    assert_eq!(discord.seen().opened, 1);
    bot.close().unwrap();
}

/// 64 guilds on 8 workers: each guild is heard whole and in order, while a listener of one of them waits.
#[test]
fn sixty_four_guilds_are_heard_in_order_each_while_one_waits() {
    let (_alone, _watchdog) = (alone(), Watchdog::new(Duration::from_secs(300)));
    let discord = Sandbox::start().unwrap();
    let mut limits = ito::bot::Limits::default();
    (limits.pool.core, limits.pool.ceiling) = (8, 8);
    let bot = Bot::builder(discord.token())
        .endpoints(discord.endpoints())
        .intents(Intents::unprivileged() | Intents::MESSAGE_CONTENT)
        .limits(limits)
        .build()
        .unwrap();
    let (guilds, each) = (64, 200 * factor());
    let heard: Arc<Vec<Mutex<Vec<u64>>>> = Arc::new((0..guilds).map(|_| Mutex::default()).collect());
    let notes = heard.clone();
    let (go, may_go) = bounded::<()>(0);
    bot.listen(EventKind::Message).ordered_by(|e| e.guild_id).call(move |e| {
        let number: u64 = e.content.parse()?;
        let guild = e.guild_id.map_or(0, ito::Id::get);
        // The lane of one guild waits at its first event until all others are done.
        if (guild, number) == (7, 0) {
            may_go.recv()?;
        }
        notes[usize::try_from(guild)? - 1].lock().map_err(|_| "poisoned")?.push(number);
        Ok(())
    });
    bot.start().unwrap();
    let shard = discord.shard(0);
    let all = guilds * each;
    let sender = thread::spawn("sender", 1 << 20, move || {
        shard.burst("MESSAGE_CREATE", all, |n| {
            let (guild, number) = (n % guilds + 1, n / guilds);
            format!(r#"{{"id":"{}","channel_id":"1","guild_id":"{guild}","content":"{number}","author":{{"id":"3"}}}}"#, n + 1)
        })
    })
    .unwrap();
    let count = |guild: usize| heard[guild].lock().unwrap().len() as u64;
    eventually("63 guilds are done", Duration::from_secs(120), || {
        (0..64).filter(|guild| *guild != 6).all(|guild| count(guild) == each)
    });
    assert_eq!(count(6), 0, "this one waits");
    go.send(()).unwrap();
    eventually("the last one is done", Duration::from_secs(120), || count(6) == each);
    sender.join().unwrap().unwrap();
    for guild in heard.iter() {
        assert_eq!(*guild.lock().unwrap(), (0..each).collect::<Vec<_>>());
    }
    bot.close().unwrap();
}

#[test]
fn a_listener_that_hangs_bounds_memory_and_loses_nothing() {
    let (_alone, _watchdog) = (alone(), Watchdog::new(Duration::from_secs(300)));
    let discord = Sandbox::builder().heartbeat_interval(Duration::from_millis(500)).start().unwrap();
    let bot = bot_on(&discord);
    let (gate, held) = bounded::<()>(0);
    let heard = Arc::new(AtomicU64::new(0));
    let counter = heard.clone();
    bot.on(EventKind::Message, move |_| {
        let _ = held.recv();
        counter.fetch_add(1, Ordering::Relaxed);
    });
    bot.start().unwrap();
    let before = resident();
    // 200 MB in all.
    let (count, size) = (10_000, 20_000);
    let shard = discord.shard(0);
    let sender =
        thread::spawn("sender", 1 << 20, move || shard.burst("MESSAGE_CREATE", count, |n| message(n, size)))
            .unwrap();
    let beats = discord.seen().heartbeats.len();
    discord
        .wait_for("heartbeats", Duration::from_secs(30), |seen| seen.heartbeats.len() >= beats + 8)
        .unwrap();
    let more = resident().saturating_sub(before);
    assert!(more < 100 * MIB, "{} MiB more", more / MIB);
    assert_eq!((heard.load(Ordering::Relaxed), discord.seen().opened), (0, 1));
    drop(gate);
    sender.join().unwrap().unwrap();
    eventually("all to be heard", Duration::from_secs(60), || heard.load(Ordering::Relaxed) == count);
    bot.close().unwrap();
}

#[test]
fn fifty_reconnects_leave_nothing_behind() {
    let (_alone, _watchdog) = (alone(), Watchdog::new(Duration::from_secs(300)));
    let discord = Sandbox::start().unwrap();
    let bot = bot_on(&discord);
    bot.on(EventKind::Message, |_| ());
    bot.start().unwrap();
    let logins = |n: usize| {
        discord.wait_for("a login", Duration::from_secs(60), |seen| seen.logins.len() >= n).unwrap();
    };
    logins(1);
    let (descriptors_before, threads_before) = (descriptors(), threads().len());
    for n in 2..52 {
        discord.shard(0).reconnect();
        logins(n);
    }
    eventually("descriptors to be closed", Duration::from_secs(10), || {
        descriptors() <= descriptors_before + 2
    });
    eventually("threads to end", Duration::from_secs(10), || threads().len() <= threads_before + 1);
    bot.close().unwrap();
}

#[test]
fn a_stop_at_any_moment_is_over_soon_and_leaves_no_thread() {
    let (_alone, _watchdog) = (alone(), Watchdog::new(Duration::from_secs(600)));
    let faults: [fn(&Sandbox); 12] = [
        |_| (),
        |d| d.fail("GET /gateway/bot", 9, Fault::Slow(Duration::from_secs(5))),
        |d| d.fail("GET /gateway/bot", 9, Fault::Silence),
        |d| {
            d.fail(
                "GET /gateway/bot",
                9,
                Fault::RateLimit { scope: Scope::Global, retry_after: Duration::from_secs(100) },
            );
        },
        |d| d.fail("POST /channels/*/messages", 99, Fault::Silence),
        |d| {
            d.fail(
                "POST /channels/*/messages",
                99,
                Fault::RateLimit { scope: Scope::User, retry_after: Duration::from_secs(100) },
            );
        },
        |d| d.fail_connection(ConnectionFault::Silence),
        |d| d.fail_connection(ConnectionFault::NoHello),
        |d| d.fail_connection(ConnectionFault::NoReady),
        |d| (0..20).for_each(|_| d.fail_connection(ConnectionFault::Refuse(503))),
        |d| (0..20).for_each(|_| d.fail_connection(ConnectionFault::CloseLogin(4000))),
        |d| d.fail_connection(ConnectionFault::InvalidSession(false)),
    ];
    let stops = 60 * usize::try_from(factor()).unwrap();
    let pause = CloseFlag::new();
    for n in 0..stops {
        let discord = Sandbox::builder().shards(2).max_concurrency(2).start().unwrap();
        faults[n % faults.len()](&discord);
        let hall = discord.guild("test").channel("hall");
        let ada = discord.user("ada");
        let bot = bot_on(&discord);
        let answered = Arc::new(AtomicUsize::new(0));
        let counter = answered.clone();
        bot.on(EventKind::Message, move |e| {
            e.reply("x")?;
            counter.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        let starter = bot.clone();
        let starting = thread::spawn("starter", 1 << 20, move || starter.start()).unwrap();
        for _ in 0..5 {
            ada.says(&hall, "hello");
        }
        pause.wait_timeout(Duration::from_millis(fastrand::u64(0..150)));
        let begun = Instant::now();
        // A bot whose start has not begun is closed as soon as it has.
        eventually("the close", Duration::from_secs(5), || bot.close().is_ok() || starting.is_finished());
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(2), "stop {n} took {took:?}");
        let _ = starting.join().unwrap();
    }
    eventually("all threads to end", Duration::from_secs(60), || {
        threads().iter().all(|name| {
            !["ito-bot", "ito-shard", "ito-beat", "ito-work", "ito-pool"]
                .iter()
                .any(|ours| name.starts_with(ours))
        })
    });
}
