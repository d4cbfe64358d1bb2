//! ito as a client of a load server, to stand beside other libraries in one table.
//!
//! It logs in to `http://127.0.0.1:$BENCH_PORT/api/v10` with all intents. The listener of messages takes a sample of clock,
//! processor time and memory on `bench:start`, counts every other, answers `!ping` with `pong`, and on `bench:done` prints
//! one line of JSON and exits. `BENCH_COMPRESS` is `none`, `zlib` or `zstd`; with `BENCH_MODE=rest` it sends `BENCH_N`
//! messages, `BENCH_CONC` at a time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ito::cache::CacheSettings;
use ito::gateway::Compression;
use ito::{Bot, Endpoints, EventKind, Id, Intents};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

fn main() -> ito::Result {
    let port = number("BENCH_PORT", 0);
    let bot = Bot::builder("bench")
        .endpoints(Endpoints::new(&format!("http://127.0.0.1:{port}/api/v10"))?)
        .intents(Intents::all())
        .compression(match std::env::var("BENCH_COMPRESS").as_deref() {
            Ok("none") => Compression::None,
            Ok("zlib") => Compression::Zlib,
            _ => Compression::Zstd,
        })
        .cache(if number("BENCH_CACHE", 0) == 1 { CacheSettings::default() } else { CacheSettings::none() })
        .rest(ito::rest::Config::default().global_rate(u32::MAX))
        .build()?;
    if std::env::var("BENCH_MODE").as_deref() == Ok("rest") { rest(&bot) } else { gateway(&bot) }
}

fn gateway(bot: &Bot) -> ito::Result {
    static EVENTS: AtomicU64 = AtomicU64::new(0);
    static SUM: AtomicU64 = AtomicU64::new(0);
    static FIRST: Mutex<Option<Sample>> = Mutex::new(None);
    let expected = number("BENCH_EXPECT", 0);
    bot.on(EventKind::Message, move |e| {
        match e.content.as_str() {
            "bench:start" => {
                FIRST.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(Sample::take);
                return Ok(());
            }
            "bench:done" => {
                // Listeners run side by side: one of another message may still be at it.
                while EVENTS.load(Ordering::Acquire) < expected {
                    std::thread::yield_now();
                }
                let (first, end) =
                    (FIRST.lock().unwrap_or_else(PoisonError::into_inner).take(), Sample::take());
                report(
                    &first.unwrap_or_else(Sample::take),
                    &end,
                    EVENTS.load(Ordering::Acquire),
                    SUM.load(Ordering::Acquire),
                );
                std::process::exit(0);
            }
            _ => {}
        }
        let mut first = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(Sample::take);
        drop(first);
        SUM.fetch_add((e.content.len() as u64).wrapping_add(e.author.id.get()), Ordering::AcqRel);
        EVENTS.fetch_add(1, Ordering::AcqRel);
        if e.content == "!ping" {
            e.rest().create_message(e.channel_id).content("pong").send()?;
        }
        Ok(())
    });
    bot.run()
}

fn rest(bot: &Bot) -> ito::Result {
    let (n, at_a_time) = (number("BENCH_N", 5000), number("BENCH_CONC", 1).max(1));
    let channel = Id::new(1_200_000_000_000_000_001);
    let post = || bot.rest().create_message(channel).content("pong").send();
    post()?;
    let (first, next, failed) = (Sample::take(), AtomicU64::new(0), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..at_a_time {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < n {
                    if post().is_err() {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let end = Sample::take();
    println!(
        "{}",
        serde_json::json!({
            "peer": "ito", "requests": n, "concurrency": at_a_time, "failed": failed.into_inner(),
            "seconds": (end.at - first.at).as_secs_f64(), "user": end.user.checked_sub(first.user).unwrap().as_secs_f64(),
            "sys": end.system.checked_sub(first.system).unwrap().as_secs_f64(), "maxrss_kb": status_kb("VmHWM"),
        })
    );
    Ok(())
}

fn report(first: &Sample, end: &Sample, events: u64, sum: u64) {
    println!(
        "{}",
        serde_json::json!({
            "peer": "ito", "events": events, "sum": sum, "seconds": (end.at - first.at).as_secs_f64(),
            "user": end.user.checked_sub(first.user).unwrap().as_secs_f64(), "sys": end.system.checked_sub(first.system).unwrap().as_secs_f64(),
            "rss_loaded_kb": first.resident_kb, "rss_end_kb": end.resident_kb, "maxrss_kb": status_kb("VmHWM"),
        })
    );
}

/// What the process has used so far.
struct Sample {
    at: Instant,
    user: Duration,
    system: Duration,
    resident_kb: u64,
}

impl Sample {
    fn take() -> Self {
        let usage = getrusage(UsageWho::RUSAGE_SELF).expect("a process may ask what it used itself");
        let micros =
            |time: nix::sys::time::TimeVal| Duration::from_micros(time.num_microseconds().unsigned_abs());
        Self {
            at: Instant::now(),
            user: micros(usage.user_time()),
            system: micros(usage.system_time()),
            resident_kb: status_kb("VmRSS"),
        }
    }
}

fn status_kb(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}
