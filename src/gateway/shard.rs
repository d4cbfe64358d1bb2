//! The thread of one shard: connect, read, hand on, reconnect, until it is closed or cannot go on.
//!
//! Threads: `ito-shard-n`; for each connection it starts and joins one `ito-beat-n`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use log::Level;

use super::board::{Board, ShardState};
use super::close::{CloseCode, GOODBYE, LEAVE};
use super::command::{Identify, Properties, Resume, write};
use super::connection::{Connection, Heard, address};
use super::heartbeat::{Heart, Link};
use super::ladder::{Ladder, Left, Plan, Rung};
use super::session::{Milestone, Phase, Session, Step};
use super::{Config, Error, Handed, IdentifyGate, Line, News, Sink, Turn};
use crate::event::Envelope;
use crate::net::{self, Address, Frame, Next};
use crate::sync::{CloseFlag, later};

/// What a shard's thread works with.
pub(super) struct Shard {
    pub(super) id: u32,
    pub(super) total: u32,
    pub(super) config: Arc<Config>,
    pub(super) gate: IdentifyGate,
    pub(super) sink: Sink,
    pub(super) board: Arc<Board>,
    pub(super) close: CloseFlag,
    /// For whoever sends.
    pub(super) line: Arc<Line>,
    pub(super) session: Session,
    pub(super) ladder: Ladder,
    /// The number that the last RESUME was sent with.
    pub(super) resumed_from: u64,
    /// Whether [`News::Connected`] was told and [`News::Disconnected`] was not.
    pub(super) is_connected: bool,
}

/// Why a connection is over: closed by us, or one of the ways that the ladder knows.
enum Over {
    Closed,
    Left(Left),
}

impl From<Left> for Over {
    fn from(left: Left) -> Self {
        Self::Left(left)
    }
}

impl Shard {
    /// Runs until the shard is closed, which is `Ok`, or cannot go on.
    pub(super) fn run(&mut self) -> Result<(), Error> {
        let ended = self.live_on();
        self.tell_disconnected("the bot closes".into(), None, self.config.keep_sessions);
        if let (Ok(()), true, Some(session)) = (&ended, self.config.keep_sessions, self.session.keep(self.id))
        {
            self.board.keep(session);
        }
        ended
    }

    /// One connection after the other.
    fn live_on(&mut self) -> Result<(), Error> {
        loop {
            let rung = self.rung();
            let left = match self.connect(rung)? {
                Over::Closed => return Ok(()),
                Over::Left(left) => left,
            };
            let plan = self.ladder.left(&left, rung, self.session.seq(), Instant::now(), fastrand::f64());
            self.tell(&left, &plan);
            let delay = match plan {
                Plan::Again(delay) => delay,
                Plan::Anew(delay) => {
                    self.session.drop_session();
                    delay
                }
                Plan::Stop(code) => {
                    let reason = if let Left::Closed(_, _, reason) = left { reason } else { "".into() };
                    return Err(Error::Refused { shard: self.id, code, reason });
                }
            };
            let until = Instant::now() + delay;
            self.set_state(ShardState::Waiting { until });
            if self.close.wait_until(until) {
                return Ok(());
            }
        }
    }

    fn rung(&self) -> Rung {
        let session = self.session.resumable();
        self.ladder
            .rung(session.is_some(), session.is_some_and(|(identity, _)| identity.resume_url.is_some()))
    }

    /// Opens a connection and lives in it until it is over.
    fn connect(&mut self, rung: Rung) -> Result<Over, Error> {
        let mut turn = None;
        if rung == Rung::Identify {
            self.set_state(ShardState::Queued);
            match self.gate.enter(self.id, &self.close) {
                Some(mine) => turn = Some(mine),
                None => return Ok(Over::Closed),
            }
        }
        self.set_state(ShardState::Connecting);
        let address = match self.address(rung) {
            Ok(address) => address,
            // Discord's word on where to resume may be unusable; the main address is the next rung.
            Err(error) if rung == Rung::ResumeThere => return Ok(Left::Unreached(chain(&error)).into()),
            Err(error) => return Err(error),
        };
        log::debug!(target: "ito::gateway", "shard {}: connecting to {}", self.id, address.place());
        let mut connection = match Connection::open(&address, &self.config, &self.close) {
            Ok(connection) => connection,
            Err(_) if self.close.is_set() => return Ok(Over::Closed),
            Err(error) => {
                return Ok(Left::Unreached(format!("{}: {}", address.place(), chain(&error)).into()).into());
            }
        };
        self.session.opened();
        let goodbye = if self.config.keep_sessions { LEAVE } else { GOODBYE };
        let heart =
            Heart::start(&self.line, connection.sender(), goodbye, &self.close).map_err(Error::Thread)?;
        heart.link().handed_on(self.session.seq());
        let over = self.live(&mut connection, heart.link(), turn);
        self.line.disconnect();
        Ok(if self.close.is_set() { Over::Closed } else { over })
    }

