//! Guilds, which Discord's users call servers.
//!
//! <https://docs.discord.com/developers/resources/guild>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, Channel, Emoji, GuildFeature, Id, Image, ImageHash, IncidentsData, Locale, Member,
    Permissions, PresenceUpdate, Role, ScheduledEvent, SoundboardSound, StageInstance, Sticker, Timestamp,
    User, VoiceState, WelcomeScreen, duration, flags, open_enum,
};

/// A guild.
///
/// The last fields, from `joined_at` on, are what GUILD_CREATE alone brings: their lists are empty, the rest is
/// `None`, wherever else a guild comes from. A guild that is unavailable has nothing but its id.
///
/// <https://docs.discord.com/developers/resources/guild#guild-object-guild-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Guild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The name, of 2 to 100 characters.
    pub name: String,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The icon, in the object of a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_hash: Option<ImageHash>,
    /// The picture behind invites.
    pub splash: Option<ImageHash>,
    /// The picture among discoverable guilds.
    pub discovery_splash: Option<ImageHash>,
    /// The picture on top of the guild's guide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_header: Option<ImageHash>,
    /// Whether the current user owns the guild; only in the list of the user's guilds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<bool>,
    /// Who owns the guild.
    pub owner_id: Id<User>,
    /// What the current user may do, without overwrites; only in the list of the user's guilds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    /// The voice region, which channels have had of their own for long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Where the idle are moved.
    pub afk_channel_id: Option<Id<Channel>>,
    /// After how long they are: one, five, 15, 30 minutes or an hour.
    #[serde(with = "duration::seconds")]
    pub afk_timeout: Duration,
    /// Whether the widget is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget_enabled: Option<bool>,
    /// The channel to which the widget invites, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget_channel_id: Option<Id<Channel>>,
    /// What a user needs before it may write.
    pub verification_level: VerificationLevel,
    /// What members are told of unless they choose.
    pub default_message_notifications: DefaultMessageNotificationLevel,
    /// Whose media are looked through.
    pub explicit_content_filter: ExplicitContentFilterLevel,
    /// The roles.
    pub roles: Vec<Role>,
    /// The custom emojis.
    pub emojis: Vec<Emoji>,
    /// What the guild can do beyond others.
    pub features: Vec<GuildFeature>,
    /// Whether moderators need two-factor authentication.
    pub mfa_level: MfaLevel,
    /// The application that made the guild, if one did.
    pub application_id: Option<Id<Application>>,
    /// Where Discord posts of welcomes and boosts.
    pub system_channel_id: Option<Id<Channel>>,
    /// Of what it does not.
    pub system_channel_flags: SystemChannelFlags,
    /// Where a community has its rules.
    pub rules_channel_id: Option<Id<Channel>>,
    /// How many presences the guild has at most; nothing except for the largest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_presences: Option<u64>,
    /// How many members the guild has at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_members: Option<u64>,
    /// The code of the vanity invite.
    pub vanity_url_code: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The banner.
    pub banner: Option<ImageHash>,
    /// The boost level.
    pub premium_tier: PremiumTier,
    /// How many boosts the guild has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_subscription_count: Option<u64>,
    /// The language of a community, used in notices from Discord.
    pub preferred_locale: Locale,
    /// Where moderators of a community hear from Discord.
    pub public_updates_channel_id: Option<Id<Channel>>,
    /// How many may show video in a channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_video_channel_users: Option<u64>,
    /// How many may show video on a stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_stage_video_channel_users: Option<u64>,
    /// About how many members there are; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_member_count: Option<u64>,
    /// About how many members are not offline; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_presence_count: Option<u64>,
    /// The welcome screen, in an invite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welcome_screen: Option<WelcomeScreen>,
    /// Whether the guild is restricted by age; `nsfw_level` says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nsfw: Option<bool>,
    /// Whether the guild is restricted by age.
    pub nsfw_level: GuildNsfwLevel,
    /// The custom stickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stickers: Vec<Sticker>,
    /// Whether the bar of boosts is shown.
    pub premium_progress_bar_enabled: bool,
    /// When somebody last chose whether it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_progress_bar_enabled_user_updated_at: Option<Timestamp>,
    /// Where moderators of a community hear of dangers.
    pub safety_alerts_channel_id: Option<Id<Channel>>,
    /// Which safety measures are taken.
    pub incidents_data: Option<IncidentsData>,
    /// In GUILD_CREATE: when the bot joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<Timestamp>,
    /// In GUILD_CREATE: whether it has more members than the `large_threshold`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub large: Option<bool>,
    /// In GUILD_CREATE and READY: whether an outage has taken it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<bool>,
    /// In GUILD_CREATE: how many members there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_count: Option<u64>,
    /// In GUILD_CREATE: who is in voice channels; without `guild_id`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voice_states: Vec<VoiceState>,
    /// In GUILD_CREATE: the members; in a large guild only the bot and those in voice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// In GUILD_CREATE: the channels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// In GUILD_CREATE: the active threads that the bot may see.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<Channel>,
    /// In GUILD_CREATE: the presences of members; in a large guild only of those online; without `guild_id`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub presences: Vec<PresenceUpdate>,
    /// In GUILD_CREATE: the live stages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stage_instances: Vec<StageInstance>,
    /// In GUILD_CREATE: the scheduled events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guild_scheduled_events: Vec<ScheduledEvent>,
    /// In GUILD_CREATE: the sounds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub soundboard_sounds: Vec<SoundboardSound>,
}

