//! Where the gateway is and how many sessions may be started.
//!
//! <https://docs.discord.com/developers/events/gateway#get-gateway-bot>

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{duration, flags};

/// The gateway's address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Gateway {
    /// The address.
    pub url: String,
}

/// The gateway's address, how many shards to run, and how many sessions may be started.
///
/// <https://docs.discord.com/developers/events/gateway#get-gateway-bot-json-response>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GatewayBot {
    /// The gateway's address.
    pub url: String,
    /// How many shards Discord recommends.
    pub shards: u32,
    /// How many sessions may be started.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may be started.
///
/// <https://docs.discord.com/developers/events/gateway#session-start-limit-object-session-start-limit-structure>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SessionStartLimit {
    /// In a day.
    pub total: u32,
    /// Until the reset.
    pub remaining: u32,
    /// Time until the reset.
    #[serde(with = "duration::milliseconds")]
    pub reset_after: Duration,
    /// How many may identify within 5 seconds.
    pub max_concurrency: u32,
}

flags! {
    /// What a bot can bear of the gateway's newer ways; not to be confused with intents. A draft of Discord: it may change.
    pub struct Capabilities {
        /// Channels that the bot may not see come with their name and most of the rest hidden:
        /// [`ChannelFlags::CHANNEL_OBFUSCATED`](super::ChannelFlags::CHANNEL_OBFUSCATED).
        const CHANNEL_OBFUSCATION = 1 << 15;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_read_and_written_as_discord_does() {
        let text = r#"{"url":"wss://gateway.example","shards":9,"session_start_limit":{"total":1000,"remaining":999,"reset_after":14400000,"max_concurrency":1}}"#;
        let gateway: GatewayBot = serde_json::from_str(text).unwrap();
        assert_eq!(gateway.session_start_limit.reset_after, Duration::from_secs(4 * 3600));
        assert_eq!(serde_json::to_string(&gateway).unwrap(), text);
    }
}
