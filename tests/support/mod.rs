//! What tests over real sockets share: a watchdog, the log, a proxy, and a look at this process's threads and memory.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod proxy;
pub(crate) mod redis;

use std::fmt::Write as _;
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use ito::sync::{CloseFlag, thread};

/// Ends the process when a test takes longer than it may: a hang is a failure with a name.
pub(crate) struct Watchdog {
    done: CloseFlag,
    _thread: thread::Thread<()>,
}

impl Watchdog {
    /// Watches until it is dropped.
    pub(crate) fn new(limit: Duration) -> Self {
        let done = CloseFlag::new();
        let (flag, test) = (done.clone(), std::thread::current().name().unwrap_or("a test").to_owned());
        let watch = move || {
            if !flag.wait_timeout(limit) {
                eprintln!("{test} hangs: not done after {limit:?}; threads: {:?}", threads());
                std::process::abort();
            }
        };
        Self { done, _thread: thread::spawn("watchdog", thread::SMALL_STACK, watch).unwrap() }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.done.set();
    }
}

/// Waits until `fact` holds; fails when it does not within `limit`.
pub(crate) fn eventually(what: &str, limit: Duration, mut fact: impl FnMut() -> bool) {
    let deadline = Instant::now() + limit;
    let pause = CloseFlag::new();
    while !fact() {
        assert!(Instant::now() < deadline, "not within {limit:?}: {what}");
        pause.wait_timeout(Duration::from_millis(2));
    }
}

/// Names of this process's threads that ito started.
pub(crate) fn threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    names.map(|name| name.trim().to_owned()).filter(|name| name.starts_with("ito-")).collect()
}

/// Open descriptors of this process.
pub(crate) fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Resident memory of this process, in bytes.
pub(crate) fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok()).unwrap_or(0) * 1024
}

/// Keeps everything that is logged, at level trace; safe to call many times.
pub(crate) fn keep_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Keeper).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Everything that was logged since [`keep_log`].
pub(crate) fn log_text() -> String {
    KEPT.lock().unwrap().clone()
}

static KEPT: Mutex<String> = Mutex::new(String::new());

struct Keeper;

impl log::Log for Keeper {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut kept = KEPT.lock().unwrap();
        let _ = writeln!(kept, "{} {} {}", record.level(), record.target(), record.args());
    }

    fn flush(&self) {}
}