impl Guild {
    /// The role @everyone, which has the id of the guild.
    pub fn everyone(&self) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == self.id.cast())
    }

    /// The highest of a member's roles, by which it is measured against others; @everyone when it has no other.
    pub fn highest_role(&self, member: &Member) -> Option<&Role> {
        let held = self.roles.iter().filter(|role| member.roles.contains(&role.id));
        held.reduce(|highest, role| if role.is_above(highest) { role } else { highest })
            .or_else(|| self.everyone())
    }

    /// Where the icon is, if there is one.
    pub fn icon_image(&self) -> Option<Image> {
        self.icon.as_ref().map(|hash| Image::guild_icon(self.id, hash))
    }

    /// Where the picture behind invites is, if there is one.
    pub fn splash_image(&self) -> Option<Image> {
        self.splash.as_ref().map(|hash| Image::guild_splash(self.id, hash))
    }

    /// Where the picture among discoverable guilds is, if there is one.
    pub fn discovery_splash_image(&self) -> Option<Image> {
        self.discovery_splash.as_ref().map(|hash| Image::guild_discovery_splash(self.id, hash))
    }

    /// Where the banner is, if there is one.
    pub fn banner_image(&self) -> Option<Image> {
        self.banner.as_ref().map(|hash| Image::guild_banner(self.id, hash))
    }
}

/// A guild that an outage has taken, or from which the bot was removed.
///
/// <https://docs.discord.com/developers/resources/guild#unavailable-guild-object>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UnavailableGuild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// Whether an outage has taken it; nothing when the bot was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<bool>,
}

open_enum! {
    /// What members are told of unless they choose.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-default-message-notification-level>
    pub enum DefaultMessageNotificationLevel: u32 {
        /// Every message.
        AllMessages = 0,
        /// Messages that mention them.
        OnlyMentions = 1,
    }
    default AllMessages
}

open_enum! {
    /// Whose media are looked through.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-explicit-content-filter-level>
    pub enum ExplicitContentFilterLevel: u32 {
        /// Nobody's.
        Disabled = 0,
        /// Those of members without roles.
        MembersWithoutRoles = 1,
        /// Everybody's.
        AllMembers = 2,
    }
    default Disabled
}

open_enum! {
    /// Whether moderators need two-factor authentication.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-mfa-level>
    pub enum MfaLevel: u32 {
        /// They do not.
        None = 0,
        /// They do.
        Elevated = 1,
    }
    default None
}

open_enum! {
    /// What a user needs before it may write.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-verification-level>
    pub enum VerificationLevel: u32 {
        /// Nothing.
        None = 0,
        /// A verified email address.
        Low = 1,
        /// To be registered for five minutes, too.
        Medium = 2,
        /// To be a member for ten minutes, too.
        High = 3,
        /// A verified telephone number.
        VeryHigh = 4,
    }
    default None
}

open_enum! {
    /// Whether a guild is restricted by age.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-guild-nsfw-level>
    pub enum GuildNsfwLevel: u32 {
        /// Nobody has said.
        Default = 0,
        /// It holds explicit content.
        Explicit = 1,
        /// It is for everybody.
        Safe = 2,
        /// It is restricted.
        AgeRestricted = 3,
    }
    default Default
}

open_enum! {
    /// The boost level of a guild.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-premium-tier>
    pub enum PremiumTier: u32 {
        /// None yet.
        None = 0,
        /// Level 1.
        Tier1 = 1,
        /// Level 2.
        Tier2 = 2,
        /// Level 3.
        Tier3 = 3,
    }
    default None
}

flags! {
    /// Flags of a system channel: what Discord does not post there.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-system-channel-flags>
    pub struct SystemChannelFlags {
        /// Members who join.
        const SUPPRESS_JOIN_NOTIFICATIONS = 1 << 0;
        /// Boosts.
        const SUPPRESS_PREMIUM_SUBSCRIPTIONS = 1 << 1;
        /// Advice on setting up the guild.
        const SUPPRESS_GUILD_REMINDER_NOTIFICATIONS = 1 << 2;
        /// The button to greet those who join.
        const SUPPRESS_JOIN_NOTIFICATION_REPLIES = 1 << 3;
        /// Role subscriptions that are bought or renewed.
        const SUPPRESS_ROLE_SUBSCRIPTION_PURCHASE_NOTIFICATIONS = 1 << 4;
        /// The button to answer to those.
        const SUPPRESS_ROLE_SUBSCRIPTION_PURCHASE_NOTIFICATION_REPLIES = 1 << 5;
    }
}
