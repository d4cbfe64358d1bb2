//! Users: people and bots.
//!
//! <https://docs.discord.com/developers/resources/user>

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{
    Color, Discriminator, Guild, Id, Image, ImageHash, Locale, Member, Mention, Sku, flags, open_enum,
};

/// A person or a bot. In some events only the id is set.
///
/// Written out (`to_string`), it is the mention: `<@80351110224678912>`.
///
/// <https://docs.discord.com/developers/resources/user#user-object-user-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct User {
    /// The user's id.
    pub id: Id<User>,
    /// The name, which no other user has; [`User::display_name`] is what clients show.
    #[serde(rename = "username")]
    pub name: String,
    /// The four digits of those who still have them (most bots), else `0`.
    pub discriminator: Discriminator,
    /// The name that the user chose to be shown; of a bot, the application's name.
    pub global_name: Option<String>,
    /// The avatar.
    pub avatar: Option<ImageHash>,
    /// Whether it is a bot or a webhook.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bot: bool,
    /// Whether it is Discord itself, with urgent messages.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub system: bool,
    /// Whether the account needs two factors to log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_enabled: Option<bool>,
    /// The banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub banner: Option<ImageHash>,
    /// The colour of the banner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accent_color: Option<Color>,
    /// The language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// Whether the e-mail address is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// More about the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<UserFlags>,
    /// The subscription.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_type: Option<PremiumType>,
    /// What all may see of the flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_flags: Option<UserFlags>,
    /// The decoration around the avatar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_decoration_data: Option<AvatarDecoration>,
    /// What the user collected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collectibles: Option<Collectibles>,
    /// The guild whose tag the user wears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_guild: Option<PrimaryGuild>,
    /// The user as a member of the guild, without its user; only in the mentions of messages that came with an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
}

impl User {
    /// The name that clients show where there is no nickname.
    pub fn display_name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.name)
    }

    /// The name with the four digits of those who still have them: `name` or `name#1234`.
    pub fn tag(&self) -> String {
        match &*self.discriminator {
            "" | "0" | "0000" => self.name.clone(),
            digits => format!("{}#{digits}", self.name),
        }
    }

    /// What mentions the user in a message: `<@80351110224678912>`.
    pub fn mention(&self) -> Mention {
        self.id.mention()
    }

    /// The avatar, or the one that Discord gives to those who chose none.
    pub fn avatar_image(&self) -> Image {
        match &self.avatar {
            Some(hash) => Image::user_avatar(self.id, hash),
            None => Image::default_avatar(self.id, self.discriminator.number()),
        }
    }

    /// The banner; only a user that was fetched has it.
    pub fn banner_image(&self) -> Option<Image> {
        self.banner.as_ref().map(|hash| Image::user_banner(self.id, hash))
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<@{}>", self.id)
    }
}

flags! {
    /// Flags of a user.
    ///
    /// <https://docs.discord.com/developers/resources/user#user-object-user-flags>
    pub struct UserFlags {
        /// Works at Discord.
        const STAFF = 1 << 0;
        /// Owns a partnered guild.
        const PARTNER = 1 << 1;
        /// Coordinates HypeSquad events.
        const HYPESQUAD = 1 << 2;
        /// Hunts bugs, level 1.
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
        /// Hunts bugs, level 2.
        const BUG_HUNTER_LEVEL_2 = 1 << 14;
        /// Is a verified bot.
        const VERIFIED_BOT = 1 << 16;
        /// Had a verified bot early.
        const VERIFIED_DEVELOPER = 1 << 17;
        /// Is an alumnus of the moderators' programme.
        const CERTIFIED_MODERATOR = 1 << 18;
        /// Is a bot that only receives interactions over HTTP, and is shown as online.
        const BOT_HTTP_INTERACTIONS = 1 << 19;
        /// Develops bots that are in use.
        const ACTIVE_DEVELOPER = 1 << 22;
    }
}

open_enum! {
    /// The subscriptions to Nitro.
    ///
    /// <https://docs.discord.com/developers/resources/user#user-object-premium-types>
    pub enum PremiumType: u32 {
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

/// The decoration around an avatar.
///
/// <https://docs.discord.com/developers/resources/user#avatar-decoration-data-object-avatar-decoration-data-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AvatarDecoration {
    /// The image: see [`Image::avatar_decoration`].
    pub asset: ImageHash,
    /// What was bought.
    pub sku_id: Option<Id<Sku>>,
}

/// What a user collected and wears.
///
/// <https://docs.discord.com/developers/resources/user#collectibles-collectible-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Collectibles {
    /// The plate behind the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nameplate: Option<Nameplate>,
}

/// The plate behind a name.
///
/// <https://docs.discord.com/developers/resources/user#nameplate-nameplate-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Nameplate {
    /// What was bought.
    pub sku_id: Option<Id<Sku>>,
    /// The path of the image.
    pub asset: String,
    /// The label; not in use.
    pub label: String,
    /// The background.
    pub palette: NameplatePalette,
}

open_enum! {
    /// The backgrounds of nameplates.
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

/// The guild whose tag a user wears.
///
/// <https://docs.discord.com/developers/resources/user#user-object-user-primary-guild>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PrimaryGuild {
    /// The guild.
    pub identity_guild_id: Option<Id<Guild>>,
    /// Whether the tag is shown; nothing when the guild took it away.
    pub identity_enabled: Option<bool>,
    /// The tag, of up to 4 characters.
    pub tag: Option<String>,
    /// The badge: see [`Image::guild_tag_badge`].
    pub badge: Option<ImageHash>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_read_and_written_as_discord_does() {
        let text = r#"{"id":"901234567890123456","username":"wren","discriminator":"0","global_name":"Wren","avatar":"a_5f00","accent_color":1193046,"flags":64,"premium_type":2,"public_flags":4194304,"avatar_decoration_data":{"asset":"a_77","sku_id":"12"},"collectibles":{"nameplate":{"sku_id":"13","asset":"nameplates/x/","label":"","palette":"cobalt"}},"primary_guild":{"identity_guild_id":"14","identity_enabled":true,"tag":"WRN","badge":"bb"}}"#;
        let user: User = serde_json::from_str(text).unwrap();
        assert_eq!(user.display_name(), "Wren");
        assert_eq!(user.public_flags, Some(UserFlags::ACTIVE_DEVELOPER));
        assert_eq!(user.mention().to_string(), "<@901234567890123456>");
        assert!(!user.bot);
        assert_eq!(serde_json::to_string(&user).unwrap(), text);
    }

    #[test]
    fn a_bot_has_a_tag_and_a_default_avatar() {
        let text = r#"{"id":"5","username":"robin","discriminator":"0042","global_name":null,"avatar":null,"bot":true}"#;
        let user: User = serde_json::from_str(text).unwrap();
        assert_eq!((user.display_name(), &*user.tag(), user.bot), ("robin", "robin#0042", true));
        assert_eq!(user.avatar_image(), Image::default_avatar(Id::new(5), 42));
        assert_eq!(serde_json::to_string(&user).unwrap(), text);
    }

    #[test]
    fn a_mentioned_user_carries_its_member() {
        let user: User = serde_json::from_str(r#"{"id":"5","member":{"nick":"Rob","roles":["9"]}}"#).unwrap();
        assert_eq!(user.member.unwrap().nick.as_deref(), Some("Rob"));
    }
}
