//! Users, and what they wear.
//!
//! <https://docs.discord.com/developers/resources/user>

use serde::{Deserialize, Serialize};

use super::{Color, Guild, Id, ImageHash, Locale, Member, Sku, flags, open_enum};

/// A user: a person, a bot, or Discord itself.
///
/// In presences it may have nothing but its id.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: Id<User>,
    /// The name, unique among all users but bots.
    #[serde(rename = "username")]
    pub name: String,
    /// The number behind the name of old accounts and of bots; `0` when there is none.
    pub discriminator: String,
    /// The name that is shown; for bots, the name of the application.
    pub global_name: Option<String>,
    /// The avatar.
    pub avatar: Option<ImageHash>,
    /// Whether it is a bot.
    pub bot: bool,
    /// Whether it speaks for Discord.
    pub system: bool,
    /// Whether it uses two-factor authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_enabled: Option<bool>,
    /// The banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner: Option<ImageHash>,
    /// The colour in place of a banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_color: Option<Color>,
    /// The chosen language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Whether the email address was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// All flags of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<UserFlags>,
    /// The Nitro subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_type: Option<PremiumType>,
    /// The flags that everybody sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_flags: Option<UserFlags>,
    /// The frame of the avatar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_decoration_data: Option<Box<AvatarDecorationData>>,
    /// What the user has collected and wears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collectibles: Option<Box<Collectibles>>,
    /// The guild whose tag the user wears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_guild: Option<Box<UserPrimaryGuild>>,
    /// In the mentions of a message: the user as a member of the guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

impl User {
    /// The name that is shown: the global one, else the unique one.
    pub fn display_name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.name)
    }

    /// What mentions the user in a text.
    pub fn mention(&self) -> String {
        format!("<@{}>", self.id)
    }
}

/// The guild whose tag a user wears.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UserPrimaryGuild {
    /// The guild.
    pub identity_guild_id: Option<Id<Guild>>,
    /// Whether the tag is shown; nothing when the guild took it away.
    pub identity_enabled: Option<bool>,
    /// The tag, of up to four characters.
    pub tag: Option<String>,
    /// The badge.
    pub badge: Option<ImageHash>,
}

/// The frame of an avatar.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AvatarDecorationData {
    /// The hash of its image.
    pub asset: String,
    /// What was bought.
    pub sku_id: Id<Sku>,
}

/// What a user has collected and wears.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Collectibles {
    /// The picture behind the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nameplate: Option<Nameplate>,
}

/// The picture behind a name.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Nameplate {
    /// What was bought.
    pub sku_id: Id<Sku>,
    /// The path of its image.
    pub asset: String,
    /// The label.
    pub label: String,
    /// The background colour.
    pub palette: NameplatePalette,
}

flags! {
    /// Flags of an account.
    pub struct UserFlags {
        /// Works at Discord.
        const STAFF = 1 << 0;
        /// Owns a partnered guild.
        const PARTNER = 1 << 1;
        /// Organises HypeSquad events.
        const HYPESQUAD = 1 << 2;
        /// Hunts bugs.
        const BUG_HUNTER_LEVEL_1 = 1 << 3;
        /// Is of House Bravery.
        const HYPESQUAD_ONLINE_HOUSE_1 = 1 << 6;
        /// Is of House Brilliance.
        const HYPESQUAD_ONLINE_HOUSE_2 = 1 << 7;
        /// Is of House Balance.
        const HYPESQUAD_ONLINE_HOUSE_3 = 1 << 8;
        /// Had Nitro early.
        const PREMIUM_EARLY_SUPPORTER = 1 << 9;
        /// Is a team.
        const TEAM_PSEUDO_USER = 1 << 10;
        /// Hunts many bugs.
        const BUG_HUNTER_LEVEL_2 = 1 << 14;
        /// Is a verified bot.
        const VERIFIED_BOT = 1 << 16;
        /// Had a verified bot early.
        const VERIFIED_DEVELOPER = 1 << 17;
        /// Was in the programme for moderators.
        const CERTIFIED_MODERATOR = 1 << 18;
        /// Is a bot that hears interactions over HTTP only.
        const BOT_HTTP_INTERACTIONS = 1 << 19;
    }
}

open_enum! {
    /// The kinds of Nitro.
    pub enum PremiumType: u8 {
        /// None.
        None = 0,
        /// Nitro Classic.
        NitroClassic = 1,
        /// Nitro.
        Nitro = 2,
        /// Nitro Basic.
        NitroBasic = 3,
    }
    default None
}

open_enum! {
    /// The background colours of nameplates.
    pub enum NameplatePalette: str {
        /// Crimson.
        Crimson = "crimson",
        /// Berry.
        Berry = "berry",
        /// Sky.
        Sky = "sky",
        /// Teal.
        Teal = "teal",
        /// Forest.
        Forest = "forest",
        /// Bubble gum.
        BubbleGum = "bubble_gum",
        /// Violet.
        Violet = "violet",
        /// Cobalt.
        Cobalt = "cobalt",
        /// Clover.
        Clover = "clover",
        /// Lemon.
        Lemon = "lemon",
        /// White.
        White = "white",
        /// Black.
        Black = "black",
    }
}
