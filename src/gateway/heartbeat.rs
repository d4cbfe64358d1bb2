//! The heartbeat of one connection: a pure clock, and the thread that lives by it.
//!
//! ```text
//! HELLO ─▶ first beat after interval × random ─▶ beat ─▶ beat ─▶ …
//!          no answer and not a byte for a whole interval ─▶ zombie: cut
//! ```
//! Anything received counts as life, and so does a backlog that we have not read: an acknowledgement may stand behind it.
//! Who did not run when the time was over (a process that was stopped, a machine that slept) gives the peer one more
//! interval.
//! <https://docs.discord.com/developers/events/gateway#sending-heartbeats>
//!
//! Threads: `ito-beat-n`, one per connection; it also sends what is on the shard's line, says goodbye when the shard is
//! closed, and ends with the connection.
//! Locks: one mutex over the clock; never held while a frame is written.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Line;
use super::outbound::Outbound;
use super::outbox::Next;
use crate::net::Sender;
use crate::sync::thread::{self, Thread};
use crate::sync::{CloseFlag, Condvar, Hook, Mutex};

/// When to beat, and when to believe that nobody is there (pure).
#[derive(Debug)]
pub(super) struct Pulse {
    interval: Duration,
    next: Instant,
    /// The oldest beat that nothing has answered.
    unanswered: Option<Instant>,
    /// Whether it was given a second chance.
    was_forgiven: bool,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Act {
    Beat,
    Cut,
    Sleep(Instant),
}

impl Pulse {
    /// Starts after HELLO; `jitter` is a random number in `0.0..1.0`.
    pub(super) fn new(now: Instant, interval: Duration, jitter: f64) -> Self {
        let next = now + interval.mul_f64(jitter.clamp(0.0, 1.0));
        Self { interval, next, unanswered: None, was_forgiven: false }
    }

    /// What to do at `now`, when the last sign of life came at `life`.
    pub(super) fn poll(&mut self, now: Instant, life: Instant) -> Act {
        let death = |unanswered: Option<Instant>| Some(unanswered?.max(life) + self.interval);
        let slept = (self.interval / 8).max(MOMENT);
        if death(self.unanswered).is_some_and(|death| now > death + slept) && !self.was_forgiven {
            // It was not this process that looked when it was time: the answer may be there, and nobody has read it.
            (self.unanswered, self.was_forgiven) = (Some(now), true);
        }
        match death(self.unanswered) {
            Some(death) if now >= death => Act::Cut,
            _ if now >= self.next => Act::Beat,
            Some(death) => Act::Sleep(death.min(self.next)),
            None => Act::Sleep(self.next),
        }
    }

    /// The beat that was due at `now` was sent.
    pub(super) fn beat(&mut self, now: Instant) {
        self.unanswered.get_or_insert(now);
        self.next += self.interval;
        if self.next <= now {
            self.next = now + self.interval;
        }
    }

    /// A beat that Discord asked for was sent; the rhythm stays as it is.
    pub(super) fn asked(&mut self, now: Instant) {
        self.unanswered.get_or_insert(now);
    }

    /// An acknowledgement came; gives the time it took, if a beat was waiting for it.
    pub(super) fn acknowledge(&mut self, now: Instant) -> Option<Duration> {
        self.was_forgiven = false;
        self.unanswered.take().map(|beat| now.saturating_duration_since(beat))
    }
}

/// The heartbeat of a connection; dropping it ends its thread.
#[derive(Debug)]
pub(super) struct Heart {
    link: Arc<Link>,
    thread: Option<Thread<()>>,
    _hook: Hook,
}

impl Heart {
    /// Starts the thread; it beats once [`Link::hello`] was called, and says goodbye with a code when `close` is set.
    pub(super) fn start(
        line: &Arc<Line>,
        sender: Sender,
        goodbye: u16,
        close: &CloseFlag,
    ) -> io::Result<Self> {
        let link = Arc::new(Link {
            line: line.clone(),
            sender,
            goodbye,
            clock: Mutex::new(Clock::default()),
            changed: Condvar::new(),
            close: close.clone(),
            opened: Instant::now(),
            life: AtomicU64::new(0),
            reading: AtomicBool::new(false),
            seq: AtomicU64::new(NO_SEQ),
            zombie: AtomicBool::new(false),
        });
        let weak = Arc::downgrade(&link);
        let hook = close.on_set(move || {
            if let Some(link) = weak.upgrade() {
                let _clock = link.clock.lock();
                link.changed.notify_all();
            }
        });
        let beating = link.clone();
        let thread = thread::spawn(format!("ito-beat-{}", line.shard()), thread::SMALL_STACK, move || {
            let cut = CutOnPanic(&beating);
            cut.0.run();
        })?;
        Ok(Self { link, thread: Some(thread), _hook: hook })
    }

