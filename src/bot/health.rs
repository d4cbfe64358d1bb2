//! How a bot is: a look at everything that can be in the way.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use super::{Bot, Inner, WaitError};
use crate::cache::CachedGuild;
use crate::error::Result;
use crate::event::{Event, EventKind, EventType, EventTypes};
use crate::gateway::{ShardState, ShardStatus};
use crate::model::{Guild, Id, Intents};
use crate::sync::Straggler;

/// How a bot is, at one moment; given by [`Bot::health`].
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Health {
    /// Where each shard of this process stands.
    pub shards: BTreeMap<u32, ShardStatus>,
    /// The mean time from a heartbeat to its acknowledgement, of the shards of which it is known.
    pub latency: Option<Duration>,
    /// Listeners that run now, with how long they have.
    pub running: Vec<Straggler>,
    /// Calls of listeners that wait for a worker.
    pub queued: usize,
    /// Payloads that wait or are being handled, in bytes.
    pub weight: usize,
    /// Workers that there are.
    pub workers: usize,
    /// Events that were dropped in this run, as [`Limits::lag`](super::Limits) chose, by their type.
    pub dropped: BTreeMap<EventType, u64>,
    /// Calls to Discord that wait for a limit or an answer.
    pub requests: usize,
    /// Guilds that have not come yet, or that an outage of Discord's has taken, as far as the cache holds what is in guilds:
    /// nothing is heard of them until they come.
    pub unavailable: Vec<Id<Guild>>,
}

impl Health {
    /// Whether all shards are ready and nothing was dropped.
    pub fn is_well(&self) -> bool {
        !self.shards.is_empty()
            && self.shards.values().all(|shard| shard.state == ShardState::Ready)
            && self.dropped.is_empty()
    }
}

/// One line.
impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ready = self.shards.values().filter(|shard| shard.state == ShardState::Ready).count();
        write!(f, "{ready} of {} shards ready", self.shards.len())?;
        if let Some(latency) = self.latency {
            write!(f, " ({latency:.0?})")?;
        }
        write!(
            f,
            ", {} listener calls running and {} waiting for {} workers, {} bytes of events, {} requests",
            self.running.len(),
            self.queued,
            self.workers,
            self.weight,
            self.requests
        )?;
        if !self.unavailable.is_empty() {
            write!(f, ", guilds unavailable: {}", self.unavailable.len())?;
        }
        match self.dropped.values().sum::<u64>() {
            0 => Ok(()),
            dropped => write!(f, ", {dropped} events dropped"),
        }
    }
}

impl Bot {
    /// How the bot is, at this moment; empty while it does not run.
    ///
    /// ```no_run
    /// # fn f(bot: &ito::Bot) {
    /// for listener in bot.health().running {
    ///     println!("{listener}");
    /// }
    /// # }
    /// ```
    pub fn health(&self) -> Health {
        let shards = self.shards().into_iter().map(|(id, shard)| (id, *shard)).collect();
        let latency = self.latency();
        let requests = self.rest().in_flight();
        let Ok(dispatcher) = self.0.lifecycle.dispatcher() else {
            return Health { shards, latency, requests, ..Health::default() };
        };
        Health {
            shards,
            latency,
            running: dispatcher.running(),
            queued: dispatcher.queued(),
            weight: dispatcher.weight(),
            workers: dispatcher.workers(),
            dropped: dispatcher.dropped(),
            requests,
            unavailable: self.0.unavailable_guilds(),
        }
    }
}

impl Bot {
    /// Waits until all guilds have come that the bot is in, at most for `timeout`; gives those that have not, as in an outage
    /// of Discord's. To be called once the bot has started: guilds come behind a start.
    ///
    /// It asks the cache: where that holds nothing of guilds, it waits for none.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use ito::{Bot, EventKind};
    /// # fn f(bot: &Bot) {
    /// bot.on(EventKind::Started, |e| {
    ///     let missing = e.bot().wait_for_guilds(Duration::from_secs(20))?;
    ///     println!("in {} guilds, {} are not there", e.cache().guilds().len(), missing.len());
    ///     Ok(())
    /// });
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`WaitFor::wait`](super::WaitFor::wait), but for the timeout.
    #[track_caller]
    pub fn wait_for_guilds(&self, timeout: Duration) -> Result<Vec<Id<Guild>>> {
        let arrivals = self.wait_for(ARRIVALS).timeout(timeout);
        self.0.lifecycle.dispatcher()?;
        let inner = self.0.clone();
        let unavailable = move || inner.unavailable_guilds().into_iter().collect::<BTreeSet<_>>();
        let mut missing = unavailable();
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        let arrivals = arrivals.filter(move |e| {
            match &**e {
                Event::Ready(_) => missing = unavailable(),
                Event::GuildCreate(guild) if guild.unavailable != Some(true) => {
                    missing.remove(&guild.id);
                }
                Event::GuildDelete(guild) if guild.unavailable != Some(true) => {
                    missing.remove(&guild.id);
                }
                _ => {}
            }
            missing.is_empty()
        });
        match arrivals.wait() {
            Ok(_) => Ok(Vec::new()),
            Err(error) if matches!(error.downcast_ref(), Some(WaitError::Timeout { .. })) => {
                Ok(self.0.unavailable_guilds())
            }
            Err(error) => Err(error),
        }
    }
}

/// What says that guilds come, or are to come.
const ARRIVALS: EventKind<Event> = EventKind::any_of(
    EventTypes::of(EventType::Ready).with(EventType::GuildCreate).with(EventType::GuildDelete),
);

impl Inner {
    /// The guilds of this bot's sessions that are not there; none where nobody remembers which came.
    pub(super) fn unavailable_guilds(&self) -> Vec<Id<Guild>> {
        if !self.cache.wants(EventType::GuildCreate) || !self.setup.intents.contains(Intents::GUILDS) {
            return Vec::new();
        }
        self.cache.unavailable_guilds().iter().map(CachedGuild::id).collect()
    }
}
