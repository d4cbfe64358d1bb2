//! Events about what users do: their presence, and that they write.

use serde::{Deserialize, Serialize};

use super::payload::place;
use crate::model::{Channel, Guild, Id, Member, Timestamp, User, seconds};

pub use crate::model::PresenceUpdate;

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
    #[serde(with = "seconds")]
    pub timestamp: Timestamp,
    /// The member, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

place!(PresenceUpdate in |e| e.guild_id);
place!(TypingStart in |e| e.guild_id);
