//! Pinned messages.
//!
//! <https://docs.discord.com/developers/resources/message#message-pin-object>

use serde::{Deserialize, Serialize};

use crate::model::{Message, Timestamp};

/// A pinned message.
///
/// <https://docs.discord.com/developers/resources/message#message-pin-object-message-pin-object-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessagePin {
    /// When it was pinned.
    pub pinned_at: Timestamp,
    /// The message.
    pub message: Message,
}

/// A page of a channel's pinned messages, the one pinned last first.
///
/// <https://docs.discord.com/developers/resources/message#get-channel-pins-response-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelPins {
    /// The pinned messages.
    pub items: Vec<MessagePin>,
    /// Whether there are more.
    pub has_more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read_and_written() {
        let text = r#"{"items":[{"pinned_at":"2025-01-02T03:04:05.000000+00:00","message":{"id":"31"}}],"has_more":true}"#;
        let pins: ChannelPins = serde_json::from_str(text).unwrap();
        assert_eq!(pins.items[0].message.id.get(), 31);
        let again: ChannelPins = serde_json::from_str(&serde_json::to_string(&pins).unwrap()).unwrap();
        assert_eq!(again, pins);
    }
}