    fn address(&self, rung: Rung) -> Result<Address, Error> {
        let there = self.session.resumable().and_then(|(identity, _)| identity.resume_url.as_deref());
        let url = there.filter(|_| rung == Rung::ResumeThere).unwrap_or(&self.config.url);
        address(url, self.config.compression)
    }

    /// Reads and handles until the connection is over.
    fn live(&mut self, connection: &mut Connection, link: &Arc<Link>, mut turn: Option<Turn>) -> Over {
        let mut deadline = Some(later(Instant::now(), self.config.hello_timeout));
        loop {
            link.wait_for_bytes();
            let came = connection.wait(deadline);
            link.got_bytes();
            if self.close.is_set() {
                return see_off(connection, came.is_ok());
            }
            let before = (self.session.phase(), self.session.seq());
            let heard = match came {
                Ok(true) => self.hear(connection, link, &mut turn),
                Ok(false) => Err(self.give_up(link)),
                Err(error) => Err(self.broken(link, &error)),
            };
            self.sink.flush();
            if let Err(over) = heard {
                return over;
            }
            let phase = self.session.phase();
            if phase == Phase::Live {
                deadline = None;
            } else if (phase, self.session.seq()) != before {
                // Progress, and not just any sign of life: a replay of which nothing comes is given up.
                deadline = Some(later(Instant::now(), self.config.ready_timeout));
            }
        }
    }

    /// Handles the frames that came; an error ends the connection.
    fn hear(
        &mut self,
        connection: &mut Connection,
        link: &Arc<Link>,
        turn: &mut Option<Turn>,
    ) -> Result<(), Over> {
        loop {
            match connection.next_frame() {
                Ok(Next::Frame(frame)) => self.frame(connection, link, &frame, turn)?,
                Ok(Next::Nothing) => return Ok(()),
                Ok(Next::End) if link.is_zombie() => return Err(self.lost(ZOMBIE)),
                Ok(Next::End) => return Err(self.lost("the connection ended")),
                Err(error) => return Err(self.broken(link, &error)),
            }
        }
    }

    /// Handles one frame; an error ends the connection.
    fn frame(
        &mut self,
        connection: &mut Connection,
        link: &Arc<Link>,
        frame: &Frame,
        turn: &mut Option<Turn>,
    ) -> Result<(), Over> {
        let text = match connection.open_frame(frame) {
            Heard::Text(text) => text,
            Heard::Part => return Ok(()),
            Heard::Close(code, reason) => {
                let phase = self.session.phase();
                return Err(match code {
                    Some(code) => Left::Closed(phase, CloseCode(code), reason.into()).into(),
                    None => self.lost("Discord closed the connection without a code"),
                });
            }
            Heard::Malformed(why) => return Err(self.leave(link, &why)),
        };
        log::trace!(target: "ito::gateway", "shard {}: a payload of {} bytes", self.id, text.len());
        let mut payload = match Envelope::read(&text) {
            Ok(payload) => payload,
            Err(error) => return Err(self.leave(link, &format!("a payload that is none: {error}"))),
        };
        match self.session.receive(&mut payload) {
            Step::Ignore => Ok(()),
            Step::Beat => {
                link.beat_now();
                Ok(())
            }
            Step::Acknowledge => {
                if let Some(latency) = link.acknowledge() {
                    self.board.set_latency(self.id, latency);
                }
                Ok(())
            }
            Step::Hello(interval) => self.greet(link, interval, turn),
            Step::HandOn(milestone) => self.hand_on(link, &mut payload, milestone),
            Step::Reconnect => {
                link.leave(LEAVE, "reconnect as asked");
                Err(Left::Reconnect(self.session.phase()).into())
            }
            Step::Invalid(resumable) => {
                self.gate.answered(self.id, Instant::now());
                link.leave(LEAVE, "the session is invalid");
                Err(Left::Invalid(self.session.phase(), resumable).into())
            }
            Step::Malformed(what) => Err(self.leave(link, what)),
        }
    }

    /// HELLO: begin to beat, and identify or resume.
    fn greet(&mut self, link: &Arc<Link>, interval: Duration, turn: &mut Option<Turn>) -> Result<(), Over> {
        if self.session.phase() != Phase::Hello {
            return Ok(());
        }
        link.hello(interval);
        let token = self.config.token.expose();
        let payload = if let Some(turn) = turn.take() {
            if self.close.wait_until(turn.not_before()) {
                return Err(Over::Closed);
            }
            turn.sent(Instant::now());
            self.session.identified();
            link.handed_on(None);
            self.set_state(ShardState::Identifying);
            self.board.tell(News::Identified(self.id));
            let identify = Identify {
                token,
                properties: Properties::new(),
                intents: self.config.intents,
                shard: [self.id, self.total],
                large_threshold: self.config.large_threshold,
                capabilities: self.config.capabilities,
                presence: self.line.identify(),
            };
            write(2, identify)
        } else if let Some((identity, seq)) = self.session.resumable() {
            let resume = Resume { token, session_id: &identity.id, seq };
            let payload = write(6, resume);
            log::debug!(target: "ito::gateway", "shard {}: resuming from {seq}", self.id);
            self.session.resuming();
            self.resumed_from = seq;
            self.set_state(ShardState::Resuming);
            payload
        } else {
            return Err(self.leave(link, "there is neither a session nor a turn to start one"));
        };
        if let Err(error) = link.send(payload) {
            // Whoever does not listen has ended the connection, and what it said at the end is still to be read.
            log::debug!(target: "ito::gateway", "shard {}: {}", self.id, chain(&error));
        }
        Ok(())
    }

