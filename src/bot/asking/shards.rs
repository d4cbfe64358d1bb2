//! The shards of a bot as its user sees them, and the way from a guild to its shard.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use super::AskError;
use crate::bot::{Bot, StateError};
use crate::error::Result;
use crate::gateway::{Line, PresencePatch, ShardStatus};
use crate::model::{Guild, Id};

/// A shard of this process, as it stood when it was asked for; it derefs to its [`ShardStatus`].
#[derive(Clone)]
pub struct Shard {
    bot: Bot,
    id: u32,
    status: ShardStatus,
}

impl Shard {
    /// Its number, counted from 0.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Changes how the bot appears in the guilds of this shard: see [`Bot::update_presence`].
    ///
    /// # Errors
    /// When the bot does not run.
    pub fn update_presence(&self, patch: impl Into<PresencePatch>) -> Result {
        let patch = patch.into();
        self.bot.warn_of_activity(&patch);
        self.bot.line(self.id)?.update_presence(&patch);
        Ok(())
    }
}

impl Deref for Shard {
    type Target = ShardStatus;

    fn deref(&self) -> &ShardStatus {
        &self.status
    }
}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shard").field("id", &self.id).field("status", &self.status).finish_non_exhaustive()
    }
}

impl Bot {
    /// The shards of this process, as they stand now; empty while the bot does not run.
    ///
    /// ```
    /// # use ito::sandbox::Sandbox;
    /// use ito::Bot;
    /// use ito::gateway::PresencePatch;
    /// use ito::model::PresenceStatus;
    ///
    /// # fn main() -> ito::Result {
    /// # let discord = Sandbox::start()?;
    /// # let (token, endpoints) = (discord.token(), discord.endpoints());
    /// let bot = Bot::builder(token).endpoints(endpoints).build()?;
    /// bot.start()?;
    /// println!("shard 0 is {:?}", bot.shards()[&0].state);
    /// bot.shards()[&0].update_presence(PresencePatch::new().status(PresenceStatus::Idle))?;
    /// # bot.close()
    /// # }
    /// ```
    pub fn shards(&self) -> BTreeMap<u32, Shard> {
        let Some(shards) = self.0.lifecycle.shards() else { return BTreeMap::new() };
        let shard = |(id, status)| (id, Shard { bot: self.clone(), id, status });
        shards.statuses().into_iter().map(shard).collect()
    }

    /// How many shards the application has in all, here and elsewhere; 0 until the bot has started.
    pub fn shard_count(&self) -> u32 {
        self.0.lifecycle.shards().map_or(0, |shards| shards.total())
    }

    /// The shard that a guild belongs to, here or elsewhere; `None` while the bot does not run.
    pub fn shard_for(&self, guild: Id<Guild>) -> Option<u32> {
        self.0.lifecycle.shards().map(|shards| shard_of(guild, shards.total()))
    }

    /// The time from a heartbeat to its acknowledgement, the mean of all shards that know theirs; `None` before the first.
    pub fn latency(&self) -> Option<Duration> {
        let known: Vec<Duration> = self.shards().values().filter_map(|shard| shard.latency).collect();
        let count = u32::try_from(known.len()).ok().filter(|count| *count > 0)?;
        Some(known.iter().sum::<Duration>() / count)
    }

    /// The way to a shard.
    pub(super) fn line(&self, shard: u32) -> Result<Arc<Line>> {
        let shards = self.0.lifecycle.shards().ok_or(StateError::NotRunning)?;
        Ok(shards.lines().get(&shard).cloned().ok_or(AskError::NoShard(shard))?)
    }

    /// The way to the shard of a guild.
    pub(super) fn line_for(&self, guild: Id<Guild>) -> Result<Arc<Line>> {
        let shards = self.0.lifecycle.shards().ok_or(StateError::NotRunning)?;
        let shard = shard_of(guild, shards.total());
        Ok(shards.lines().get(&shard).cloned().ok_or(AskError::GuildNotCovered { guild, shard })?)
    }
}

/// The shard of a guild, of so many.
///
/// <https://docs.discord.com/developers/events/gateway#sharding>
pub(in crate::bot) fn shard_of(guild: Id<Guild>, total: u32) -> u32 {
    u32::try_from((guild.get() >> 22) % u64::from(total.max(1))).unwrap_or(0)
}
