//! What a bot sends to the gateway, as Discord's payloads.
//!
//! <https://docs.discord.com/developers/events/gateway-events#send-events>

use serde::Serialize;

use super::{Error, Presence};
use crate::model::{Capabilities, Channel, Guild, Id, User};

/// Something that is asked of a shard, which answers with events.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// Members of a guild: op 8.
    Members(MembersQuestion),
    /// The sounds of some guilds: op 31.
    Sounds(Vec<Id<Guild>>),
    /// What GUILD_CREATE does not tell of the voice channels of a guild: op 43.
    Channels(Id<Guild>, &'static [&'static str]),
}

/// Which members of a guild are asked for.
///
/// <https://docs.discord.com/developers/events/gateway-events#request-guild-members>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MembersQuestion {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The beginning of their names; nothing together with `user_ids`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// How many at most, up to 100; 0 is all, with an empty query.
    pub limit: u8,
    /// Whether to send their presences, too.
    #[serde(skip_serializing_if = "is_false")]
    pub presences: bool,
    /// Who they are, at most 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub user_ids: Vec<Id<User>>,
    /// The mark of the answers, at most 32 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

impl MembersQuestion {
    /// All members of a guild.
    pub fn all(guild_id: Id<Guild>) -> Self {
        let query = Some(String::new());
        Self { guild_id, query, limit: 0, presences: false, user_ids: Vec::new(), nonce: None }
    }

    /// Whether all members are asked for, which needs an intent and is limited.
    pub fn is_whole_list(&self) -> bool {
        self.limit == 0 && self.query.as_deref() == Some("")
    }
}

impl Question {
    /// The payload.
    pub(super) fn payload(&self) -> Result<String, Error> {
        #[derive(Serialize)]
        struct Guilds<'a> {
            guild_ids: &'a [Id<Guild>],
        }
        #[derive(Serialize)]
        struct Fields {
            guild_id: Id<Guild>,
            fields: &'static [&'static str],
        }
        let payload = match self {
            Self::Members(members) => write(8, members),
            Self::Sounds(guild_ids) => write(31, Guilds { guild_ids }),
            Self::Channels(guild_id, fields) => write(43, Fields { guild_id: *guild_id, fields }),
        };
        if payload.len() > LARGEST_PAYLOAD {
            return Err(Error::TooLarge { size: payload.len() });
        }
        Ok(payload)
    }
}

/// Where the bot is to be in the voice channels of a guild: op 4.
#[derive(Debug, Serialize)]
pub(super) struct VoiceCommand {
    pub(super) guild_id: Id<Guild>,
    pub(super) channel_id: Option<Id<Channel>>,
    pub(super) self_mute: bool,
    pub(super) self_deaf: bool,
}

/// IDENTIFY, op 2.
#[derive(Debug, Serialize)]
pub(super) struct Identify<'a> {
    pub(super) token: &'a str,
    pub(super) properties: Properties,
    pub(super) intents: u64,
    pub(super) shard: [u32; 2],
    pub(super) large_threshold: u16,
    #[serde(skip_serializing_if = "Capabilities::is_empty")]
    pub(super) capabilities: Capabilities,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) presence: Option<Presence>,
}

/// Who connects.
#[derive(Debug, Serialize)]
pub(super) struct Properties {
    os: &'static str,
    browser: &'static str,
    device: &'static str,
}

impl Properties {
    pub(super) const fn new() -> Self {
        Self { os: std::env::consts::OS, browser: "ito", device: "ito" }
    }
}

/// RESUME, op 6.
#[derive(Debug, Serialize)]
pub(super) struct Resume<'a> {
    pub(super) token: &'a str,
    pub(super) session_id: &'a str,
    pub(super) seq: u64,
}

/// A payload, as text.
pub(super) fn write(op: u8, d: impl Serialize) -> String {
    #[derive(Serialize)]
    struct Payload<D> {
        op: u8,
        d: D,
    }
    serde_json::to_string(&Payload { op, d }).expect("what is sent holds nothing that JSON cannot")
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What Discord takes, in bytes.
const LARGEST_PAYLOAD: usize = 4096;