    /// What other threads share with the heartbeat.
    pub(super) fn link(&self) -> &Arc<Link> {
        &self.link
    }
}

impl Drop for Heart {
    fn drop(&mut self) {
        self.link.clock.lock().stop = true;
        self.link.changed.notify_all();
        drop(self.thread.take());
    }
}

/// A live connection, as its reader, its heartbeat and whoever sends share it.
#[derive(Debug)]
pub(super) struct Link {
    line: Arc<Line>,
    sender: Sender,
    goodbye: u16,
    clock: Mutex<Clock>,
    changed: Condvar,
    close: CloseFlag,
    opened: Instant,
    /// Microseconds from `opened` to the last time the reader had bytes, or began to wait for them.
    life: AtomicU64,
    /// Whether the reader waits for bytes: if not, a backlog may hold the acknowledgement.
    reading: AtomicBool,
    seq: AtomicU64,
    zombie: AtomicBool,
}

#[derive(Debug, Default)]
struct Clock {
    pulse: Option<Pulse>,
    outbound: Option<Outbound>,
    /// When to look for something to send; nothing while there is nothing, or no session.
    look: Option<Instant>,
    stop: bool,
}

impl Link {
    /// HELLO came: beats begin.
    pub(super) fn hello(&self, interval: Duration) {
        let mut clock = self.clock.lock();
        clock.pulse = Some(Pulse::new(Instant::now(), interval, fastrand::f64()));
        clock.outbound.get_or_insert_with(|| Outbound::new(interval));
        drop(clock);
        self.changed.notify_all();
    }

    /// The reader begins to wait for bytes.
    pub(super) fn wait_for_bytes(&self) {
        self.mark_life();
        self.reading.store(true, Ordering::Release);
    }

    /// The reader has bytes, or has stopped waiting.
    pub(super) fn got_bytes(&self) {
        self.mark_life();
        self.reading.store(false, Ordering::Release);
    }

    /// The last sequence number that was handed on, which every beat carries.
    pub(super) fn handed_on(&self, seq: Option<u64>) {
        self.seq.store(seq.unwrap_or(NO_SEQ), Ordering::Relaxed);
    }

    /// An acknowledgement came; gives the latency.
    pub(super) fn acknowledge(&self) -> Option<Duration> {
        self.clock.lock().pulse.as_mut()?.acknowledge(Instant::now())
    }

    /// Answers a heartbeat that Discord asked for.
    pub(super) fn beat_now(&self) {
        let now = Instant::now();
        {
            let mut clock = self.clock.lock();
            // Before HELLO nothing is known of the interval, and after a flood there is no room: then there is no answer.
            let Some(outbound) = &mut clock.outbound else { return };
            if !outbound.beat(now) {
                return;
            }
            if let Some(pulse) = &mut clock.pulse {
                pulse.asked(now);
            }
        }
        self.send_beat();
    }

    /// There may be something to send, and a session to send it in.
    pub(super) fn wake(&self) {
        self.clock.lock().look = Some(Instant::now());
        self.changed.notify_all();
    }

    /// Sends IDENTIFY or RESUME; waits for a place among 120 in a minute.
    pub(super) fn send(&self, payload: String) -> Result<(), crate::net::Error> {
        loop {
            let turn = match self.clock.lock().outbound.as_mut().map(|o| o.command(Instant::now())) {
                None | Some(Ok(())) => break,
                Some(Err(turn)) => turn,
            };
            if self.close.wait_until(turn) {
                return Err(crate::net::Error::Closed);
            }
        }
        self.sender.send(payload)
    }

    /// Leaves with a code that keeps the session.
    pub(super) fn leave(&self, code: u16, reason: &str) {
        let _ = self.sender.close(code, reason);
        self.sender.finish();
    }

