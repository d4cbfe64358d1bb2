//! Forwarded messages, as they were when they were forwarded.
//!
//! <https://docs.discord.com/developers/resources/message#message-snapshot-object>

use serde::{Deserialize, Serialize};

use crate::model::{
    Attachment, Component, Embed, Id, MessageFlags, MessageType, Role, Sticker, StickerItem, Timestamp, User,
};

/// A forwarded message.
///
/// <https://docs.discord.com/developers/resources/message#message-snapshot-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageSnapshot {
    /// What is kept of the message.
    pub message: SnapshotMessage,
}

/// What a forward keeps of the message.
///
/// <https://docs.discord.com/developers/resources/message#message-snapshot-structure>
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
    /// When it was edited.
    pub edited_timestamp: Option<Timestamp>,
    /// More about the message.
    pub flags: MessageFlags,
    /// The users that it mentioned.
    pub mentions: Vec<User>,
    /// The roles that it mentioned.
    pub mention_roles: Vec<Id<Role>>,
    /// The stickers in full; no longer sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stickers: Vec<Sticker>,
    /// The stickers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sticker_items: Vec<StickerItem>,
    /// The components.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_is_read_and_written_as_discord_does() {
        let text = r#"{"message":{"type":0,"content":"hello","embeds":[],"attachments":[],"timestamp":"2025-01-02T03:04:05.678000+00:00","edited_timestamp":null,"flags":4,"mentions":[],"mention_roles":["7"],"sticker_items":[{"id":"61","name":"Sleepy","format_type":1}]}}"#;
        let snapshot: MessageSnapshot = serde_json::from_str(text).unwrap();
        assert_eq!(snapshot.message.flags, MessageFlags::SUPPRESS_EMBEDS);
        assert_eq!(serde_json::to_string(&snapshot).unwrap(), text);
    }
}
