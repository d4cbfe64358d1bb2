//! What only threads have: their state and their members.
//!
//! <https://docs.discord.com/developers/resources/channel#thread-metadata-object>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{
    Channel, Guild, Id, Member, Message, PresenceUpdate, Timestamp, User, duration, open_enum,
};

/// What only a thread has.
///
/// <https://docs.discord.com/developers/resources/channel#thread-metadata-object-thread-metadata-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadMetadata {
    /// Whether the thread is archived.
    pub archived: bool,
    /// After how much silence the thread is hidden: an hour, a day, three days or a week.
    #[serde(with = "duration::minutes")]
    pub auto_archive_duration: Duration,
    /// When the thread was last archived or brought back.
    pub archive_timestamp: Option<Timestamp>,
    /// Whether only those who may manage threads can bring it back.
    pub locked: bool,
    /// Whether everybody in a private thread may invite others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitable: Option<bool>,
    /// When the thread began; known since 2022-01-09.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_timestamp: Option<Timestamp>,
}

/// A user who has joined a thread. In GUILD_CREATE it has neither `id` nor `user_id`.
///
/// <https://docs.discord.com/developers/resources/channel#thread-member-object-thread-member-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadMember {
    /// The guild, in THREAD_MEMBER_UPDATE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<Channel>>,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id<User>>,
    /// When the user last joined.
    pub join_timestamp: Timestamp,
    /// How the user wants to be told of messages, as the client wrote it.
    pub flags: u64,
    /// The member, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// What the member is doing, in THREAD_MEMBERS_UPDATE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Box<PresenceUpdate>>,
}

/// A list of threads, and the current user's membership of those that it has joined.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Threads {
    /// The threads.
    pub threads: Vec<Channel>,
    /// The memberships.
    pub members: Vec<ThreadMember>,
    /// Whether there are more than these; nothing for active threads, which come all at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_more: Option<bool>,
    /// The messages with which the threads began, in the answer to a search.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_messages: Vec<Message>,
    /// How many threads were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_results: Option<u64>,
}

open_enum! {
    /// What found threads are sorted by.
    pub enum ThreadSearchSortMode: str {
        /// How well they fit.
        Relevance = "relevance",
        /// When they began.
        CreationTime = "creation_time",
        /// When somebody wrote in them last.
        LastMessageTime = "last_message_time",
        /// When they were archived.
        ArchiveTime = "archive_time",
    }
    default LastMessageTime
}
