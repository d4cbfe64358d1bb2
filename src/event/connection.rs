//! Events about the shard's own session.

use serde::{Deserialize, Serialize};

use super::payload::place;
use crate::model::{Application, UnavailableGuild, User};

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
    /// The bot's application: its id and flags.
    pub application: Application,
}

/// A session that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Resumed {}

place!(Ready in |_e| None);
place!(Resumed in |_e| None);
