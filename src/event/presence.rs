//! Events about what users do: their presence, and that they write.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Channel, Guild, Id, Member, Presence, Timestamp, User, unix};

things! {
    /// Somebody's presence as it is now.
    PresenceUpdate(Presence) in |e| e.guild_id;
}

/// Somebody writes; it counts for ten seconds.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TypingStart {
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Who writes.
    pub user_id: Id<User>,
    /// Since when, to the second.
    #[serde(with = "unix::seconds")]
    pub timestamp: Timestamp,
    /// The member, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

place!(TypingStart in |e| e.guild_id);
