//! Events about channels.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Channel, Guild, Id, Timestamp, seconds};

things! {
    /// A channel that was made.
    ChannelCreate(Channel) in |e| e.guild_id;
    /// A channel as it is now.
    ChannelUpdate(Channel) in |e| e.guild_id;
    /// A channel that is gone.
    ChannelDelete(Channel) in |e| e.guild_id;
}

/// What was asked for with REQUEST_CHANNEL_INFO.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelInfo {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The channels.
    pub channels: Vec<ChannelInfoChannel>,
}

/// What was asked for of one channel.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelInfoChannel {
    /// The channel.
    pub id: Id<Channel>,
    /// The status of the voice channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Since when somebody is in it.
    #[serde(with = "seconds", skip_serializing_if = "Option::is_none")]
    pub voice_start_time: Option<Timestamp>,
}

/// A message was pinned or is no longer. It does not come when a pinned message is deleted.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelPinsUpdate {
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// When a message was pinned last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_pin_timestamp: Option<Timestamp>,
}

/// The webhooks of a channel changed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WebhooksUpdate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The channel.
    pub channel_id: Id<Channel>,
}

place!(ChannelInfo in |e| Some(e.guild_id));
place!(ChannelPinsUpdate in |e| e.guild_id);
place!(WebhooksUpdate in |e| Some(e.guild_id));
