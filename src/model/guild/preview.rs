//! What those see of a guild who are not, or not wholly, in it.
//!
//! <https://docs.discord.com/developers/resources/guild#guild-preview-object>

use serde::{Deserialize, Serialize};

use crate::model::{Emoji, Guild, GuildFeature, Id, ImageHash, Permissions, Sticker};

/// What everybody may see of a discoverable guild.
///
/// <https://docs.discord.com/developers/resources/guild#guild-preview-object-guild-preview-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildPreview {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The name.
    pub name: String,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The picture behind invites.
    pub splash: Option<ImageHash>,
    /// The picture among discoverable guilds.
    pub discovery_splash: Option<ImageHash>,
    /// The picture on top of the guild's guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_header: Option<ImageHash>,
    /// The custom emojis.
    pub emojis: Vec<Emoji>,
    /// What the guild can do beyond others.
    pub features: Vec<GuildFeature>,
    /// About how many members there are.
    pub approximate_member_count: u64,
    /// About how many of them are online.
    pub approximate_presence_count: u64,
    /// The description.
    pub description: Option<String>,
    /// The custom stickers.
    pub stickers: Vec<Sticker>,
}

/// A guild in the list of the current user's guilds.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CurrentUserGuild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The name.
    pub name: String,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The banner.
    pub banner: Option<ImageHash>,
    /// Whether the user owns the guild.
    pub owner: bool,
    /// What the user may do, without overwrites.
    pub permissions: Permissions,
    /// What the guild can do beyond others.
    pub features: Vec<GuildFeature>,
    /// About how many members there are; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_member_count: Option<u64>,
    /// About how many members are not offline; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_presence_count: Option<u64>,
}

/// The vanity invite of a guild.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VanityUrl {
    /// The code.
    pub code: Option<String>,
    /// How often it was used.
    pub uses: u64,
    /// Why it does not work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<VanityUrlError>,
}

/// Why a vanity invite does not work.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct VanityUrlError {
    /// In words.
    pub message: String,
    /// As a number.
    pub code: u32,
}
