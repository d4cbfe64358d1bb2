//! Events about messages.

use serde::{Deserialize, Serialize};

use super::payload::{place, things};
use crate::model::{Channel, Guild, Id, Message};

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

place!(MessageDelete in |e| e.guild_id);
place!(MessageDeleteBulk in |e| e.guild_id);
