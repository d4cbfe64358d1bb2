//! Stickers and their packs.
//!
//! <https://docs.discord.com/developers/resources/sticker>

use serde::{Deserialize, Serialize};

use super::{Guild, Id, Sku, User, open_enum};

/// A sticker.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Sticker {
    /// The sticker's id.
    pub id: Id<Sticker>,
    /// The pack of a standard sticker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack_id: Option<Id<StickerPack>>,
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// Words by which it is found, with commas between; of a guild's sticker, one emoji.
    pub tags: String,
    /// The kind of sticker.
    #[serde(rename = "type")]
    pub kind: StickerType,
    /// The format of its image.
    pub format_type: StickerFormatType,
    /// Whether a guild's sticker can be used; it cannot after boosts were lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
    /// The guild that owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The place in its pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_value: Option<u32>,
}

/// What is needed to show a sticker.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StickerItem {
    /// The sticker's id.
    pub id: Id<Sticker>,
    /// The name.
    pub name: String,
    /// The format of its image.
    pub format_type: StickerFormatType,
}

/// A pack of standard stickers.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StickerPack {
    /// The pack's id.
    pub id: Id<StickerPack>,
    /// The stickers.
    pub stickers: Vec<Sticker>,
    /// The name.
    pub name: String,
    /// What is bought.
    pub sku_id: Id<Sku>,
    /// The sticker on the cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_sticker_id: Option<Id<Sticker>>,
    /// The description.
    pub description: String,
    /// The image of the banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_asset_id: Option<Id<StickerPack>>,
}

open_enum! {
    /// The kinds of stickers.
    pub enum StickerType: u8 {
        /// From one of Discord's packs.
        Standard = 1,
        /// Uploaded to a guild.
        Guild = 2,
    }
    default Guild
}

open_enum! {
    /// The formats of stickers.
    pub enum StickerFormatType: u8 {
        /// PNG.
        Png = 1,
        /// Moving PNG.
        Apng = 2,
        /// Lottie.
        Lottie = 3,
        /// GIF.
        Gif = 4,
    }
    default Png
}
