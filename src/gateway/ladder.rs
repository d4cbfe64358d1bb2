//! The ladder on loss (pure): where a shard connects next, with what, and after how long.
//!
//! ```text
//! RESUME at the resume host ─▶ RESUME at the main address ─▶ IDENTIFY at the main address
//! ```
//! A rung is left when its own budget is used up: a host that cannot be reached, or a resume that is refused, so many times.
//! Failures to reach the main address cost no rung: with the network down for hours, the session is still tried first.

use std::fmt;
use std::time::{Duration, Instant};

use super::close::{CloseCode, Next};
use super::session::Phase;
use crate::sync::Backoff;

/// Why a connection is over.
#[derive(Debug)]
pub(super) enum Left {
    /// It never came to HELLO.
    Unreached(Box<str>),
    /// It broke, or was given up, in this phase.
    Lost(Phase, Box<str>),
    /// Discord closed it, in this phase.
    Closed(Phase, CloseCode, Box<str>),
    /// Discord asked for a reconnect.
    Reconnect(Phase),
    /// Discord called the session invalid; it may be resumed or not.
    Invalid(Phase, bool),
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreached(why) => write!(f, "the gateway cannot be reached: {why}"),
            Self::Lost(_, why) => f.write_str(why),
            Self::Closed(_, code, reason) => write!(f, "closed by Discord with {code} {reason:?}"),
            Self::Reconnect(_) => f.write_str("Discord asks for a reconnect"),
            Self::Invalid(..) => f.write_str("the session is invalid"),
        }
    }
}

/// What to do on the next connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rung {
    ResumeThere,
    ResumeHere,
    Identify,
}

/// What comes next.
#[derive(Debug, PartialEq)]
pub(super) enum Plan {
    /// Connect again after a while.
    Again(Duration),
    /// Forget the session, and connect again after a while.
    Anew(Duration),
    /// End with this close code.
    Stop(CloseCode),
}

/// Where a shard stands on the ladder.
#[derive(Debug)]
pub(super) struct Ladder {
    /// Failures in a row to reach any host.
    connect: Backoff,
    /// Sessions in a row that did not live.
    identify: Backoff,
    /// Connections in a row that did not live.
    flap: Backoff,
    unreached_there: u32,
    refused: u32,
    /// The sequence number at the last refusal: a resume that made progress was no refusal.
    refused_at: Option<u64>,
    live_since: Option<Instant>,
    session_since: Option<Instant>,
}

impl Ladder {
    pub(super) fn new() -> Self {
        Self {
            connect: Backoff::new(Duration::from_secs(1), Duration::from_secs(60)),
            identify: Backoff::new(Duration::from_secs(5), Duration::from_secs(600)),
            flap: Backoff::new(Duration::from_millis(250), Duration::from_millis(500)),
            unreached_there: 0,
            refused: 0,
            refused_at: None,
            live_since: None,
            session_since: None,
        }
    }

    /// The rung for the next connection.
    pub(super) fn rung(&self, has_session: bool, has_resume_host: bool) -> Rung {
        if !has_session {
            Rung::Identify
        } else if has_resume_host && self.unreached_there < TRIES_THERE && self.refused < TRIES_THERE {
            Rung::ResumeThere
        } else {
            Rung::ResumeHere
        }
    }

    /// READY or RESUMED came.
    pub(super) fn live(&mut self, new_session: bool, now: Instant) {
        self.connect.reset();
        self.unreached_there = 0;
        self.refused = 0;
        self.live_since = Some(now);
        if new_session {
            self.session_since = Some(now);
        }
    }

    /// A connection on `rung` is over; `seq` is the last number handed on, `random` in `0.0..1.0`.
    pub(super) fn left(
        &mut self,
        left: &Left,
        rung: Rung,
        seq: Option<u64>,
        now: Instant,
        random: f64,
    ) -> Plan {
        let lived = self.live_since.take().map(|since| now.saturating_duration_since(since));
        match left {
            Left::Closed(_, code, _) if code.next() == Next::Stop => Plan::Stop(*code),
            Left::Closed(phase, code, _) if code.next() == Next::Identify => {
                self.anew(*phase, Duration::ZERO, now, random)
            }
            Left::Invalid(phase, false) => self.anew(*phase, invalid_session_wait(random), now, random),
            Left::Unreached(_)
            | Left::Closed(Phase::Hello, ..)
            | Left::Lost(Phase::Hello, _)
            | Left::Reconnect(Phase::Hello) => {
                if rung == Rung::ResumeThere {
                    self.unreached_there += 1;
                }
                Plan::Again(self.connect.next(random))
            }
            Left::Closed(phase, ..) | Left::Lost(phase, _) | Left::Reconnect(phase) => {
                self.back(*phase, lived, seq, Duration::ZERO, now, random)
            }
            Left::Invalid(phase, true) => {
                self.back(*phase, lived, seq, invalid_session_wait(random), now, random)
            }
        }
    }

    /// Back to the session if there is one and it is not refused again and again.
    fn back(
        &mut self,
        phase: Phase,
        lived: Option<Duration>,
        seq: Option<u64>,
        wait: Duration,
        now: Instant,
        random: f64,
    ) -> Plan {
        match phase {
            Phase::Hello => Plan::Again(wait.max(self.connect.next(random))),
            Phase::Identifying => self.anew(phase, wait, now, random),
            Phase::Resuming => {
                if self.refused_at != seq {
                    self.refused = 0;
                }
                self.refused_at = seq;
                self.refused += 1;
                if self.refused >= TRIES {
                    return self.anew(phase, wait, now, random);
                }
                Plan::Again(wait.max(self.connect.next(random)))
            }
            Phase::Live => {
                if lived.is_some_and(|lived| lived >= STEADY) {
                    self.flap.reset();
                }
                Plan::Again(wait.max(self.flap.next(random)))
            }
        }
    }

    /// A new session: after ever longer waits when the ones before did not live.
    fn anew(&mut self, phase: Phase, wait: Duration, now: Instant, random: f64) -> Plan {
        self.refused = 0;
        self.unreached_there = 0;
        let short = match self.session_since.take() {
            Some(since) => now.saturating_duration_since(since) < LASTING,
            None => phase == Phase::Identifying,
        };
        if !short {
            self.identify.reset();
            return Plan::Anew(wait.max(self.flap.next(random)));
        }
        // Less jitter than elsewhere: these gaps must grow.
        Plan::Anew(wait.max(self.identify.next(random / 4.0)))
    }
}

/// Attempts at the resume host before the main address is tried.
const TRIES_THERE: u32 = 2;
/// Resumes that are refused without progress before a new session is started.
const TRIES: u32 = 3;
/// A connection that lived this long was none of a row that did not.
const STEADY: Duration = Duration::from_secs(10);
/// A session that lived this long was none of a row that did not.
const LASTING: Duration = Duration::from_secs(120);

/// Discord asks for a random wait of 1 to 5 s after op 9.
fn invalid_session_wait(random: f64) -> Duration {
    Duration::from_secs_f64(1.0 + 4.0 * random.clamp(0.0, 1.0))
}

#[cfg(test)]
#[path = "ladder/tests.rs"]
mod tests;
