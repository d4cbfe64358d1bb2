//! Events as blocking iterators.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::lifecycle::State;
use super::{Bot, Context};
use crate::dispatch::{Arrival, Bound, Feed, NoEvent, WhenFull};
use crate::event::{Event, Payload};

/// The events of one kind, as a blocking iterator that ends when the bot closes; made by [`Bot::stream`].
///
/// It holds 1024 events at most; when it is full, its shards stand still until it is read or dropped, unless
/// [`Stream::when_full`] says otherwise. Events of ito's own come of no shard that could stand still: where it is full they
/// are dropped, counted by [`Stream::dropped`], and named in the log. Dropping it ends it.
///
/// ```no_run
/// use std::time::Duration;
/// use ito::bot::WhenFull;
/// use ito::{Bot, EventKind};
///
/// # fn f(bot: &Bot) {
/// let typing = bot.stream(EventKind::TypingStart).capacity(100).when_full(WhenFull::DropNewest);
/// for event in typing.timeout(Duration::from_secs(30)).filter(|e| e.guild_id.is_some()).take(50) {
///     println!("{} writes", event.user_id);
/// }
/// # }
/// ```
pub struct Stream<E> {
    bot: Bot,
    events: Feed<E>,
    bound: Bound,
    timeout: Option<Duration>,
    warned: bool,
}

impl<E: Payload> Stream<E> {
    pub(super) fn new(bot: Bot, events: Feed<E>) -> Self {
        Self { bot, events, bound: Bound::default(), timeout: None, warned: false }
    }

    /// Holds so many events at most, 1024 by default. To be said before the bot starts, or what came is lost.
    pub fn capacity(mut self, events: usize) -> Self {
        self.bound.capacity = events;
        self.reopen()
    }

    /// What becomes of an event when it is full; it waits, and its shard with it, by default. To be said before the bot
    /// starts, or what came is lost.
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.bound.when_full = when_full;
        self.reopen()
    }

    /// Ends the iteration when no event comes for so long, counted from the last one; by default it waits until the bot
    /// closes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How many events were dropped because it was full.
    pub fn dropped(&self) -> u64 {
        self.events.dropped()
    }

    /// Where it was made.
    pub fn place(&self) -> &'static Location<'static> {
        self.events.origin().1
    }

    fn reopen(mut self) -> Self {
        let (kind, place) = self.events.origin();
        self.events = self.bot.0.registry.subscribe(kind, self.bound, place);
        self
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
        if let Some(timeout) = self.timeout {
            return self.next_timeout(timeout);
        }
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
        Context::arrived(self.bot.clone(), arrival)
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
