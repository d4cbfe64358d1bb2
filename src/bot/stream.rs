//! Events as blocking iterators.

use std::fmt;
use std::time::Duration;

use super::lifecycle::State;
use super::{Bot, Context};
use crate::dispatch::{Arrival, Feed, NoEvent};
use crate::event::{Event, Payload};

/// The events of one kind, as a blocking iterator that ends when the bot closes; made by [`Bot::stream`].
///
/// It holds 1024 events at most; when it is full, its shards stand still until it is read or dropped.
pub struct Stream<E> {
    bot: Bot,
    events: Feed<E>,
    warned: bool,
}

impl<E: Payload> Stream<E> {
    pub(super) fn new(bot: Bot, events: Feed<E>) -> Self {
        Self { bot, events, warned: false }
    }

    /// Waits for the next event, at most for `timeout`; `None` when none came, or the bot has closed.
    pub fn next_timeout(&mut self, timeout: Duration) -> Option<Context<E>> {
        self.events.recv_timeout(timeout).ok().map(|arrival| self.context(arrival))
    }

    /// The next event, if there is one now.
    pub fn try_next(&mut self) -> Option<Context<E>> {
        self.events.try_recv().map(|arrival| self.context(arrival))
    }
}

impl<E: Payload> Iterator for Stream<E> {
    type Item = Context<E>;

    fn next(&mut self) -> Option<Context<E>> {
        let patient = self.warned || self.bot.0.lifecycle.state() != State::Stopped;
        let arrival = if patient { self.events.recv()? } else { self.wait_for_start()? };
        Some(self.context(arrival))
    }
}

impl<E: Payload> Stream<E> {
    /// Waits as `next` does, and says so once when nobody starts the bot meanwhile.
    fn wait_for_start(&mut self) -> Option<Arrival<E>> {
        self.warned = true;
        match self.events.recv_timeout(PATIENCE) {
            Ok(arrival) => return Some(arrival),
            Err(NoEvent::Ever) => return None,
            Err(NoEvent::Yet) => {}
        }
        if self.bot.0.lifecycle.state() == State::Stopped {
            log::warn!(target: "ito", "a loop waits for events of a bot that does not run: call start() before it");
        }
        self.events.recv()
    }

    fn context(&self, arrival: Arrival<E>) -> Context<E> {
        Context::new(self.bot.clone(), arrival.payload, arrival.shard, arrival.seq)
    }
}

impl<E> fmt::Debug for Stream<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Stream").field(&self.events).finish()
    }
}

/// Every event, as a blocking iterator that ends when the bot closes; made by [`Bot::events`].
#[derive(Debug)]
pub struct Events(Stream<Event>);

impl Events {
    pub(super) fn new(stream: Stream<Event>) -> Self {
        Self(stream)
    }
}

impl Iterator for Events {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.0.next().map(|context| Event::clone(&context))
    }
}

/// How long a loop over the events of a bot that does not run waits before it says so.
const PATIENCE: Duration = Duration::from_secs(5);
