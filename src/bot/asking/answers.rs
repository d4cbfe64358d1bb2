//! Waiting for what a shard answers: events that fit a question, until the last or a deadline.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::AskError;
use crate::bot::{Bot, WaitError};
use crate::dispatch::{Bound, Feed, NoEvent};
use crate::error::Result;
use crate::event::{Event, EventKind, EventType, EventTypes, RateLimited};
use crate::gateway::{Line, Question};
use crate::sync::waits;

/// The answers to questions of one shard.
pub(super) struct Answers {
    bot: Bot,
    line: Arc<Line>,
    questions: Vec<Question>,
    events: Feed<Event>,
    timeout: Duration,
    deadline: Instant,
    /// Whether one came.
    has_begun: bool,
}

impl Answers {
    /// Asks; answers are events of `types` that fit.
    ///
    /// `timeout` is how long it may take until an answer comes, and from one to the next.
    #[track_caller]
    pub(super) fn to(
        questions: Vec<Question>,
        (bot, line): (&Bot, Arc<Line>),
        types: EventTypes,
        timeout: Duration,
        fits: impl Fn(&Event) -> bool + Send + Sync + 'static,
    ) -> Result<Self> {
        let kind = EventKind::any_of(types.with(EventType::Ready));
        let events = bot.hear(kind, move |event| {
            // With a new session, what was asked in the old one is forgotten.
            matches!(event, Event::Ready(_)) || fits(event)
        });
        let deadline = Instant::now() + timeout;
        let answers = Self { bot: bot.clone(), line, questions, events, timeout, deadline, has_begun: false };
        answers.ask()?;
        Ok(answers)
    }

    /// Waits for the next answer.
    pub(super) fn next(&mut self) -> Result<Event> {
        let dispatcher = self.bot.0.lifecycle.dispatcher()?;
        let Some(_waiting) = dispatcher.begin_wait() else {
            return Err(WaitError::Crowded { who: dispatcher.running() }.into());
        };
        let _time = waits::waiting_for_event();
        loop {
            let left = self.deadline.saturating_duration_since(Instant::now());
            let arrival = match self.events.recv_timeout(left) {
                Ok(arrival) => arrival,
                Err(NoEvent::Yet) => return Err(WaitError::Timeout { after: self.timeout }.into()),
                Err(NoEvent::Ever) => return Err(WaitError::Closed.into()),
            };
            match &*arrival.payload {
                Event::Ready(_) if arrival.shard != Some(self.line.shard()) => {}
                Event::Ready(_) if self.has_begun => return Err(AskError::SessionLost.into()),
                Event::Ready(_) => self.ask()?,
                Event::RateLimited(limited) => self.wait_and_ask(limited)?,
                answer => {
                    self.has_begun = true;
                    self.deadline = Instant::now() + self.timeout;
                    return Ok(answer.clone());
                }
            }
        }
    }

    fn ask(&self) -> Result {
        for question in &self.questions {
            self.line.ask(question, self.deadline)?;
        }
        Ok(())
    }

    /// Asks again once Discord wants to hear it, unless that is too late.
    fn wait_and_ask(&self, limited: &RateLimited) -> Result {
        let (after, shard) = (limited.retry_after, self.line.shard());
        let at = Instant::now() + after;
        if at >= self.deadline {
            return Err(AskError::RetryAfter(after).into());
        }
        log::info!(
            target: "ito::gateway",
            "shard {shard}: Discord answers op {} only in {after:.1?}; it is asked again then",
            limited.opcode
        );
        if self.bot.0.lifecycle.close_flag().wait_until(at) {
            return Err(WaitError::Closed.into());
        }
        self.ask()
    }
}

impl Bot {
    /// The events that fit, from now on.
    #[track_caller]
    pub(super) fn hear(
        &self,
        kind: EventKind<Event>,
        fits: impl Fn(&Event) -> bool + Send + Sync + 'static,
    ) -> Feed<Event> {
        self.0.registry.subscribe_if(kind, Bound::default(), Location::caller(), fits)
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("questions", &self.questions).finish_non_exhaustive()
    }
}

/// How long an answer may take unless something else is said.
pub(super) const TIMEOUT: Duration = Duration::from_secs(60);
