//! The session of one shard (pure): what each payload means in each phase of a connection.
//!
//! ```text
//!            HELLO ─▶ IDENTIFY ─▶ READY ───┐
//! connected ─┤                             ├─▶ live ─▶ (op 7, op 9, close, silence) ─▶ next connection
//!            HELLO ─▶ RESUME ─▶ … RESUMED ─┘
//! ```
//! The session itself outlives its connections; the phase does not.
//! <https://docs.discord.com/developers/events/gateway#connections>

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::event::Envelope;

/// What Discord keeps for a shard, as far as a shard must know it.
#[derive(Debug, Default)]
pub(super) struct Session {
    identity: Option<Identity>,
    /// The last sequence number that was handed on.
    seq: Option<u64>,
    /// Numbers above it that were handed on, too: of a session that was kept while some of its events were not handled.
    ahead: BTreeSet<u64>,
    /// Between these two nothing was handed on, since the numbers leapt: what comes with one of them is no repetition.
    leap: (u64, u64),
    phase: Phase,
}

/// A session that outlives its process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptSession {
    /// The shard.
    pub shard: u32,
    /// Discord's name of the session.
    pub session_id: String,
    /// Where to resume, if Discord said so.
    pub resume_url: Option<String>,
    /// The last sequence number that was handed on.
    pub seq: u64,
    /// Numbers up to it of events that no listener was called for: they are to come again.
    #[serde(default)]
    pub missed: BTreeSet<u64>,
}

/// What a RESUME needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) id: String,
    /// Where to resume, if Discord said so.
    pub(super) resume_url: Option<String>,
}

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Phase {
    /// Waiting for HELLO.
    #[default]
    Hello,
    /// IDENTIFY was sent.
    Identifying,
    /// RESUME was sent.
    Resuming,
    /// READY or RESUMED came.
    Live,
}

/// What a payload asks of the shard.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing.
    Ignore,
    /// Begin to beat, and identify or resume.
    Hello(Duration),
    /// Beat at once.
    Beat,
    /// A heartbeat was acknowledged.
    Acknowledge,
    /// Hand the event on, then [`Session::handed_on`].
    HandOn(Milestone),
    /// Leave, and come back to resume.
    Reconnect,
    /// The session is invalid; it may be resumed or not.
    Invalid(bool),
    /// Nobody who follows the protocol sends this.
    Malformed(&'static str),
}

/// What an event means for the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Milestone {
    None,
    Ready,
    Resumed,
}

impl Session {
    /// A session that was kept.
    pub(super) fn kept(kept: &KeptSession) -> Self {
        let identity = Identity { id: kept.session_id.clone(), resume_url: kept.resume_url.clone() };
        // READY is no event that a replay brings again.
        let first = kept.missed.range(2..).next().copied().unwrap_or(kept.seq + 1);
        let seq = first.saturating_sub(1);
        let ahead = (first..=kept.seq).filter(|number| !kept.missed.contains(number)).collect();
        Self { identity: Some(identity), seq: Some(seq), ahead, ..Self::default() }
    }

    /// What is to be kept of the session of `shard`, if there is one.
    pub(super) fn keep(&self, shard: u32) -> Option<KeptSession> {
        let (identity, seq) = self.resumable()?;
        let (session_id, resume_url) = (identity.id.clone(), identity.resume_url.clone());
        // A replay that was cut short: what it had not come to yet is still to come.
        let last = self.ahead.last().copied().unwrap_or(seq).max(seq);
        let missed = (seq + 1..=last).filter(|number| !self.ahead.contains(number)).collect();
        Some(KeptSession { shard, session_id, resume_url, seq: last, missed })
    }

    /// What a RESUME needs, if there is a session.
    pub(super) fn resumable(&self) -> Option<(&Identity, u64)> {
        Some((self.identity.as_ref()?, self.seq?))
    }

    /// The last sequence number that was handed on.
    pub(super) fn seq(&self) -> Option<u64> {
        self.seq
    }

    /// How far the connection has come.
    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    /// A new connection was opened.
    pub(super) fn opened(&mut self) {
        self.phase = Phase::Hello;
    }

    /// IDENTIFY was sent: whatever was before is over.
    pub(super) fn identified(&mut self) {
        self.drop_session();
        self.phase = Phase::Identifying;
    }

    /// RESUME was sent.
    pub(super) fn resuming(&mut self) {
        self.phase = Phase::Resuming;
    }