    /// Whether the heartbeat has cut the connection because nobody was there.
    pub(super) fn is_zombie(&self) -> bool {
        self.zombie.load(Ordering::Acquire)
    }

    fn mark_life(&self) {
        self.life
            .store(u64::try_from(self.opened.elapsed().as_micros()).unwrap_or(u64::MAX), Ordering::Release);
    }

    fn last_life(&self, now: Instant) -> Instant {
        if self.reading.load(Ordering::Acquire) {
            self.opened + Duration::from_micros(self.life.load(Ordering::Acquire))
        } else {
            now
        }
    }

    /// The thread: sleeps until the clock says what to do.
    fn run(&self) {
        let mut clock = self.clock.lock();
        loop {
            if clock.stop {
                return;
            }
            if self.close.is_set() {
                drop(clock);
                return self.say_goodbye();
            }
            let (now, look) = (Instant::now(), clock.look);
            let Some(pulse) = &mut clock.pulse else {
                clock = self.changed.wait(clock);
                continue;
            };
            match pulse.poll(now, self.last_life(now)) {
                Act::Sleep(_) if look.is_some_and(|at| at <= now) => {
                    clock.look = None;
                    drop(clock);
                    let again = self.send_next(now);
                    clock = self.clock.lock();
                    // Whoever has put something on the line meanwhile has said so.
                    clock.look = clock.look.or(again);
                }
                Act::Sleep(until) => {
                    let until = look.map_or(until, |at| at.min(until));
                    clock = self.changed.wait_until(clock, Some(until));
                }
                Act::Beat => {
                    pulse.beat(now);
                    if let Some(outbound) = &mut clock.outbound {
                        // A place is kept for it; and one payload too many is a smaller evil than a missing heartbeat.
                        outbound.beat(now);
                    }
                    drop(clock);
                    self.send_beat();
                    clock = self.clock.lock();
                }
                Act::Cut => {
                    self.zombie.store(true, Ordering::Release);
                    return self.sender.cut();
                }
            }
        }
    }

    /// Sends one payload from the line, if one may be sent; gives the time at which to look again.
    fn send_next(&self, now: Instant) -> Option<Instant> {
        let turn = self.clock.lock().outbound.as_mut().map_or(Ok(()), |outbound| outbound.turn(now));
        if let Err(turn) = turn {
            return Some(turn);
        }
        match self.line.take(now) {
            Next::Nothing => None,
            Next::At(at) => Some(at),
            Next::Send(payload) => {
                if let Some(outbound) = &mut self.clock.lock().outbound {
                    // Nobody else takes places once there is a session.
                    let _ = outbound.command(now);
                }
                self.send_or_cut(payload, "a payload");
                Some(now)
            }
        }
    }

    fn send_beat(&self) {
        let seq = match self.seq.load(Ordering::Relaxed) {
            NO_SEQ => "null".to_owned(),
            seq => seq.to_string(),
        };
        self.send_or_cut(format!("{{\"op\":1,\"d\":{seq}}}"), "a heartbeat");
    }

    fn send_or_cut(&self, payload: String, what: &str) {
        if let Err(error) = self.sender.send(payload) {
            log::debug!(target: "ito::gateway", "{what} could not be sent: {error}");
            self.sender.cut();
        }
    }

    /// Leaves voice, closes for good, gives the peer a moment to answer, and then ends the connection whatever it does.
    fn say_goodbye(&self) {
        for payload in self.line.farewell() {
            let _ = self.sender.send(payload);
        }
        let _ = self.sender.close(self.goodbye, "");
        let deadline = Instant::now() + GRACE;
        let mut clock = self.clock.lock();
        while !clock.stop && Instant::now() < deadline {
            clock = self.changed.wait_until(clock, Some(deadline));
        }
        drop(clock);
        self.sender.cut();
    }
}

/// Without its heartbeat a connection is cut, so that its shard notices.
struct CutOnPanic<'a>(&'a Link);

impl Drop for CutOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.sender.cut();
        }
    }
}

/// Who looks later than this, or than an eighth of the interval if that is longer, did not run.
const MOMENT: Duration = Duration::from_millis(100);
/// How long a peer may take to answer a goodbye.
const GRACE: Duration = Duration::from_millis(400);
const NO_SEQ: u64 = u64::MAX;

#[cfg(test)]
#[path = "heartbeat/tests.rs"]
mod tests;
