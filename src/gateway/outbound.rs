//! What a connection may send (pure): 120 payloads in 60 s, with room kept for heartbeats.
//!
//! <https://docs.discord.com/developers/events/gateway#rate-limiting>

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The payloads of the last minute.
#[derive(Debug)]
pub(super) struct Outbound {
    sent: VecDeque<Instant>,
    /// Places that commands leave free.
    reserve: usize,
}

impl Outbound {
    /// A fresh connection whose heartbeats come every `interval`.
    pub(super) fn new(interval: Duration) -> Self {
        let beats = WINDOW.as_millis() / interval.as_millis().max(1) + 1;
        // Some more for the heartbeats that Discord asks for, and never so many that nothing else could be sent.
        let reserve = usize::try_from(beats).unwrap_or(LIMIT).saturating_add(4).min(LIMIT - 10);
        Self { sent: VecDeque::new(), reserve }
    }

    /// Takes a place for a heartbeat; false when even the places kept for heartbeats are used up.
    pub(super) fn beat(&mut self, now: Instant) -> bool {
        self.forget(now);
        let free = self.sent.len() < LIMIT;
        if free {
            self.sent.push_back(now);
        }
        free
    }

    /// Takes a place for anything else.
    ///
    /// # Errors
    /// The time at which a place will be free.
    pub(super) fn command(&mut self, now: Instant) -> Result<(), Instant> {
        self.turn(now)?;
        self.sent.push_back(now);
        Ok(())
    }

    /// Whether there is a place for anything else.
    ///
    /// # Errors
    /// The time at which one will be free.
    pub(super) fn turn(&mut self, now: Instant) -> Result<(), Instant> {
        self.forget(now);
        let room = LIMIT - self.reserve;
        if self.sent.len() < room {
            return Ok(());
        }
        Err(self.sent[self.sent.len() - room] + WINDOW)
    }

    fn forget(&mut self, now: Instant) {
        while self.sent.front().is_some_and(|at| now.saturating_duration_since(*at) >= WINDOW) {
            self.sent.pop_front();
        }
    }
}

const LIMIT: usize = 120;
const WINDOW: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Runs `seconds` of made-up time in which commands are always waiting; returns the times of all payloads.
    fn busy(interval: Duration, seconds: u64) -> Vec<Instant> {
        let start = Instant::now();
        let mut out = Outbound::new(interval);
        let (mut times, mut now, mut beat) = (Vec::new(), start, start);
        while now < start + SECOND * u32::try_from(seconds).unwrap() {
            if now >= beat {
                assert!(out.beat(now), "no room for a heartbeat after {:?}", now - start);
                times.push(now);
                beat += interval;
            }
            while out.command(now).is_ok() {
                times.push(now);
            }
            now += Duration::from_millis(50);
        }
        times
    }

    #[test]
    fn never_more_than_120_in_any_minute_and_always_room_for_a_heartbeat() {
        for interval in [1000, 5000, 41_250] {
            let times = busy(Duration::from_millis(interval), 300);
            for (i, from) in times.iter().enumerate() {
                let within = times[i..].iter().take_while(|t| **t - *from < WINDOW).count();
                assert!(within <= LIMIT, "{within} payloads in a minute at an interval of {interval} ms");
            }
        }
    }

    #[test]
    fn a_command_is_told_when_its_turn_comes() {
        let start = Instant::now();
        let mut out = Outbound::new(Duration::from_secs(41));
        let mut sent = 0;
        let turn = loop {
            match out.command(start + SECOND * sent / 10) {
                Ok(()) => sent += 1,
                Err(turn) => break turn,
            }
        };
        assert!(sent > 100, "{sent}");
        assert_eq!(turn, start + WINDOW);
        assert!(out.command(turn.checked_sub(Duration::from_millis(1)).unwrap()).is_err());
        assert!(out.command(turn).is_ok());
    }

    #[test]
    fn a_flood_of_asked_heartbeats_stops_at_the_limit() {
        let now = Instant::now();
        let mut out = Outbound::new(SECOND);
        assert_eq!((0..500).filter(|_| out.beat(now)).count(), LIMIT);
        assert!(out.beat(now + WINDOW));
    }
}
