//! Messages that refer to others: replies, forwarded messages, posts of followed channels.
//!
//! <https://docs.discord.com/developers/resources/message#message-reference-structure>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Guild, Id, Message, open_enum};

/// The message that another one refers to.
///
/// <https://docs.discord.com/developers/resources/message#message-reference-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageReference {
    /// The kind of reference.
    #[serde(rename = "type")]
    pub kind: MessageReferenceType,
    /// The message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<Id<Message>>,
    /// Its channel. Need not be sent with a reply; has to be with a forwarded message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id<Channel>>,
    /// Its guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// In what is sent: whether a message that is gone is an error (the default), or the message is then no reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_if_not_exists: Option<bool>,
}

impl MessageReference {
    /// For a reply to a message in the same channel.
    pub fn reply(message: Id<Message>) -> Self {
        Self { message_id: Some(message), ..Self::default() }
    }

    /// For forwarding a message.
    pub fn forward(channel: Id<Channel>, message: Id<Message>) -> Self {
        Self {
            kind: MessageReferenceType::Forward,
            message_id: Some(message),
            channel_id: Some(channel),
            ..Self::default()
        }
    }

    /// Whether a message that is gone is an error (the default), or the message is then no reply.
    #[must_use]
    pub fn fail_if_not_exists(mut self, fail: bool) -> Self {
        self.fail_if_not_exists = Some(fail);
        self
    }
}

open_enum! {
    /// The kinds of references to a message.
    ///
    /// <https://docs.discord.com/developers/resources/message#message-reference-types>
    pub enum MessageReferenceType: u32 {
        /// Replies, and messages of the system about others.
        Default = 0,
        /// Forwarded messages.
        Forward = 1,
    }
    default Default
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_written_as_discord_does() {
        let text = r#"{"type":1,"message_id":"31","channel_id":"32"}"#;
        assert_eq!(
            serde_json::from_str::<MessageReference>(text).unwrap(),
            MessageReference::forward(Id::new(32), Id::new(31))
        );
        let reply = MessageReference::reply(Id::new(31)).fail_if_not_exists(false);
        let text = r#"{"type":0,"message_id":"31","fail_if_not_exists":false}"#;
        assert_eq!(serde_json::to_string(&reply).unwrap(), text);
    }
}
