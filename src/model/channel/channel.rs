//! Channels of every kind, threads included, in one struct, as Discord has it.
//!
//! <https://docs.discord.com/developers/resources/channel>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{
    Application, DefaultReaction, ForumTag, Guild, Id, ImageHash, Message, Overwrite, Permissions,
    ThreadMember, ThreadMetadata, Timestamp, User, duration, flags, open_enum,
};

/// A channel or a thread. Which fields it has depends on its kind: see [`ChannelType`].
///
/// <https://docs.discord.com/developers/resources/channel#channel-object-channel-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Channel {
    /// The channel's id.
    pub id: Id<Channel>,
    /// The kind of channel.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The guild; missing in some events, and in private channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The place among the channels; those with the same place are sorted by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// What the channel allows and denies roles and members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permission_overwrites: Vec<Overwrite>,
    /// The name, of 1 to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The topic: up to 1024 characters, 4096 in forums and media channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Whether the channel is restricted by age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nsfw: Option<bool>,
    /// The last message, or the last thread of a forum; it may be gone by now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message_id: Option<Id<Message>>,
    /// The bits per second of a voice channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bitrate: Option<u32>,
    /// How many may be in a voice channel; 0 is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_limit: Option<u32>,
    /// How long a user waits between two messages, or, in a forum, between two threads.
    #[serde(with = "duration::seconds", skip_serializing_if = "Option::is_none")]
    pub rate_limit_per_user: Option<Duration>,
    /// Who is in the conversation, without the current user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<User>,
    /// The icon of a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<ImageHash>,
    /// Who owns the group or began the thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Id<User>>,
    /// The application that made the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<Id<Application>>,
    /// Whether an application manages the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed: Option<bool>,
    /// The category of a channel, or the channel of a thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Id<Channel>>,
    /// When a message was pinned last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_pin_timestamp: Option<Timestamp>,
    /// The voice region; automatic when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtc_region: Option<String>,
    /// The quality of cameras.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_quality_mode: Option<VideoQualityMode>,
    /// How many messages a thread holds, without the first and without the deleted ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_count: Option<u32>,
    /// About how many are in a thread; it stops at 50.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_count: Option<u32>,
    /// What only a thread has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread_metadata: Option<ThreadMetadata>,
    /// The current user's membership of the thread, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<ThreadMember>>,
    /// After how much silence new threads are hidden unless their author chooses.
    #[serde(with = "duration::minutes", skip_serializing_if = "Option::is_none")]
    pub default_auto_archive_duration: Option<Duration>,
    /// What the invoking user may do here; only in interactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    /// What the application may do here; only in interactions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_permissions: Option<Permissions>,
    /// More about the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<ChannelFlags>,
    /// How many messages a thread ever held; deleted ones count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_message_sent: Option<u32>,
    /// The tags that threads of this forum can have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub available_tags: Vec<ForumTag>,
    /// The tags that this thread of a forum has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied_tags: Vec<Id<ForumTag>>,
    /// The emoji of the reaction button of a forum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_reaction_emoji: Option<DefaultReaction>,
    /// The `rate_limit_per_user` that new threads begin with.
    #[serde(with = "duration::seconds", skip_serializing_if = "Option::is_none")]
    pub default_thread_rate_limit_per_user: Option<Duration>,
    /// How a forum sorts its threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_sort_order: Option<ForumSortOrderType>,
    /// How a forum shows its threads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_forum_layout: Option<ForumLayoutType>,
    /// Which threads match when a member looks for several tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_tag_setting: Option<ThreadSearchTagSetting>,
    /// In THREAD_CREATE: the thread is new, rather than new to the bot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newly_created: Option<bool>,
}

impl Channel {
    /// Whether it is a thread of any kind.
    pub const fn is_thread(&self) -> bool {
        self.kind.is_thread()
    }

    /// Whether messages can be sent to it.
    pub const fn is_text(&self) -> bool {
        self.kind.is_text()
    }

    /// Whether people talk in it: a voice channel or a stage.
    pub const fn is_voice(&self) -> bool {
        self.kind.is_voice()
    }

    /// Whether it is a forum or a media channel, which hold nothing but threads.
    pub const fn is_forum(&self) -> bool {
        matches!(self.kind, ChannelType::GuildForum | ChannelType::GuildMedia)
    }

