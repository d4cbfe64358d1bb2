//! Waiting for one event, inside a listener or outside: `wait_for` and `ask`.

use std::fmt;
use std::panic::Location;
use std::time::{Duration, Instant};

use super::{Bot, Context};
use crate::dispatch::{Bound, Feed, NoEvent};
use crate::error::Result;
use crate::event::{EventKind, MessageCreate, Payload};
use crate::sync::{Straggler, waits};

/// A wait for one event; made by [`Bot::wait_for`]. Events count from the moment it is made.
#[must_use = "it waits when `wait` is called"]
pub struct WaitFor<E> {
    bot: Bot,
    events: Feed<E>,
    timeout: Option<Duration>,
    filter: Option<Filter<E>>,
}

type Filter<E> = Box<dyn FnMut(&Context<E>) -> bool>;

impl<E: Payload> WaitFor<E> {
    #[track_caller]
    pub(super) fn new(bot: &Bot, kind: EventKind<E>) -> Self {
        bot.warn_if_deaf(kind, Location::caller());
        let events = bot.0.registry.subscribe(kind, Bound::default(), Location::caller());
        Self { bot: bot.clone(), events, timeout: Some(Duration::from_secs(60)), filter: None }
    }

    /// How long to wait at most; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Waits until the event comes or the bot closes.
    pub fn forever(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// Waits for an event of which `filter` is true. It runs on the thread that waits; its panic is that thread's.
    pub fn filter(mut self, mut filter: impl FnMut(&Context<E>) -> bool + 'static) -> Self {
        self.filter = Some(match self.filter.take() {
            Some(mut before) => Box::new(move |e| before(e) && filter(e)),
            None => Box::new(filter),
        });
        self
    }

    /// Waits.
    ///
    /// # Errors
    /// A [`WaitError`]: nothing came in time, the bot closed or does not run, or so many listeners wait already that
    /// none would be left to go on.
    pub fn wait(mut self) -> Result<Context<E>> {
        let dispatcher = self.bot.0.lifecycle.dispatcher()?;
        let Some(_waiting) = dispatcher.begin_wait() else {
            return Err(WaitError::Crowded { who: dispatcher.running() }.into());
        };
        let _time = waits::waiting_for_event();
        let deadline = self.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        loop {
            let arrival = match deadline {
                None => self.events.recv().ok_or(WaitError::Closed)?,
                Some(deadline) => {
                    match self.events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                        Ok(arrival) => arrival,
                        Err(NoEvent::Ever) => return Err(WaitError::Closed.into()),
                        Err(NoEvent::Yet) => {
                            return Err(WaitError::Timeout { after: self.timeout.unwrap_or_default() }.into());
                        }
                    }
                }
            };
            let context = Context::arrived(self.bot.clone(), arrival);
            if self.filter.as_mut().is_none_or(|filter| filter(&context)) {
                return Ok(context);
            }
        }
    }
}

impl<E> fmt::Debug for WaitFor<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitFor").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// Why a wait gave no event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitError {
    /// None came in time.
    Timeout {
        /// How long it was waited for.
        after: Duration,
    },
    /// The bot closed.
    Closed,
    /// As many listeners wait as there may be workers: one more, and none would be left for the event that they wait for.
    Crowded {
        /// The listeners that run now.
        who: Vec<Straggler>,
    },
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout { after } => write!(f, "no such event came within {after:?}"),
            Self::Closed => f.write_str("the bot closed before such an event came"),
            Self::Crowded { who } => {
                write!(
                    f,
                    "{} listeners wait already, which is all that may; raise the ceiling of the workers, or wait shorter",
                    who.len()
                )?;
                who.first().map_or(Ok(()), |first| write!(f, "; one is {first}"))
            }
        }
    }
}

impl std::error::Error for WaitError {}

/// A question to the author of a message; made by [`Context::ask`].
#[must_use = "it asks when `wait` is called"]
#[derive(Debug)]
pub struct Ask {
    message: Context<MessageCreate>,
    question: String,
    answer: WaitFor<MessageCreate>,
}

impl Context<MessageCreate> {
    /// Asks the author something, and waits for what they say next in this channel.
    ///
    /// ```
    /// use ito::{Bot, EventKind};
    ///
    /// let bot = Bot::new("a.token");
    /// bot.on(EventKind::Message, |e| {
    ///     if e.content == "!name" {
    ///         let name = e.ask("What is your name?").wait()?;
    ///         e.reply(format!("Hello, {}.", name.content))?;
    ///     }
    ///     Ok(())
    /// });
    /// ```
    #[track_caller]
    pub fn ask(&self, question: impl Into<String>) -> Ask {
        let (channel, author, trigger) = (self.channel_id, self.author.id, self.id);
        let answer = WaitFor::new(self.bot(), EventKind::Message)
            .filter(move |e| e.channel_id == channel && e.author.id == author && e.id != trigger);
        Ask { message: self.clone(), question: question.into(), answer }
    }
}

impl Ask {
    /// How long to wait for the answer; 60 s by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.answer = self.answer.timeout(timeout);
        self
    }

    /// Takes only an answer of which `filter` is true.
    pub fn filter(mut self, filter: impl FnMut(&Context<MessageCreate>) -> bool + 'static) -> Self {
        self.answer = self.answer.filter(filter);
        self
    }

    /// Asks and waits. An answer that comes before the question has left is an answer.
    ///
    /// # Errors
    /// When the question cannot be sent, and as [`WaitFor::wait`].
    pub fn wait(self) -> Result<Context<MessageCreate>> {
        self.message.reply(self.question)?;
        self.answer.wait()
    }
}
