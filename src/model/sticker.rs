//! Stickers, of guilds and of Discord's packs.
//!
//! <https://docs.discord.com/developers/resources/sticker>

use serde::{Deserialize, Serialize};

use crate::model::{Guild, Id, Image, Sku, User, open_enum};

/// A sticker.
///
/// <https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-structure>
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
    /// What suggests it: of a guild's sticker the name of an emoji, of a standard one words between commas.
    pub tags: String,
    /// Whose it is.
    #[serde(rename = "type")]
    pub kind: StickerType,
    /// The format of the image.
    pub format_type: Option<StickerFormatType>,
    /// Whether it can be used; not while the guild has too few boosts for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<bool>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Who made it; only for those who may manage stickers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
    /// The place in the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_value: Option<u32>,
}

impl Sticker {
    /// The image.
    pub fn image(&self) -> Image {
        Image::sticker(self.id, self.format_type.unwrap_or_default())
    }
}

open_enum! {
    /// Whose a sticker is.
    ///
    /// <https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-types>
    pub enum StickerType: u32 {
        /// Discord's, in a pack.
        Standard = 1,
        /// A guild's.
        Guild = 2,
    }
    default Guild
}

open_enum! {
    /// The formats of stickers.
    ///
    /// <https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-format-types>
    pub enum StickerFormatType: u32 {
        /// PNG.
        Png = 1,
        /// Moving PNG.
        Apng = 2,
        /// Lottie, a vector film in JSON.
        Lottie = 3,
        /// GIF.
        Gif = 4,
    }
    default Png
}

/// What a message says of its stickers.
///
/// <https://docs.discord.com/developers/resources/sticker#sticker-item-object-sticker-item-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StickerItem {
    /// The sticker's id.
    pub id: Id<Sticker>,
    /// The name.
    pub name: String,
    /// The format of the image.
    pub format_type: StickerFormatType,
}

impl StickerItem {
    /// The image.
    pub fn image(&self) -> Image {
        Image::sticker(self.id, self.format_type)
    }
}

/// A pack of standard stickers.
///
/// <https://docs.discord.com/developers/resources/sticker#sticker-pack-object-sticker-pack-structure>
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
    /// The sticker that is shown for the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_sticker_id: Option<Id<Sticker>>,
    /// The description.
    pub description: Option<String>,
    /// The banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner_asset_id: Option<Id<StickerPackBanner>>,
}

/// The packs of Discord's own stickers.
///
/// <https://docs.discord.com/developers/resources/sticker#list-sticker-packs-response-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StickerPacks {
    /// The packs.
    pub sticker_packs: Vec<StickerPack>,
}

/// The banner of a [`StickerPack`], so that its id has a type: see [`Image::sticker_pack_banner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StickerPackBanner;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stickers_are_read_and_written_as_discord_does() {
        let text = r#"{"id":"61","pack_id":"62","name":"Sleepy","description":null,"tags":"sleep","type":1,"format_type":3,"sort_value":4}"#;
        let sticker: Sticker = serde_json::from_str(text).unwrap();
        assert_eq!(
            (sticker.kind, sticker.format_type),
            (StickerType::Standard, Some(StickerFormatType::Lottie))
        );
        assert_eq!(serde_json::to_string(&sticker).unwrap(), text);

        let text = r#"{"id":"62","stickers":[],"name":"Cats","sku_id":"63","cover_sticker_id":"61","description":"Cats.","banner_asset_id":"64"}"#;
        let pack: StickerPack = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&pack).unwrap(), text);

        let text = r#"{"id":"61","name":"Sleepy","format_type":9}"#;
        let item: StickerItem = serde_json::from_str(text).unwrap();
        assert_eq!(item.format_type, StickerFormatType::Unknown(9));
        assert_eq!(serde_json::to_string(&item).unwrap(), text);
    }
}
