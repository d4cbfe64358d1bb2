//! Events about members.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::payload::{place, things};
use crate::model::{Guild, Id, Member, PresenceUpdate, User};

things! {
    /// A member who joined.
    GuildMemberAdd(Member) in |e| e.guild_id;
    /// A member as it is now.
    GuildMemberUpdate(Member) in |e| e.guild_id;
}

/// A member who is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildMemberRemove {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Who is gone.
    pub user: User,
}

/// Members that were asked for with REQUEST_GUILD_MEMBERS; up to 1000 of them.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildMembersChunk {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The members.
    pub members: Vec<Member>,
    /// Which chunk it is, from 0.
    pub chunk_index: u32,
    /// How many there are.
    pub chunk_count: u32,
    /// The ids that were asked for and are none, as they were sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_found: Vec<Value>,
    /// The presences, when they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub presences: Vec<PresenceUpdate>,
    /// The mark of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

place!(GuildMemberRemove in |e| Some(e.guild_id));
place!(GuildMembersChunk in |e| Some(e.guild_id));
