//! How the benches measure: the best of several rounds counts, since noise only ever adds, and each figure stands beside
//! a bare one of the same run.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Nanoseconds of one call, in the best round.
pub(crate) fn best(mut call: impl FnMut()) -> f64 {
    let mut calls = 1;
    let mut best = f64::MAX;
    let end = Instant::now() + Duration::from_secs(1);
    while Instant::now() < end {
        let begin = Instant::now();
        (0..calls).for_each(|_| call());
        let took = begin.elapsed();
        if took < Duration::from_millis(5) {
            calls *= 2;
        } else {
            best = best.min(took.as_secs_f64() * 1e9 / f64::from(calls));
        }
    }
    best
}

/// What this process has used of its processors.
pub(crate) fn processor_time() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_SELF).expect("a process knows what it used");
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Duration::from_micros(micros.unsigned_abs())
}

/// The head of a table.
pub(crate) fn head(what: &str, bare: &str) {
    println!("{what:<44} {:>12} {:>18} {:>7}", "ns", bare, "times");
}

/// A row of it.
pub(crate) fn row(title: &str, nanos: f64, bare: f64) {
    println!("{title:<44} {nanos:>12.0} {bare:>18.0} {:>7.2}", nanos / bare);
}
