//! Events about messages.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Channel, Guild, Id, Message, User};

things! {
    /// A message that was sent.
    MessageCreate(Message) in |e| e.guild_id;
    /// A message as it is now.
    MessageUpdate(Message) in |e| e.guild_id;
}

/// A message that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageDelete {
    /// The message.
    pub id: Id<Message>,
    /// Its channel.
    pub channel_id: Id<Channel>,
    /// Its guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
}

/// Messages that are gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageDeleteBulk {
    /// The messages.
    pub ids: Vec<Id<Message>>,
    /// Their channel.
    pub channel_id: Id<Channel>,
    /// Their guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
}

/// A vote for an answer of a poll; several answers come one by one.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessagePollVoteAdd {
    /// Who voted.
    pub user_id: Id<User>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The message.
    pub message_id: Id<Message>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The number of the answer.
    pub answer_id: u32,
}

/// A vote that was taken back; several answers come one by one.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessagePollVoteRemove {
    /// Who had voted.
    pub user_id: Id<User>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The message.
    pub message_id: Id<Message>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The number of the answer.
    pub answer_id: u32,
}

place!(MessageDelete in |e| e.guild_id);
place!(MessageDeleteBulk in |e| e.guild_id);
place!(MessagePollVoteAdd in |e| e.guild_id);
place!(MessagePollVoteRemove in |e| e.guild_id);
