//! Growing delays with jitter (pure): how long to wait before the next attempt at something that failed.

use std::time::Duration;

/// Delays that double from `first` up to `cap`, each shortened by a random part of at most a half.
#[derive(Debug, Clone)]
pub struct Backoff {
    first: Duration,
    cap: Duration,
    failures: u32,
}

impl Backoff {
    /// Starts at `first` and never exceeds `cap`.
    pub const fn new(first: Duration, cap: Duration) -> Self {
        Self { first, cap, failures: 0 }
    }

    /// The delay before the next attempt; `random` is a number in `0.0..1.0`.
    pub fn next(&mut self, random: f64) -> Duration {
        let full = self.first.saturating_mul(1 << self.failures.min(20)).min(self.cap);
        self.failures = self.failures.saturating_add(1);
        full.mul_f64(1.0 - random.clamp(0.0, 1.0) / 2.0)
    }

    /// Starts over after a success.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// How many delays were given since the last success.
    pub const fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_cap_and_start_over() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(10));
        let delays: Vec<u64> = (0..6).map(|_| backoff.next(0.0).as_secs()).collect();
        assert_eq!(delays, [1, 2, 4, 8, 10, 10]);
        backoff.reset();
        assert_eq!(backoff.next(0.0), Duration::from_secs(1));
    }

    #[test]
    fn jitter_takes_at_most_half() {
        let mut backoff = Backoff::new(Duration::from_secs(8), Duration::from_secs(8));
        assert_eq!(backoff.next(1.0), Duration::from_secs(4));
        for _ in 0..100 {
            let delay = backoff.next(fastrand::f64());
            assert!(delay >= Duration::from_secs(4) && delay <= Duration::from_secs(8), "{delay:?}");
        }
    }

    #[test]
    fn a_thousand_failures_do_not_overflow() {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(60));
        assert!((0..1000).all(|_| backoff.next(0.0) <= Duration::from_secs(60)));
        assert_eq!(backoff.failures(), 1000);
    }
}
