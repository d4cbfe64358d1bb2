//! Events about threads.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Channel, ChannelType, Guild, Id, Member, ThreadMember, Timestamp, User};

things! {
    /// A thread that began, or to which the bot was added.
    ThreadCreate(Channel) in |e| e.guild_id;
    /// A thread as it is now.
    ThreadUpdate(Channel) in |e| e.guild_id;
}

/// A thread that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadDelete {
    /// The thread.
    pub id: Id<Channel>,
    /// The kind of thread.
    #[serde(rename = "type")]
    pub kind: ChannelType,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Its channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Id<Channel>>,
}

/// The active threads of channels that the bot can see from now on.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadListSync {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The channels; all of the guild when they are not there. One without threads may be among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_ids: Option<Vec<Id<Channel>>>,
    /// All their active threads.
    pub threads: Vec<Channel>,
    /// The bot's memberships of them.
    pub members: Vec<ThreadMember>,
}

/// The bot's membership of a thread as it is now.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadMemberUpdate {
    /// The thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<Channel>>,
    /// The bot's user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id<User>>,
    /// When it last joined.
    pub join_timestamp: Timestamp,
    /// How it is told of messages.
    pub flags: u64,
    /// The bot as a member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// The guild.
    pub guild_id: Id<Guild>,
}

/// Who joined or left a thread. Without the intent GUILD_MEMBERS it comes only for the bot itself.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ThreadMembersUpdate {
    /// The thread.
    pub id: Id<Channel>,
    /// The guild.
    pub guild_id: Id<Guild>,
    /// About how many are in it; it stops at 50.
    pub member_count: u32,
    /// Who joined, each with its member and presence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added_members: Vec<ThreadMember>,
    /// Who left.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed_member_ids: Vec<Id<User>>,
}

place!(ThreadDelete in |e| e.guild_id);
place!(ThreadListSync in |e| Some(e.guild_id));
place!(ThreadMemberUpdate in |e| Some(e.guild_id));
place!(ThreadMembersUpdate in |e| Some(e.guild_id));
