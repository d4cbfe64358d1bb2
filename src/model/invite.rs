//! Invites to guilds, to groups and to friendship.
//!
//! <https://docs.discord.com/developers/resources/invite>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    Application, Channel, ChannelType, Color, Guild, GuildFeature, GuildNsfwLevel, Id, ImageHash, Member,
    Message, Permissions, Role, RoleColors, ScheduledEvent, Timestamp, User, VerificationLevel, duration,
    flags, nullable, open_enum,
};

/// An invite. The fields from `uses` to `created_at` are there for those who manage the channel.
///
/// <https://docs.discord.com/developers/resources/invite#invite-object-invite-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Invite {
    /// Where it leads.
    #[serde(rename = "type")]
    pub kind: InviteType,
    /// The code, which is its id.
    pub code: String,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild: Option<InviteGuild>,
    /// The guild's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The channel.
    pub channel: Option<InviteChannel>,
    /// Who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inviter: Option<Box<User>>,
    /// What it leads to beyond the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_type: Option<InviteTargetType>,
    /// Whose stream it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_user: Option<Box<User>>,
    /// The activity that it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_application: Option<Box<Application>>,
    /// The channel of the message that it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_channel_id: Option<Id<Channel>>,
    /// The message that it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_message_id: Option<Id<Message>>,
    /// About how many are online; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_presence_count: Option<u64>,
    /// About how many members there are; only when counts were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approximate_member_count: Option<u64>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// The live stage that it leads to; Discord no longer sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_instance: Option<InviteStageInstance>,
    /// The scheduled event that it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_scheduled_event: Option<Box<ScheduledEvent>>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<InviteFlags>,
    /// The roles that it gives.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<InviteRole>,
    /// How lively the guild is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liveliness: Option<GuildLiveliness>,
    /// Whether it comes from a contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_contact: Option<bool>,
    /// Whether those who join may change their nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_nickname_changeable: Option<bool>,
    /// How many friends whoever invites has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friends_count: Option<u64>,
    /// How often it was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses: Option<u64>,
    /// How often it can be used; 0 is without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<u64>,
    /// How long it lasts; zero is for ever.
    #[serde(with = "duration::seconds", skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Duration>,
    /// Whether those who join leave when they go offline, unless they get a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporary: Option<bool>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

open_enum! {
    /// Where an invite leads.
    ///
    /// <https://docs.discord.com/developers/resources/invite#invite-object-invite-types>
    pub enum InviteType: u32 {
        /// To a guild.
        Guild = 0,
        /// To a group.
        GroupDm = 1,
        /// To friendship.
        Friend = 2,
    }
    default Guild
}

open_enum! {
    /// What an invite leads to beyond its channel.
    ///
    /// <https://docs.discord.com/developers/resources/invite#invite-object-invite-target-types>
    pub enum InviteTargetType: u32 {
        /// A stream.
        Stream = 1,
        /// An activity.
        EmbeddedApplication = 2,
        /// Role subscriptions for sale.
        RoleSubscriptionsPurchase = 3,
    }
    default Stream
}

flags! {
    /// Flags of an invite.
    ///
    /// <https://docs.discord.com/developers/resources/invite#invite-object-guild-invite-flags>
    pub struct InviteFlags {
        /// It is for a guest of a voice channel.
        const IS_GUEST_INVITE = 1 << 0;
    }
}

/// What an invite says of its guild.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteGuild {
    /// The guild's id.
    pub id: Id<Guild>,
    /// The name.
    pub name: String,
    /// The picture behind invites.
    pub splash: Option<ImageHash>,
    /// The banner.
    pub banner: Option<ImageHash>,
    /// The description.
    pub description: Option<String>,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// What the guild can do beyond others.
    pub features: Vec<GuildFeature>,
    /// What a user needs before it may write.
    pub verification_level: Option<VerificationLevel>,
    /// The code of the vanity invite.
    pub vanity_url_code: Option<String>,
    /// Whether it is restricted by age.
    pub nsfw_level: Option<GuildNsfwLevel>,
    /// Whether it is restricted by age; `nsfw_level` says more.
    pub nsfw: Option<bool>,
    /// How many boosts it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_subscription_count: Option<u64>,
}

/// What an invite says of its channel.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteChannel {
    /// The channel's id.
    pub id: Id<Channel>,
    /// The kind.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The name.
    pub name: Option<String>,
    /// The icon of a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<ImageHash>,
    /// Who is in the group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<InviteRecipient>,
}

/// A user in a group that an invite leads to.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteRecipient {
    /// The user's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<User>>,
    /// The name.
    pub username: String,
    /// The avatar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<ImageHash>,
}

/// A role that an invite gives.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteRole {
    /// The role's id.
    pub id: Id<Role>,
    /// The name.
    pub name: String,
    /// The place among the roles.
    pub position: u32,
    /// The primary colour.
    pub color: Color,
    /// The colours.
    pub colors: RoleColors,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The emoji that serves as an icon.
    pub unicode_emoji: Option<String>,
    /// What it allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
}

/// The live stage that an invite leads to.
///
/// <https://docs.discord.com/developers/resources/invite#invite-stage-instance-object-invite-stage-instance-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InviteStageInstance {
    /// Who speaks.
    pub members: Vec<Member>,
    /// How many are there.
    pub participant_count: u64,
    /// How many speak.
    pub speaker_count: u64,
    /// The topic.
    pub topic: String,
}

/// How lively a guild is.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GuildLiveliness {
    /// How many messages there were, span by span.
    pub msg_activity_bins: Vec<u32>,
    /// When that was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_updated_ts: Option<Timestamp>,
}

/// How far Discord is with the list of users who may use an invite.
///
/// <https://docs.discord.com/developers/resources/invite#get-target-users-job-status>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TargetUsersJob {
    /// What has become of it.
    pub status: TargetUsersJobStatus,
    /// How many users there are.
    pub total_users: u64,
    /// How many of them are done.
    pub processed_users: u64,
    /// When it began.
    pub created_at: Option<Timestamp>,
    /// When it ended.
    pub completed_at: Option<Timestamp>,
    /// Why it failed.
    pub error_message: Option<String>,
}

open_enum! {
    /// What has become of a list of users.
    ///
    /// <https://docs.discord.com/developers/resources/invite#get-target-users-job-status-status-codes>
    pub enum TargetUsersJobStatus: u32 {
        /// Nothing is known.
        Unspecified = 0,
        /// It is being read.
        Processing = 1,
        /// It is done.
        Completed = 2,
        /// It failed.
        Failed = 3,
    }
    default Unspecified
}
