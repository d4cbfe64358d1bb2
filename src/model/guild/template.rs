//! Templates: a guild without its people and words, to make others like it.
//!
//! <https://docs.discord.com/developers/resources/guild-template>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{
    Channel, ChannelType, Color, DefaultMessageNotificationLevel, DefaultReaction, Emoji,
    ExplicitContentFilterLevel, ForumLayoutType, ForumSortOrderType, Guild, Id, ImageHash, Locale, Overwrite,
    Permissions, RoleColors, SystemChannelFlags, ThreadSearchTagSetting, Timestamp, User, VerificationLevel,
    duration,
};

/// A template of a guild.
///
/// <https://docs.discord.com/developers/resources/guild-template#guild-template-object-guild-template-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Template {
    /// The code, which is its id.
    pub code: String,
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// How often it was used.
    pub usage_count: u64,
    /// Who created it.
    pub creator_id: Id<User>,
    /// The user who created it.
    pub creator: Option<Box<User>>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last brought up to date with its guild.
    pub updated_at: Timestamp,
    /// The guild that it was made of.
    pub source_guild_id: Id<Guild>,
    /// The guild as it was then.
    pub serialized_source_guild: TemplateGuild,
    /// Whether the guild has changed since.
    pub is_dirty: Option<bool>,
}

/// A guild as a template holds it; its ids are small numbers that hold within the template.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateGuild {
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The voice region.
    pub region: Option<String>,
    /// What a user needs before it may write.
    pub verification_level: VerificationLevel,
    /// What members are told of unless they choose.
    pub default_message_notifications: DefaultMessageNotificationLevel,
    /// Whose media are looked through.
    pub explicit_content_filter: ExplicitContentFilterLevel,
    /// The language.
    pub preferred_locale: Locale,
    /// Where the idle are moved.
    pub afk_channel_id: Option<Id<Channel>>,
    /// After how long they are.
    #[serde(with = "duration::seconds")]
    pub afk_timeout: Duration,
    /// Where Discord posts of welcomes and boosts.
    pub system_channel_id: Option<Id<Channel>>,
    /// Of what it does not.
    pub system_channel_flags: SystemChannelFlags,
    /// The icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon_hash: Option<ImageHash>,
    /// The roles.
    pub roles: Vec<TemplateRole>,
    /// The channels.
    pub channels: Vec<TemplateChannel>,
}

/// A role as a template holds it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateRole {
    /// The number of the role; 0 is @everyone.
    pub id: u64,
    /// The name.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
    /// The primary colour.
    pub color: Color,
    /// The colours.
    pub colors: Option<RoleColors>,
    /// Whether its members stand apart in the list of members.
    pub hoist: bool,
    /// Whether everybody may mention it.
    pub mentionable: bool,
    /// The icon.
    pub icon: Option<ImageHash>,
    /// The emoji that serves as an icon.
    pub unicode_emoji: Option<String>,
}

/// A channel as a template holds it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateChannel {
    /// The number of the channel.
    pub id: Option<u64>,
    /// The kind of channel.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The name.
    pub name: Option<String>,
    /// The place among the channels.
    pub position: Option<u32>,
    /// The topic.
    pub topic: Option<String>,
    /// The bits per second of a voice channel.
    pub bitrate: u32,
    /// How many may be in a voice channel; 0 is no limit.
    pub user_limit: u32,
    /// Whether it is restricted by age.
    pub nsfw: bool,
    /// How long a user waits between two messages.
    #[serde(with = "duration::seconds")]
    pub rate_limit_per_user: Duration,
    /// The category.
    pub parent_id: Option<Id<Channel>>,
    /// After how much silence new threads are hidden.
    #[serde(with = "duration::minutes")]
    pub default_auto_archive_duration: Option<Duration>,
    /// What it allows and denies roles.
    pub permission_overwrites: Vec<Overwrite>,
    /// The tags of a forum.
    pub available_tags: Option<Vec<TemplateTag>>,
    /// The kind of forum.
    pub template: String,
    /// The emoji of the reaction button of a forum.
    pub default_reaction_emoji: Option<DefaultReaction>,
    /// How long a user waits in new threads.
    #[serde(with = "duration::seconds")]
    pub default_thread_rate_limit_per_user: Option<Duration>,
    /// How a forum sorts its threads.
    pub default_sort_order: Option<ForumSortOrderType>,
    /// How a forum shows its threads.
    pub default_forum_layout: Option<ForumLayoutType>,
    /// Which threads match several tags.
    pub default_tag_setting: Option<ThreadSearchTagSetting>,
    /// The colour.
    pub theme_color: Option<Color>,
}

/// A tag of a forum as a template holds it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplateTag {
    /// The number of the tag.
    pub id: Option<u64>,
    /// The name.
    pub name: String,
    /// A custom emoji.
    pub emoji_id: Option<Id<Emoji>>,
    /// A unicode emoji.
    pub emoji_name: Option<String>,
    /// Whether only those who may manage threads can give or take it.
    pub moderated: Option<bool>,
}
