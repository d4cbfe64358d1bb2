//! Who is in which voice channel, and the regions where voice is served.
//!
//! <https://docs.discord.com/developers/resources/voice>

use serde::{Deserialize, Serialize};

use super::{Channel, Guild, Id, Member, Timestamp, User};

/// A user's connection to a voice channel. In GUILD_CREATE it has no `guild_id`.
///
/// <https://docs.discord.com/developers/resources/voice#voice-state-object-voice-state-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VoiceState {
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The channel; nothing when the user has left.
    pub channel_id: Option<Id<Channel>>,
    /// The user.
    pub user_id: Id<User>,
    /// The member, in events of a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// The id of the user's session.
    pub session_id: String,
    /// Whether the guild deafens the user.
    pub deaf: bool,
    /// Whether the guild mutes the user.
    pub mute: bool,
    /// Whether the user does not listen.
    pub self_deaf: bool,
    /// Whether the user's microphone is off.
    pub self_mute: bool,
    /// Whether the user streams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_stream: Option<bool>,
    /// Whether the user's camera is on.
    pub self_video: bool,
    /// Whether the user may not speak, as in the audience of a stage.
    pub suppress: bool,
    /// When the user asked to speak.
    pub request_to_speak_timestamp: Option<Timestamp>,
}

/// A place where voice is served.
///
/// <https://docs.discord.com/developers/resources/voice#voice-region-object-voice-region-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VoiceRegion {
    /// The region's id.
    pub id: String,
    /// The region's name.
    pub name: String,
    /// Whether it is the one next to the client.
    pub optimal: bool,
    /// Whether it is on its way out.
    pub deprecated: bool,
    /// Whether it is made for an event.
    pub custom: bool,
}
