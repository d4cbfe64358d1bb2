//! Events about requests to join a guild. Discord has them only as drafts: they may change.

use serde::{Deserialize, Serialize};

use super::payload::place;
use crate::model::{Guild, Id, JoinRequest, JoinRequestStatus, User};

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildJoinRequestCreate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Where it stands.
    pub status: JoinRequestStatus,
    /// The request.
    pub request: JoinRequest,
}

/// A request as it is now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildJoinRequestUpdate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Where it stands.
    pub status: JoinRequestStatus,
    /// The request.
    pub request: JoinRequest,
}

/// A request that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildJoinRequestDelete {
    /// The request.
    pub id: Id<JoinRequest>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Who asked.
    pub user_id: Id<User>,
}

place!(GuildJoinRequestCreate in |e| Some(e.guild_id));
place!(GuildJoinRequestUpdate in |e| Some(e.guild_id));
place!(GuildJoinRequestDelete in |e| Some(e.guild_id));
