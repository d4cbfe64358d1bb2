//! Answers that Discord counts against an address (pure): 401, 403 and 429, and 404 of webhooks.
//!
//! Ten thousand of them within ten minutes ban the address. Well before that nothing is sent any more but a probe now and
//! then; and what was refused twice in a channel is refused here for a while, since it would be again.
//! <https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// What was counted, and what follows from it.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// So many in the ten seconds that began then, the oldest first.
    counted: VecDeque<(Instant, u32)>,
    /// The breaker is open, and a probe may go then.
    probe_at: Option<Instant>,
    /// What was refused, by the hash of method and path.
    refused: HashMap<u64, Refused>,
}

#[derive(Debug, Clone, Copy)]
struct Refused {
    times: u32,
    last: Instant,
    code: u32,
}

/// What the guard says to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Go,
    /// Too many answers were invalid: nothing goes before that.
    Open(Duration),
    /// Refused twice with this code of Discord's: not asked again before that.
    Refused(u32, Duration),
}

impl Guard {
    /// Whether a request may go.
    pub(super) fn check(&mut self, place: Option<u64>, now: Instant) -> Word {
        if let Some(refused) = place.and_then(|place| self.refused.get(&place)).filter(|r| r.times >= 2)
            && let Some(left) =
                (refused.last + REFUSED_FOR).checked_duration_since(now).filter(|l| !l.is_zero())
        {
            return Word::Refused(refused.code, left);
        }
        let Some(probe_at) = self.probe_at else { return Word::Go };
        if self.invalid(now) < CLOSES_BELOW {
            self.probe_at = None;
            log::info!(target: "ito::rest", "few answers are invalid again: requests are sent as before");
            return Word::Go;
        }
        if now < probe_at {
            return Word::Open(probe_at - now);
        }
        self.probe_at = Some(now + PROBES_EVERY);
        Word::Go
    }

    /// Counts an answer: its status, whether it is a webhook's, and Discord's code when it refused for want of a right.
    pub(super) fn note(
        &mut self,
        status: u16,
        is_webhook: bool,
        place: Option<u64>,
        code: Option<u32>,
        now: Instant,
    ) {
        if let (Some(place), Some(code), 403) = (place, code, status) {
            self.refuse(place, code, now);
        } else if let Some(place) = place.filter(|_| (200..300).contains(&status)) {
            self.refused.remove(&place);
        }
        if !(matches!(status, 401 | 403 | 429) || (status == 404 && is_webhook)) {
            return;
        }
        match self.counted.back_mut().filter(|(since, _)| now < *since + SLOT) {
            Some((_, count)) => *count += 1,
            None => self.counted.push_back((now, 1)),
        }
        if self.probe_at.is_none() && self.invalid(now) >= OPENS_AT {
            self.probe_at = Some(now + PROBES_EVERY);
            log::error!(
                target: "ito::rest",
                "{OPENS_AT} answers within ten minutes were 401, 403, 404 or 429, and Discord bans an address at \
                 10000: until they are fewer, nothing is sent but a probe every {} s; look for a call that is refused \
                 again and again",
                PROBES_EVERY.as_secs()
            );
        }
    }

    /// How many answers of the last ten minutes Discord counts.
    pub(super) fn invalid(&mut self, now: Instant) -> u32 {
        while self.counted.front().is_some_and(|(since, _)| *since + SLOT + WINDOW <= now) {
            self.counted.pop_front();
        }
        self.counted.iter().map(|(_, count)| count).sum()
    }

    /// Whether nothing is sent but probes.
    pub(super) const fn is_open(&self) -> bool {
        self.probe_at.is_some()
    }

    /// Whether anything was refused of late.
    pub(super) fn has_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    fn refuse(&mut self, place: u64, code: u32, now: Instant) {
        if self.refused.len() >= MOST_REFUSED {
            self.refused.retain(|_, refused| now < refused.last + WINDOW);
        }
        let refused = self.refused.entry(place).or_insert(Refused { times: 0, last: now, code });
        if refused.last + WINDOW <= now {
            refused.times = 0;
        }
        *refused = Refused { times: refused.times + 1, last: now, code };
    }
}

const WINDOW: Duration = Duration::from_secs(600);
const SLOT: Duration = Duration::from_secs(10);
/// Four fifths of what bans an address.
const OPENS_AT: u32 = 8000;
const CLOSES_BELOW: u32 = 7000;
/// 120 probes in ten minutes are far from the rest of what is left.
const PROBES_EVERY: Duration = Duration::from_secs(5);
/// A permission that was given meanwhile is noticed after as long.
const REFUSED_FOR: Duration = Duration::from_secs(60);
const MOST_REFUSED: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn what_was_refused_twice_is_not_asked_for_a_minute_and_then_once() {
        let (mut guard, now) = (Guard::default(), Instant::now());
        guard.note(403, false, Some(1), Some(50_001), now);
        assert_eq!(guard.check(Some(1), now), Word::Go);
        guard.note(403, false, Some(1), Some(50_001), now);
        assert_eq!(guard.check(Some(1), now), Word::Refused(50_001, REFUSED_FOR));
        assert_eq!(guard.check(Some(2), now), Word::Go, "another channel");
        let later = now + REFUSED_FOR;
        assert_eq!(guard.check(Some(1), later), Word::Go, "somebody may have given the permission");
        guard.note(403, false, Some(1), Some(50_001), later);
        assert_eq!(
            guard.check(Some(1), later + SECOND),
            Word::Refused(50_001, REFUSED_FOR.saturating_sub(SECOND))
        );
        guard.note(200, false, Some(1), None, later);
        assert_eq!(guard.check(Some(1), later), Word::Go, "it works again");
        guard.note(403, false, Some(1), None, later);
        guard.note(403, false, Some(1), None, later);
        assert_eq!(guard.check(Some(1), later), Word::Go, "refused for another reason than a right");
    }

    #[test]
    fn r18_the_breaker_opens_at_four_fifths_probes_and_closes() {
        let (mut guard, mut now) = (Guard::default(), Instant::now());
        for i in 0..8000 {
            assert_eq!(guard.check(None, now), Word::Go, "{i}");
            guard.note([401, 403, 429, 404][i % 4], true, None, None, now);
            guard.note(404, false, None, None, now);
            now += Duration::from_millis(20);
        }
        assert_eq!(guard.invalid(now), 8000, "a 404 that is no webhook's counts nothing");
        let (mut probes, opened) = (0, now);
        while guard.is_open() {
            if guard.check(None, now) == Word::Go && guard.is_open() {
                probes += 1;
                guard.note(403, false, None, None, now);
            }
            now += SECOND / 4;
            assert!(now < opened + 2 * WINDOW, "it closes");
        }
        assert!((20..=130).contains(&probes), "{probes}");
        assert_eq!(guard.check(None, now), Word::Go);
    }
}
