//! Events about scheduled events.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Guild, Id, ScheduledEvent, User};

things! {
    /// A scheduled event that was made.
    GuildScheduledEventCreate(ScheduledEvent) in |e| Some(e.guild_id);
    /// A scheduled event as it is now.
    GuildScheduledEventUpdate(ScheduledEvent) in |e| Some(e.guild_id);
    /// A scheduled event that is gone.
    GuildScheduledEventDelete(ScheduledEvent) in |e| Some(e.guild_id);
}

/// Somebody is interested in a scheduled event.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildScheduledEventUserAdd {
    /// The scheduled event.
    pub guild_scheduled_event_id: Id<ScheduledEvent>,
    /// Who is interested.
    pub user_id: Id<User>,
    /// The guild.
    pub guild_id: Id<Guild>,
}

/// Somebody is no longer interested in a scheduled event.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildScheduledEventUserRemove {
    /// The scheduled event.
    pub guild_scheduled_event_id: Id<ScheduledEvent>,
    /// Who was interested.
    pub user_id: Id<User>,
    /// The guild.
    pub guild_id: Id<Guild>,
}

place!(GuildScheduledEventUserAdd in |e| Some(e.guild_id));
place!(GuildScheduledEventUserRemove in |e| Some(e.guild_id));