    /// The session cannot be resumed.
    pub(super) fn drop_session(&mut self) {
        self.identity = None;
        self.seq = None;
        self.leap = (0, 0);
        self.ahead.clear();
    }

    /// An event was handed on.
    pub(super) fn handed_on(&mut self, seq: Option<u64>, milestone: Milestone) {
        match (seq, self.seq) {
            // From within the leap, which it makes shorter.
            (Some(new), Some(last)) if new <= last => self.leap.0 = new,
            (Some(new), Some(last)) if new > last + 1 => (self.leap, self.seq) = ((last, new), seq),
            (Some(_), _) => self.seq = seq,
            (None, _) => {}
        }
        if milestone != Milestone::None {
            self.phase = Phase::Live;
        }
    }

    /// Says what a payload asks for.
    pub(super) fn receive(&mut self, payload: &mut Envelope<'_>) -> Step {
        match payload.op {
            0 => self.dispatch(payload),
            1 => Step::Beat,
            7 => Step::Reconnect,
            9 => Step::Invalid(payload.data.trim() == "true"),
            10 => hello(payload),
            11 => Step::Acknowledge,
            _ => Step::Ignore,
        }
    }

    fn dispatch(&mut self, payload: &mut Envelope<'_>) -> Step {
        if self.phase == Phase::Hello {
            return Step::Ignore;
        }
        if payload.seq.is_some_and(|seq| seq > LARGEST_SEQ) {
            // Counted as the last, it would make every event after it one that is known.
            return Step::Malformed("a dispatch with a number that no session comes to");
        }
        match payload.name.as_deref() {
            None => Step::Malformed("a dispatch without a name"),
            Some("READY") => self.ready(payload),
            Some(_) if self.is_known(payload.seq) => Step::Ignore,
            Some(_) if payload.seq.is_some_and(|seq| self.ahead.remove(&seq)) => {
                self.seq = payload.seq;
                Step::Ignore
            }
            Some("RESUMED") => Step::HandOn(Milestone::Resumed),
            Some(_) => Step::HandOn(Milestone::None),
        }
    }

    fn ready(&mut self, payload: &mut Envelope<'_>) -> Step {
        if payload.check().is_err() {
            return Step::Malformed("a READY that is no JSON");
        }
        // Discord may drop or change a field: then there is nothing to resume with, and the bot still runs.
        let ready: ReadyIdentity<'_> = serde_json::from_str(payload.data).unwrap_or_default();
        let session_id = text(ready.session_id);
        let is_the_same =
            self.identity.as_ref().is_some_and(|known| session_id.as_deref() == Some(&*known.id));
        if self.is_known(payload.seq) && (is_the_same || self.phase == Phase::Live) {
            // A replay that starts at the very beginning, or something said twice.
            return Step::Ignore;
        }
        self.drop_session();
        let resume_url = text(ready.resume_gateway_url).filter(|url| !url.is_empty());
        self.identity = session_id.map(|id| Identity { id, resume_url });
        Step::HandOn(Milestone::Ready)
    }

    /// Whether an event with this number was handed on before.
    fn is_known(&self, seq: Option<u64>) -> bool {
        let (from, to) = self.leap;
        matches!((seq, self.seq), (Some(new), Some(last)) if new <= last && !(from < new && new < to))
    }
}

fn hello(payload: &mut Envelope<'_>) -> Step {
    let interval = payload.check().ok().and_then(|()| serde_json::from_str::<Hello>(payload.data).ok());
    match interval {
        Some(Hello { heartbeat_interval }) if heartbeat_interval >= 1.0 => {
            let interval = Duration::from_secs_f64(heartbeat_interval.min(LONGEST) / 1000.0);
            Step::Hello(interval.max(SHORTEST))
        }
        _ => Step::Malformed("a HELLO without a heartbeat interval"),
    }
}

#[derive(Deserialize)]
struct Hello {
    heartbeat_interval: f64,
}

/// Each as it came: one that is no text costs not the other.
#[derive(Deserialize, Default)]
struct ReadyIdentity<'a> {
    #[serde(borrow, default)]
    session_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    resume_gateway_url: Option<&'a RawValue>,
}

fn text(raw: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(raw?.get()).ok()
}

/// What every reader of JSON takes for a whole number.
const LARGEST_SEQ: u64 = 1 << 53;
/// An interval below this would be a flood of our own making.
const SHORTEST: Duration = Duration::from_millis(100);
/// An interval above this is no interval; in milliseconds.
const LONGEST: f64 = 3_600_000.0;

#[cfg(test)]
#[path = "session/tests.rs"]
mod tests;
