//! Events about reactions.

use serde::{Deserialize, Serialize};

use super::payload::place;
use crate::model::{Channel, Emoji, Guild, Id, Member, Message, ReactionType, User};

/// A reaction that was added.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageReactionAdd {
    /// Who reacted.
    pub user_id: Id<User>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The message.
    pub message_id: Id<Message>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The member who reacted, in a guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<Member>>,
    /// The emoji: its id and name.
    pub emoji: Emoji,
    /// Who wrote the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_author_id: Option<Id<User>>,
    /// Whether it is a super reaction.
    pub burst: bool,
    /// The colours of a super reaction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub burst_colors: Vec<String>,
    /// The kind of reaction.
    #[serde(rename = "type")]
    pub kind: ReactionType,
}

/// A reaction that is gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageReactionRemove {
    /// Whose reaction it was.
    pub user_id: Id<User>,
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The message.
    pub message_id: Id<Message>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The emoji: its id and name.
    pub emoji: Emoji,
    /// Whether it was a super reaction.
    pub burst: bool,
    /// The kind of reaction.
    #[serde(rename = "type")]
    pub kind: ReactionType,
}

/// A message whose reactions are all gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageReactionRemoveAll {
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The message.
    pub message_id: Id<Message>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
}

/// A message whose reactions with one emoji are all gone.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageReactionRemoveEmoji {
    /// The channel.
    pub channel_id: Id<Channel>,
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The message.
    pub message_id: Id<Message>,
    /// The emoji: its id and name.
    pub emoji: Emoji,
}

place!(MessageReactionAdd in |e| e.guild_id);
place!(MessageReactionRemove in |e| e.guild_id);
place!(MessageReactionRemoveAll in |e| e.guild_id);
place!(MessageReactionRemoveEmoji in |e| e.guild_id);