    /// Whether it is a conversation outside of guilds.
    pub const fn is_private(&self) -> bool {
        matches!(self.kind, ChannelType::Dm | ChannelType::GroupDm)
    }

    /// Whether it is restricted by age.
    pub fn is_nsfw(&self) -> bool {
        self.nsfw == Some(true)
    }
}

open_enum! {
    /// The kinds of channels.
    ///
    /// <https://docs.discord.com/developers/resources/channel#channel-object-channel-types>
    pub enum ChannelType: u32 {
        /// A text channel.
        GuildText = 0,
        /// A conversation between two users.
        Dm = 1,
        /// A voice channel; it has text, too.
        GuildVoice = 2,
        /// A conversation of several users.
        GroupDm = 3,
        /// A category that holds up to 50 channels.
        GuildCategory = 4,
        /// A channel whose messages other guilds can follow.
        GuildAnnouncement = 5,
        /// A thread in an announcement channel.
        AnnouncementThread = 10,
        /// A thread that everybody in the channel sees.
        PublicThread = 11,
        /// A thread for those invited and for those who may manage threads.
        PrivateThread = 12,
        /// A stage: a voice channel with an audience.
        GuildStageVoice = 13,
        /// The list of servers of a student hub.
        GuildDirectory = 14,
        /// A forum, which holds only threads.
        GuildForum = 15,
        /// A forum for pictures and films.
        GuildMedia = 16,
    }
    default GuildText
}

impl ChannelType {
    /// Whether it is a kind of thread.
    pub const fn is_thread(self) -> bool {
        matches!(self, Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread)
    }

    /// Whether it is a kind that holds messages.
    pub const fn is_text(self) -> bool {
        self.is_thread()
            || self.is_voice()
            || matches!(self, Self::GuildText | Self::Dm | Self::GroupDm | Self::GuildAnnouncement)
    }

    /// Whether it is a kind in which people talk.
    pub const fn is_voice(self) -> bool {
        matches!(self, Self::GuildVoice | Self::GuildStageVoice)
    }
}

open_enum! {
    /// The quality of cameras in a voice channel.
    ///
    /// <https://docs.discord.com/developers/resources/channel#channel-object-video-quality-modes>
    pub enum VideoQualityMode: u32 {
        /// Discord chooses.
        Auto = 1,
        /// 720p.
        Full = 2,
    }
    default Auto
}

flags! {
    /// Flags of a channel.
    ///
    /// <https://docs.discord.com/developers/resources/channel#channel-object-channel-flags>
    pub struct ChannelFlags {
        /// The thread is pinned to the top of its forum.
        const PINNED = 1 << 1;
        /// Each new thread of the forum needs a tag.
        const REQUIRE_TAG = 1 << 4;
        /// The media channel hides how to download embedded media.
        const HIDE_MEDIA_DOWNLOAD_OPTIONS = 1 << 15;
        /// The channel is only partly shown to those who may not see it. Announced by Discord, not yet sent.
        const CHANNEL_OBFUSCATED = 1 << 17;
        /// The channel's contents are spoilers.
        const IS_SPOILER_CHANNEL = 1 << 21;
    }
}

open_enum! {
    /// How a forum sorts its threads.
    ///
    /// <https://docs.discord.com/developers/resources/channel#channel-object-sort-order-types>
    pub enum ForumSortOrderType: u32 {
        /// By the latest message.
        LatestActivity = 0,
        /// By their beginning.
        CreationDate = 1,
    }
    default LatestActivity
}

open_enum! {
    /// How a forum shows its threads.
    ///
    /// <https://docs.discord.com/developers/resources/channel#channel-object-forum-layout-types>
    pub enum ForumLayoutType: u32 {
        /// As the client likes.
        NotSet = 0,
        /// As a list.
        ListView = 1,
        /// As tiles.
        GalleryView = 2,
    }
    default NotSet
}

open_enum! {
    /// Which threads match several tags.
    pub enum ThreadSearchTagSetting: str {
        /// Those with all of the tags.
        MatchAll = "match_all",
        /// Those with at least one of them.
        MatchSome = "match_some",
    }
    default MatchAll
}
