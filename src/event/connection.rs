//! Events about the shard's own session.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::payload::{place, things};
use crate::model::{Application, Guild, Id, UnavailableGuild, User};

things! {
    /// The bot's user as it is now.
    UserUpdate(User) in |_e| None;
}

/// What a new session begins with.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Ready {
    /// The version of the gateway.
    #[serde(rename = "v")]
    pub version: u64,
    /// The bot's user.
    pub user: User,
    /// The guilds of the shard, each yet to come by GUILD_CREATE.
    pub guilds: Vec<UnavailableGuild>,
    /// The id of the session.
    pub session_id: String,
    /// Where to resume it.
    pub resume_gateway_url: String,
    /// Which shard it is, of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shard: Option<[u32; 2]>,
    /// Which of Discord's servers had a part in it; for reports to Discord.
    #[serde(rename = "_trace", skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<String>,
    /// The bot's application: its id and flags.
    pub application: Application,
}

/// A session that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Resumed {
    /// Which of Discord's servers had a part in it; for reports to Discord.
    #[serde(rename = "_trace", skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<String>,
}

/// A request over the gateway came too soon after another one, and was not done.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateLimited {
    /// The opcode of the request.
    pub opcode: u32,
    /// How long to wait before it can be sent again.
    #[serde(with = "fraction")]
    pub retry_after: Duration,
    /// More about the request.
    pub meta: RateLimitedMeta,
}

/// More about a request that came too soon: for REQUEST_GUILD_MEMBERS the guild and the mark.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RateLimitedMeta {
    /// The guild.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guild_id: Option<Id<Guild>>,
    /// The mark of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// Seconds and their fractions.
mod fraction {
    use super::{Deserialize, Deserializer, Duration, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        span.as_secs_f64().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)
    }
}

place!(RateLimited in |e| e.meta.guild_id);
place!(Ready in |_e| None);
place!(Resumed in |_e| None);
