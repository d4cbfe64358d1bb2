//! The addresses at which Discord serves images.
//!
//! <https://docs.discord.com/developers/reference#image-formatting>

use std::fmt;

use super::{
    Application, Emoji, Guild, Id, ImageHash, Role, ScheduledEvent, Sticker, StickerFormatType, Team, User,
};

/// An image on Discord's servers. Written out (`to_string`), it is its address.
///
/// A still image is served as PNG and a moving one as moving WebP unless another [format](Self::format) is chosen.
///
/// <https://docs.discord.com/developers/reference#image-formatting>
///
/// ```
/// use ito::model::{Id, Image, ImageFormat, ImageHash};
///
/// let icon = Image::guild_icon(Id::new(7), &ImageHash::new("a_1269e74a"));
/// assert_eq!(icon.to_string(), "https://cdn.discordapp.com/icons/7/a_1269e74a.webp?animated=true");
/// let icon = icon.format(ImageFormat::Png)?.size(256)?;
/// assert_eq!(icon.to_string(), "https://cdn.discordapp.com/icons/7/a_1269e74a.png?size=256");
/// # Ok::<(), ito::model::ImageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Image {
    /// Without the extension.
    path: String,
    formats: &'static [ImageFormat],
    format: ImageFormat,
    animated: bool,
    /// Whether the size can be chosen.
    sized: bool,
    size: Option<u16>,
}

/// The formats of images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImageFormat {
    /// JPEG; never moves.
    Jpeg,
    /// PNG; moves only where it is a sticker.
    Png,
    /// WebP; moves where the image does.
    WebP,
    /// GIF; moves. Only of images that move.
    Gif,
    /// Lottie, a vector film in JSON; only of stickers.
    Lottie,
}

/// A choice that Discord does not offer for an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageError {
    /// The size is no power of two from 16 to 4096.
    Size(u16),
    /// The image comes in one size only.
    OneSize,
    /// The image does not come in this format.
    Format(ImageFormat, &'static [ImageFormat]),
}

/// One function for each image, in Discord's order.
impl Image {
    /// A custom emoji. Discord advises WebP, so that is the format unless another is chosen.
    pub fn emoji(emoji: Id<Emoji>, animated: bool) -> Self {
        Self { format: ImageFormat::WebP, animated, ..Self::plain(format!("emojis/{emoji}"), MOVING) }
    }

    /// The icon of a guild.
    pub fn guild_icon(guild: Id<Guild>, hash: &ImageHash) -> Self {
        Self::moving(format!("icons/{guild}/{hash}"), hash)
    }

    /// The picture behind an invite to a guild.
    pub fn guild_splash(guild: Id<Guild>, hash: &ImageHash) -> Self {
        Self::plain(format!("splashes/{guild}/{hash}"), STILL)
    }

    /// The picture of a guild among the discoverable ones.
    pub fn guild_discovery_splash(guild: Id<Guild>, hash: &ImageHash) -> Self {
        Self::plain(format!("discovery-splashes/{guild}/{hash}"), STILL)
    }

    /// The banner of a guild.
    pub fn guild_banner(guild: Id<Guild>, hash: &ImageHash) -> Self {
        Self::moving(format!("banners/{guild}/{hash}"), hash)
    }

    /// The banner of a user.
    pub fn user_banner(user: Id<User>, hash: &ImageHash) -> Self {
        Self::moving(format!("banners/{user}/{hash}"), hash)
    }

    /// The avatar of a user who has chosen none; `discriminator` is 0 except for those who still have one.
    pub fn default_avatar(user: Id<User>, discriminator: u16) -> Self {
        let index = if discriminator == 0 { (user.get() >> 22) % 6 } else { u64::from(discriminator) % 5 };
        Self { sized: false, ..Self::plain(format!("embed/avatars/{index}"), PNG) }
    }

    /// The avatar of a user.
    pub fn user_avatar(user: Id<User>, hash: &ImageHash) -> Self {
        Self::moving(format!("avatars/{user}/{hash}"), hash)
    }

    /// The avatar of a member in one guild.
    pub fn member_avatar(guild: Id<Guild>, user: Id<User>, hash: &ImageHash) -> Self {
        Self::moving(format!("guilds/{guild}/users/{user}/avatars/{hash}"), hash)
    }

    /// The decoration around an avatar; the hash is its `asset`.
    pub fn avatar_decoration(asset: &ImageHash) -> Self {
        Self::plain(format!("avatar-decoration-presets/{asset}"), PNG)
    }

    /// The icon of an application.
    pub fn application_icon(application: Id<Application>, hash: &ImageHash) -> Self {
        Self::plain(format!("app-icons/{application}/{hash}"), STILL)
    }

    /// The cover of an application.
    pub fn application_cover(application: Id<Application>, hash: &ImageHash) -> Self {
        Self::plain(format!("app-icons/{application}/{hash}"), STILL)
    }

    /// A picture that an application has uploaded, such as one in an activity; `asset` is its id.
    pub fn application_asset(application: Id<Application>, asset: &str) -> Self {
        Self::plain(format!("app-assets/{application}/{asset}"), STILL)
    }