    fn hand_on(
        &mut self,
        link: &Arc<Link>,
        payload: &mut Envelope<'_>,
        milestone: Milestone,
    ) -> Result<(), Over> {
        if milestone == Milestone::Ready {
            self.gate.answered(self.id, Instant::now());
            self.line.begin_session();
        }
        match self.sink.hand_on(&self.line, payload) {
            Handed::On => {}
            Handed::Closed => return Ok(()),
            Handed::Malformed => return Err(self.leave(link, "an event that is no JSON")),
        }
        self.session.handed_on(payload.seq, milestone);
        link.handed_on(self.session.seq());
        if milestone != Milestone::None {
            self.ladder.live(milestone == Milestone::Ready, Instant::now());
            let what = if milestone == Milestone::Ready { "ready" } else { "resumed" };
            log::info!(target: "ito::gateway", "shard {}: {what}", self.id);
            let resumed = milestone == Milestone::Resumed;
            // RESUMED has a number, too.
            let came = self.session.seq().unwrap_or(0).saturating_sub(self.resumed_from + 1);
            let replayed = if resumed { came } else { 0 };
            self.line.connect(link, resumed);
            self.board.tell(News::Connected { shard: self.id, resumed, replayed });
            self.set_state(ShardState::Ready);
            self.is_connected = true;
        }
        Ok(())
    }

    /// A deadline has passed.
    fn give_up(&self, link: &Arc<Link>) -> Over {
        link.leave(LEAVE, "");
        let limit = |d: Duration, what: &str| format!("{what} did not come within {d:?}");
        self.lost(&match self.session.phase() {
            Phase::Hello => limit(self.config.hello_timeout, "HELLO"),
            Phase::Identifying => limit(self.config.ready_timeout, "READY"),
            _ => limit(self.config.ready_timeout, "the end of the replay"),
        })
    }

    /// The connection broke, by itself or since it was cut.
    fn broken(&self, link: &Arc<Link>, error: &net::Error) -> Over {
        if link.is_zombie() {
            return self.lost(ZOMBIE);
        }
        self.leave(link, &chain(error))
    }

    /// Leaves with a code that keeps the session.
    fn leave(&self, link: &Arc<Link>, why: &str) -> Over {
        link.leave(LEAVE, "");
        self.lost(why)
    }

    fn lost(&self, why: &str) -> Over {
        Left::Lost(self.session.phase(), why.into()).into()
    }

    fn set_state(&self, state: ShardState) {
        self.board.set_state(self.id, state, self.session.seq());
    }

    /// Tells the log, and whoever watches, of a connection that is over.
    fn tell(&mut self, left: &Left, plan: &Plan) {
        let has_session = self.session.resumable().is_some();
        let (then, retry_after) = match plan {
            Plan::Again(delay) if has_session => (format!("resuming in {delay:.1?}"), Some(*delay)),
            Plan::Again(delay) => (format!("trying again in {delay:.1?}"), Some(*delay)),
            Plan::Anew(delay) => (format!("starting a new session in {delay:.1?}"), Some(*delay)),
            Plan::Stop(_) => ("that ends it".to_owned(), None),
        };
        let level = if matches!(left, Left::Reconnect(_)) { Level::Info } else { Level::Warn };
        log::log!(target: "ito::gateway", level, "shard {}: {left}; {then}", self.id);
        let resumable = has_session && matches!(plan, Plan::Again(_));
        self.tell_disconnected(left.to_string().into(), retry_after, resumable);
    }

    fn tell_disconnected(&mut self, reason: Box<str>, retry_after: Option<Duration>, resumable: bool) {
        if std::mem::take(&mut self.is_connected) {
            self.board.tell(News::Disconnected { shard: self.id, reason, retry_after, resumable });
        }
    }
}

/// The heartbeat thread says goodbye; read on, so that it arrives, until the peer ends or the heartbeat cuts.
fn see_off(connection: &mut Connection, mut open: bool) -> Over {
    while open {
        open = match connection.next_frame() {
            Ok(Next::Frame(Frame::Close(..)) | Next::End) | Err(_) => false,
            Ok(Next::Frame(_)) => true,
            Ok(Next::Nothing) => connection.wait(None).is_ok(),
        };
    }
    Over::Closed
}

/// An error with all its sources, on one line.
fn chain(error: &dyn std::error::Error) -> Box<str> {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text.into()
}

/// Why a connection was cut of which nothing was heard any more.
const ZOMBIE: &str = "nothing was heard for a whole heartbeat interval";
