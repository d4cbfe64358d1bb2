//! Events of the user's own, given to listeners.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Bot, WaitError};
use crate::dispatch::{Pending, publish_here};
use crate::error::Result;
use crate::event::{Custom, CustomEvent, Event};

impl Bot {
    /// Gives an event of one's own to all who listen for its type, wait for it or read it; any thread may, at any time.
    ///
    /// Listeners run as for other events. While the bot does not run there are no workers, and they are called on this
    /// thread before this returns.
    ///
    /// ```
    /// use ito::event::CustomEvent;
    /// use ito::{Bot, EventKind};
    ///
    /// struct EveryoneMentioned {
    ///     by: String,
    /// }
    ///
    /// impl CustomEvent for EveryoneMentioned {}
    ///
    /// let bot = Bot::new("a.token");
    /// bot.on(EventKind::<EveryoneMentioned>::custom(), |e| println!("{} shouts", e.by));
    /// bot.on(EventKind::Message, |e| {
    ///     if e.mention_everyone {
    ///         e.bot().dispatch(EveryoneMentioned { by: e.author.name.clone() });
    ///     }
    /// });
    /// ```
    pub fn dispatch<E: CustomEvent>(&self, event: E) -> Dispatched {
        let event = Event::Custom(Arc::new(Custom::new(event)));
        let pending = if let Ok(dispatcher) = self.0.lifecycle.dispatcher() {
            Some(dispatcher.publish_custom(event))
        } else {
            publish_here(self.clone(), &self.0.registry, event);
            None
        };
        Dispatched { bot: self.clone(), pending }
    }
}

/// An event of one's own that was given to its listeners; dropping this lets them run.
#[derive(Debug)]
pub struct Dispatched {
    bot: Bot,
    /// Nothing when they were called before this was made.
    pending: Option<Pending>,
}

impl Dispatched {
    /// Whether all listeners are done.
    pub fn is_done(&self) -> bool {
        self.pending.as_ref().is_none_or(Pending::is_done)
    }

    /// Waits until all listeners are done, at most for `timeout`. A close of the bot ends them, and so the wait.
    ///
    /// # Errors
    /// A [`WaitError`]: they are not done in time, or so many listeners wait already that none would be left to go on.
    pub fn wait(&self, timeout: Duration) -> Result {
        let Some(pending) = self.pending.as_ref().filter(|pending| !pending.is_done()) else { return Ok(()) };
        let Ok(dispatcher) = self.bot.0.lifecycle.dispatcher() else { return Ok(()) };
        let Some(_waiting) = dispatcher.begin_wait() else {
            return Err(WaitError::Crowded { who: dispatcher.running() }.into());
        };
        if pending.wait_until(Instant::now().checked_add(timeout)) {
            return Ok(());
        }
        Err(WaitError::Timeout { after: timeout }.into())
    }
}
