//! Events about guilds.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{AuditLogEntry, Guild, Id, UnavailableGuild, User};

things! {
    /// A guild with all that is in it; only an id and `unavailable` during an outage. By experience `unavailable` is false for
    /// a guild in which the bot was before, and absent for one that it joined just now.
    GuildCreate(Guild) in |e| Some(e.id);
    /// A guild as it is now, without what only GUILD_CREATE brings.
    GuildUpdate(Guild) in |e| Some(e.id);
    /// A guild that is gone: for an outage when `unavailable` is there, else for good.
    GuildDelete(UnavailableGuild) in |e| Some(e.id);
    /// A new entry of the audit log.
    GuildAuditLogEntryCreate(AuditLogEntry) in |e| e.guild_id;
}

/// Somebody was banned.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildBanAdd {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Who was banned.
    pub user: User,
}

/// Somebody is no longer banned.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildBanRemove {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Who was banned.
    pub user: User,
}

place!(GuildBanAdd in |e| Some(e.guild_id));
place!(GuildBanRemove in |e| Some(e.guild_id));
