//! Members: a user as a guild sees them.
//!
//! <https://docs.discord.com/developers/resources/guild#guild-member-object>

use serde::{Deserialize, Serialize};

use crate::model::{
    AvatarDecoration, Collectibles, Guild, Id, Image, ImageHash, Permissions, Role, Timestamp, User, flags,
};

/// A user in a guild.
///
/// <https://docs.discord.com/developers/resources/guild#guild-member-object-guild-member-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Member {
    /// The guild, where the member came with an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The user; missing where the member stands beside its user, as in messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// The name in this guild.
    pub nick: Option<String>,
    /// The avatar in this guild.
    pub avatar: Option<ImageHash>,
    /// The banner in this guild.
    pub banner: Option<ImageHash>,
    /// The roles, without @everyone.
    pub roles: Vec<Id<Role>>,
    /// When the user joined; nothing for a guest.
    pub joined_at: Option<Timestamp>,
    /// Since when the user boosts the guild.
    pub premium_since: Option<Timestamp>,
    /// Whether the member is deafened in voice channels.
    pub deaf: bool,
    /// Whether the member is muted in voice channels.
    pub mute: bool,
    /// More about the member.
    pub flags: MemberFlags,
    /// Whether the member has yet to pass the screening.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<bool>,
    /// What the member may do in the channel, overwrites included; only in interactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    /// When a timeout ends; a time in the past is none.
    pub communication_disabled_until: Option<Timestamp>,
    /// The decoration around the avatar in this guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar_decoration_data: Option<AvatarDecoration>,
    /// What else the member has collected and shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collectibles: Option<Collectibles>,
}

flags! {
    /// Flags of a member.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-member-object-guild-member-flags>
    pub struct MemberFlags {
        /// Has left and come back.
        const DID_REJOIN = 1 << 0;
        /// Has completed the onboarding.
        const COMPLETED_ONBOARDING = 1 << 1;
        /// Need not be verified; moderators may change this.
        const BYPASSES_VERIFICATION = 1 << 2;
        /// Has begun the onboarding.
        const STARTED_ONBOARDING = 1 << 3;
        /// Is a guest who can only reach the voice channel of the invite.
        const IS_GUEST = 1 << 4;
        /// Has begun the guide of the guild.
        const STARTED_HOME_ACTIONS = 1 << 5;
        /// Has completed the guide of the guild.
        const COMPLETED_HOME_ACTIONS = 1 << 6;
        /// The name is blocked by auto moderation.
        const AUTOMOD_QUARANTINED_USERNAME = 1 << 7;
        /// Has seen the advice on private messages.
        const DM_SETTINGS_UPSELL_ACKNOWLEDGED = 1 << 9;
        /// The guild tag is blocked by auto moderation.
        const AUTOMOD_QUARANTINED_GUILD_TAG = 1 << 10;
    }
}

impl Member {
    /// The name as clients show it in the guild: the nickname, the chosen name, or the name; empty where Discord gives a
    /// member without its user, as with messages (there it is [`Message::author_name`](crate::model::Message::author_name)).
    pub fn display_name(&self) -> &str {
        self.nick.as_deref().or_else(|| self.user.as_ref().map(User::display_name)).unwrap_or("")
    }

    /// Where the avatar of this guild is, if there is one; else the user's own is shown.
    pub fn avatar_image(&self, guild: Id<Guild>, user: Id<User>) -> Option<Image> {
        self.avatar.as_ref().map(|hash| Image::member_avatar(guild, user, hash))
    }

    /// Where the banner of this guild is, if there is one; else the user's own is shown.
    pub fn banner_image(&self, guild: Id<Guild>, user: Id<User>) -> Option<Image> {
        self.banner.as_ref().map(|hash| Image::member_banner(guild, user, hash))
    }

    /// Whether the member is in a timeout at that time.
    pub fn is_timed_out(&self, now: Timestamp) -> bool {
        self.communication_disabled_until.is_some_and(|until| until > now)
    }
}