    /// The icon of an achievement.
    pub fn achievement_icon(application: Id<Application>, achievement: u64, hash: &ImageHash) -> Self {
        Self::plain(format!("app-assets/{application}/achievements/{achievement}/icons/{hash}"), STILL)
    }

    /// A picture on the store page of an application.
    pub fn store_asset(application: Id<Application>, asset: u64) -> Self {
        Self::plain(format!("app-assets/{application}/store/{asset}"), STILL)
    }

    /// The banner of a pack of stickers; `asset` is its `banner_asset_id`.
    pub fn sticker_pack_banner(asset: u64) -> Self {
        Self::plain(format!("app-assets/710982414301790216/store/{asset}"), STILL)
    }

    /// The icon of a team.
    pub fn team_icon(team: Id<Team>, hash: &ImageHash) -> Self {
        Self::plain(format!("team-icons/{team}/{hash}"), STILL)
    }

    /// A sticker, in the one format in which it comes.
    pub fn sticker(sticker: Id<Sticker>, kind: StickerFormatType) -> Self {
        let formats = match kind {
            StickerFormatType::Gif => GIF,
            StickerFormatType::Lottie => LOTTIE,
            _ => PNG,
        };
        Self { sized: false, format: formats[0], ..Self::plain(format!("stickers/{sticker}"), formats) }
    }

    /// The icon of a role.
    pub fn role_icon(role: Id<Role>, hash: &ImageHash) -> Self {
        Self::plain(format!("role-icons/{role}/{hash}"), STILL)
    }

    /// The cover of a scheduled event.
    pub fn scheduled_event_cover(event: Id<ScheduledEvent>, hash: &ImageHash) -> Self {
        Self::plain(format!("guild-events/{event}/{hash}"), STILL)
    }

    /// The banner of a member in one guild.
    pub fn member_banner(guild: Id<Guild>, user: Id<User>, hash: &ImageHash) -> Self {
        Self::moving(format!("guilds/{guild}/users/{user}/banners/{hash}"), hash)
    }

    /// The badge of a guild's tag.
    pub fn guild_tag_badge(guild: Id<Guild>, hash: &ImageHash) -> Self {
        Self::plain(format!("guild-tag-badges/{guild}/{hash}"), STILL)
    }
}

impl Image {
    /// Asks for a size: a power of two from 16 to 4096.
    pub fn size(mut self, size: u16) -> Result<Self, ImageError> {
        if !self.sized {
            return Err(ImageError::OneSize);
        }
        if !size.is_power_of_two() || !(16..=4096).contains(&size) {
            return Err(ImageError::Size(size));
        }
        self.size = Some(size);
        Ok(self)
    }

    /// Asks for a format. GIF is refused for an image that does not move.
    pub fn format(mut self, format: ImageFormat) -> Result<Self, ImageError> {
        if !self.formats().contains(&format) {
            return Err(ImageError::Format(format, self.formats()));
        }
        self.format = format;
        Ok(self)
    }

    /// The formats in which the image comes.
    pub fn formats(&self) -> &'static [ImageFormat] {
        self.formats
    }

    /// Whether the image moves.
    pub fn is_animated(&self) -> bool {
        self.animated
    }

    fn moving(path: String, hash: &ImageHash) -> Self {
        if hash.is_animated() {
            Self { format: ImageFormat::WebP, animated: true, ..Self::plain(path, MOVING) }
        } else {
            Self::plain(path, STILL)
        }
    }

    fn plain(path: String, formats: &'static [ImageFormat]) -> Self {
        Self { path, formats, format: ImageFormat::Png, animated: false, sized: true, size: None }
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Discord keeps the GIFs of stickers elsewhere.
        let sticker_gif = self.formats == GIF;
        let host = if sticker_gif { "media.discordapp.net" } else { "cdn.discordapp.com" };
        write!(f, "https://{host}/{}.{}", self.path, self.format.extension())?;
        let mut sign = '?';
        if self.animated && self.format == ImageFormat::WebP {
            f.write_str("?animated=true")?;
            sign = '&';
        }
        self.size.map_or(Ok(()), |size| write!(f, "{sign}size={size}"))
    }
}

impl ImageFormat {
    /// The extension of a file of this format.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Lottie => "json",
        }
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(size) => {
                write!(f, "no image of size {size}: a size is a power of two from 16 to 4096")
            }
            Self::OneSize => f.write_str("this image comes in one size only: leave the size out"),
            Self::Format(format, formats) => {
                write!(f, "this image does not come as .{}, only as", format.extension())?;
                formats.iter().try_for_each(|format| write!(f, " .{}", format.extension()))
            }
        }
    }
}

impl std::error::Error for ImageError {}

const PNG: &[ImageFormat] = &[ImageFormat::Png];
const GIF: &[ImageFormat] = &[ImageFormat::Gif];
const LOTTIE: &[ImageFormat] = &[ImageFormat::Lottie];
const STILL: &[ImageFormat] = &[ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
const MOVING: &[ImageFormat] = &[ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif];
