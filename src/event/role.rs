//! Events about roles.

use serde::{Deserialize, Serialize};

use super::payload::place;
use crate::model::{Guild, Id, Role};

/// A role that was made.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildRoleCreate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The role.
    pub role: Role,
}

/// A role as it is now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildRoleUpdate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The role.
    pub role: Role,
}

/// A role that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildRoleDelete {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The role.
    pub role_id: Id<Role>,
}

place!(GuildRoleCreate in |e| Some(e.guild_id));
place!(GuildRoleUpdate in |e| Some(e.guild_id));
place!(GuildRoleDelete in |e| Some(e.guild_id));
