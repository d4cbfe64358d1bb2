//! Events about what a guild adds to messages and voice: emojis, stickers, sounds.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Emoji, Guild, Id, SoundboardSound, Sticker};

things! {
    /// A sound that was made.
    GuildSoundboardSoundCreate(SoundboardSound) in |e| e.guild_id;
    /// A sound as it is now.
    GuildSoundboardSoundUpdate(SoundboardSound) in |e| e.guild_id;
}

/// The emojis of a guild as they are now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildEmojisUpdate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// All emojis.
    pub emojis: Vec<Emoji>,
}

/// The stickers of a guild as they are now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildStickersUpdate {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// All stickers.
    pub stickers: Vec<Sticker>,
}

/// A sound that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildSoundboardSoundDelete {
    /// The sound.
    pub sound_id: Id<SoundboardSound>,
    /// The guild.
    pub guild_id: Id<Guild>,
}

/// Several sounds as they are now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildSoundboardSoundsUpdate {
    /// The sounds.
    pub soundboard_sounds: Vec<SoundboardSound>,
    /// The guild.
    pub guild_id: Id<Guild>,
}

/// The sounds of a guild, as they were asked for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SoundboardSounds {
    /// The sounds.
    pub soundboard_sounds: Vec<SoundboardSound>,
    /// The guild.
    pub guild_id: Id<Guild>,
}

place!(GuildEmojisUpdate in |e| Some(e.guild_id));
place!(GuildStickersUpdate in |e| Some(e.guild_id));
place!(GuildSoundboardSoundDelete in |e| Some(e.guild_id));
place!(GuildSoundboardSoundsUpdate in |e| Some(e.guild_id));
place!(SoundboardSounds in |e| Some(e.guild_id));
