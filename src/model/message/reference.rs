//! What a message points to: the one that it answers, forwards, or was made from.
//!
//! <https://docs.discord.com/developers/resources/message#message-reference-structure>

use serde::{Deserialize, Serialize};

use crate::model::{
    Attachment, Channel, Component, Embed, Guild, Id, Message, MessageFlags, MessageType, Role, Sticker,
    StickerItem, Timestamp, User, open_enum,
};

/// The message to which another one points.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageReference {
    /// The kind of reference; an answer when it is not there.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageReferenceType>,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<Message>>,
    /// Its channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// Its guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// Only to be sent: whether a message that is gone is an error; it is unless this is `false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_if_not_exists: Option<bool>,
}

impl MessageReference {
    /// For an answer to a message.
    pub fn reply(message: Id<Message>) -> Self {
        Self { message_id: Some(message), ..Self::default() }
    }

    /// To forward a message.
    pub fn forward(channel: Id<Channel>, message: Id<Message>) -> Self {
        let kind = Some(MessageReferenceType::Forward);
        Self { kind, message_id: Some(message), channel_id: Some(channel), ..Self::default() }
    }

    /// Sends the answer also when the message is gone.
    pub fn or_plain(mut self) -> Self {
        self.fail_if_not_exists = Some(false);
        self
    }
}

/// A message as it was when it was forwarded.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageSnapshot {
    /// The message.
    pub message: SnapshotMessage,
}

/// What a snapshot keeps of a message.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SnapshotMessage {
    /// The kind of message.
    #[serde(rename = "type")]
    pub kind: MessageType,
    /// The text.
    pub content: String,
    /// The embeds.
    pub embeds: Vec<Embed>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// When it was sent.
    pub timestamp: Timestamp,
    /// When it was changed.
    pub edited_timestamp: Option<Timestamp>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<MessageFlags>,
    /// Who was mentioned.
    pub mentions: Vec<User>,
    /// Which roles were mentioned.
    pub mention_roles: Vec<Id<Role>>,
    /// The stickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stickers: Vec<Sticker>,
    /// What is needed to show the stickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sticker_items: Vec<StickerItem>,
    /// The components.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
}

open_enum! {
    /// The kinds of references.
    pub enum MessageReferenceType: u8 {
        /// An answer, or what a notice is about.
        Default = 0,
        /// A forward; the message has a snapshot.
        Forward = 1,
    }
    default Default
}
