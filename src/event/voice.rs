//! Events about voice.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{
    Channel, Emoji, Guild, Id, Secret, SoundboardSound, Timestamp, User, VoiceState, open_enum, seconds,
};

things! {
    /// Where a user is in voice now; nowhere without `channel_id`.
    VoiceStateUpdate(VoiceState) in |e| e.guild_id;
}

/// Somebody sent an effect in a voice channel where the bot is.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VoiceChannelEffectSend {
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Who sent it.
    pub user_id: Id<User>,
    /// The emoji.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// How it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub animation_type: Option<VoiceChannelEffectAnimationType>,
    /// Which movement it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub animation_id: Option<u64>,
    /// The sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound_id: Option<Id<SoundboardSound>>,
    /// How loud it is, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound_volume: Option<f64>,
}

/// A voice channel has somebody in it, or nobody any more.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VoiceChannelStartTimeUpdate {
    /// The channel.
    pub id: Id<Channel>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Since when somebody is in it.
    #[serde(with = "seconds")]
    pub voice_start_time: Option<Timestamp>,
}

/// A voice channel has another status.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VoiceChannelStatusUpdate {
    /// The channel.
    pub id: Id<Channel>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The status.
    pub status: Option<String>,
}

/// Where voice of a guild is served now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VoiceServerUpdate {
    /// What opens the connection.
    pub token: Secret,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The server; nothing while a new one is looked for.
    pub endpoint: Option<String>,
}

open_enum! {
    /// How an effect moves.
    pub enum VoiceChannelEffectAnimationType: u32 {
        /// As with Nitro.
        Premium = 0,
        /// As for everybody.
        Basic = 1,
    }
    default Basic
}

place!(VoiceChannelEffectSend in |e| Some(e.guild_id));
place!(VoiceChannelStartTimeUpdate in |e| Some(e.guild_id));
place!(VoiceChannelStatusUpdate in |e| Some(e.guild_id));
place!(VoiceServerUpdate in |e| Some(e.guild_id));
