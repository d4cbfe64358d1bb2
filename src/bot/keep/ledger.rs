//! The ledger of session starts (pure): a bot that crashes again and again stops itself, well before Discord, which resets
//! the token of a bot that starts more sessions in a day than it may, does.
//!
//! A start leaves a tenth of the day's sessions for the shards that run, and takes no more than a quarter of them in an hour.

use std::time::Duration;

use crate::gateway::SessionBudget;

/// When sessions were started, in seconds of Unix time, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ledger(Vec<u64>);

/// A start that must wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMany {
    /// Sessions that were started.
    pub(crate) sessions: u32,
    /// In this time.
    pub(crate) within: Duration,
    /// When a start may be tried again.
    pub(crate) wait: Duration,
}

impl Ledger {
    /// A ledger as it was at `now`: what lies in the future comes of a clock that was wrong and counts as of now.
    pub(super) fn new(mut times: Vec<u64>, now: u64) -> Self {
        for time in &mut times {
            *time = now.min(*time);
        }
        times.retain(|time| now - time < DAY);
        times.sort_unstable();
        Self(times)
    }

    pub(super) fn times(&self) -> &[u64] {
        &self.0
    }

    /// A session is started.
    pub(super) fn add(&mut self, now: u64) {
        *self = Self::new(std::mem::take(&mut self.0), now);
        self.0.push(now);
    }

    /// Whether `needed` sessions may be started.
    pub(super) fn check(&self, needed: u32, budget: &SessionBudget, now: u64) -> Result<(), TooMany> {
        let in_an_hour = (budget.total / 4).max(needed.saturating_mul(4));
        self.check_window(HOUR, in_an_hour, needed, now)?;
        let in_a_day = budget.total - budget.total / 10;
        self.check_window(DAY, in_a_day, needed, now)?;
        // Others may start sessions with the same token, on other machines.
        let (left, reserve) = (budget.remaining, budget.total / 10);
        if !self.0.is_empty() && left < needed.saturating_add(reserve) {
            let sessions = budget.total.saturating_sub(left);
            return Err(TooMany { sessions, within: Duration::from_secs(DAY), wait: budget.reset_after });
        }
        Ok(())
    }

    fn check_window(&self, window: u64, most: u32, needed: u32, now: u64) -> Result<(), TooMany> {
        let recent: Vec<u64> =
            self.0.iter().copied().filter(|time| now.saturating_sub(*time) < window).collect();
        let too_many = (recent.len() + needed as usize).saturating_sub(most as usize);
        if recent.is_empty() || too_many == 0 {
            return Ok(());
        }
        // So many of the oldest are to be out of the window.
        let last = recent[too_many.min(recent.len()) - 1];
        let wait = Duration::from_secs((last + window).saturating_sub(now));
        let sessions = u32::try_from(recent.len()).unwrap_or(u32::MAX);
        Err(TooMany { sessions, within: Duration::from_secs(window), wait })
    }
}

/// In seconds.
const HOUR: u64 = 60 * 60;
/// In seconds.
const DAY: u64 = 24 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(total: u32, remaining: u32) -> SessionBudget {
        SessionBudget { total, remaining, reset_after: Duration::from_secs(7000), max_concurrency: 1 }
    }

    #[test]
    fn two_thousand_restarts_never_come_near_the_limit_of_a_day() {
        let (mut ledger, mut now, mut started) = (Ledger::default(), 1_000_000, Vec::new());
        for _ in 0..2000 {
            let left = 1000 - started.iter().filter(|at| now - **at < DAY).count();
            match ledger.check(1, &budget(1000, u32::try_from(left).unwrap()), now) {
                Ok(()) => {
                    ledger.add(now);
                    started.push(now);
                    now += 5;
                }
                // Whoever starts it again does so every five seconds; the error says when it will work.
                Err(too_many) => {
                    assert!(!too_many.wait.is_zero());
                    now += too_many.wait.as_secs();
                }
            }
        }
        for (i, from) in started.iter().enumerate() {
            let day = started[i..].iter().take_while(|at| **at - from < DAY).count();
            let hour = started[i..].iter().take_while(|at| **at - from < HOUR).count();
            assert!(day <= 900 && hour <= 250, "{day} in a day, {hour} in an hour");
        }
        assert!(started.len() > 1000, "it goes on after each wait: {}", started.len());
    }

    #[test]
    fn a_first_start_is_never_refused_and_a_clock_that_was_wrong_locks_nobody_out() {
        assert_eq!(Ledger::default().check(990, &budget(1000, 1000), 5), Ok(()));
        let year = 365 * DAY;
        let now = 1_700_000_000;
        // The clock was a year ahead.
        let ledger = Ledger::new(vec![now + year; 250], now);
        let refused = ledger.check(1, &budget(1000, 700), now).unwrap_err();
        assert_eq!((refused.sessions, refused.wait), (250, Duration::from_secs(HOUR)));
        assert_eq!(ledger.check(1, &budget(1000, 700), now + HOUR), Ok(()));
        // The clock was a year behind.
        assert_eq!(Ledger::new(vec![now - year; 250], now).times(), &[] as &[u64]);
    }

    #[test]
    fn a_reserve_is_left_for_the_shards_that_run() {
        let now = 1_700_000_000;
        let ledger = Ledger::new(vec![now - 2 * HOUR], now);
        assert_eq!(ledger.check(4, &budget(1000, 104), now), Ok(()));
        let refused = ledger.check(4, &budget(1000, 103), now).unwrap_err();
        assert_eq!((refused.sessions, refused.wait), (897, Duration::from_secs(7000)));
    }
}
