//! Sounds to play in voice channels.
//!
//! <https://docs.discord.com/developers/resources/soundboard>

use serde::{Deserialize, Serialize};

use super::{Emoji, Guild, Id, User};

/// A sound, of a guild or one of Discord's own.
///
/// <https://docs.discord.com/developers/resources/soundboard#soundboard-sound-object-soundboard-sound-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SoundboardSound {
    /// The name.
    pub name: String,
    /// The sound's id.
    pub sound_id: Id<SoundboardSound>,
    /// How loud it is, from 0 to 1.
    pub volume: f64,
    /// A custom emoji.
    pub emoji_id: Option<Id<Emoji>>,
    /// A unicode emoji.
    pub emoji_name: Option<String>,
    /// The guild; nothing for Discord's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Whether it can be played; not when the guild has lost boosts.
    pub available: bool,
    /// Who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// Who created it, in some events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id<User>>,
}

/// The sounds of a guild.
///
/// <https://docs.discord.com/developers/events/gateway-events#soundboard-sounds-soundboard-sounds-event-fields>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SoundboardSounds {
    /// The sounds.
    pub items: Vec<SoundboardSound>,
}

impl SoundboardSound {
    /// The address of the sound: MP3 or Ogg.
    pub fn url(&self) -> String {
        format!("https://cdn.discordapp.com/soundboard-sounds/{}", self.sound_id)
    }
}
